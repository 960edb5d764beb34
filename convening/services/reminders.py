"""Reminders: mails to a dialogue's people that send themselves, each once, when their hour has come."""

import logging
from datetime import time, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from convening.due import NOW, due_of
from convening.exceptions import NobodyToWriteTo, ReminderSent
from convening.models import Audience, MailKind, Reminder
from convening.recipients import audience_of
from convening.services.mailings import draft, send
from core.services import save_version

logger = logging.getLogger(__name__)

Anchor = Reminder.Anchor
FIELDS = ("kind", "audience", "anchor", "days", "at", "is_on")
# Longer than any reminder lies from its day, with a day for the zones and one for being late.
REACH = timedelta(days=368)
USUAL = (
    {
        "kind": MailKind.REMINDER,
        "audience": Audience.INVITED,
        "anchor": Anchor.ANSWER_BY,
        "days": -7,
    },
    {"kind": MailKind.BEFORE, "audience": Audience.COMING, "anchor": Anchor.STARTS, "days": -3},
    {"kind": MailKind.THANKS, "audience": Audience.ATTENDED, "anchor": Anchor.ENDS, "days": 2},
)
USUAL_HOUR = time(9)


@transaction.atomic
def set_usual(dialogue):
    """The three reminders that most dialogues want, as far as they are not there; how many were made."""
    there = set(dialogue.reminders.values_list("kind", flat=True))
    missing = [usual for usual in USUAL if usual["kind"] not in there]
    for usual in missing:
        Reminder.objects.create(dialogue=dialogue, at=USUAL_HOUR, **usual)
    return len(missing)


def add_reminder(reminder):
    """Store a new Reminder."""
    reminder.save()
    return reminder


@transaction.atomic
def change_reminder(reminder, *, based_on, fields=FIELDS):
    """Store what was changed. Raises ReminderSent, or what save_version raises."""
    if Reminder.objects.select_for_update().filter(pk=reminder.pk, sent_at__isnull=False).exists():
        raise ReminderSent
    return save_version(reminder, based_on=based_on, fields=fields)


def remove_reminder(reminder):
    """Take a reminder away that was not sent. Raises ReminderSent if it was, also meanwhile."""
    deleted, _rows = Reminder.objects.filter(pk=reminder.pk, sent_at__isnull=True).delete()
    if not deleted:
        raise ReminderSent


def send_due(*, at=None):
    """Send every reminder whose hour has come at `at` (now) and is not over; how many those were.

    Harmless when two do it at once: each is taken by one. What one reminder stumbles over keeps no other.
    """
    at = at or timezone.now()
    day = at.date()
    near = (day - REACH, day + REACH)
    rows = Reminder.objects.filter(
        Q(anchor=Anchor.STARTS, dialogue__starts_on__range=near)
        | Q(anchor=Anchor.ENDS, dialogue__ends_on__range=near)
        | Q(anchor=Anchor.ANSWER_BY, dialogue__plan__answer_by__range=near),
        is_on=True,
        sent_at__isnull=True,
        dialogue__cancelled_at__isnull=True,
    ).select_related("dialogue__plan")
    due = [row.pk for row in rows if due_of(row, row.dialogue, at=at).state == NOW]
    return sum(_sent(pk, at) for pk in due)


def _sent(pk, at):
    try:
        return send_reminder(pk, at=at)
    except Exception:
        logger.exception("reminder %s could not be sent", pk)
        return False


@transaction.atomic
def send_reminder(pk, *, at):
    """Send reminder `pk` if its hour has come still; True if it was this call that did it.

    Atomic: the reminder is marked, drafted as a mailing and put into the outbox, or nothing happens.
    """
    rows = Reminder.objects.select_for_update(of=("self",)).select_related("dialogue__initiative")
    reminder = rows.filter(pk=pk).first()
    if reminder is None or due_of(reminder, reminder.dialogue, at=at).state != NOW:
        return False
    mine = Reminder.objects.filter(pk=pk, sent_at__isnull=True)
    if not mine.update(sent_at=at, version=F("version") + 1, updated_at=at):
        return False
    people = audience_of(reminder.dialogue, reminder.audience)
    try:
        mailing = draft(
            reminder.dialogue,
            kind=reminder.kind,
            participations=people,
            by=None,
            reminder=reminder,
        )
    except NobodyToWriteTo:
        return True
    send(mailing, by=None, at=at)
    return True
