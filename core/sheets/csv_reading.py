"""CSV as people have it: whatever separates the columns, however the letters are kept."""

import csv
import io
import re
from collections import Counter
from itertools import islice

from django.utils.translation import gettext_lazy as _

from core.sheets import refusals
from core.sheets.sheet import (
    MOST_CELLS,
    MOST_EMPTY_ROWS,
    MOST_LETTERS,
    MOST_LETTERS_IN_CELL,
    Sheet,
    column_letters,
    coordinate,
    levelled,
    tidy,
)
from core.sheets.writing import armed_again

SEPARATORS = (",", ";", "\t", "|")
SAMPLED_ROWS = 40
LONGEST_LINE = 250_000
# Left open, a quotation takes in all that follows.
LONGEST_FIELD = 50_000
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# ="0244" is how a leading zero is kept from Excel: text, not a formula.
KEPT_TEXT = re.compile(r'="([^"]*)"')
FORMULA = re.compile(r"=[\w+\-@\"'(]")
BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
MOST_BINARY = 0.01


def read_csv(path, limits):
    """The Sheet in a CSV file; SheetRefused says what is wrong with it."""
    csv.field_size_limit(LONGEST_FIELD)
    text = _decoded(path.read_bytes())
    said = re.match(r"sep=(.)\r?\n", text)  # Excel's own first line, which is no row
    separator = said[1] if said else _separator(text)
    taking = _Taking(limits)
    lines = _Lines(text)
    rows = csv.reader(lines, delimiter=separator)
    try:
        for number, row in enumerate(rows, 1):
            if said and number == 1:
                continue
            taking.take(number, row)
            lines.begin()
            if limits.peek and len(taking.sheet.rows) >= limits.enough:
                break
    except csv.Error as bad:
        raise refusals.quotation_left_open(lines.begun) from bad
    if not taking.sheet.rows:
        raise refusals.nothing_in_it()
    levelled(taking.sheet.rows)
    return taking.sheet


def _decoded(content):
    """The text of the file. What is no valid UTF-8 was written on a Windows of the West."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _text_of(content, encoding)
    if content[1:2] == b"\0" and content[3:4] == b"\0":
        return _text_of(content, "utf-16-le")
    if content[:1] == b"\0" and content[2:3] == b"\0":
        return _text_of(content, "utf-16-be")
    try:
        return _text_of(content, "utf-8")
    except UnicodeDecodeError:
        return _text_of(content, "cp1252")


def _text_of(content, encoding):
    # Five bytes mean nothing in Windows-1252; a broken UTF-16 is seen by what becomes of it.
    errors = "strict" if encoding == "utf-8" else "replace"
    text = content.decode(encoding, errors)
    sample = text[:20_000]
    strange = len(BINARY.findall(sample)) + sample.count("\ufffd")
    if strange > MOST_BINARY * len(sample) or "\0" in sample:
        raise refusals.wrong_kind(_("no text"))
    return text


def _separator(text):
    """What parts the columns: that which gives the most rows of one same width."""
    best, separator = (0, 0), ","
    for sign in SEPARATORS:
        if sign not in text:
            continue
        try:
            rows = list(islice(csv.reader(_Lines(text), delimiter=sign), SAMPLED_ROWS))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        for width, count in widths.items():
            if (count, width) > best:
                best, separator = (count, width), sign
    return separator


class _Lines:
    """The lines of a text, none too long to be one of a table. `begun` is the line with which the row
    begins that is being read."""

    def __init__(self, text):
        self._file = io.StringIO(text, newline="")
        self._number = 0
        self.begun = 1

    def __iter__(self):
        return self

    def __next__(self):
        line = self._file.readline(LONGEST_LINE + 1)
        if not line:
            raise StopIteration
        self._number += 1
        if len(line) > LONGEST_LINE:
            raise refusals.line_too_long(self._number)
        return line

    def begin(self):
        """The next line begins a row."""
        self.begun = self._number + 1


class _Taking:
    """Takes rows into `sheet`, counting what may be too much."""

    def __init__(self, limits):
        self.sheet = Sheet("csv")
        self._limits = limits
        self._cells = self._letters = 0

    def take(self, number, row):
        """Take a row; a blank one is left out."""
        if number > self._limits.rows + MOST_EMPTY_ROWS:
            raise refusals.too_many_empty_rows()
        self._cells += len(row)
        if self._cells > MOST_CELLS:
            raise refusals.too_many_cells()
        cells = [self._cell(number, column, text) for column, text in enumerate(row)]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            return
        if len(cells) > self._limits.columns:
            letters = column_letters(len(cells) - 1)
            raise refusals.too_many_columns(self._limits.columns, letters)
        self.sheet.rows.append(cells)
        self.sheet.numbers.append(number)
        if len(self.sheet.rows) > self._limits.rows and not self._limits.peek:
            raise refusals.too_many_rows(self._limits.rows)

    def _cell(self, number, column, text):
        text = tidy(text)
        if text is None:
            return None
        if len(text) > MOST_LETTERS_IN_CELL:
            raise refusals.cell_too_long(coordinate(number, column))
        self._letters += len(text)
        if self._letters > MOST_LETTERS:
            raise refusals.too_much_text()
        if text[0] == "=":
            kept = KEPT_TEXT.fullmatch(text)
            if kept:
                return tidy(kept[1])
            if FORMULA.match(text):
                raise refusals.formula(coordinate(number, column))
        return armed_again(text)
