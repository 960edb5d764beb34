"""Moments and times of day in a package: wall-clock in the dialogue's zone, whatever their offset."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from core.package import parse_date, shown

OFFSET = r"(?P<offset>Z|[+-]\d{2}:?\d{2})?"
CLOCK = re.compile(
    rf"(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(:(?P<second>\d{{2}}))?{OFFSET}", re.ASCII
)
MOMENT = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})([T ](?P<clock>\S+))?", re.ASCII)
DEFAULT_ZONE = "UTC"


def parse_zone(name):
    """The time zone called `name`; ValueError with a sentence if there is none."""
    if name not in available_timezones():
        message = _("There is no time zone %s; give one such as Africa/Accra.")
        raise ValueError(message % shown(name))
    return ZoneInfo(name)


def parse_clock(text, zone, day):
    """The wall-clock time in `zone` that `text` gives on `day`; ValueError with a sentence if it is none."""
    if "T" in text or text.count("-") > 1:
        raise ValueError(
            _("%s is not a time of day; give hours and minutes, such as 14:30") % shown(text)
        )
    moment = _moment(text, day, zone)
    if moment.date() != day:
        raise ValueError(_("%s falls on another day in the dialogue’s time zone") % shown(text))
    return moment.time()


def parse_moment(text, zone):
    """The date, and the wall-clock time in `zone` or None, that `text` gives; ValueError otherwise."""
    match = MOMENT.fullmatch(text)
    if not match:
        message = _(
            "%s is no date, or date and time; give for example 2026-02-28 or 2026-02-28T09:30"
        )
        raise ValueError(message % shown(text))
    day = parse_date(match["day"])
    if not match["clock"]:
        return day, None
    moment = _moment(match["clock"], day, zone)
    return moment.date(), moment.time()


def _moment(text, day, zone):
    match = CLOCK.fullmatch(text)
    try:
        if not match:
            raise ValueError(text)
        clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
        if not match["offset"]:
            return datetime.combine(day, clock)
        moment = datetime.fromisoformat(f"{day}T{clock}{_offset(match['offset'])}")
        return moment.astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        message = _("%s is not a time of day; give hours and minutes from 00:00 to 23:59")
        raise ValueError(message % shown(text)) from error


def _offset(text):
    return "+00:00" if text == "Z" else text


def write_clock(clock):
    """A time of day as a file gives it, seconds only where there are some."""
    return clock.isoformat("seconds" if clock.second else "minutes")


def write_moment(day, clock):
    """A date with its time of day, if it has one."""
    return f"{day}T{write_clock(clock)}" if clock else str(day)


def nth_day(first, number):
    """The date of day `number` of a meeting that begins on `first`; None where that leaves the calendar."""
    try:
        return first + timedelta(days=number - 1)
    except OverflowError:
        return None
