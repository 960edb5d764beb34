"""What of a count of people may be told to whom, and whether it reaches a target.

No database, no language: plain numbers in, plain values out. Why no count below five can be told from
another below five is argued in docs/decisions/0011-balance.md.
"""

from collections import namedtuple
from dataclasses import dataclass
from enum import Enum, StrEnum

MINIMUM = 5  # a smaller count is told to nobody who does not know the people


class Measure(StrEnum):
    """What is counted of a group, a gender or a category."""

    MAPPED = "mapped"
    INVITED = "invited"
    ACCEPTED = "accepted"
    ATTENDED = "attended"
    DECLINED = "declined"


class Sight(Enum):
    """How much of a count somebody may be told."""

    WHOLE = "whole"  # who knows everybody
    TEAM = "team"  # who takes the notes: everything but what protected people are like
    OWN = "own"  # a partner: those it registered, and bands of the others
    BANDS = "bands"


class Dimension(StrEnum):
    """By what people are counted."""

    GROUP = "group"
    GENDER = "gender"
    CATEGORY = "category"


# From `low` to `high` people; an open one (`high` is None) has no upper end.
Band = namedtuple("Band", ["low", "high"])


@dataclass(frozen=True)
class Count:
    """How many there are, and how many of them the viewer knows."""

    all: int = 0
    own: int = 0

    def __add__(self, other):
        return Count(self.all + other.all, self.own + other.own)

    @property
    def others(self):
        return self.all - self.own


@dataclass(frozen=True)
class Told:
    """What is told of a count: the number `own` of those who may be counted, and a Band of the `others`.

    Either may be None: nothing is told of them, or there are none.
    """

    own: int | None = None
    others: Band | None = None

    @property
    def is_exact(self):
        return self.others is None

    @property
    def least(self):
        """So many there are at the least."""
        return (self.own or 0) + (self.others.low if self.others else 0)

    @property
    def most(self):
        """So many there are at the most; None if that is not told."""
        if self.others is None:
            return self.own
        return None if self.others.high is None else (self.own or 0) + self.others.high


class Verdict(StrEnum):
    """How a count stands to its target."""

    REACHED = "reached"
    SHORT = "short"
    UNTOLD = "untold"


def band_of(number):
    """The Band of five that `number` falls into: 0 to 4, 5 to 9, and so on."""
    low = number - number % MINIMUM
    return Band(low, low + MINIMUM - 1)


def told_of(count, sight, dimension, measure):
    """What `sight` is told of a Count at one dialogue.

    To those who take the notes protected people are pseudonyms: they read the group of each in the
    list, but not the gender, nor who stands on the map. A partner reads there which of its own people
    take part; not who of them is on the map.
    """
    if sight is Sight.WHOLE:
        return Told(count.all)
    if sight is Sight.TEAM:
        seen = dimension is Dimension.GROUP and measure != Measure.MAPPED
        return Told(count.all if seen else count.own)
    if sight is Sight.OWN and measure != Measure.MAPPED:
        return Told(count.own, band_of(count.others))
    return Told(None, band_of(count.others))


def over(tolds):
    """What is told of people over several dialogues, from what is told of each: at least as many as at the
    largest, at most as many as at all together. A count of its own would tell more than these."""
    bands = [told.others for told in tolds]
    if not bands:
        return Told(None, Band(0, 0))
    return Told(None, Band(max(band.low for band in bands), sum(band.high for band in bands)))


def in_all(own, *dimensions):
    """What is told of everybody, from what is told of each row of each of `dimensions`, and of nobody
    twice in one; open, as those of no group and those who did not say their gender have no row."""
    lows = (sum(told.others.low for told in rows) for rows in dimensions)
    return Told(own, Band(max(lows, default=0), None))


def verdict_of(told, target):
    """How a count stands to `target`, as far as it is told."""
    if told.least >= target:
        return Verdict.REACHED
    if told.most is not None and told.most < target:
        return Verdict.SHORT
    return Verdict.UNTOLD
