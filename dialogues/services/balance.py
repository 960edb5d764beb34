"""Targets: how many of whom an initiative or a dialogue means to bring."""

from django.db import transaction

from core.exceptions import Gone
from dialogues.balance import targets_of
from dialogues.balance_counts import Dimension
from dialogues.exceptions import TargetsMoved, TargetsSetAlready
from dialogues.models import Dialogue, Target

FIELDS = {
    Dimension.GROUP: "group_id",
    Dimension.GENDER: "gender",
    Dimension.CATEGORY: "category_id",
}


@transaction.atomic
def set_targets(owner, *, wanted, seen):
    """Set the targets of an initiative or a dialogue: `{(dimension, key): at least, or None for none}`.

    `seen` is what stood in the form when it was opened. Rows that the editor left as they were keep what
    somebody else made of them meanwhile. Raises TargetsMoved, and writes nothing, if both changed one and
    not to the same; Gone if the owner was deleted. Atomic.
    """
    _lock(owner)
    now = targets_of(owner)
    mine = {row: least for row, least in wanted.items() if least != seen.get(row)}
    moved = {
        row: now.get(row)
        for row, least in mine.items()
        if now.get(row) != seen.get(row) and now.get(row) != least
    }
    if moved:
        raise TargetsMoved(now, moved)
    for row, least in mine.items():
        _set(owner, row, least, now.get(row))
    return targets_of(owner)


@transaction.atomic
def take_over_targets(dialogue):
    """Copy the initiative's targets to a dialogue that has none of its own; returns how many.

    Atomic; raises TargetsSetAlready if it has some.
    """
    _lock(dialogue)
    if dialogue.targets.exists():
        raise TargetsSetAlready
    targets = targets_of(dialogue.initiative)
    for row, least in targets.items():
        _set(dialogue, row, least, None)
    return len(targets)


def _lock(owner):
    """One writer at a time for each owner: what was compared is what is written."""
    model = type(owner)
    if not model.objects.select_for_update().filter(pk=owner.pk).exists():
        raise Gone


def _set(owner, row, least, before):
    dimension, key = row
    scope = "dialogue" if isinstance(owner, Dialogue) else "initiative"
    what = {scope: owner, FIELDS[dimension]: key}
    if least is None:
        Target.objects.filter(**what).delete()
    elif before is None:
        Target.objects.create(**what, least=least)
    else:
        for target in Target.objects.filter(**what):
            target.least = least
            target.save(update_fields=["least", "updated_at"])
