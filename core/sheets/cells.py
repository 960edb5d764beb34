"""Rows of cells, as the XML of a sheet tells of them."""

import re
from datetime import date, datetime

from core.sheets import refusals
from core.sheets.numbers import shown
from core.sheets.safety import StopReading
from core.sheets.sheet import (
    MOST_CELLS,
    MOST_EMPTY_ROWS,
    MOST_LETTERS,
    MOST_LETTERS_IN_CELL,
    column_letters,
    coordinate,
    tidy,
)

LAST_COLUMN = 16_384  # XFD
LAST_ROW = 1_048_576
MOST_MERGED = 20_000
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class CellReader:
    """Handlers for `Parts.parse`; afterwards `rows` holds (number, cells) of each row that
    holds anything, `merged` the ranges of merged cells.

    `plans` says how the numbers of a style are shown, `texts` holds those that cells share. `stopped`
    is True if rows were left unread, because enough of them are known.
    """

    def __init__(self, limits, plans, texts, from_1904):
        self.rows = []
        self.merged = []
        self.hidden = 0
        self.stopped = False
        self._limits, self._plans, self._texts, self._from_1904 = limits, plans, texts, from_1904
        self._number = self._row_count = self._cell_count = self._full = self._letters = 0
        self._row = None
        self._is_hidden = False
        # The cell that is being read.
        self._column = -1
        self._type = self._style = ""
        self._pieces = []
        self._length = 0
        self._reading = self._is_formula = self._aside = False

    def start(self, name, attributes):
        """An element begins."""
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._reading = self._row is not None and not self._aside
        elif name == "f":
            self._is_formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self._aside = True
        elif name == "mergeCell":
            self._start_merged(attributes)

    def data(self, text):
        """Text inside of an element."""
        if self._reading and self._length <= MOST_LETTERS_IN_CELL:
            self._pieces.append(text[: MOST_LETTERS_IN_CELL + 1])
            self._length += len(text)

    def end(self, name):
        """An element ends."""
        if name == "c":
            if self._row is not None and (self._pieces or self._is_formula):
                self._end_cell()
        elif name in ("v", "t"):
            self._reading = False
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._aside = False

    # Rows --------------------------------------------------------------------------------------
    def _start_row(self, attributes):
        number = attributes.get("r")
        if number is None:
            self._number += 1
        elif number.isdecimal() and len(number) < 8 and self._number < int(number) <= LAST_ROW:
            self._number = int(number)
        else:
            raise refusals.damaged()
        self._row_count += 1
        if self._row_count > self._limits.rows + MOST_EMPTY_ROWS:
            raise refusals.too_many_empty_rows()
        self._is_hidden = attributes.get("hidden") in ("1", "true")
        self._column = -1
        self._row = []

    def _end_row(self):
        row, self._row = self._row, None
        if not row:
            return
        if self._is_hidden:
            self.hidden += 1
            return
        self.rows.append((self._number, row))
        self._full += 1
        if self._full >= self._limits.enough:
            self.stopped = True
            if self._limits.peek:
                raise StopReading
            raise refusals.too_many_rows(self._limits.rows)

    def _start_merged(self, attributes):
        self.merged.append(attributes.get("ref", ""))
        if len(self.merged) > MOST_MERGED:
            raise refusals.damaged()

    # Cells -------------------------------------------------------------------------------------
    def _start_cell(self, attributes):
        self._cell_count += 1
        if self._cell_count > MOST_CELLS:
            raise refusals.too_many_cells()
        place = attributes.get("r")
        self._column = self._column + 1 if place is None else column_of(place)
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._pieces = []
        self._length = 0
        self._is_formula = False

    def _end_cell(self):
        if self._is_formula:
            if self._is_hidden:
                return
            raise refusals.formula(coordinate(self._number, self._column))
        value = self._value("".join(self._pieces))
        if value is None:
            return
        if self._column >= self._limits.columns:
            letters = column_letters(self._column)
            raise refusals.too_many_columns(self._limits.columns, letters)
        if isinstance(value, str):
            self._check_length(value)
        row = self._row
        row.extend([None] * (self._column + 1 - len(row)))
        row[self._column] = value

    def _check_length(self, value):
        if len(value) > MOST_LETTERS_IN_CELL:
            raise refusals.cell_too_long(coordinate(self._number, self._column))
        self._letters += len(value)
        if self._letters > MOST_LETTERS:
            raise refusals.too_much_text()

    def _value(self, text):
        if self._length > MOST_LETTERS_IN_CELL:
            raise refusals.cell_too_long(coordinate(self._number, self._column))
        kind = self._type
        if kind == "s":
            return tidy(self._shared(text))
        if kind == "n":
            return self._number_in(text.strip())
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "d":
            return _iso(text.strip())
        return tidy(unescaped(text))  # inlineStr, str, e

    def _shared(self, text):
        if not (text.strip().isdecimal() and len(text) < 9):
            raise refusals.damaged()
        return self._texts[int(text)]

    def _number_in(self, text):
        if not text:
            return None
        plan = self._plans.get(int(self._style)) if _is_small(self._style) else None
        try:
            return shown(text, plan, from_1904=self._from_1904)
        except ValueError:
            raise refusals.damaged() from None


def _is_small(digits):
    return digits.isdecimal() and len(digits) < 9


def unescaped(text):
    """`text` with `_x000D_`, as Excel writes what XML cannot hold, turned back into letters."""
    if "_x" not in text:
        return text
    return (
        ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).encode("utf-8", "replace").decode()
    )


def column_of(place):
    """The index of the column of a cell's name, C4 or C alone; SheetRefused if there is none such."""
    column = 0
    for letter in place:
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - 64
    if not 0 < column <= LAST_COLUMN:
        raise refusals.damaged()
    return column - 1


def _iso(text):
    """A date written out as ISO 8601; the text itself if it is none."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return tidy(text)
