"""Writes of fault lines: what became of them, and what they are tied to. Their texts and positions are
parts (dialogues.parts)."""

from django.db import IntegrityError, transaction

from core.exceptions import Gone
from core.services import next_position
from dialogues.divides import stances_now
from dialogues.exceptions import FaultLineMoved, PassageTied
from dialogues.models import FaultLine, FaultLineMoment, Passage

# The relations of a fault line that are tied and untied here.
TIES = ("questions", "contributions", "key_messages", "action_points")


@transaction.atomic
def note_moment(fault_line, *, by, seen, status, on, text, dialogue=None):
    """Keep what became of `fault_line` on the day `on`, perhaps at `dialogue`, and set its status. Atomic.

    `seen` is the status that the user `by` saw: raises FaultLineMoved, and writes nothing, if somebody
    changed it meanwhile, and Gone if the fault line was deleted. The groups' stances are kept as they are
    now. A moment that lies before the latest one tells of the past: it holds no stances, and the status
    stays what it is.
    """
    rows = FaultLine.objects.filter(pk=fault_line.pk)
    # Written as it is: whoever else notes a moment now waits until this one is kept.
    if not rows.filter(status=seen).update(status=seen):
        now = rows.first()
        raise Gone if now is None else FaultLineMoved(now)
    later = fault_line.moments.filter(on__gt=on).exists()
    if not later:
        rows.update(status=status)
    fault_line.status = seen if later else status
    return FaultLineMoment.objects.create(
        fault_line=fault_line,
        dialogue=dialogue,
        on=on,
        status=status,
        text=text,
        stances={} if later else stances_now(fault_line.positions.all()),
        noted_by=by,
    )


@transaction.atomic
def change_ties(fault_line, changes):
    """Tie and untie what the user ticked and unticked; how many were tied and untied. Atomic.

    `changes` holds for each name of TIES the rows to tie and the rows to untie: only what the user
    changed, so that what others tied meanwhile stays.
    """
    tied = untied = 0
    for name, (add, remove) in changes.items():
        relation = getattr(fault_line, name)
        relation.add(*add)
        relation.remove(*remove)
        tied += len(add)
        untied += len(remove)
    return tied, untied


def untie(fault_line, *, kind, pk):
    """Undo one tie; False if there was none (any more)."""
    rows = getattr(fault_line, kind).filter(pk=pk)
    row = rows.first()
    if row is None:
        return False
    getattr(fault_line, kind).remove(row)
    return True


def tie_passage(fault_line, *, version, block):
    """Tie a paragraph of a paper's `version` to a fault line; raises PassageTied if it is tied already.

    `block` is one of the version's blocks.
    """
    try:
        with transaction.atomic():
            return Passage.objects.create(
                fault_line=fault_line, paper=version.paper, block=block["id"], quote=block["text"]
            )
    except IntegrityError:
        raise PassageTied from None


@transaction.atomic
def surface_from_passage(initiative, *, title, version, block):
    """A new fault line from a paragraph of a paper, tied to it; the paragraph is its text. Atomic."""
    fault_line = FaultLine.objects.create(
        initiative=initiative,
        title=title,
        text=block["text"],
        position=next_position(initiative.fault_lines.all()),
    )
    tie_passage(fault_line, version=version, block=block)
    return fault_line


def remove_passage(passage):
    """Untie a paragraph from a fault line."""
    passage.delete()
