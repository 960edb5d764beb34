"""When a dialogue is, and whether it is still ahead, in words and in its own time zone."""

from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy

from core.countries import country_name


class Progress(models.TextChoices):
    """Where a dialogue stands: it follows from its dates, unless it was cancelled, and is stored nowhere."""

    AHEAD = "ahead", gettext_lazy("Ahead")
    UNDER_WAY = "under-way", gettext_lazy("Under way")
    HELD = "held", gettext_lazy("Held")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


TONES = {
    Progress.AHEAD: "quiet",
    Progress.UNDER_WAY: "active",
    Progress.HELD: "good",
    Progress.CANCELLED: "bad",
}


def progress_of(dialogue, *, at=None):
    """The Progress of `dialogue` at the moment `at` (now), by the calendar of its own time zone."""
    if dialogue.cancelled_at:
        return Progress.CANCELLED
    today = (at or timezone.now()).astimezone(ZoneInfo(dialogue.timezone)).date()
    if today < dialogue.starts_on:
        return Progress.AHEAD
    return Progress.UNDER_WAY if today <= dialogue.ends_on else Progress.HELD


def days_in_words(first, last=None):
    """One day or a span of days, without saying month or year twice: “3–5 March 2027”."""
    last = last or first
    if first == last:
        return date_format(first, "j F Y")
    if first.year != last.year:
        return f"{date_format(first, 'j F Y')} – {date_format(last, 'j F Y')}"
    if first.month != last.month:
        return f"{date_format(first, 'j F')} – {date_format(last, 'j F Y')}"
    return f"{first.day}–{date_format(last, 'j F Y')}"


def zone_in_words(dialogue):
    """The dialogue's time zone with its distance from UTC on the first day: “Africa/Accra, UTC+0”."""
    minutes = round(dialogue.starts.utcoffset().total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    distance = f"{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
    return f"{dialogue.timezone.replace('_', ' ')}, UTC{distance}"


def when_in_words(dialogue):
    """Days and hours: “5 February 2014, 09:00–12:30”; the hours only where they are known."""
    days = days_in_words(dialogue.starts_on, dialogue.ends_on)
    if not dialogue.starts_at:
        return days
    hours = time_format(dialogue.starts_at, "H:i")
    if dialogue.ends_at:
        hours = f"{hours}–{time_format(dialogue.ends_at, 'H:i')}"
    return f"{days}, {hours}"


def where_in_words(dialogue):
    """Venue, town and country, as far as they are known."""
    places = (dialogue.venue, dialogue.city, str(country_name(dialogue.country)))
    return ", ".join(place for place in places if place)
