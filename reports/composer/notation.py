"""The notation in which a diagram is written, a line for a thing, read into boxes and arrows.

    [Engage]                     a column, and below it the boxes that stand in it
    + Concept note               a box; + says that it is done, > that it is under way, - that it is ahead
    Advisory group: eight seats  a box with words below its name
    Concept note -> Advisory group -> Scoping: with the agreed questions
                                 arrows, the last with words on it; boxes that are new are made

Empty lines and lines that begin with # are passed over.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from core.exceptions import Refusal

ARROW = "->"
# What XML, and so a drawing, cannot hold (XML 1.0, production 2).
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STATES = {"+": "done", ">": "now", "-": "ahead"}
MOST_BOXES, MOST_ARROWS, MOST_COLUMNS = 60, 120, 5
LONGEST_NAME, LONGEST_WORDS = 120, 300


class NotationError(Refusal):
    """A line that cannot be read; `str()` names the line and the reason."""

    def __init__(self, number, reason):
        self.number = number
        super().__init__(_("Line %(number)d: %(reason)s") % {"number": number, "reason": reason})


@dataclass
class Box:
    name: str
    words: str = ""
    state: str = ""
    column: str = ""


@dataclass(frozen=True)
class Arrow:
    source: str
    target: str
    words: str = ""


@dataclass
class Diagram:
    """Boxes by name, in their order, the arrows between them, and the columns if there are any."""

    boxes: dict = field(default_factory=dict)
    arrows: list = field(default_factory=list)
    columns: list = field(default_factory=list)


def read(text):
    """The Diagram that `text` describes. Raises NotationError for the first line that cannot be read."""
    diagram, column = Diagram(), ""
    for number, line in enumerate(UNWRITABLE.sub("", text or "").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            column = _column(diagram, number, line)
        elif ARROW in line:
            _arrows(diagram, number, line)
        else:
            _box(diagram, number, line, column)
        _within_limits(diagram, number)
    return diagram


def _column(diagram, number, line):
    name = line[1:].removesuffix("]").strip()
    if not line.endswith("]") or not name:
        raise NotationError(number, _("A column is written as [Name]."))
    if name in diagram.columns:
        raise NotationError(number, _("There is a column “%(name)s” already.") % {"name": name})
    diagram.columns.append(_name(number, name))
    return name


def _box(diagram, number, line, column):
    state = STATES.get(line[0], "")
    if state:
        line = line[1:].strip()
    name, _colon, words = line.partition(":")
    box = _known(diagram, number, name)
    if column and box.column and box.column != column:
        reason = _("“%(name)s” stands in the column “%(column)s” already.")
        raise NotationError(number, reason % {"name": box.name, "column": box.column})
    box.state = state or box.state
    box.words = _words(number, words) or box.words
    box.column = box.column or column


def _arrows(diagram, number, line):
    line, _colon, words = line.partition(":")
    names = [name.strip() for name in line.split(ARROW)]
    if not all(names):
        raise NotationError(number, _("An arrow needs a box on either side."))
    boxes = [_known(diagram, number, name) for name in names]
    words = _words(number, words)
    pairs = list(pairwise(boxes))
    for place, (source, target) in enumerate(pairs, start=1):
        if source is target:
            reason = _("The arrow leads from “%(name)s” to itself.")
            raise NotationError(number, reason % {"name": source.name})
        arrow = Arrow(source.name, target.name, words if place == len(pairs) else "")
        diagram.arrows.append(arrow)


def _known(diagram, number, name):
    name = _name(number, name.strip())
    return diagram.boxes.setdefault(name, Box(name))


def _name(number, name):
    if not name:
        raise NotationError(number, _("A box needs a name."))
    if len(name) > LONGEST_NAME:
        reason = _("A name has at most %(most)d characters.")
        raise NotationError(number, reason % {"most": LONGEST_NAME})
    return name


def _words(number, words):
    words = words.strip()
    if len(words) > LONGEST_WORDS:
        reason = _("The words of a box or an arrow have at most %(most)d characters.")
        raise NotationError(number, reason % {"most": LONGEST_WORDS})
    return words


def _within_limits(diagram, number):
    for things, most, reason in (
        (diagram.boxes, MOST_BOXES, _("A diagram has at most %(most)d boxes.")),
        (diagram.arrows, MOST_ARROWS, _("A diagram has at most %(most)d arrows.")),
        (diagram.columns, MOST_COLUMNS, _("A diagram has at most %(most)d columns.")),
    ):
        if len(things) > most:
            raise NotationError(number, reason % {"most": most})


def in_words(diagram):
    """What a diagram shows, for those who do not see it."""
    told = []
    states = {"done": _("done"), "now": _("under way"), "ahead": _("ahead")}
    for box in diagram.boxes.values():
        about = ", ".join(filter(None, (box.column, states.get(box.state, ""))))
        named = f"{box.name} ({about})" if about else box.name
        told.append(f"{named}: {box.words}" if box.words else named)
    for arrow in diagram.arrows:
        leads = _("%(source)s leads to %(target)s")
        leads = leads % {"source": arrow.source, "target": arrow.target}
        told.append(f"{leads}: {arrow.words}" if arrow.words else leads)
    return "; ".join(told) + "." if told else ""


def plain(name):
    """`name` as it may stand in the notation: what would be read as a sign is put otherwise."""
    name = (
        " ".join(UNWRITABLE.sub("", name).split())
        .replace(ARROW, "→")
        .replace(":", " –")
        .lstrip("+->[# ")
    )
    return name[:LONGEST_NAME].strip()
