"""What the page of one person's answer says of them."""

from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convening.form_engine import answers_in_words
from convening.mail_words import message_rows, wall
from convening.models import MailKind
from dialogues.budgeting import in_words
from dialogues.models import Participation

Status = Participation.Status
KINDS = dict(MailKind.choices)


def facts_of(entry, *, runs):
    """Pairs of a label and words, what became of the invitation in the order of its steps; who took each
    step is for those who run the dialogue."""
    row, registration = entry.participation, entry.registration
    facts = []
    if registration is not None:
        facts += _steps(registration, row.dialogue, runs)
        if not entry.is_pseudonym:
            facts.append((_("Why not"), registration.reason))
        if row.status == Status.WAITING and entry.position:
            facts.append((_("Place on the waiting list"), entry.position))
        if row.status == Status.OFFERED and registration.offer_until:
            facts.append((_("Place kept until"), wall(registration.offer_until, row.dialogue)))
    facts.append((_("Listed"), _("agreed to be listed") if row.listed else ""))
    facts.append((_("Was there"), ", ".join(_days_present(row))))
    return [(label, words) for label, words in facts if words]


def _steps(registration, dialogue, runs):
    step = {
        _("Invited"): (registration.invited_at, registration.invited_by, ""),
        _("Answered"): (
            registration.answered_at,
            registration.answered_by,
            registration.get_via_display(),
        ),
        _("Approved"): (registration.approved_at, registration.approved_by, ""),
    }
    facts = []
    for label, (at, by, how) in step.items():
        if at is not None:
            words = [wall(at, dialogue), how, str(by) if runs and by else ""]
            facts.append((label, " · ".join(filter(None, words))))
    return facts


def _days_present(row):
    """The days on which they were there: of several entries about a day the last one holds."""
    present = {check.day: check.is_present for check in row.check_ins.all()}
    return [date_format(day, "j F") for day in sorted(present) if present[day]]


def answers_of(entry, dialogue):
    """Pairs of a question of the form and its answer in words; of a document's number only its end."""
    answers = entry.registration.answers if entry.registration else {}
    return answers_in_words(dialogue, answers, mask=True)


def mails_of(row, naming):
    """What was written to them and what became of it, the latest first."""
    rows = row.messages.select_related("mail", "mailing", "participation__person__organisation")
    found = message_rows(rows.order_by("-pk")[:50], naming)
    for shown in found:
        message = shown["message"]
        kind = message.kind or (message.mailing and message.mailing.kind)
        at = (message.mail and message.mail.sent_at) or message.created_at
        shown |= {"kind": KINDS.get(kind, ""), "at": wall(at, row.dialogue)}
    return found


def sponsorships_of(row):
    """What is asked for or paid for them, with the page of each."""
    return [
        {
            "sponsorship": each,
            "amount": in_words(each.amount, each.fund.currency if each.fund else "")
            if each.amount
            else "",
            "url": reverse("convening:sponsorship_step", args=[row.dialogue.slug, each.pk]),
        }
        for each in row.sponsorships.select_related("fund").order_by("pk")
    ]


def link_of(entry):
    """How their personal link stands: None without one, else until when it opens, or "" if it does not."""
    link = entry.registration.link if entry.registration else None
    if link is None:
        return None
    if link.revoked_at is not None or link.expires_at <= timezone.now():
        return ""
    zone = ZoneInfo(entry.participation.dialogue.timezone)
    return date_format(link.expires_at.astimezone(zone), "j F Y")
