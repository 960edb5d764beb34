"""Dialogues as iCalendar (RFC 5545), the one module that knows the library.

Calendars ask for the same file again and again, so equal facts give equal bytes: no moment of writing
stands in it. UID is the dialogue's own and never changes; SEQUENCE and LAST-MODIFIED say that it did.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.text import one_line, without_control
from dialogues.when import where_in_words

PRODUCT = "-//Baraza//Dialogues//EN"
MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=6)
# What calendars can show; a year that somebody mistyped must not make an endless table of time zones.
FIRST_YEAR, LAST_YEAR = 1970, 2099


def write_calendar(dialogues, *, name, veil, address, tells_why):
    """The bytes of a calendar called `name` that holds `dialogues`, with their initiatives fetched.

    `veil` takes names out of a text, `address(dialogue)` is where its page stands, `tells_why(dialogue)`
    is true for whom the reason of a cancellation is meant.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    title = one_line(veil(name))
    for key in ("name", "x-wr-calname"):
        calendar.add(key, title)
    duration = {"VALUE": "DURATION"}
    calendar.add("refresh-interval", REFRESH, parameters=duration)
    calendar.add("x-published-ttl", REFRESH, parameters=duration)
    shown = [row for row in dialogues if _fits(row)]
    for dialogue in shown:
        reason = dialogue.cancel_reason if tells_why(dialogue) else ""
        calendar.add_component(_event(dialogue, veil, address(dialogue), reason))
    if shown:
        calendar.add_missing_timezones(
            first_date=date(min(row.starts_on for row in shown).year, 1, 1),
            last_date=date(max(row.ends_on for row in shown).year + 1, 1, 1),
        )
    return calendar.to_ical()


def _fits(dialogue):
    return dialogue.starts_on.year >= FIRST_YEAR and dialogue.ends_on.year <= LAST_YEAR


def _event(dialogue, veil, url, reason):
    event = Event()
    event.add("uid", str(dialogue.calendar_uid))
    changed = dialogue.updated_at.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", dialogue.calendar_sequence)
    starts, ends = _span(dialogue)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    title = one_line(veil(dialogue.title))
    if dialogue.is_cancelled:
        # Not every calendar shows the status.
        title = _("Cancelled: %(title)s") % {"title": title}
    event.add("summary", title)
    event.add("status", "CANCELLED" if dialogue.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if dialogue.is_cancelled else "OPAQUE")
    place = one_line(veil(where_in_words(dialogue)))
    if place:
        event.add("location", place)
    event.add("description", _description(dialogue, veil, reason))
    event.add("categories", [str(dialogue.get_kind_display())])
    event.add("url", url)
    return event


def _span(dialogue):
    """Whole days where no hour is known; else from the first hour to the last one, or to the end of the
    last day where that is not known. The end is the first moment, or day, that is free again."""
    first, free = dialogue.starts_on, dialogue.ends_on + timedelta(days=1)
    if not dialogue.starts_at:
        return first, free
    zone = ZoneInfo(dialogue.timezone)
    starts = datetime.combine(first, dialogue.starts_at, tzinfo=zone)
    if dialogue.ends_at:
        ends = datetime.combine(dialogue.ends_on, dialogue.ends_at, tzinfo=zone)
        if ends > starts:
            return starts, ends
    return starts, datetime.combine(free, time.min, tzinfo=zone)


def _description(dialogue, veil, reason):
    kind = _("%(kind)s of the initiative “%(initiative)s”.") % {
        "kind": dialogue.get_kind_display(),
        "initiative": dialogue.initiative.title,
    }
    lines = [kind]
    if dialogue.is_cancelled and reason:
        lines.append(_("Cancelled: %(title)s") % {"title": reason})
    return without_control(veil("\n".join(lines))).replace("\r\n", "\n")
