"""Rearranging an agenda: where an item goes, and how far what follows moves with it. Nothing is written here.

Times are seconds since midnight. A strand is what goes on under one word of `parallel`; what has no
such word is for everybody. A change in a strand moves what follows in it until the next item for
everybody; that one moves only as far as the strands, all together, end later or earlier than before.
"""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, time

from dialogues.agenda import NO_DAY, NUMBERED, date_of, in_order, number_of, on_days
from dialogues.exceptions import AgendaMoved, PastMidnight
from dialogues.models import AgendaItem

MIDNIGHT = 24 * 60 * 60
NUMBER = re.compile(f"{NUMBERED}[1-9][0-9]{{0,4}}")  # a day by its number
HIGHEST = 32_767  # number that a day can have
MARK = 12  # letters of a day's mark
COLUMNS = (
    *("pk", "part_id", "date", "day_number", "start", "end", "parallel", "title"),
    *("version", "position"),
)


def seconds_of(clock):
    """A time of day as seconds since midnight; None for none."""
    return None if clock is None else clock.hour * 3600 + clock.minute * 60 + clock.second


def clock_of(seconds):
    """The way back."""
    if seconds is None:
        return None
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


@dataclass(eq=False)
class Slot:
    """What rearranging needs to know of an item; `pk` is None for one that is not stored yet."""

    pk: int | None
    day: str
    part: int
    start: int | None
    end: int | None
    parallel: str
    title: str
    version: int = 0
    row: AgendaItem | None = None
    was: tuple = ()  # its day, start and end before anything was rearranged

    @property
    def length(self):
        """How long it lasts, in seconds; None where that is not known, or it ends before it starts."""
        if self.start is None or self.end is None or self.end < self.start:
            return None
        return self.end - self.start

    def shift(self, by):
        """Move it by so many seconds; PastMidnight if it would leave its day."""
        if self.start is None or not by:
            return
        self.set(self.start + by, None if self.end is None else self.end + by)

    def set(self, start, end):
        """Give it times; PastMidnight if these leave its day."""
        if not all(value is None or 0 <= value < MIDNIGHT for value in (start, end)):
            raise PastMidnight(self.title)
        self.start, self.end = start, end


@dataclass
class _Behind:
    """What follows a slot: in its own strand, and after the next item for everybody."""

    slot: Slot
    own: list
    after: list = field(default_factory=list)
    block: list = field(default_factory=list)
    block_end: int = 0


def _shift(slots, by):
    # The last first, so that the one that would leave the day is the one that is named.
    for slot in sorted(slots, key=lambda slot: slot.start, reverse=True):
        slot.shift(by)


def _meet(one, other):
    """True if the two overlap."""
    if one.length is None or other.length is None:
        return False
    return one.start < other.end and other.start < one.end


def _met(one, other):
    """True if they did before anything was rearranged."""
    if not one.was or not other.was or one.was[0] != other.was[0]:
        return False
    return _meet(*(replace(slot, start=slot.was[1], end=slot.was[2]) for slot in (one, other)))


def _first_start(slots):
    return min((slot.start for slot in slots), default=MIDNIGHT)


def _last_end(slots, otherwise):
    return max((slot.end for slot in slots if slot.end is not None), default=otherwise)


