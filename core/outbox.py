"""The outbox: a mail is first a row, in the same transaction as what it tells of.

`core.post` says how the rows are sent.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.exceptions import NoAddress
from core.models import Mail
from core.tasks import send_mail
from core.text import one_line, without_control

SUBJECT_LENGTH = Mail._meta.get_field("subject").max_length
BATCH = 500
NAME_LENGTH = Mail._meta.get_field("to_name").max_length


def post(
    *,
    key,
    to_email,
    to_name="",
    subject,
    body,
    link=None,
    not_before=None,
    calendar="",
    unsubscribe="",
):
    """Put a mail into the outbox and wake a worker once the transaction is through; answers the row.

    `key` says what the mail is about: if there is a row of that key already, it is answered as it
    stands and nothing is written. Where `body`, plain text, holds `{link}`, an address that opens the
    personal `link` stands when it is sent, which is not before `not_before`. `calendar`, iCalendar text of
    one calendar or more, is sent along, each as a file with its method. Mail programs offer to end such
    mails at the address `unsubscribe` (RFC 8058). Atomic; raises NoAddress if
    `to_email` is no address.
    """
    wanted = _mail_of(
        key=key,
        to_email=to_email,
        to_name=to_name,
        subject=subject,
        body=body,
        link=link,
        not_before=not_before,
        calendar=calendar,
        unsubscribe=unsubscribe,
    )
    if wanted is None:
        raise NoAddress
    with transaction.atomic():
        mail = Mail.objects.filter(key=key).first() or _saved(wanted)
        transaction.on_commit(send_mail.delay, robust=True)
    return mail


def read_mail(template, facts):
    """Subject and body of a mail as `template` makes them of `facts`: its first line is the subject."""
    subject, _break, body = render_to_string(template, facts).strip().partition("\n")
    return subject, f"{body.strip()}\n"


def write_to(user, template, facts, *, key, **options):
    """Put the mail that `template` makes of `facts`, and of the user's `name`, into the outbox, once by its
    `key` and in the site's language; 1, or 0 for who has no address. `options` are those of `post`."""
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = read_mail(template, {"name": user.get_full_name(), **facts})
    to = {"to_email": user.email, "to_name": user.get_full_name()}
    try:
        post(key=key, **to, subject=subject, body=body, **options)
    except NoAddress:
        return 0
    return 1


def post_many(rows):
    """Put many mails into the outbox at once, each a dict of `post`'s arguments; the Mail of
    each, or None for what is no address.

    The caller makes sure that no key stands there already. Atomic; a worker is woken once.
    """
    mails = [_mail_of(**row) for row in rows]
    with transaction.atomic():
        Mail.objects.bulk_create([mail for mail in mails if mail], batch_size=BATCH)
        transaction.on_commit(send_mail.delay, robust=True)
    return mails


def _mail_of(*, to_email, to_name="", subject, body, **more):
    """A Mail that is not stored yet; None for what is no address."""
    to_email = one_line(to_email or "")
    try:
        validate_email(to_email)
    except ValidationError:
        return None
    return Mail(
        to_email=to_email,
        to_name=one_line(to_name)[:NAME_LENGTH],
        subject=one_line(subject)[:SUBJECT_LENGTH],
        body=without_control(body),
        **more,
    )


def cancel(mails, *, reason=""):
    """Take those of `mails`, a queryset of Mail, that still wait out of the outbox; how many they were."""
    waiting = mails.filter(state=Mail.State.WAITING)
    return waiting.update(state=Mail.State.CANCELLED, failure=reason, updated_at=timezone.now())


def _saved(mail):
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        # Somebody else posted it in the same moment.
        return Mail.objects.get(key=mail.key)
    return mail
