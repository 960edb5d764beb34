"""Where views divide: fault lines × groups, and how each group's stance moved, as plain objects.

Nothing here asks the database but `read_lines`, which takes two queries whatever it finds. Strength and
what lies behind a position are for those who prepare the initiative; `tells_strength` says whether the
reader is one of them.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialogues.models import GroupPosition

Stance = GroupPosition.Stance
Strength = GroupPosition.Strength
HEARD = "heard"  # there is a position, but nobody noted a stance
SILENT = "silent"
MOMENTS_SHOWN = 12  # columns of the table of how stances moved; the list beneath has all

WORDS = {
    **{str(stance.value): stance.label for stance in Stance},
    HEARD: gettext_lazy("Heard, stance not noted"),
    SILENT: gettext_lazy("Not yet heard"),
}


@dataclass(frozen=True)
class Mark:
    """One group's stance: its `kind` (a stance, HEARD or SILENT) and how firmly it is held (1 to 3).

    Without `tells_strength` the mark says nothing of strength, neither as a shape nor in words.
    """

    kind: str
    strength: int | None = None
    tells_strength: bool = True

    @property
    def has_stance(self):
        return self.kind not in (HEARD, SILENT)

    @property
    def density(self):
        """How the shape is filled: full, half, open, or dashed where nobody noted the strength."""
        if not self.has_stance:
            return ""
        if not self.tells_strength:
            return "full"
        return {1: "open", 2: "half", 3: "full"}.get(self.strength, "dashed")

    @property
    def words(self):
        """The mark in words: “Against, firm”."""
        words = str(WORDS[self.kind])
        if self.has_stance and self.tells_strength and self.strength in Strength.values:
            held = str(Strength(self.strength).label)
            return _("%(stance)s: %(strength)s") % {"stance": words, "strength": held.lower()}
        return words


def mark_of(stance, strength, *, tells_strength=True):
    """The Mark of a position's stance and strength; what no position can hold counts as not noted."""
    kind = stance if stance in Stance.values else HEARD
    return Mark(kind, strength if strength in Strength.values else None, tells_strength)


@dataclass(frozen=True)
class Cell:
    """Where one group stands on one fault line; `position` is None where it has not been heard."""

    group: object
    position: object
    mark: Mark


@dataclass
class Line:
    """A fault line with one cell for each group, in the groups' order."""

    fault_line: object
    cells: list

    @property
    def heard(self):
        """The cells of groups that were heard."""
        return [cell for cell in self.cells if cell.position is not None]

    @property
    def unheard(self):
        """The groups that have not been heard."""
        return [cell.group for cell in self.cells if cell.position is None]

    @cached_property
    def counts(self):
        """How many groups stand where, by kind of mark."""
        return Counter(cell.mark.kind for cell in self.cells)

    @property
    def divides(self):
        """True if one group is for what another is against, or one is divided within."""
        counts = self.counts
        return bool(counts[Stance.FOR] and counts[Stance.AGAINST]) or bool(counts[Stance.MIXED])

    @property
    def weight(self):
        """How evenly views divide: what the most divided fault lines have most of."""
        counts = self.counts
        return 2 * min(counts[Stance.FOR], counts[Stance.AGAINST]) + counts[Stance.MIXED]

    @property
    def verdict(self):
        """Whether views divide, in words."""
        if self.divides:
            return _("Views divide")
        return _("No division heard") if self.heard else _("Nobody heard yet")

    @property
    def tally(self):
        """How many groups stand where, in words: “3 for, 2 against, 2 not heard”."""
        counts = self.counts
        parts = [words % {"number": number} for words, number in _tally(counts) if number]
        return ", ".join(parts)


def _tally(counts):
    mixed, silent = counts[Stance.MIXED], counts[SILENT]
    yield _("%(number)d for"), counts[Stance.FOR]
    yield _("%(number)d against"), counts[Stance.AGAINST]
    yield ngettext("%(number)d divided within", "%(number)d divided within", mixed), mixed
    yield _("%(number)d neither"), counts[Stance.OTHER]
    yield _("%(number)d without a stance"), counts[HEARD]
    yield ngettext("%(number)d not heard", "%(number)d not heard", silent), silent


@dataclass
class Column:
    """A group, and on how many of the fault lines shown it has not been heard."""

    group: object
    silent: int


def read_lines(fault_lines, groups, *, tells_strength):
    """A Line for each of the queryset `fault_lines`, with a cell for each of `groups`. Two queries."""
    return [
        line_of(row, row.positions.all(), groups, tells_strength=tells_strength)
        for row in fault_lines.prefetch_related("positions")
    ]


def line_of(fault_line, positions, groups, *, tells_strength):
    """The Line of one fault line, from its `positions`."""
    known = {position.group_id: position for position in positions}
    cells = []
    for group in groups:
        position = known.get(group.pk)
        if position is None:
            cells.append(Cell(group, None, Mark(SILENT)))
            continue
        position.group = group  # read already: no query for its name
        mark = mark_of(position.stance, position.strength, tells_strength=tells_strength)
        cells.append(Cell(group, position, mark))
    return Line(fault_line, cells)


def columns_of(lines, groups):
    """A Column for each of `groups` over `lines`."""
    silent = Counter(group.pk for line in lines for group in line.unheard)
    return [Column(group, silent[group.pk]) for group in groups]


# How stances moved -------------------------------------------------------------------------------
@dataclass
class Track:
    """One group's marks from moment to moment; `changed` beside each says that it differs from before."""

    group: object
    steps: list  # (mark, changed)


@dataclass
class Movement:
    """How stances moved: the moments at which they were noted, oldest first, and a track for each group."""

    moments: list
    tracks: list


def stances_now(positions):
    """What a moment keeps of `positions`: `{group id: [stance, strength]}`."""
    return {str(row.group_id): [row.stance, row.strength] for row in positions}


def movement(moments, positions, groups):
    """How each group's stance moved over `moments` (oldest first) to where `positions` are now.

    Moments that were noted afterwards hold no stances and are left out; None if no moment has any.
    """
    noted = [moment for moment in moments if moment.stances][-MOMENTS_SHOWN:]
    if not noted:
        return None
    seen = [*(moment.stances for moment in noted), stances_now(positions)]
    tracks = []
    for group in groups:
        marks = [_mark_at(stances, group) for stances in seen]
        if any(mark.kind != SILENT for mark in marks):
            before = [marks[0], *marks]
            steps = [(mark, mark != old) for mark, old in zip(marks, before, strict=False)]
            tracks.append(Track(group, steps))
    return Movement(noted, tracks)


def _mark_at(stances, group):
    held = stances.get(str(group.pk))
    if not isinstance(held, list) or len(held) != 2:
        return Mark(SILENT)
    return mark_of(*held)


def legend(*, tells_strength):
    """Every mark with its words, and the densities where the reader is told of strength."""
    stances = [Mark(str(stance.value), 3, tells_strength=False) for stance in Stance]
    marks = [*stances, Mark(HEARD), Mark(SILENT)]
    if not tells_strength:
        return {"stances": marks, "strengths": []}
    held = [(Mark(Stance.FOR.value, value), label) for value, label in Strength.choices]
    held.append((Mark(Stance.FOR.value), _("Strength not noted")))
    return {"stances": marks, "strengths": held}
