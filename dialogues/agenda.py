"""Reading an agenda: its days, parts and items.

Everything is assembled here from four queries, whatever the number of items.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from dialogues.models import AgendaDay, AgendaItem, AgendaPart, Appearance
from dialogues.vocabulary import ACTS_AS, label_of

NO_DAY = "none"  # the key of what is on no day yet
NUMBERED = "day-"  # how the key of a day begins that has a number instead of a date


@dataclass
class Entry:
    """Somebody in an item, as this viewer is told of them. What they speak for and present is free
    text that may tell who they are: it is left empty where the name is not told."""

    appearance: Appearance
    name: str
    organisation: str
    acts_as: str
    perspective: str = ""
    presentation: str = ""

    @property
    def rest(self):
        """All but the name, in words that go on from it."""
        presentation = f"“{self.presentation}”" if self.presentation else ""
        acts_as = self.acts_as if self.acts_as != self.name else ""
        words = (self.organisation, acts_as, self.perspective, presentation)
        return "".join(f" · {word}" for word in words if word)


@dataclass
class Item:
    """An agenda item with the people in it."""

    item: AgendaItem
    time: str
    entries: list
    is_first: bool = False
    is_last: bool = False

    @property
    def is_break(self):
        return self.item.format == "break"

    @property
    def minutes(self):
        """How many minutes it lasts; None where that is not known."""
        return minutes_of(self.item)

    @property
    def has_moderator_notes(self):
        """True if there are notes for the moderator of the item or of anybody in it."""
        notes = (entry.appearance.moderator_notes for entry in self.entries)
        return bool(self.item.moderator_notes) or any(notes)


@dataclass
class Strand:
    """One of the parallel sessions that lie side by side."""

    word: str
    items: list = field(default_factory=list)


@dataclass
class Section:
    """A part of the agenda, as far as it lies on one day; `continued` if it began on an earlier one."""

    part: AgendaPart
    items: list = field(default_factory=list)
    continued: bool = False
    is_first: bool = False
    is_last: bool = False

    @property
    def blocks(self):
        """What stands one below the other: lists of an item alone, or of strands side by side."""
        for parallel, run in groupby(self.items, key=lambda row: bool(row.item.parallel)):
            rows = list(run)
            strands = {}
            for row in rows if parallel else ():
                strands.setdefault(row.item.parallel, Strand(row.item.parallel)).items.append(row)
            if len(strands) > 1:
                yield {"strands": list(strands.values())}
            else:
                yield from ({"row": row} for row in rows)


@dataclass
class Day:
    """What happens on one day; `label` is empty where nothing says which.

    `key` names the day in addresses; `planned` is its AgendaDay, if it was planned as one.
    """

    label: str
    sections: list = field(default_factory=list)
    key: str = ""
    date: datetime.date | None = None
    planned: AgendaDay | None = None

    @property
    def items(self):
        """All items of the day, in the order of the page."""
        return [item for section in self.sections for item in section.items]


def agenda_of(dialogue, naming):
    """The days of the dialogue's own agenda, and their parts and items in the order in which they stand.

    Days come one after the other by date, those that are planned and still empty too.
    """
    parts = list(dialogue.agenda_parts.all())
    planned = {row.date.isoformat(): row for row in dialogue.agenda_days.all()}
    rows = AgendaItem.objects.filter(part__dialogue=dialogue).select_related("question")
    items = {item.item.pk: item for item in with_people(rows, naming)}
    in_part = defaultdict(list)
    for item in items.values():
        in_part[item.item.part_id].append(item.item)
    days = {}
    sections = {}
    for part, row, key in on_days(parts, in_part, dialogue, planned):
        if key not in days:
            days[key] = _day(key, dialogue, planned)
        if (key, part.pk) not in sections:
            section = sections[key, part.pk] = Section(part)
            section.is_first, section.is_last = part is parts[0], part is parts[-1]
            days[key].sections.append(section)
        if row:
            sections[key, part.pk].items.append(items[row.pk])
    for key in planned:
        days.setdefault(key, _day(key, dialogue, planned))
    ordered = [days[key] for key in in_order(days, dialogue)]
    begun = set()
    for section in (section for day in ordered for section in day.sections):
        section.continued = section.part.pk in begun
        begun.add(section.part.pk)
    return ordered


def on_days(parts, in_part, dialogue, planned):
    """Each part with its items, and the key of the day on which each stands.

    `in_part` holds the items by the id of their part. An item that names no day is on that of the one
    before it. A part without items comes once, without one.
    """
    key = min(planned, default=NO_DAY)
    for part in parts:
        for item in in_part.get(part.pk) or [None]:
            key = (day_key(item, dialogue) if item else None) or key
            yield part, item, key


def in_order(keys, dialogue):
    """The keys of days one after the other; a numbered day stands where its number puts it."""
    return sorted(keys, key=lambda key: (_date_behind(key, dialogue), key))


def _date_behind(key, dialogue):
    if key == NO_DAY:
        return datetime.date.min
    number = number_of(key)
    if number is None:
        return datetime.date.fromisoformat(key)
    return days_after(dialogue.starts_on, number - 1) or datetime.date.max


def days_after(day, number):
    """The date so many days after `day`; None where that leaves the calendar."""
    try:
        return day + datetime.timedelta(days=number)
    except OverflowError:
        return None


def number_of(key):
    """The number of the day that `key` names; None for a date and for no day."""
    return int(key.removeprefix(NUMBERED)) if key.startswith(NUMBERED) else None


def date_of(key):
    """The date that `key` names; None for a numbered day and for none. ValueError if it names nothing."""
    return None if key == NO_DAY or key.startswith(NUMBERED) else datetime.date.fromisoformat(key)


def _day(key, dialogue, planned):
    day = date_of(key)
    return Day(label_of_day(key), key=key, date=day, planned=planned.get(key))


def label_of_day(key):
    """The day that `key` names in words; empty for no day."""
    if key == NO_DAY:
        return ""
    number = number_of(key)
    if number is not None:
        return _("Day %(number)d") % {"number": number}
    return date_format(datetime.date.fromisoformat(key), "l j F Y")


def with_people(items, naming):
    """`items` with those who appear in them, each list marked at its ends, in two queries."""
    items = list(items)
    appearances = Appearance.objects.filter(item__in=[item.pk for item in items])
    people = defaultdict(list)
    for appearance in appearances.select_related("person__organisation"):
        entry = entry_of(appearance, naming)
        if entry is not None:
            people[appearance.item_id].append(entry)
    beside = defaultdict(list)
    for item in items:
        beside[item.part_id, item.annex_id].append(
            Item(item, time=time_in_words(item), entries=people[item.pk])
        )
    for row in beside.values():
        row[0].is_first = row[-1].is_last = True
    return [item for row in beside.values() for item in row]


def entry_of(appearance, naming):
    """An appearance as words for this viewer; None where not even a part may be told."""
    acts_as = str(label_of(ACTS_AS, appearance.acts_as)) if appearance.acts_as else ""
    about = {"perspective": appearance.perspective, "presentation": appearance.presentation}
    person = appearance.person
    if person is None:
        # Somebody who is in no register was never asked: outside the room the part alone is told.
        if _may_read_typed_names(naming):
            return Entry(appearance, appearance.name, appearance.affiliation, acts_as, **about)
        return Entry(appearance, acts_as, "", "") if acts_as else None
    told = about if naming.knows(person) or naming.is_of_the_team else {}
    return Entry(appearance, naming.name(person), naming.organisation(person), acts_as, **told)


def _may_read_typed_names(naming):
    return naming.is_of_the_team or (naming.is_inside and not naming.dialogue.is_chatham_house)


def day_key(item, dialogue):
    """The key of the day of an item; None where nothing says which."""
    if item.date:
        return item.date.isoformat()
    if item.day_number:
        return f"{NUMBERED}{item.day_number}"
    if dialogue.starts_on == dialogue.ends_on:
        return dialogue.starts_on.isoformat()
    return None


def minutes_of(item):
    """How many minutes an item lasts; None where that is not known, or it ends before it starts."""
    if item.start is None or item.end is None or item.end < item.start:
        return None
    day = datetime.date.min
    lasts = datetime.datetime.combine(day, item.end) - datetime.datetime.combine(day, item.start)
    return lasts // datetime.timedelta(minutes=1)


def time_in_words(item):
    """“11:00–11:10”, as far as it is known."""
    times = [time_format(time, "H:i") for time in (item.start, item.end) if time]
    return "–".join(times)
