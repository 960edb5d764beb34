"""What an agenda can begin from: that of an earlier dialogue, or what a dialogue of its kind usually has.

An Outline is only proposed here; dialogues.services.agenda.begin stores it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import time, timedelta

from dialogues.agenda import NO_DAY, date_of, days_after, in_order, on_days
from dialogues.models import AgendaDay, AgendaItem, Appearance, Dialogue
from dialogues.presets import days_of_preset, parts_of_preset

TAKEN = (  # of an item; its question belongs to the dialogue that asked it
    *("start", "end", "title", "format", "parallel", "presentation", "place", "text"),
    "moderator_notes",
)
TAKEN_OF_PEOPLE = (
    *("person_id", "name", "affiliation", "presentation", "acts_as", "perspective"),
    "moderator_notes",
)


@dataclass
class OutlinedItem:
    """The columns of an item, and of those who appear in it."""

    values: dict
    people: list = field(default_factory=list)


@dataclass
class OutlinedPart:
    """A part and its items, each with its date."""

    title: str
    items: list = field(default_factory=list)


@dataclass
class Outline:
    """An agenda that is proposed: the columns of its days, and its parts."""

    days: list
    parts: list

    @property
    def number(self):
        """How many items it has."""
        return sum(len(part.items) for part in self.parts)


# From an earlier dialogue ------------------------------------------------------------------------
def earlier_agendas(dialogue, user):
    """Dialogues that `user` runs, other than this one, which have an agenda; the latest first."""
    having = AgendaItem.objects.filter(part__isnull=False).values("part__dialogue")
    rows = Dialogue.objects.run_by(user).filter(pk__in=having).exclude(pk=dialogue.pk)
    return rows.with_preparation().select_related("initiative").order_by("-starts_on", "-pk")


def may_bring_people(dialogue, source):
    """True if those who appear in the agenda of `source` are in the register of this dialogue's programme."""
    return source.initiative.programme_id == dialogue.initiative.programme_id


def outline_of(source, dialogue, *, with_people):
    """The agenda of `source` on the days of `dialogue`, as an Outline; four queries."""
    parts = list(source.agenda_parts.all())
    planned = {row.date.isoformat(): row for row in AgendaDay.objects.filter(dialogue=source)}
    in_part = defaultdict(list)
    rows = list(AgendaItem.objects.filter(part__dialogue=source))
    for row in rows:
        in_part[row.part_id].append(row)
    placed = list(on_days(parts, in_part, source, planned))
    keys = in_order({*planned, *(key for _part, row, key in placed if row)}, source)
    dates = _mapped([key for key in keys if key != NO_DAY], source, dialogue)
    people = _people_of(rows) if with_people and may_bring_people(dialogue, source) else {}
    outlined = {part.pk: OutlinedPart(part.title) for part in parts}
    for part, row, key in placed:
        if row:
            values = {name: getattr(row, name) for name in TAKEN}
            item = OutlinedItem({**values, "date": dates.get(key)}, people.get(row.pk, []))
            outlined[part.pk].items.append(item)
    days = [
        {
            "date": dates[key],
            "title": planned[key].title if key in planned else "",
            "place": planned[key].place if key in planned else "",
            "transport": planned[key].transport if key in planned else "",
        }
        for key in dates
    ]
    return Outline(days, list(outlined.values()))


def _mapped(keys, source, dialogue):
    """The date of this dialogue for each day of the other: as far apart as there, if that fits into it,
    else one after the other, and after its last day if there are more."""
    there = [date_of(key) for key in keys]
    apart = [(day - there[0]).days for day in there] if all(there) else []
    lasts = (dialogue.ends_on - dialogue.starts_on).days
    if not apart or apart[-1] > lasts:
        apart = range(len(keys))
    dates = {
        key: days_after(dialogue.starts_on, since) for key, since in zip(keys, apart, strict=True)
    }
    return {key: day for key, day in dates.items() if day}


def _people_of(rows):
    people = defaultdict(list)
    found = Appearance.objects.filter(item__in=[row.pk for row in rows])
    for appearance in found:
        values = {name: getattr(appearance, name) for name in TAKEN_OF_PEOPLE}
        people[appearance.item_id].append(values)
    return people


# From the kind -----------------------------------------------------------------------------------
def outline_of_kind(dialogue):
    """What a dialogue of this kind usually has, on the days of this one, as an Outline."""
    lasts = (dialogue.ends_on - dialogue.starts_on).days + 1
    days = days_of_preset(dialogue.kind, lasts)
    dates = [dialogue.starts_on + timedelta(days=number) for number in range(len(days))]
    parts = [
        OutlinedPart(
            str(title),
            [
                OutlinedItem(_values(entry, dates[number]))
                for number in numbers
                for entry in days[number].items
            ],
        )
        for title, numbers in parts_of_preset(days)
    ]
    told = [
        {
            "date": on,
            "title": str(day.title),
            "place": str(day.place),
            "transport": str(day.transport),
        }
        for on, day in zip(dates, days, strict=True)
    ]
    return Outline(told, parts)


def _values(entry, on):
    start = time.fromisoformat(entry.start)
    hours, minutes = divmod(start.hour * 60 + start.minute + entry.minutes, 60)
    return {
        "date": on,
        "start": start,
        "end": time(hours, minutes),
        "title": str(entry.title),
        "format": entry.format,
        "parallel": str(entry.parallel),
    }
