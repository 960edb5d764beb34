"""Mails on progress reports, put into the outbox: each of a template whose first line is the subject."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from core.exceptions import NoAddress
from core.outbox import post


def tell(user, template, facts, *, key, **options):
    """Write `user` the mail `template` (of reports/mail) with `facts`, once by its `key`; 1, or 0 for who has
    no address. `options` are those of core.outbox.post."""
    facts = {"name": user.get_full_name(), **facts}
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string(f"reports/mail/{template}.txt", facts)
    subject, _blank, body = text.strip().partition("\n")
    try:
        post(
            key=key,
            to_email=user.email,
            to_name=user.get_full_name(),
            subject=subject,
            body=f"{body.strip()}\n",
            **options,
        )
    except NoAddress:
        return 0
    return 1
