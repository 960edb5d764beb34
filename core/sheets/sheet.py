"""What a sheet is once it is read, and how much of one is read at most."""

from dataclasses import dataclass, field

from core.exceptions import Refusal
from core.text import without_control

MOST_BYTES = 10 * 2**20  # of the file
MOST_LETTERS_IN_CELL = 2000
MOST_LETTERS = 8_000_000  # of all cells together
MOST_CELLS = 300_000
# Beyond the rows that may be read: a sheet's empty, formatted rows are passed over, not endlessly.
MOST_EMPTY_ROWS = 30_000
PEEKED_ROWS = 40


class SheetRefused(Refusal):
    """The file is not read, and `str()` says why: in one sentence or two, to whoever brought it."""


@dataclass(frozen=True)
class Limits:
    """How many rows and columns may be read; a `peek` stops after the first ones without complaint."""

    rows: int
    columns: int
    peek: bool = False

    @property
    def enough(self):
        """The number of rows after which nothing more is read."""
        return PEEKED_ROWS if self.peek else self.rows + 1


@dataclass
class Sheet:
    """Rows of cells: text without blanks around it, numbers, True and False, dates, None where empty.

    All rows are of one length; blank ones are left out, so `numbers` holds the number of each as the
    sheet itself counts, from 1. `filled` holds the cells, as (index in rows, column), that stand empty
    in the sheet because they are merged with one above, whose value they show. `hidden` rows were left
    out because the sheet does not show them. Errors stay what they look like: "#REF!".
    """

    kind: str
    title: str = ""
    rows: list = field(default_factory=list)
    numbers: list = field(default_factory=list)
    filled: set = field(default_factory=set)
    hidden: int = 0


def tidy(text):
    """A cell's text as it is kept: None when nothing is left of it."""
    text = without_control(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return text or None


def column_letters(column):
    """The letters that a sheet shows above the column of this index: A for 0, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def coordinate(number, column):
    """A cell's name: C4 for row number 4 and column index 2."""
    return f"{column_letters(column)}{number}"


def levelled(rows):
    """`rows` with None put behind the shorter ones, in place."""
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([None] * (width - len(row)))
    return rows
