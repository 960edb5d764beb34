"""Writes of the agenda: items that are moved, given other times, put in and taken out, and its days.

All of them happen under a lock on the dialogue, so that two people who rearrange at once do so one
after the other; whoever started from an order that is not there any more is refused.
"""

from django.db import transaction
from django.db.models import F

from core.exceptions import Gone, StaleVersion
from core.services import next_position, save_version
from dialogues.agenda import date_of, number_of
from dialogues.agenda_editing import Board, Slot, clock_of, seconds_of
from dialogues.exceptions import AgendaMoved, AgendaNotEmpty, DayTaken
from dialogues.models import AgendaDay, AgendaItem, AgendaPart, Appearance, Dialogue


def lock(dialogue):
    """Hold the agenda of `dialogue` until the transaction ends."""
    Dialogue.objects.select_for_update().only("pk").get(pk=dialogue.pk)


def _read(dialogue):
    lock(dialogue)
    return Board(dialogue)


def _write(board, *, besides=None):
    """Store what differs; the number of items, but `besides`, whose times changed. AgendaMoved if somebody
    saved one of them meanwhile."""
    moved = 0
    for slot, values in board.changes():
        if not values:
            continue
        rows = AgendaItem.objects.filter(pk=slot.pk)
        # A place in the order is no text: whoever edits the item needs not hear of it.
        if set(values) != {"position"}:
            rows = rows.filter(version=slot.version)
            values["version"] = F("version") + 1
        if not rows.update(**values):
            raise AgendaMoved
        moved += slot.pk != besides and bool({"start", "end"} & set(values))
    return moved


# Items -------------------------------------------------------------------------------------------
@transaction.atomic
def step_item(dialogue, pk, *, way, seen, push):
    """Move an item "up" or "down" by one place, into the next part or day where its own ends. Atomic.

    Returns how many others got other times; None if there was no place to go to. Raises AgendaMoved if
    the days concerned do not stand as in the marks that were `seen`, and PastMidnight.
    """
    board = _read(dialogue)
    slot = board.find(pk)
    before = slot.day
    board.check(seen, slot.day)
    neighbour = board.neighbour(slot.day, -1 if way == "up" else 1)
    seen_there = board.mark(neighbour) if neighbour else ""
    if not board.step(slot, way, push=push):
        return None
    if slot.day != before and f"{slot.day}:{seen_there}" not in seen.split():
        raise AgendaMoved
    return _write(board, besides=pk)


@transaction.atomic
def move_item(dialogue, pk, *, day, part, before, seen, push):
    """Move an item to a `day` (its key) and a `part` (its id), before the item `before` or to the end.

    Atomic. Returns how many others got other times; None if it stands there already. Raises
    AgendaMoved if the days concerned do not stand as in the marks that were `seen`, and PastMidnight.
    """
    board = _read(dialogue)
    slot = board.find(pk)
    board.check(seen, slot.day, day)
    if part not in {one.pk for one in board.parts}:
        raise AgendaMoved
    ahead = board.find(before) if before else None
    if ahead is slot or not board.move(slot, day, part, ahead, push=push):
        return None
    return _write(board, besides=pk)


@transaction.atomic
def change_item(item, *, based_on, fields, push):
    """Save `fields` of an item, its times among them, that was edited from version `based_on`. Atomic.

    Where it goes to another day, nothing else moves: what followed it there is not what follows it here.
    Returns how many others got other times. Raises StaleVersion, Gone and PastMidnight.
    """
    dialogue = item.part.dialogue
    board = _read(dialogue)
    current = AgendaItem.objects.filter(pk=item.pk).first()
    if current is None:
        raise Gone
    if current.version != based_on:
        raise StaleVersion(current)
    slot = board.find(item.pk)
    # It goes on in the strand that it is in now.
    slot.parallel = item.parallel
    stays = (current.date, current.day_number) == (item.date, item.day_number)
    if stays and (current.start, current.end) != (item.start, item.end):
        board.retime(slot, seconds_of(item.start), seconds_of(item.end), push=push)
    moved = _write(board, besides=item.pk)
    version = AgendaItem.objects.values_list("version", flat=True).get(pk=item.pk)
    save_version(item, based_on=version, fields=fields)
    return moved


