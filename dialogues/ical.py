"""Dialogues as iCalendar (RFC 5545), the one module that knows the library.

Calendars ask for the same file again and again, so equal facts give equal bytes: no moment of writing
stands in it. UID is the dialogue's own and never changes; SEQUENCE and LAST-MODIFIED say that it did.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.calendars import fold
from core.text import one_line, without_control
from dialogues.when import where_in_words

PRODUCT = "-//Baraza//Dialogues//EN"
MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=6)
# What calendars can show; a year that somebody mistyped must not make an endless table of time zones.
FIRST_YEAR, LAST_YEAR = 1970, 2099
UTC_NAMES = ("UTC", "Etc/UTC")


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


# The agenda of one dialogue ----------------------------------------------------------------------
# The library takes milliseconds for each event. An agenda has a hundred, of few and plain properties, so
# they are written here line by line; the tables of time zones come from the library all the same.
@dataclass(frozen=True)
class AgendaEvent:
    """Something on an agenda as calendars know it: on a `day` from `start` to `end` by the wall clock of
    its place, or all day where no hour is known. Its texts are veiled already."""

    uid: str
    sequence: int
    stamp: datetime
    day: date
    title: str
    start: time | None = None
    end: time | None = None
    place: str = ""
    description: str = ""
    is_break: bool = False


def write_agenda(
    events, *, zone, name="", method="PUBLISH", organizer=("", ""), attendee="", url=""
):
    """The text of a calendar of `events`, in the time zone `zone`, all in one go (RFC 5546 for `method`).

    `organizer` is the name and the address that mails come from; who is told of a cancellation is the
    `attendee`. `name` is what a calendar program calls the whole; `url` is where it can be read.
    """
    shown = [row for row in events if FIRST_YEAR <= row.day.year <= LAST_YEAR]
    lines = [
        *("BEGIN:VCALENDAR", f"PRODID:{PRODUCT}", "VERSION:2.0", "CALSCALE:GREGORIAN"),
        f"METHOD:{method}",
    ]
    if name:
        lines += [f"NAME:{_escaped(one_line(name))}", f"X-WR-CALNAME:{_escaped(one_line(name))}"]
    common = _common(method, organizer, attendee, url)
    rows = [line for row in shown for line in _lines_of(row, zone, common, method)]
    table = ""
    if zone not in UTC_NAMES and any(row.start for row in shown):
        years = [row.day.year for row in shown]
        table = zone_table(zone, min(years), max(years))
    return f"{''.join(map(fold, lines))}{table}{''.join(map(fold, rows))}END:VCALENDAR\r\n"


def _common(method, organizer, attendee, url):
    called, address = organizer
    lines = [f'ORGANIZER;CN="{_quoted(called)}":mailto:{address}'] if address else []
    if attendee:
        lines.append(f"ATTENDEE:mailto:{attendee}")
    if url:
        lines.append(f"URL:{url}")
    lines.append(f"STATUS:{'CANCELLED' if method == 'CANCEL' else 'CONFIRMED'}")
    return lines


def _lines_of(row, zone, common, method):
    stamp = f"{row.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    summary = _escaped(one_line(row.title))
    if method == "CANCEL":
        # Not every calendar shows the status.
        summary = _escaped(_("Cancelled: %(title)s") % {"title": one_line(row.title)})
    yield from ("BEGIN:VEVENT", f"UID:{row.uid}", f"DTSTAMP:{stamp}", f"LAST-MODIFIED:{stamp}")
    yield f"SEQUENCE:{row.sequence}"
    if row.start is None:
        yield f"DTSTART;VALUE=DATE:{row.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{row.day + timedelta(days=1):%Y%m%d}"
    else:
        yield f"DTSTART{_moment(row.day, row.start, zone)}"
        if row.end and row.end > row.start:
            yield f"DTEND{_moment(row.day, row.end, zone)}"
    yield f"SUMMARY:{summary}"
    if row.place:
        yield f"LOCATION:{_escaped(one_line(row.place))}"
    if row.description:
        yield f"DESCRIPTION:{_escaped(without_control(row.description))}"
    yield f"TRANSP:{'TRANSPARENT' if row.is_break or row.start is None else 'OPAQUE'}"
    yield from common
    yield "END:VEVENT"


def _moment(day, clock, zone):
    wall = f"{day:%Y%m%d}T{clock:%H%M%S}"
    return f":{wall}Z" if zone in UTC_NAMES else f";TZID={zone}:{wall}"


def _escaped(text):
    """A text as the value of a property (RFC 5545, 3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _quoted(text):
    """A text between the quotation marks of a parameter, where no mark can stand."""
    return one_line(text).replace('"', "'")


@lru_cache(maxsize=64)
def zone_table(zone, first_year, last_year):
    """The rules of a time zone for some years, as lines."""
    calendar, event = Calendar(), Event()
    event.add("dtstart", datetime(first_year, 1, 1, tzinfo=ZoneInfo(zone)))
    calendar.add_component(event)
    first, last = date(first_year, 1, 1), date(last_year + 1, 1, 1)
    calendar.add_missing_timezones(first_date=first, last_date=last)
    return "".join(row.to_ical().decode() for row in calendar.walk("VTIMEZONE"))
