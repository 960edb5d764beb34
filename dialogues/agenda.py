"""Reading an agenda: its days, parts and items, and where somebody would have to be in two places.

Everything is assembled here from three queries, whatever the number of items.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from dialogues.models import AgendaItem, AgendaPart, Appearance
from dialogues.vocabulary import ACTS_AS, label_of


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
    def has_moderator_notes(self):
        """True if there are notes for the moderator of the item or of anybody in it."""
        notes = (entry.appearance.moderator_notes for entry in self.entries)
        return bool(self.item.moderator_notes) or any(notes)


@dataclass
class Section:
    """A part of the agenda, as far as it lies on one day; `continued` if it began on an earlier one."""

    part: AgendaPart
    items: list = field(default_factory=list)
    continued: bool = False
    is_first: bool = False
    is_last: bool = False


@dataclass
class Day:
    """What happens on one day; `label` is empty where nothing says which."""

    label: str
    sections: list = field(default_factory=list)


def agenda_of(dialogue, naming):
    """The days of the dialogue's own agenda, in the order in which its parts and items stand."""
    parts = list(dialogue.agenda_parts.all())
    items = with_people(
        AgendaItem.objects.filter(part__dialogue=dialogue).select_related("question"), naming
    )
    in_part = defaultdict(list)
    for item in items:
        in_part[item.item.part_id].append(item)
    days = []
    for number, part in enumerate(parts):
        section = None
        for item in in_part[part.pk] or [None]:
            label = day_label(item.item, dialogue) if item else None
            if label is None and days:
                label = days[-1].label
            if section is None or days[-1].label != label:
                continued, section = section is not None, Section(part)
                section.continued = continued
                section.is_first, section.is_last = number == 0, number == len(parts) - 1
                if not days or days[-1].label != label:
                    days.append(Day(label or ""))
                days[-1].sections.append(section)
            if item:
                section.items.append(item)
    return days


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


def day_label(item, dialogue):
    """The day of an item in words; None where nothing says which."""
    if item.date:
        return date_format(item.date, "l j F Y")
    if item.day_number:
        return _("Day %(number)d") % {"number": item.day_number}
    if dialogue.starts_on == dialogue.ends_on:
        return date_format(dialogue.starts_on, "l j F Y")
    return None


def time_in_words(item):
    """“11:00–11:10”, as far as it is known."""
    times = [time_format(time, "H:i") for time in (item.start, item.end) if time]
    return "–".join(times)


# Clashes: they warn, and never block -------------------------------------------------------------
def clashes(days, dialogue):
    """What cannot be meant, in sentences: somebody in two places, an end before its start, a day that
    lies outside the dialogue."""
    items = [item for day in days for section in day.sections for item in section.items]
    found = []
    for item in items:
        row = item.item
        if row.start and row.end and row.end < row.start:
            found.append(_("“%(title)s” ends before it starts.") % {"title": row.title})
        if row.date and not dialogue.starts_on <= row.date <= dialogue.ends_on:
            found.append(
                _("“%(title)s” is on a day that lies outside the dialogue.") % {"title": row.title}
            )
    return [*found, *_in_two_places(items, dialogue)]


def _in_two_places(items, dialogue):
    busy = defaultdict(list)
    for item in items:
        row = item.item
        if row.start is None:
            continue
        for key, name in {(e.appearance.person_id, e.name) for e in item.entries}:
            if key is not None:
                day = day_label(row, dialogue) or ""
                busy[key, name, day].append((row.start, max(row.start, row.end or row.start), row))
    found = []
    for (_key, name, _day), slots in busy.items():
        slots.sort(key=lambda slot: slot[:2])
        _start, longest_end, longest = slots[0]
        for start, end, row in slots[1:]:
            if start < longest_end:
                found.append(
                    _("%(name)s is in “%(first)s” and in “%(second)s” at %(time)s.")
                    % {
                        "name": name,
                        "first": longest.title,
                        "second": row.title,
                        "time": time_format(start, "H:i"),
                    }
                )
            if end > longest_end:
                longest_end, longest = end, row
    return found
