"""A released agenda as facts: what is frozen, and what has changed from one version to the next.

Pure functions over rows and over the dicts that `AgendaRelease.snapshot` holds. People stand in them by
their ids, so that each reader is told no more than they may know (`convening.released` says who is).
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field

from dialogues.agenda import date_of, in_order, number_of, on_days
from dialogues.models import AgendaItem, Appearance
from dialogues.when import where_in_words

FORMAT = "agenda/1"
ADDED, MOVED, CHANGED, CANCELLED = "added", "moved", "changed", "cancelled"
# What makes an item another one for who is in it; the others say where and when it is.
WORDS = ("title", "format", "question", "presentation", "text", "part")
NOTES = "notes"
TOLD_OF_SOMEBODY = ("acts_as", "perspective", "presentation", "name", "affiliation")


# Freezing ----------------------------------------------------------------------------------------
def freeze(dialogue):
    """The whole agenda of `dialogue` as a dict of plain values, in four queries."""
    planned = {row.date.isoformat(): row for row in dialogue.agenda_days.all()}
    parts = list(dialogue.agenda_parts.all())
    in_part, people = _rows(dialogue)
    on_day = defaultdict(list)
    for part, item, key in on_days(parts, in_part, dialogue, planned):
        if item is not None:
            on_day[key].append(_item(item, part, key, people[item.pk]))
    keys = in_order({*planned, *on_day}, dialogue)
    return {
        "format": FORMAT,
        "timezone": dialogue.timezone,
        "where": where_in_words(dialogue),
        "days": [_day(key, planned.get(key), dialogue) for key in keys],
        "parts": [{"id": part.pk, "title": part.title} for part in parts],
        "items": [item for key in keys for item in on_day[key]],
    }


def _rows(dialogue):
    in_part, people = defaultdict(list), defaultdict(list)
    rows = AgendaItem.objects.filter(part__dialogue=dialogue).select_related("question")
    for item in rows:
        in_part[item.part_id].append(item)
    for row in Appearance.objects.filter(item__part__dialogue=dialogue):
        people[row.item_id].append(row)
    return in_part, people


def _day(key, planned, dialogue):
    known = {name: getattr(planned, name, "") for name in ("title", "place", "transport")}
    return {"key": key, "date": _date(key, dialogue), **known}


def _date(key, dialogue):
    """The date (ISO) of the day `key`; a numbered day counts from the first one. Empty if none is known."""
    number = number_of(key)
    if number is None:
        day = date_of(key)
        return day.isoformat() if day else ""
    ordinal = dialogue.starts_on.toordinal() + number - 1
    fits = ordinal <= dialogue.ends_on.toordinal()
    return dialogue.starts_on.fromordinal(ordinal).isoformat() if fits else ""


def _item(item, part, key, people):
    return {
        "id": item.pk,
        "part": part.pk,
        "day": key,
        "start": _clock(item.start),
        "end": _clock(item.end),
        "title": item.title,
        "format": item.format,
        "parallel": item.parallel,
        "question": item.question.text if item.question else "",
        "presentation": item.presentation,
        "place": item.place,
        "text": item.text,
        "notes": item.moderator_notes,
        "people": [
            {
                "person": row.person_id,
                **{name: getattr(row, name) for name in TOLD_OF_SOMEBODY},
                "notes": row.moderator_notes,
            }
            for row in people
        ],
    }


def _clock(time):
    return time.strftime("%H:%M") if time else ""


def digest_of(snapshot):
    """What tells two snapshots apart: equal facts give equal digests."""
    plain = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def people_in(*snapshots):
    """Ids of all people who appear in any of `snapshots`."""
    return {
        row["person"]
        for snapshot in snapshots
        for item in snapshot.get("items", ())
        for row in item["people"]
        if row["person"] is not None
    }


# Where and when ----------------------------------------------------------------------------------
class Plan:
    """A snapshot with its days at hand; an empty one if there is none."""

    def __init__(self, snapshot):
        self.snapshot = snapshot or {}
        self.days = {day["key"]: day for day in self.snapshot.get("days", ())}
        self.items = {item["id"]: item for item in self.snapshot.get("items", ())}
        self.parts = {part["id"]: part["title"] for part in self.snapshot.get("parts", ())}
        self.zone = self.snapshot.get("timezone", "UTC")
        self.where = self.snapshot.get("where", "")

    def date(self, item):
        """The date (ISO) of an item; empty if none is known."""
        return self.days[item["day"]]["date"]

    def place_of_day(self, day):
        """Where a day is."""
        return day["place"] or self.where

    def place(self, item):
        """Where an item is, from the room to the place of its day."""
        words = (item["parallel"], item["place"], self.place_of_day(self.days[item["day"]]))
        return ", ".join(dict.fromkeys(word for word in words if word))

    def span(self, day):
        """The first start and the last end on a day, as far as they are known."""
        there = [item for item in self.items.values() if item["day"] == day["key"]]
        starts = [item["start"] for item in there if item["start"]]
        ends = [item["end"] or item["start"] for item in there if item["end"] or item["start"]]
        return min(starts, default=""), max(ends, default="")


# What has changed --------------------------------------------------------------------------------
@dataclass
class Change:
    """One change: of an item, or of a whole day (`is_day`). `before` and `after` are the facts of it, one
    of them None where it was added or cancelled; `fields` names what is different."""

    kind: str
    before: dict | None
    after: dict | None
    plans: tuple
    is_day: bool = False
    fields: tuple = ()
    joined: frozenset = frozenset()  # people who are in it now and were not
    left: frozenset = frozenset()  # people who were in it and are not
    altered: frozenset = frozenset()  # people who have another part in it

    @property
    def facts(self):
        """Its facts as they are now, or as they were."""
        return self.after or self.before

    @property
    def plan(self):
        """The agenda in which `facts` stand."""
        return self.plans[1] if self.after else self.plans[0]

    @property
    def day(self):
        """The key of the day under which it is told."""
        return self.facts["key"] if self.is_day else self.facts["day"]

    @property
    def concerns_all(self):
        """True if everybody in it is concerned, and not those alone whose own part is another."""
        return (
            self.is_day
            or bool({*self.fields} - {NOTES, "people"})
            or self.kind in (ADDED, CANCELLED)
        )

    def concerns(self):
        """Ids of the people in the item who are concerned."""
        own = self.joined | self.left | self.altered
        if self.is_day or not self.concerns_all:
            return own
        there = (facts["people"] for facts in (self.before, self.after) if facts)
        return own | {row["person"] for rows in there for row in rows if row["person"] is not None}


@dataclass
class _People:
    """Who is in an item, and as what."""

    told: dict = field(default_factory=lambda: defaultdict(list))
    notes: list = field(default_factory=list)

    @classmethod
    def of(cls, item):
        found = cls()
        for row in item["people"]:
            known = tuple(row[name] for name in TOLD_OF_SOMEBODY)
            found.told[row["person"]].append(known)
            if row["notes"]:
                found.notes.append((row["person"], row["notes"]))
        return found


def changes(before, after):
    """What has changed between two snapshots (`before` may be None), day by day in their order."""
    plans = Plan(before), Plan(after)
    found = [*_changes_of_days(*plans), *_changes_of_items(*plans)]
    order = {key: place for place, key in enumerate(sorted({*plans[0].days, *plans[1].days}))}
    found.sort(key=lambda each: (order[each.day], not each.is_day, each.facts.get("start", "")))
    return found


def _changes_of_days(old, new):
    plans = (old, new)
    # A day that had a number and has a date now is the same day.
    known = {day["date"] or key: day for key, day in old.days.items()}
    here = {day["date"] or key: day for key, day in new.days.items()}
    for key, day in here.items():
        was = known.get(key)
        if was is None:
            yield Change(ADDED, None, day, plans, is_day=True)
            continue
        pairs = {
            "time": (old.span(was), new.span(day)),
            "place": (old.place_of_day(was), new.place_of_day(day)),
            "transport": (was["transport"], day["transport"]),
            "title": (was["title"], day["title"]),
            "zone": (old.zone, new.zone),
        }
        fields = tuple(name for name, (one, other) in pairs.items() if one != other)
        if fields:
            moved = {"time", "place", "zone"} & {*fields}
            kind = MOVED if moved else CHANGED
            yield Change(kind, was, day, plans, is_day=True, fields=fields)
    for key, was in known.items():
        if key not in here:
            yield Change(CANCELLED, was, None, plans, is_day=True)


def _changes_of_items(old, new):
    plans = (old, new)
    for key, item in new.items.items():
        was = old.items.get(key)
        if was is None:
            yield Change(ADDED, None, item, plans, joined=frozenset(_ids(item)))
        elif found := _change_of_item(was, item, plans):
            yield found
    for key, was in old.items.items():
        if key not in new.items:
            yield Change(CANCELLED, was, None, plans, left=frozenset(_ids(was)))


def _ids(item):
    return {row["person"] for row in item["people"] if row["person"] is not None}


def _change_of_item(was, item, plans):
    old, new = plans
    where = {
        "day": (old.date(was) or was["day"], new.date(item) or item["day"]),
        "time": ((was["start"], was["end"]), (item["start"], item["end"])),
        "place": (old.place(was), new.place(item)),
        "zone": (old.zone, new.zone),
    }
    moved = [name for name, (one, other) in where.items() if one != other]
    words = [name for name in WORDS if _word(old, was, name) != _word(new, item, name)]
    before, after = _People.of(was), _People.of(item)
    people = ["people"] if before.told != after.told else []
    notes = [NOTES] if (was["notes"], before.notes) != (item["notes"], after.notes) else []
    fields = (*moved, *words, *people, *notes)
    if not fields:
        return None
    here, there = _ids(was), _ids(item)
    altered = {key for key in here & there if before.told[key] != after.told[key]}
    return Change(
        MOVED if moved else CHANGED,
        was,
        item,
        plans,
        fields=fields,
        joined=frozenset(there - here),
        left=frozenset(here - there),
        altered=frozenset(altered),
    )


def _word(plan, item, name):
    return plan.parts[item["part"]] if name == "part" else item[name]


# Whom it concerns --------------------------------------------------------------------------------
def affected(found):
    """Who is concerned by the changes `found` in which they appear: a list of changes by person id."""
    told = defaultdict(list)
    for change in found:
        for person in change.concerns():
            told[person].append(change)
    return dict(told)


def for_everybody(found):
    """The changes that all who take part are told of: days that are new, gone, or at another time or
    place."""
    return [each for each in found if each.is_day and each.kind != CHANGED]
