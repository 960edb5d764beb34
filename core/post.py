"""What the worker does with the outbox: take a mail by lease, write it out, send it, say how it ended.

Every write is fenced by the lease's token, so of two workers at one mail only one sends it. A worker
that is killed after the mail server has taken a mail, and before the row says so, cannot know it: the
mail is sent again when the lease ends, under the same Message-ID, by which mail programs recognise the
second copy.
"""

import contextlib
import logging
import re
import smtplib
from datetime import timedelta
from email.mime.text import MIMEText
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import links
from core.calendars import each_calendar, rewritten
from core.log import without_tokens
from core.models import LinkToken, Mail, PersonalLink
from core.text import one_line, without_control

logger = logging.getLogger(__name__)

TURN = 50  # mails that a worker sends before it lets others have a turn
LEASE_SECONDS = 180  # longer than a conversation with a mail server that just still answers
MOST_ATTEMPTS = 20  # with the pauses below: for about three days
FIRST_PAUSE, LONGEST_PAUSE = 30, 6 * 3600  # seconds
LINK = "{link}"
# What a server says of one mail; whatever else it says, a wrong password included, it says of all.
OF_ONE_MAIL = (smtplib.SMTPDataError, smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused)
ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")

_veils = []


def veil(function):
    """Register `function(to_email)`, which answers with a function from text to text: what it takes out of
    the subject and the body of every mail to that address, as it is sent."""
    if function not in _veils:
        _veils.append(function)
    return function


class Refused(Exception):
    """The mail server will not take this mail, today or tomorrow; `str()` says why to a person."""


class ServerAway(Exception):
    """The mail server cannot be talked to: no other mail will fare better now."""


class NotOurs(Exception):
    """Somebody else holds the mail, or it was cancelled: write nothing and send nothing."""


def something_waits():
    """True if a mail is due that no worker holds."""
    return Mail.objects.due().exists()


def send_waiting():
    """Send what is due, the oldest first, up to a turn's worth; True if more is left.

    When the mail server is away the turn is over, and nothing is said to be left: the clock tries again.
    """
    waiting = Mail.objects.due().order_by("created_at", "pk").values_list("pk", flat=True)
    with contextlib.ExitStack() as stack:
        connection = get_connection()
        stack.callback(_close, connection)
        for pk in list(waiting[:TURN]):
            try:
                deliver(pk, connection)
            except ServerAway:
                return False
    return something_waits()


def deliver(pk, connection):
    """Take mail `pk` and send it over `connection`; whatever happens is written to its row.

    Does nothing if the mail is not to be had. Raises ServerAway, with the mail put back to wait, if the
    server cannot be talked to.
    """
    token = Mail.objects.due().claim(pk, seconds=LEASE_SECONDS)
    if token is None:
        return
    try:
        _send(Mail.objects.select_related("link").get(pk=pk), token, connection)
    except NotOurs:
        logger.info("mail %s was taken over or cancelled", pk)
    except Refused as refusal:
        logger.warning("mail %s was refused", pk)
        _end(pk, token, Mail.State.FAILED, failure=str(refusal))
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("mail %s has to wait: %s", pk, type(error).__name__)
        _put_back(pk, token, error)
        _close(connection)
        if not isinstance(error, OF_ONE_MAIL):
            raise ServerAway from error
    except Exception as error:
        logger.exception("mail %s could not be sent", pk)
        _put_back(pk, token, error)


def message_of(mail, *, path=""):
    """`mail` as it is sent, with the personal address `path` where it says `{link}`."""
    subject, body = one_line(mail.subject), without_control(mail.body)
    calendar = mail.calendar
    for give in _veils:
        veiled = give(mail.to_email)
        subject, body = veiled(subject), veiled(body)
        calendar = calendar and rewritten(calendar, veiled)
    if path:
        body = body.replace(LINK, links.address_of(path))
    headers = {"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated"}
    if mail.unsubscribe:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if settings.MAIL_RETURN_PATH:
        # The first is whom people see, the second the envelope's: where what comes back comes to.
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    return EmailMessage(
        subject=subject,
        body=body,
        from_email=settings.MAIL_RETURN_PATH or None,
        to=[formataddr((one_line(mail.to_name), mail.to_email))],
        headers=headers,
        attachments=[_attached(*each) for each in each_calendar(calendar)],
    )


