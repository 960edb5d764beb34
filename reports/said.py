"""Sets what was said in a session: prose, pull quotes, and lists of points by kind."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DEEPEST = 9  # levels of a list that a page has room for; what is deeper stands at the last of them

PROSE, QUOTE, POINT = "narrative", "quote", "point"


def _label(kind, number):
    """The small label above a list of one kind; plain points have none."""
    if kind == "lesson":
        return ngettext("Lesson", "Lessons", number)
    if kind == "obstacle":
        return ngettext("Obstacle", "Obstacles", number)
    if kind == "opportunity":
        return ngettext("Opportunity", "Opportunities", number)
    if kind == "solution":
        return ngettext("Solution", "Solutions", number)
    if kind == "step":
        return ngettext("Step", "Steps", number)
    if kind == "fault-line":
        return ngettext("Fault line", "Fault lines", number)
    return ""


def blocks_of(contributions):
    """The blocks that a template prints one after the other; a point's own points are blocks again."""
    return _blocks(_tree(contributions), question="")


def _tree(contributions):
    """The flat contributions as nodes with the nodes under them, no deeper than a page has room for."""
    top = []
    levels = [top]
    for said in contributions:
        depth = min(said.depth, DEEPEST - 1, len(levels) - 1)
        node = (said, [])
        levels[depth].append(node)
        del levels[depth + 1 :]
        levels.append(node[1])
    return top


def _blocks(nodes, question):
    """`question` is the one that is being answered so far; a new one gets a block of its own."""
    blocks = []
    for said, under in nodes:
        if said.question and said.question != question:
            question = said.question
            blocks.append({"type": "question", "text": question})
        if said.kind == PROSE:
            blocks.append({"type": "prose", "text": said.text})
            blocks.extend(_blocks(under, question))
        elif said.kind == QUOTE:
            blocks.append({"type": "quote", "text": said.text, "source": _source(said)})
            blocks.extend(_blocks(under, question))
        else:
            point = {"text": said.text, "source": _source(said), "blocks": _blocks(under, question)}
            if not blocks or blocks[-1].get("kind") != said.kind:
                blocks.append({"type": "points", "kind": said.kind, "points": []})
            blocks[-1]["points"].append(point)
    _name_runs(blocks)
    return blocks


def _name_runs(blocks):
    """A label above each list. Plain points need one only where they would seem to go on with a list
    that has one."""
    before = None
    for block in blocks:
        if block["type"] == "points":
            number = len(block["points"])
            block["label"] = _label(block["kind"], number)
            if not block["label"] and before and before.get("label"):
                block["label"] = ngettext("Further point", "Further points", number)
        before = block


def _source(said):
    """Who said it, for which group, at which table: as much as the edition says."""
    found = []
    if said.speaker:
        found.append(", ".join(filter(None, (said.speaker.name, said.speaker.organisation))))
    if said.group:
        found.append(said.group)
    if said.table:
        table = (
            said.table if not said.table.isdigit() else _("Table %(name)s") % {"name": said.table}
        )
        found.append(table)
    return " · ".join(found)
