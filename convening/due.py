"""When a reminder is due: so many days before or after a day of the dialogue, at an hour on its clocks.

The moment is worked out each time it is asked for and stored nowhere: when dates or the zone move, it has
moved. Where clocks are put forward over the hour, it is the first moment after the gap; where they are put
back over it, the first of the two (docs/decisions/0014-mail.md).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from convening.models import Reminder

# A moment that lies further back than this, because dates were moved, is over: nothing is sent late.
LATEST = timedelta(hours=24)
OFF, CANCELLED, NO_DATE, SENT, AHEAD, NOW, MISSED = (
    *("off", "cancelled", "no-date", "sent"),
    *("ahead", "now", "missed"),
)


def moment_of(day, days, at, zone_name):
    """The moment, in UTC, at which the clocks of a zone show `at`, `days` after `day`; None beyond the
    calendar's end."""
    zone = ZoneInfo(zone_name)
    try:
        wall = datetime.combine(day + timedelta(days=days), at)
        first = wall.replace(tzinfo=zone).astimezone(UTC)
        second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    except OverflowError:
        return None
    if second >= first:
        return first
    # The clocks never show it: they jump over it somewhere between these two.
    return _jump(second, first, zone)


def _jump(before, after, zone):
    """The first second between two moments, both in UTC, at which the clocks of `zone` have jumped."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def day_of(reminder, dialogue):
    """The day that a reminder hangs on; None where the dialogue has no such day."""
    if reminder.anchor == Reminder.Anchor.ANSWER_BY:
        plan = getattr(dialogue, "plan", None)
        return plan and plan.answer_by
    return dialogue.starts_on if reminder.anchor == Reminder.Anchor.STARTS else dialogue.ends_on


@dataclass(frozen=True)
class Due:
    """When a reminder is due, in UTC (None if never), and how it stands."""

    at: datetime | None
    state: str


def due_of(reminder, dialogue, *, at=None):
    """The Due of `reminder` as things are at the moment `at` (now)."""
    now = at or timezone.now()
    day = day_of(reminder, dialogue)
    moment = moment_of(day, reminder.days, reminder.at, dialogue.timezone) if day else None
    return Due(moment, _state(reminder, dialogue, moment, now))


def _state(reminder, dialogue, moment, now):
    if reminder.sent_at:
        return SENT
    if dialogue.is_cancelled:
        return CANCELLED
    if not reminder.is_on:
        return OFF
    if moment is None:
        return NO_DATE
    if moment > now:
        return AHEAD
    return NOW if now - moment < LATEST else MISSED