@transaction.atomic
def add_item(dialogue, item, *, day, part, push):
    """Put a new item, which has a title and times, on a `day` (its key), by its time. Atomic.

    It goes to the `part` (its id); without one to the last part of that day, else of the agenda, which
    is made if there is none. Returns how many others got other times. Raises PastMidnight.
    """
    board = _read(dialogue)
    if not board.parts:
        AgendaPart.objects.create(dialogue=dialogue)
        board = Board(dialogue)
    there = board.days.get(day) or []
    known = {one.pk for one in board.parts}
    chosen = part if part in known else (there[-1].part if there else board.parts[-1].pk)
    times = (seconds_of(item.start), seconds_of(item.end))
    slot = Slot(None, day, chosen, *times, item.parallel, item.title)
    board.insert(slot, push=push)
    moved = _write(board)
    item.part_id, item.position = slot.part, slot.position
    item.date, item.day_number = date_of(day), number_of(day)
    item.start, item.end = clock_of(slot.start), clock_of(slot.end)
    item.save()
    return moved


@transaction.atomic
def remove_item(item, *, based_on, push):
    """Take an item out, with those who appear in it. Atomic.

    Returns how many others got other times; StaleVersion if it was saved meanwhile, Gone if it went.
    """
    board = _read(item.part.dialogue)
    current = AgendaItem.objects.filter(pk=item.pk).first()
    if current is None:
        raise Gone
    if current.version != based_on:
        raise StaleVersion(current)
    board.remove(board.find(item.pk), push=push)
    moved = _write(board)
    current.delete()
    return moved


# Days --------------------------------------------------------------------------------------------
@transaction.atomic
def add_day(day):
    """Store a new day of an agenda. Atomic; DayTaken if its dialogue has a day on that date."""
    lock(day.dialogue)
    if AgendaDay.objects.filter(dialogue=day.dialogue_id, date=day.date).exists():
        raise DayTaken
    day.save()
    return day


@transaction.atomic
def change_day(day, *, key, based_on, fields):
    """Save `fields` of a day of which items stand under `key`; they go with it to another date. Atomic.

    A day that only its items made one becomes a planned one. Returns how many items went along. Raises
    StaleVersion, Gone, and DayTaken if there is a day on the new date, planned or of items.
    """
    board = _read(day.dialogue)
    other = day.date.isoformat()
    if other in board.days and (other != key or (day.pk is None and other in board.planned)):
        raise DayTaken
    if day.pk is None:
        day.save()
    else:
        save_version(day, based_on=based_on, fields=fields)
    if other == key:
        return 0
    moved = len(board.days.get(key, []))
    board.redate(key, other)
    _write(board)
    return moved


@transaction.atomic
def remove_day(dialogue, key, *, to, seen):
    """Remove a day; its items go `to` another day (its key), or with it if that is empty. Atomic.

    Returns how many items there were. Raises AgendaMoved if the day does not stand as it was `seen`.
    """
    board = _read(dialogue)
    board.check(seen, key)
    slots = board.days.get(key, [])
    number = len(slots)
    if to and to not in board.days:
        raise AgendaMoved
    AgendaDay.objects.filter(dialogue=dialogue, date=date_of(key)).delete()
    if to:
        board.redate(key, to)
        _write(board)
    else:
        AgendaItem.objects.filter(pk__in=[slot.pk for slot in slots]).delete()
    return number


# Beginning ---------------------------------------------------------------------------------------
@transaction.atomic
def begin(dialogue, outline):
    """Give a dialogue without an agenda that of an `outline` (dialogues.agenda_templates). Atomic.

    Raises AgendaNotEmpty if it has one already, be it a single item. Returns the number of items.
    """
    lock(dialogue)
    items = AgendaItem.objects.filter(part__dialogue=dialogue)
    if items.exists() or AgendaDay.objects.filter(dialogue=dialogue).exists():
        raise AgendaNotEmpty
    AgendaDay.objects.bulk_create(AgendaDay(dialogue=dialogue, **day) for day in outline.days)
    position = next_position(AgendaPart.objects.filter(dialogue=dialogue))
    number = 0
    for rank, part in enumerate(outline.parts, start=position):
        row = AgendaPart.objects.create(dialogue=dialogue, title=part.title, position=rank)
        items = AgendaItem.objects.bulk_create(
            AgendaItem(part=row, position=place, **item.values)
            for place, item in enumerate(part.items)
        )
        Appearance.objects.bulk_create(
            Appearance(item=stored, position=place, **values)
            for stored, item in zip(items, part.items, strict=True)
            for place, values in enumerate(item.people)
        )
        number += len(items)
    return number