class Board:
    """The items of a dialogue's agenda on its days, as they stand, to be rearranged.

    Read it under the lock of the service that writes it: see dialogues.services.agenda.
    """

    def __init__(self, dialogue):
        self.dialogue = dialogue
        self.parts = list(dialogue.agenda_parts.all())
        self.planned = {row.date.isoformat(): row for row in dialogue.agenda_days.all()}
        rows = AgendaItem.objects.filter(part__dialogue=dialogue).only(*COLUMNS)
        in_part = defaultdict(list)
        for row in rows:
            in_part[row.part_id].append(row)
        self.days = {key: [] for key in self.planned}
        for part, row, key in on_days(self.parts, in_part, dialogue, self.planned):
            slots = self.days.setdefault(key, [])
            if row:
                start, end = seconds_of(row.start), seconds_of(row.end)
                slot = Slot(row.pk, key, part.pk, start, end, row.parallel, row.title, row.version)
                slot.row, slot.was = row, (key, start, end)
                slots.append(slot)
        self.days = {key: self.days[key] for key in in_order(self.days, dialogue)}
        self._rank = {part.pk: number for number, part in enumerate(self.parts)}

    # What stands ----------------------------------------------------------------------------------
    def find(self, pk):
        """The slot of the item `pk`; AgendaMoved if it is not on this agenda (any more)."""
        for slots in self.days.values():
            for slot in slots:
                if slot.pk == pk:
                    return slot
        raise AgendaMoved

    def mark(self, key):
        """A short mark of what stands on a day and in which order: another one if any of it changes."""
        told = "|".join(f"{slot.pk}.{slot.version}.{slot.part}" for slot in self.days.get(key, []))
        return hashlib.sha256(told.encode()).hexdigest()[:MARK]

    def marks(self):
        """The marks of all days as one text, which a page carries and sends back."""
        return " ".join(f"{key}:{self.mark(key)}" for key in self.days)

    def check(self, seen, *keys):
        """AgendaMoved unless the days `keys` stand as in the marks that were `seen`."""
        told = dict(word.split(":", 1) for word in seen.split() if ":" in word)
        empty = hashlib.sha256(b"").hexdigest()[:MARK]
        if any(told.get(key, empty) != self.mark(key) for key in keys):
            raise AgendaMoved

    def neighbour(self, key, step):
        """The day before (-1) or after (1) the day `key`; None at the ends."""
        keys = list(self.days)
        index = keys.index(key) + step
        return keys[index] if 0 <= index < len(keys) else None

    def section(self, key, part):
        """The slots of a part on a day."""
        return [slot for slot in self.days.get(key, []) if slot.part == part]

    # Rearranging ----------------------------------------------------------------------------------
    def step(self, slot, way, *, push):
        """Move it up or down by one place: within its part, then to the next part, then to the next day."""
        section = self.section(slot.day, slot.part)
        index = section.index(slot)
        if way == "up" and index:
            return self.move(slot, slot.day, slot.part, section[index - 1], push=push)
        if way == "down" and index + 1 < len(section):
            after = section[index + 2] if index + 2 < len(section) else None
            return self.move(slot, slot.day, slot.part, after, push=push)
        return self._leave_section(slot, way, push=push)

    def _leave_section(self, slot, way, *, push):
        parts = sorted({one.part for one in self.days[slot.day]}, key=self._rank.get)
        index = parts.index(slot.part) + (-1 if way == "up" else 1)
        if 0 <= index < len(parts):
            section = self.section(slot.day, parts[index])
            before = None if way == "up" else section[0]
            return self.move(slot, slot.day, parts[index], before, push=push)
        key = self.neighbour(slot.day, -1 if way == "up" else 1)
        return self.move_to_day(slot, key, first=way == "down", push=push) if key else False

    def move_to_day(self, slot, key, *, first, push):
        """Move it to another day: among the first or the last there, in its own part if that day is empty."""
        there = self.days.get(key, [])
        part = (there[0] if first else there[-1]).part if there else slot.part
        return self.move(slot, key, part, there[0] if first and there else None, push=push)

    def move(self, slot, key, part, before, *, push):
        """Move it to a day and a part, before the slot `before` or to the end of the part there.

        It takes the time that is free at its new place; with `push` what it passes, leaves behind or
        comes before moves too. True if anything changes.
        """
        old, old_part = list(self.days.get(slot.day, [])), slot.part
        if key == slot.day:
            self._place(slot, key, part, before)
            if self.days[key] == old and old_part == part:
                return False
            self._pass_by(slot, old, push=push)
            if push:
                self._settle(key)
            return True
        if push:
            self._close(slot)
        self._place(slot, key, part, before)
        self._fit_in(slot)
        if push:
            self._make_room(slot)
            self._settle(key)
        return True

    def retime(self, slot, start, end, *, push):
        """Give it other times; with `push` what follows moves by as much as its end does."""
        was, behind = replace(slot), self._behind(slot)
        slot.set(start, end)
        if push and was.start is None:
            self._make_room(slot)
        elif push and start is not None:
            known = was.length is not None and slot.length is not None
            by = slot.end - was.end if known else slot.start - was.start
            self._push(behind, by)
        self._sort_in(slot)
        if push:
            self._settle(slot.day, fixed=slot)

    def insert(self, slot, *, push):
        """Put in a new slot, by its time; with `push` what follows makes room."""
        self._place(slot, slot.day, slot.part, None)
        self._sort_in(slot)
        if push:
            self._make_room(slot)
            self._settle(slot.day, fixed=slot)

    def remove(self, slot, *, push):
        """Take a slot out; with `push` what follows moves up."""
        if push:
            self._close(slot)
        self.days[slot.day].remove(slot)

    def redate(self, key, other):
        """All of the day `key` goes to the day `other`."""
        moved = self.days.pop(key, [])
        for slot in moved:
            slot.day = other
        there = [*self.days.get(other, []), *moved]
        self.days[other] = sorted(there, key=lambda slot: self._rank[slot.part])
        self.days = {key: self.days[key] for key in in_order(self.days, self.dialogue)}

    # What changed ---------------------------------------------------------------------------------
    def changes(self):
        """Each stored slot with the columns that differ from what is stored: position, part, day, times."""
        positions = defaultdict(int)
        for key, slots in self.days.items():
            for slot in slots:
                values = {
                    "position": positions[slot.part],
                    "part_id": slot.part,
                    "date": date_of(key),
                    "day_number": number_of(key),
                    "start": clock_of(slot.start),
                    "end": clock_of(slot.end),
                }
                positions[slot.part] += 1
                if slot.row is None:
                    slot.position = values["position"]
                    continue
                yield slot, {k: v for k, v in values.items() if getattr(slot.row, k) != v}

    # Inside ---------------------------------------------------------------------------------------
    def _place(self, slot, key, part, before):
        if slot in self.days.get(slot.day, []):
            self.days[slot.day].remove(slot)
        slot.day, slot.part = key, part
        there = self.days.setdefault(key, [])
        if before is not None and before in there and before.part == part:
            index = there.index(before)
        else:
            rank = self._rank[part]
            index = sum(self._rank[one.part] <= rank for one in there)
        there.insert(index, slot)
        self.days = {key: self.days[key] for key in in_order(self.days, self.dialogue)}

    def _sort_in(self, slot):
        """Where its neighbours in its part have other times, to the place that its own start gives it."""
        if slot.start is None:
            return
        timed = [one for one in self.section(slot.day, slot.part) if one.start is not None]
        index = timed.index(slot)
        before, after = timed[:index], timed[index + 1 :]
        if all(one.start <= slot.start for one in before) and all(
            one.start >= slot.start for one in after
        ):
            return
        following = [one for one in timed if one is not slot and one.start > slot.start]
        self._place(slot, slot.day, slot.part, following[0] if following else None)

    def _concerns(self, slot, other):
        """True if the two are not side by side: what is for everybody concerns all."""
        return not slot.parallel or not other.parallel or slot.parallel == other.parallel

    def _later(self, slot):
        """The timed slots of its day that come after it, by the times as they are now."""
        there = self.days[slot.day]
        if slot.start is None:
            return []
        index = there.index(slot)
        return [
            other
            for number, other in enumerate(there)
            if other is not slot
            and other.start is not None
            and (other.start > slot.start or (other.start == slot.start and number > index))
        ]

    def _behind(self, slot):
        """What comes after a slot, as it stands now."""
        later = self._later(slot)
        if not slot.parallel or slot.start is None:
            return _Behind(slot, own=later)
        cut = min((one.start for one in later if not one.parallel), default=MIDNIGHT)
        common = [
            one.start
            for one in self.days[slot.day]
            if not one.parallel and one.start is not None and one.start <= slot.start
        ]
        since = max(common, default=0)
        block = [
            one
            for one in self.days[slot.day]
            if one.parallel and one.start is not None and since <= one.start < cut
        ]
        return _Behind(
            slot,
            own=[one for one in later if one in block and one.parallel == slot.parallel],
            after=[one for one in later if one.start >= cut],
            block=block,
            block_end=_last_end(block, slot.start),
        )

    def _push(self, behind, by, *, gone=False):
        """Move what follows by so many seconds; what is for everybody only as the strands together end."""
        _shift(behind.own, by)
        if behind.after:
            block = [one for one in behind.block if not gone or one is not behind.slot]
            _shift(behind.after, _last_end(block, behind.slot.start) - behind.block_end)

    def _close(self, slot):
        """What follows moves up into the time that it leaves free."""
        behind = self._behind(slot)
        if slot.length:
            # What overlapped it does not come to lie before it.
            room = min((one.start for one in behind.own), default=slot.end) - slot.start
            self._push(behind, -min(slot.length, room), gone=True)

    def _make_room(self, slot):
        """What begins before it ends moves down, and what follows that."""
        if slot.length is None:
            return
        behind = self._behind(slot)
        _shift(behind.own, max(0, slot.end - _first_start(behind.own)))
        if behind.after:
            latest = _last_end(behind.block, slot.start)
            _shift(behind.after, max(0, latest - _first_start(behind.after)))

    def _settle(self, key, *, fixed=None):
        """What comes to overlap, in the order of the page, begins later, but for a slot whose time is
        `fixed`. What overlapped before is left alone."""
        known = [slot for slot in self.days[key] if slot.start is not None]
        for number, slot in enumerate(known):
            while slot is not fixed and (ends := self._ends_within(slot, known[:number])):
                slot.shift(max(ends) - slot.start)

    def _ends_within(self, slot, others):
        """The ends of those that overlap it, and did not before."""
        return [
            other.end
            for other in others
            if self._concerns(slot, other) and _meet(slot, other) and not _met(slot, other)
        ]

    def _fit_in(self, slot):
        """At its new place it begins when what stands before it ends, or when the next one began."""
        if slot.start is None:
            return
        there = self.days[slot.day]
        index = there.index(slot)
        known = [one for one in there if one.start is not None and self._concerns(slot, one)]
        before = [one for one in known if one is not slot and there.index(one) < index]
        after = [one.start for one in known if one is not slot and there.index(one) > index]
        ends = [one.start if one.end is None else one.end for one in before]
        length = slot.length or 0
        earliest, latest = max(ends, default=0), min(after, default=MIDNIGHT)
        if earliest <= slot.start and slot.start + length <= latest:
            return
        start = max(ends) if ends else min(after)
        slot.set(start, None if slot.length is None else start + length)

    def _pass_by(self, slot, old, *, push):
        """Within a day: what it passes moves into the time that it leaves, and it takes theirs."""
        if slot.start is None:
            return
        new = self.days[slot.day]
        was, now = old.index(slot), new.index(slot)
        passed = old[was + 1 : now + 1] if now > was else new[now + 1 : was + 1]
        passed = [one for one in passed if one.start is not None and self._concerns(slot, one)]
        if not passed:
            return
        length = slot.length or 0
        if now > was:
            # What it passed moves up, unless it began before (they overlapped).
            by = min(length, max(0, min(one.start for one in passed) - slot.start))
            if push:
                _shift(passed, -by)
            start = max(one.start if one.end is None else one.end for one in passed)
        else:
            start = min(one.start for one in passed)
            if push:
                _shift(passed, length)
        slot.set(start, None if slot.length is None else start + length)


def is_known(key):
    """True if `key` names a day: a date, a number that a day can have, or none."""
    if key == NO_DAY:
        return True
    if NUMBER.fullmatch(key):
        return number_of(key) <= HIGHEST
    try:
        return date.fromisoformat(key).isoformat() == key
    except ValueError:
        return False
