"""How budgets come to be: lines, what is committed under them, and what of it was paid."""

from django.db import transaction

from core.exceptions import Gone
from core.services import next_position, save_version
from dialogues.exceptions import FilledAlready
from dialogues.models import BudgetLine, Initiative


@transaction.atomic
def add_line(line):
    """Store a new budget line, after the others of its initiative."""
    line.position = next_position(BudgetLine.objects.filter(initiative=line.initiative))
    line.save(force_insert=True)
    return line


def change_line(line, *, based_on, fields):
    """Save `fields` of a line that was edited from version `based_on`. Raises StaleVersion."""
    return save_version(line, based_on=based_on, fields=fields)


@transaction.atomic
def delete_line(line):
    """Delete a line with all that was committed and paid under it. Idempotent."""
    line.delete()


@transaction.atomic
def add_entry(entry, *, by):
    """Store an amount that was committed under a line; `by` recorded it. Atomic; raises Gone when
    somebody deleted the line meanwhile."""
    if not BudgetLine.objects.select_for_update().filter(pk=entry.line_id).exists():
        raise Gone
    entry.recorded_by = by
    entry.save(force_insert=True)
    return entry


def change_entry(entry, *, based_on, fields):
    """Save `fields` of an entry that was edited from version `based_on`. Raises StaleVersion."""
    return save_version(entry, based_on=based_on, fields=fields)


@transaction.atomic
def delete_entry(entry):
    """Delete an entry. Idempotent."""
    entry.delete()


@transaction.atomic
def fill_from_preset(dialogue, *, preset, title):
    """Plan for `dialogue` what its kind usually takes, as one line that is to be split.

    Atomic; raises FilledAlready when the dialogue's budget has lines, so that two who press the button
    at once plan it once.
    """
    Initiative.objects.select_for_update().get(pk=dialogue.initiative_id)
    if dialogue.budget_lines.exists():
        raise FilledAlready
    line = BudgetLine(
        initiative_id=dialogue.initiative_id, dialogue=dialogue, title=title, planned=preset.cost
    )
    return add_line(line)
