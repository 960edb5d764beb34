"""Dates, times and lists as a reader of the active language expects them."""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.utils import translation
from django.utils.dateformat import format as write
from django.utils.formats import get_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
# How days are written where Django's own way is another, or is short of the month's whole name.
FORMATS = {
    **dict.fromkeys(("en", "fr", "id", "sw"), ("j F Y", "j F")),
    **dict.fromkeys(("es", "pt"), (r"j \d\e F \d\e Y", r"j \d\e F")),
}
COMMA_AFTER_WEEKDAY = {"es", "id", "pt", "sw"}
FIRST = "1er"  # of a French month
_isolates = ContextVar("isolates", default=False)
SOUNDS_AS_I = re.compile(r"(i|í|hi(?!e|a))", re.IGNORECASE)


def is_right_to_left(language):
    """True if `language` (a tag such as `ar` or `fa-AF`) is written from right to left."""
    return language.partition("-")[0].lower() in RIGHT_TO_LEFT


@contextmanager
def within(language):
    """Days in the active language stay in one piece in a document of `language`, which may run the other
    way: without that, “3–6 February” would stand there as “February 6–3”."""
    runs_against = is_right_to_left(language) and not is_right_to_left(_language())
    before = _isolates.set(runs_against)
    try:
        yield
    finally:
        _isolates.reset(before)


def _whole(text):
    return f"\u2066{text}\u2069" if text and _isolates.get() else text


def shortened(text, length):
    """`text` cut after a word so that it has at most `length` letters."""
    if len(text) <= length:
        return text
    kept = text[:length].rpartition(" ")[0] or text[: length - 1]
    return kept.rstrip(" ,;:–-") + "…"


def _language():
    return (translation.get_language() or "en").partition("-")[0]


def _formats():
    """How the active language writes a day with and without its year; English, the day first."""
    known = (get_format("DATE_FORMAT"), get_format("MONTH_DAY_FORMAT"))
    return FORMATS.get(_language(), known)


def _written(moment, *, year=True):
    language = _language()
    text = write(moment, _formats()[0 if year else 1])
    if language == "pt":  # Django has the months' names as they were written before 1990
        return text.lower()
    return text.replace("1", FIRST, 1) if language == "fr" and moment.day == 1 else text


def day(iso):
    """“5 February 2014” of an ISO date; empty for none."""
    return _whole(_written(date.fromisoformat(iso))) if iso else ""


def weekday(iso):
    """“Wednesday 5 February 2014”."""
    comma = "," if _language() in COMMA_AFTER_WEEKDAY else ""
    moment = date.fromisoformat(iso)
    return _whole(f"{capfirst(write(moment, 'l'))}{comma} {_written(moment)}")


def span(first, last):
    """“3–6 February 2014”, or as much of the two ISO dates as has to be said."""
    if not first or not last or first == last:
        return day(first or last)
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if (start.year, start.month) == (end.year, end.month) and _formats()[0].startswith("j"):
        number = FIRST if _language() == "fr" and start.day == 1 else start.day
        return _whole(f"{number}–{_written(end)}")
    return _whole(f"{_written(start, year=start.year != end.year)} – {_written(end)}")


def clock(text):
    """The time of a day, such as 09:30, as the active language writes it."""
    return text.replace(":", ".") if _language() == "id" else text


def together(words):
    """“one, two and three”."""
    if len(words) < 2:
        return "".join(words)
    *before, last = words
    if _language() == "es" and SOUNDS_AS_I.match(last):
        return f"{', '.join(before)} e {last}"
    comma = "," if _language() == "id" and len(before) > 1 else ""
    return _("%(words)s and %(last)s") % {"words": ", ".join(before) + comma, "last": last}
