"""Mail that came back: what a mail server reports that it could not deliver (RFC 3464).

A report names the mail by its Message-ID (`core.post.message_id`). Only what will not change by itself
(RFC 3463: a status of class 5) counts; what is only late does not.
"""

import re
from email import message_from_bytes, policy
from email.errors import MessageError

from django.utils import timezone
from django.utils.translation import gettext as _

from core.log import without_tokens
from core.models import Mail
from core.post import ADDRESS, message_id
from core.text import one_line

LARGEST = 10_000_000  # bytes of a report that is read
MESSAGE_ID = re.compile(r"<\s*(\d{1,18})\.\d{1,18}@[^<>\s]+\s*>")
STATUS = re.compile(r"\s*([245])\.\d{1,3}\.\d{1,3}")
SAID_LENGTH = 200


class NoReport(Exception):
    """What was read is no report of a mail of ours that came back; `str()` says why to a person."""


def take(raw, *, at=None):
    """Note in the outbox that the mail which `raw`, the bytes of a report, tells of came back.

    Answers the Mail; it is noted once, the first report holds. Answers None for a report that the mail is
    late, or was delivered. Raises NoReport for everything else.
    """
    report = _parsed(raw)
    failed = [part for part in _recipients(report) if _failed(part)]
    mail = _mail_of(report)
    if not failed:
        return None
    rows = Mail.objects.filter(pk=mail.pk, state=Mail.State.SENT, bounced_at__isnull=True)
    now = at or timezone.now()
    rows.update(bounced_at=now, failure=_in_words(failed[0]), updated_at=now)
    mail.refresh_from_db()
    return mail


def _parsed(raw):
    if len(raw) > LARGEST:
        raise NoReport(_("It is too large for a report."))
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
    except (MessageError, ValueError) as error:
        raise NoReport(_("It is no mail.")) from error
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        raise NoReport(_("It is no delivery report (RFC 3464)."))
    return message


def _recipients(report):
    """The groups of fields that tell of each recipient."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            # The first group tells of the mail, those after it of its recipients.
            return part.get_payload()[1:]
    raise NoReport(_("It says nothing of any recipient."))


def _failed(fields):
    found = STATUS.match(str(fields.get("Status", "")))
    action = str(fields.get("Action", "")).strip().lower()
    return action == "failed" and (found is None or found[1] == "5")


def _mail_of(report):
    """The mail whose Message-ID stands in the part that was sent back."""
    for part in report.walk():
        if part is report:
            continue
        for text in _headers_in(part):
            found = MESSAGE_ID.search(text)
            mail = found and Mail.objects.filter(pk=int(found[1])).first()
            if mail and message_id(mail) == f"<{found[0].strip('<> ')}>":
                return mail
    raise NoReport(_("It names no mail of ours."))


def _headers_in(part):
    if part.get("Message-ID"):
        yield str(part["Message-ID"])
    if part.get_content_type() == "text/rfc822-headers":
        text = (part.get_payload(decode=True) or b"").decode(errors="replace")
        lines = re.sub(r"\r?\n[ \t]+", " ", text).splitlines()
        yield from (line for line in lines if line.lower().startswith("message-id:"))


def _in_words(fields):
    """Why it came back, without the address or link that the report may repeat."""
    said = str(fields.get("Diagnostic-Code", "")).partition(";")[2]
    said = one_line(ADDRESS.sub("…", without_tokens(one_line(said))))[:SAID_LENGTH]
    status = one_line(str(fields.get("Status", ""))).split(" ")[0][:12]
    if not said:
        return _("It came back (%(status)s).") % {"status": status or "5"}
    return _("It came back (%(status)s): %(said)s") % {"status": status or "5", "said": said}
