"""Who was there, read from the entries made at the door."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from convening.models import CheckIn

# A dialogue of more days than that without an agenda is a mistake in its dates.
MOST_DAYS = 60
# For so long after the last day a device may keep the list of the door.
KEPT_DAYS = 2


def days_of(dialogue):
    """The days of `dialogue` in order: those of its agenda, else every date from the first to the last."""
    days = list(dialogue.agenda_days.order_by("date").values_list("date", flat=True))
    if days:
        return days
    number = min(max((dialogue.ends_on - dialogue.starts_on).days, 0) + 1, MOST_DAYS)
    return [dialogue.starts_on + timedelta(days=index) for index in range(number)]


def today_at(dialogue, *, at=None):
    """The date that it is where `dialogue` is held."""
    return (at or timezone.now()).astimezone(ZoneInfo(dialogue.timezone)).date()


def day_to_show(days, today):
    """Of `days` today; else the one that comes next, else the last."""
    return next((day for day in days if day >= today), days[-1])


def kept_until(dialogue):
    """The moment from which no device keeps the list of the door of `dialogue`."""
    last = max([dialogue.ends_on, *days_of(dialogue)])
    # A year that somebody mistyped is no reason to fall over the end of the calendar.
    day = min(last, date.max - timedelta(days=KEPT_DAYS + 2)) + timedelta(days=KEPT_DAYS + 1)
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(dialogue.timezone))


def present_on(dialogue, *, people=None):
    """`{day: ids of the participations that were there}` of `dialogue`, by the latest entry about each;
    of `people` (participations) only, if given. One query; days without anybody are left out."""
    rows = CheckIn.objects.filter(participation__dialogue=dialogue)
    if people is not None:
        rows = rows.filter(participation__in=people)
    latest = {}
    for person, day, is_present in rows.order_by("at", "pk").values_list(
        "participation_id", "day", "is_present"
    ):
        latest[person, day] = is_present
    found = {}
    for (person, day), is_present in latest.items():
        if is_present:
            found.setdefault(day, set()).add(person)
    return found