def message_id(mail):
    """The Message-ID under which `mail` is sent, each time the same: what a report of it names."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"<{mail.pk}.{int(mail.created_at.timestamp())}@{host}>"


def _attached(calendar, method):
    """A calendar as calendar programs recognise it in a mail (RFC 6047)."""
    part = MIMEText(calendar, "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename=f"{method.lower()}.ics")
    return part


def _send(mail, token, connection):
    """Send a mail held by `token` and write it down. Raises Refused, NotOurs, or what smtplib raises."""
    if mail.attempts > MOST_ATTEMPTS:
        raise Refused(_too_often(mail.failure))
    if mail.link_id and not PersonalLink.objects.valid().filter(pk=mail.link_id).exists():
        reason = _("The personal link in it had ended before it could be sent.")
        _end(mail.pk, token, Mail.State.CANCELLED, failure=reason)
        return
    # Before there is a token: one that nobody was sent is of no use.
    connection.open()
    waiting = Mail.objects.filter(state=Mail.State.WAITING)
    if not waiting.renew(mail.pk, token, seconds=LEASE_SECONDS):
        raise NotOurs
    path = links.issue(mail.link) if mail.link_id and LINK in mail.body else ""
    try:
        _hand_over(message_of(mail, path=path), connection)
    except Refused:
        LinkToken.objects.filter(digest=links.digest_of_path(path)).delete()
        raise
    _end(mail.pk, token, Mail.State.SENT, sent_at=timezone.now(), failure="")


def _hand_over(message, connection):
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        [(code, reply)] = list(error.recipients.values())[:1]
        if code >= 500:
            raise Refused(_in_words(code, reply)) from error
        raise
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= 500:
            raise Refused(_in_words(error.smtp_code, error.smtp_error)) from error
        raise
    except (ValueError, smtplib.SMTPNotSupportedError) as error:
        raise Refused(_("Mail cannot be written to this address.")) from error


def _in_words(code, reply):
    """What the mail server answered, without the address or link that it may repeat."""
    said = reply.decode(errors="replace") if isinstance(reply, bytes) else str(reply)
    said = one_line(ADDRESS.sub("…", without_tokens(said)))[:200]
    return _("The mail server refused it (%(code)s): %(reply)s") % {"code": code, "reply": said}


def _too_often(last):
    tried = ngettext(
        "It was tried %(count)d time without success.",
        "It was tried %(count)d times without success.",
        MOST_ATTEMPTS,
    ) % {"count": MOST_ATTEMPTS}
    return f"{tried} {last}".strip()


def _put_back(pk, token, error):
    """Let the mail wait, twice as long as the last time; after too many attempts it has failed."""
    mail = Mail.objects.held(pk, token).first()
    if mail is None:
        return
    if isinstance(error, smtplib.SMTPResponseException):
        why = _in_words(error.smtp_code, error.smtp_error)
    elif isinstance(error, smtplib.SMTPRecipientsRefused):
        why = _in_words(*next(iter(error.recipients.values())))
    else:
        why = _("The mail server could not be reached, or broke off.")
    if mail.attempts >= MOST_ATTEMPTS:
        _end(pk, token, Mail.State.FAILED, failure=_too_often(why))
        return
    pause = min(FIRST_PAUSE * 2 ** (mail.attempts - 1), LONGEST_PAUSE)
    # It waits still, unless it was cancelled meanwhile.
    later = timezone.now() + timedelta(seconds=pause)
    _end(pk, token, mail.state, not_before=later, failure=why)


def _end(pk, token, state, **changes):
    held = Mail.objects.held(pk, token)
    now = timezone.now()
    if not held.update(state=state, lease_token=None, lease_until=None, updated_at=now, **changes):
        logger.warning("mail %s was taken over", pk)


def _close(connection):
    """Hang up. What the server makes of that changes nothing about the mails it took."""
    try:
        connection.close()
    except OSError:
        connection.connection = None
