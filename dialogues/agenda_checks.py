"""What an agenda says that cannot be meant, and what it leaves open. All of it warns, and blocks nothing."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogues.models import Participation
from dialogues.when import days_in_words

LONGEST_GAP = 30  # minutes without anything that need no explanation
MOST_NAMES = 5  # of people in one sentence
DECLINED = Participation.Status.DECLINED


@dataclass(frozen=True)
class Warned:
    """A warning in words, with the key of the day it belongs to (empty: to the whole agenda)."""

    text: str
    day: str = ""


def clashes(days, dialogue):
    """What cannot be meant, as sentences: somebody in two places, an end before its start, a day that
    lies outside the dialogue."""
    return [found.text for day in days for found in _contradictions(day, dialogue)]


def warnings(days, dialogue):
    """All warnings, day by day: clashes, overlaps, gaps, what has no time, days without items, and
    presenters who will not be there. One query."""
    found = []
    for day in days:
        found += [*_contradictions(day, dialogue), *_overlaps(day), *_gaps(day), *_open_ends(day)]
    return [*found, *_absent(days, dialogue)]


def _minutes(time):
    return time.hour * 60 + time.minute


def _clock(time):
    return time_format(time, "H:i")


# What cannot be meant ----------------------------------------------------------------------------
def _contradictions(day, dialogue):
    if day.date and not dialogue.starts_on <= day.date <= dialogue.ends_on:
        words = _("%(day)s lies outside the dialogue, which is on %(days)s.")
        dates = days_in_words(dialogue.starts_on, dialogue.ends_on)
        yield Warned(words % {"day": day.label, "days": dates}, day.key)
    for item in day.items:
        row = item.item
        if row.start and row.end and row.end < row.start:
            words = _("“%(title)s” ends before it starts.")
            yield Warned(words % {"title": row.title}, day.key)
    yield from _in_two_places(day)


def _in_two_places(day):
    busy = defaultdict(list)
    for item in day.items:
        row = item.item
        if row.start is None:
            continue
        for key, name in {(e.appearance.person_id, e.name) for e in item.entries}:
            if key is not None:
                busy[key, name].append((row.start, max(row.start, row.end or row.start), row))
    for (_key, name), slots in busy.items():
        slots.sort(key=lambda slot: slot[:2])
        _start, longest_end, longest = slots[0]
        for start, end, row in slots[1:]:
            if start < longest_end:
                words = _("%(name)s is in “%(first)s” and in “%(second)s” at %(time)s.") % {
                    "name": name,
                    "first": longest.title,
                    "second": row.title,
                    "time": _clock(start),
                }
                yield Warned(words, day.key)
            if end > longest_end:
                longest_end, longest = end, row


# Time given twice, and time given to nothing -----------------------------------------------------
def _timed(day):
    rows = [item.item for item in day.items if item.item.start]
    return sorted(rows, key=lambda row: row.start)


def _overlaps(day):
    """Items of one strand at one time; what is for everybody belongs to each strand."""
    latest = {}  # the item of each strand that ends last
    for row in _timed(day):
        strands = [row.parallel, ""] if row.parallel else list(latest)
        others = [latest[strand] for strand in strands if strand in latest]
        other = max(others, key=lambda one: one.end, default=None)
        if other is not None and row.start < other.end:
            words = _("“%(second)s” begins at %(time)s, before “%(first)s” has ended.") % {
                "first": other.title,
                "second": row.title,
                "time": _clock(row.start),
            }
            yield Warned(words, day.key)
        ends = row.end and row.end >= row.start
        if ends and (row.parallel not in latest or row.end > latest[row.parallel].end):
            latest[row.parallel] = row


def _gaps(day):
    until = None
    for row in _timed(day):
        if until and _minutes(row.start) - _minutes(until) > LONGEST_GAP:
            words = _("Nothing is planned from %(start)s to %(end)s.")
            yield Warned(words % {"start": _clock(until), "end": _clock(row.start)}, day.key)
        # Without an end it lasts, as far as anybody knows, until the next one.
        end = row.end if row.end and row.end >= row.start else None
        until = max(until, end) if until and end else end


def _open_ends(day):
    rows = [item.item for item in day.items]
    if not rows and day.planned:
        yield Warned(_("Nothing is planned for this day yet."), day.key)
    timed = [number for number, row in enumerate(rows) if row.start]
    for number, row in enumerate(rows):
        if not row.start and timed and timed[0] < number < timed[-1]:
            words = _("“%(title)s” has no time, between others that have one.")
            yield Warned(words % {"title": row.title}, day.key)


# Who will not be there ---------------------------------------------------------------------------
def _absent(days, dialogue):
    rows = dialogue.participations.order_by().values_list("person_id", "status")
    status = {dialogue.chair_id: None, dialogue.facilitator_id: None, **dict(rows)}
    unlisted = {}
    for day in days:
        for item in day.items:
            for entry in item.entries:
                key = entry.appearance.person_id
                if key is not None and key not in status:
                    unlisted[key] = entry.name
                elif key is not None and status[key] == DECLINED:
                    words = _("%(name)s declined the dialogue, and is in “%(title)s”.")
                    about = {"name": entry.name, "title": item.item.title}
                    yield Warned(words % about, day.key)
    if unlisted:
        names = ", ".join(list(unlisted.values())[:MOST_NAMES])
        if len(unlisted) > MOST_NAMES:
            names = _("%(names)s and %(number)d more") % {
                "names": names,
                "number": len(unlisted) - MOST_NAMES,
            }
        yield Warned(
            _("On the agenda, but not on the list of people: %(names)s.") % {"names": names}
        )


def by_day(found):
    """Warnings by the key of their day, as sentences."""
    sorted_in = defaultdict(list)
    for warned in found:
        sorted_in[warned.day].append(warned.text)
    return sorted_in


def short_day(day):
    """A day in few words, for a button or a list: “Mon 12 January”; else its label."""
    return date_format(day.date, "D j F") if day.date else day.label or _("No day yet")


def moved_along(number):
    """A sentence about the items that were given other times; empty for none."""
    words = ngettext(
        "%(number)d other item has another time now.",
        "%(number)d other items have other times now.",
        number,
    )
    return words % {"number": number} if number else ""
