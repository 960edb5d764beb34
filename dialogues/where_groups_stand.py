"""Where groups stand on a statement: what unites them, what divides them, and what of it may be told.

The rule for what unites is the one that Small, Bjorkegren, Erkkilä, Shaw and Megill describe as
group-informed consensus ("Polis: Scaling deliberation by mapping high dimensional opinion spaces",
Recerca 26, 2021): each group's share of agreement is smoothed by one imagined vote for and one
against, so that three hands raised are not taken for certainty, and the shares are multiplied. One
group that does not go along then weighs as much as it should, however small it is. There the groups
are found by the machine; here people declare which one they speak for.

Nothing here is a test of significance: whoever was asked is no sample of anybody.

All that is told of a statement, its verdict and its place in the order included, follows from what is
told of each group, so that nothing can be had by comparing (docs/decisions/0007-statements.md). No
database, no language: plain numbers in, plain values out.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product
from math import prod

MINIMUM = 5  # answers of a group; below, it has not been heard and no number is told
MOST = 2 / 3  # from this share on a group mostly agrees
FEW = 1 / 3  # up to this share it mostly disagrees
OPEN_CELL = 3  # so many values a number that is not told must be able to have, at the least


class Band(StrEnum):
    """Where a group stands, in thirds."""

    AGREES = "agrees"
    DIVIDED = "divided"
    DISAGREES = "disagrees"
    PASSES = "passes"  # heard, but fewer than MINIMUM took a side
    UNHEARD = "unheard"


class Verdict(StrEnum):
    """What a statement does to the groups that were heard."""

    DIVIDES = "divides"
    UNITES = "unites"
    REJECTED = "rejected"  # it unites them too: in turning it down
    UNCLEAR = "unclear"
    UNHEARD = "unheard"


MIDDLES = {Band.AGREES: 5 / 6, Band.DIVIDED: 1 / 2, Band.DISAGREES: 1 / 6}


@dataclass(frozen=True)
class Counts:
    """How many of a group chose what."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def heard(self):
        """All who answered, those who passed included."""
        return self.agree + self.disagree + self.passed

    @property
    def sides(self):
        """Those who took a side."""
        return self.agree + self.disagree

    @property
    def share(self):
        """The smoothed share of agreement among those who took a side, between 0 and 1."""
        return (self.agree + 1) / (self.sides + 2)


@dataclass(frozen=True)
class Told:
    """What may be told of a group's answers to a statement.

    A number is None where it is below MINIMUM, and all three are where one could be found out from
    the others (`withheld`). `share` is None unless both sides are told.
    """

    band: Band
    agree: int | None = None
    disagree: int | None = None
    passed: int | None = None
    share: float | None = None
    withheld: bool = False

    @property
    def point(self):
        """Where the group stands between 0 and 1, as exactly as may be told; None if it took no side."""
        return self.share if self.share is not None else MIDDLES.get(self.band)


@dataclass(frozen=True)
class Reading:
    """What is told of a statement: `groups` by key, the verdict, and how far it unites and divides."""

    groups: dict
    verdict: Verdict
    agreement: float | None
    rejection: float | None
    distance: float | None

    @property
    def unity(self):
        """How far it unites, in agreeing or in turning down, made comparable between statements on which
        different numbers of groups were heard; 0 to 1."""
        if self.agreement is None:
            return 0.0
        voices = sum(told.point is not None for told in self.groups.values())
        return max(self.agreement, self.rejection) ** (1 / voices)


def rough(number):
    """`number` as it is told of people: rounded down to fives, so that nobody can be counted out."""
    return number - number % MINIMUM


def about(number):
    """The numbers that it could be, for who is told `rough(number)`."""
    return range(rough(number), rough(number) + MINIMUM)


def band_of(counts):
    """The third in which a group stands."""
    if counts.heard < MINIMUM:
        return Band.UNHEARD
    if counts.sides < MINIMUM:
        return Band.PASSES
    if counts.share >= MOST:
        return Band.AGREES
    if counts.share <= FEW:
        return Band.DISAGREES
    return Band.DIVIDED


def told_of(counts, answered):
    """What may be told of `counts` in a group of which so many took part as `answered`, a range."""
    band = band_of(counts)
    if band == Band.UNHEARD:
        return Told(band)
    cells = (counts.agree, counts.disagree, counts.passed)
    shown = tuple(cell if cell >= MINIMUM else None for cell in cells)
    # A row without any number looks the same whatever the reason, or the reason would tell.
    if not any(shown) or not _keeps(shown, answered, band):
        return Told(band, withheld=True)
    agree, disagree, passed = shown
    both = agree is not None and disagree is not None
    return Told(band, agree, disagree, passed, share=counts.share if both else None)


@lru_cache(maxsize=4096)
def _keeps(shown, answered, band):
    """True if each number that is not shown still has OPEN_CELL values that it could have.

    An intruder knows the others, that those hidden are below MINIMUM, the band, and about how many
    took part; and may guess right that none of them left the statement out.
    """
    cells = [range(MINIMUM) if cell is None else (cell,) for cell in shown]
    possible = [
        row for row in product(*cells) if sum(row) in answered and band_of(Counts(*row)) == band
    ]
    return all(
        len({row[place] for row in possible}) >= OPEN_CELL
        for place, cell in enumerate(shown)
        if cell is None
    )


def agreement_of(points):
    """The product of the groups' shares of agreement; None without at least two groups."""
    return prod(points) if len(points) > 1 else None


def rejection_of(points):
    """The product of the groups' shares of disagreement; None without at least two groups."""
    return prod(1 - point for point in points) if len(points) > 1 else None


def distance_of(points):
    """How far the two groups that are furthest from each other stand apart; None without two groups."""
    return max(points) - min(points) if len(points) > 1 else None


def verdict_of(bands):
    """What a statement does, from the bands of the groups that were heard on it.

    It divides if one group mostly agrees and another mostly disagrees. It unites if at least two
    groups mostly agree and no other is heard that is divided or passes; in the same way it is
    rejected. Anything else is unclear.
    """
    heard = [band for band in bands if band != Band.UNHEARD]
    if len(heard) < 2:
        return Verdict.UNHEARD
    found = set(heard)
    if {Band.AGREES, Band.DISAGREES} <= found:
        return Verdict.DIVIDES
    if found == {Band.AGREES}:
        return Verdict.UNITES
    if found == {Band.DISAGREES}:
        return Verdict.REJECTED
    return Verdict.UNCLEAR


def read(counts, answered, *, apart=()):
    """The Reading of a statement.

    `counts` are Counts by group, `answered` ranges of how many took part, as far as that is known. Of
    the groups in `apart` is told what they say, but they do not weigh: those who belong to no group
    are none.
    """
    groups = {key: told_of(counts.get(key, Counts()), people) for key, people in answered.items()}
    weighed = [told for key, told in groups.items() if key not in apart]
    points = [told.point for told in weighed if told.point is not None]
    return Reading(
        groups=groups,
        verdict=verdict_of([told.band for told in weighed]),
        agreement=agreement_of(points),
        rejection=rejection_of(points),
        distance=distance_of(points),
    )
