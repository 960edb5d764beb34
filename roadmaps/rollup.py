"""How far an action has come when it has parts: what its parts add up to, by weight.

A dropped part counts for nothing; a part that is done counts as 100, one of which nothing is said as 0.
An action whose parts were all dropped, or that has none, has its own progress. The sum is rounded down,
so that 100 means that all of it is done.
"""

from collections import defaultdict

from roadmaps.querysets import FINISHED

DONE, DROPPED = "done", "dropped"


def own_progress(status, progress):
    """Progress in per cent of an action without parts, as its last update says."""
    return 100 if status == DONE else progress or 0


def rolled_up(actions):
    """{pk: progress in per cent} of all of `actions`, which have `pk`, `parent_id`, `status`,
    `progress` and `weight`. A part whose parent is not among them stands for itself, and so does
    whatever a cycle of parents holds."""
    rows = {action.pk: action for action in actions}
    parts = defaultdict(list)
    for action in rows.values():
        if action.parent_id in rows and action.parent_id != action.pk:
            parts[action.parent_id].append(action.pk)
    found = {}
    for pk in rows:
        _settle(pk, rows, parts, found)
    return found


def _settle(start, rows, parts, found):
    """Work out `start` and all below it, without recursion; what is met again on the way is a cycle and
    stands for itself."""
    stack, on_the_way = [start], set()
    while stack:
        pk = stack[-1]
        if pk in found:
            stack.pop()
            continue
        waits = [] if pk in on_the_way else [part for part in parts[pk] if part not in found]
        on_the_way.add(pk)
        open_parts = [part for part in waits if part not in on_the_way]
        if open_parts:
            stack.extend(open_parts)
            continue
        found[pk] = _sum(rows[pk], [rows[part] for part in parts[pk]], found)
        stack.pop()


def _sum(action, parts, found):
    counted = [part for part in parts if part.status != DROPPED]
    if not counted:
        return own_progress(action.status, action.progress)
    weight = sum(part.weight for part in counted)
    done = sum(
        part.weight * found.get(part.pk, own_progress(part.status, part.progress))
        for part in counted
    )
    return done // weight


def is_finished(status):
    """True if nobody has to do anything about it any more."""
    return status in FINISHED
