"""What a progress report says, as facts: frozen when a period is approved, and the same in every format.

Nobody is named among them. A dialogue that is not public stands with its kind and its days alone, and where
fewer than five of a group were there, women and men of it are not told apart.
"""

from dataclasses import dataclass

SMALL = 5  # of a group: fewer are not told apart by gender


@dataclass(frozen=True, slots=True)
class Held:
    """A dialogue that ended in the period, and how many attended."""

    title: str
    kind: str
    starts_on: str
    ends_on: str
    place: str = ""
    people: int = 0


@dataclass(frozen=True, slots=True)
class Attendance:
    """Those of a group who attended, once for each dialogue. `is_small`: not told apart by gender."""

    group: str
    people: int = 0
    women: int = 0
    men: int = 0
    others: int = 0
    unsaid: int = 0
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Aim:
    """How many of a group attended and how many were aimed for; None where nothing was, and for women of a
    group that is not told apart."""

    group: str
    people: int = 0
    aim: int | None = None
    women: int | None = None
    aim_women: int | None = None

    @property
    def variance(self):
        """By how many more than were aimed for; None without an aim."""
        return None if self.aim is None else self.people - self.aim

    @property
    def variance_women(self):
        """The same of women."""
        known = self.aim_women is not None and self.women is not None
        return self.women - self.aim_women if known else None


@dataclass(frozen=True, slots=True)
class Count:
    """Something that is counted in a period; `before` is the figure of the period before, None if there is
    none."""

    key: str
    label: str
    number: int = 0
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What of an indicator's value falls to one part of a category, such as women of sex."""

    by: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator at the end of the period. Figures stand as they were written down."""

    title: str
    of: str = ""
    level: str = ""
    unit: str = ""
    is_in_words: bool = False
    less_is_better: bool = False
    baseline: str = ""
    baseline_on: str = ""
    target: str = ""
    target_on: str = ""
    actual: str = ""
    actual_on: str = ""
    source: str = ""
    variance: str = ""
    percent: int | None = None
    before: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A line of the logical framework, with what measures it."""

    level: str
    level_label: str
    title: str
    depth: int = 0
    text: str = ""
    assumptions: str = ""
    verification: str = ""
    indicators: tuple[Measured, ...] = ()


@dataclass(frozen=True, slots=True)
class Money:
    """A line of the budget: planned, spent before the period, in it, and up to its end. Amounts are written
    as decimals, `second` is what was spent in the period in the second currency."""

    line: str
    planned: str = "0"
    before: str = "0"
    spent: str = "0"
    to_date: str = "0"
    left: str = "0"
    second: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid on a day, without words: those may name somebody."""

    on: str
    amount: str
    line: str


@dataclass(frozen=True, slots=True)
class Text:
    """What is told in words under a heading."""

    key: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure of the period before that is another one by now."""

    what: str
    said: str
    now: str
