"""Dates and times as a reader of the active language expects them."""

from datetime import date

from django.utils import translation
from django.utils.dateformat import format as write
from django.utils.formats import get_format
from django.utils.text import capfirst

RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


def is_right_to_left(language):
    """True if `language` (a tag such as `ar` or `fa-AF`) is written from right to left."""
    return language.partition("-")[0].lower() in RIGHT_TO_LEFT


def shortened(text, length):
    """`text` cut after a word so that it has at most `length` letters."""
    if len(text) <= length:
        return text
    kept = text[:length].rpartition(" ")[0] or text[: length - 1]
    return kept.rstrip(" ,;:–-") + "…"


def _formats():
    """How the active language writes a day with and without its year; English, the day first."""
    if (translation.get_language() or "en").startswith("en"):
        return "j F Y", "j F"
    return get_format("DATE_FORMAT"), get_format("MONTH_DAY_FORMAT")


def day(iso):
    """“5 February 2014” of an ISO date; empty for none."""
    return write(date.fromisoformat(iso), _formats()[0]) if iso else ""


def weekday(iso):
    """“Wednesday 5 February 2014”."""
    return f"{capfirst(write(date.fromisoformat(iso), 'l'))} {day(iso)}"


def span(first, last):
    """“3–6 February 2014”, or as much of the two ISO dates as has to be said."""
    if not first or not last or first == last:
        return day(first or last)
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(last)}"
    if start.year == end.year:
        return f"{write(start, _formats()[1])} – {day(last)}"
    return f"{day(first)} – {day(last)}"
