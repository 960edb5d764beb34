"""The mail that brings a briefing to somebody of its group."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from stakeholders.briefing_reading import sections_of
from stakeholders.mail.plain import plain_text


def briefing_mail(version, person, *, by):
    """Subject and body of the mail with `version` to `person` (None for the mail as it is looked over,
    before anybody is chosen), sent by the user `by`. Plain text, in the site's language."""
    with translation.override(settings.LANGUAGE_CODE):
        facts = {
            "person": person,
            "programme": version.briefing.map.programme.title,
            "title": version.title,
            "sections": [(heading, plain_text(text)) for heading, text in sections_of(version)],
            "sender": str(by) if by else "",
        }
        body = render_to_string("stakeholders/mail/briefing.txt", facts)
    return version.title, body.strip() + "\n"
