"""The inside of an XLSX: its sheets, texts and formats, read in one pass without building a document.

openpyxl knows what formats mean (core.sheets.numbers) and writes; but to be told of formulas, hidden
rows and merged cells it builds the whole workbook, which a hostile one makes too large.
"""

import posixpath
import re
from contextlib import suppress
from itertools import chain

from core.sheets import refusals
from core.sheets.cells import MOST_MERGED, CellReader, column_of, unescaped
from core.sheets.numbers import plan_of
from core.sheets.safety import Parts
from core.sheets.sheet import MOST_CELLS, MOST_LETTERS, MOST_LETTERS_IN_CELL, Sheet, levelled

MOST_SHEETS = 200
MOST_TEXTS = 300_000
# What the parts may be unpacked, in bytes.
MOST_OF_BOOK = 2 * 2**20
MOST_OF_STYLES = 8 * 2**20
MOST_OF_TEXTS = 32 * 2**20
MOST_OF_SHEET = 64 * 2**20
BOOK = "xl/workbook.xml"
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]{1,30})"')
RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")


def read_xlsx(path, limits):
    """The Sheet that a file shows first: the first visible one that holds anything."""
    with Parts(path) as parts:
        book = _Book(parts)
        texts = _Texts(parts, book)
        plans = _plans(parts, book)
        for title, part in book.sheets:
            sheet = _read(parts, part, title, limits, plans, texts, book.from_1904)
            if sheet.rows:
                return sheet
    raise refusals.nothing_in_it()


class _Book:
    """What the workbook says: `sheets`, the visible ones as (title, part), and from when it counts."""

    def __init__(self, parts):
        self.from_1904 = False
        self._parts = parts
        self._found = []
        self._targets = {}
        self._kinds = {}
        self.count = 0
        parts.parse(parts.pieces(BOOK, MOST_OF_BOOK), self._book)
        relations = "xl/_rels/workbook.xml.rels"
        if relations in parts.names:
            parts.parse(parts.pieces(relations, MOST_OF_BOOK), self._relation)
        sheets = [(title, self._targets.get(key)) for title, key in self._found]
        self.sheets = [(title, part) for title, part in sheets if part in parts.names]
        if not self.sheets and not self._found:
            raise refusals.nothing_in_it()
        if not self.sheets:
            raise refusals.damaged()

    def part(self, kind, usual):
        """The name of the part of this kind; None if there is none."""
        name = self._kinds.get(kind, usual)
        return name if name in self._parts.names else None

    def _book(self, name, attributes):
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "") in ("1", "true", "on")
        elif name == "sheet":
            self.count += 1
            if self.count > MOST_SHEETS:
                raise refusals.too_many_sheets(self.count, MOST_SHEETS)
            if attributes.get("state", "visible") == "visible":
                keys = (
                    value for key, value in attributes.items() if key.rpartition(":")[2] == "id"
                )
                self._found.append((attributes.get("name", "")[:200], next(keys, None)))

    def _relation(self, name, attributes):
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
        kind = attributes.get("Type", "").rpartition("/")[2]
        self._targets[attributes.get("Id")] = target.lstrip("/")
        self._kinds[kind] = target.lstrip("/")


class _Texts:
    """The texts that cells share, read when one is first asked for, and no further than needed."""

    def __init__(self, parts, book):
        self._parts = parts
        self._part = book.part("sharedStrings", "xl/sharedStrings.xml")
        self._texts = None
        self._pieces = []
        self._length = 0
        self._inside = self._reading = False

    def __getitem__(self, number):
        if self._texts is None:
            self._texts = []
            if self._part:
                pieces = self._parts.pieces(self._part, MOST_OF_TEXTS)
                self._parts.parse(pieces, self._start, self._end, self._data)
        try:
            return self._texts[number]
        except IndexError:
            raise refusals.damaged() from None

    def _start(self, name, _attributes):
        if name == "si":
            self._pieces, self._length = [], 0
        elif name == "rPh":  # how a Japanese text is spoken
            self._inside = True
        elif name == "t":
            self._reading = not self._inside

    def _data(self, text):
        # What is too long is refused where it stands in a cell: elsewhere it does no harm.
        if self._reading and self._length <= MOST_LETTERS_IN_CELL:
            self._pieces.append(text[: MOST_LETTERS_IN_CELL + 1])
            self._length += len(text)

    def _end(self, name):
        if name == "si":
            self._texts.append(unescaped("".join(self._pieces)))
            if len(self._texts) > MOST_TEXTS:
                raise refusals.too_much_text()
        elif name == "t":
            self._reading = False
        elif name == "rPh":
            self._inside = False


def _plans(parts, book):
    """{style of a cell: its plan}, for those that are more than plain numbers."""
    part = book.part("styles", "xl/styles.xml")
    if part is None:
        return {}
    patterns, used, where = {}, [], []

    def start(name, attributes):
        if name == "numFmt":
            with suppress(ValueError):
                number = int(attributes.get("numFmtId", ""))
                patterns[number] = attributes.get("formatCode", "")[:300]
        elif name in ("cellXfs", "cellStyleXfs"):
            where.append(name)
        elif name == "xf" and where and where[-1] == "cellXfs":
            digits = attributes.get("numFmtId", "0")
            used.append(int(digits) if digits.isdecimal() and len(digits) < 9 else 0)

    def end(name):
        if name in ("cellXfs", "cellStyleXfs") and where:
            where.pop()

    parts.parse(parts.pieces(part, MOST_OF_STYLES), start, end)
    known = {number: plan_of(number, patterns.get(number)) for number in set(used)}
    return {style: known[number] for style, number in enumerate(used) if known[number]}


def _read(parts, part, title, limits, plans, texts, from_1904):
    reader = CellReader(limits, plans, texts, from_1904)
    pieces = parts.pieces(part, MOST_OF_SHEET)
    last = [b""]
    parts.parse(_overheard(pieces, last), reader.start, reader.end, reader.data)
    merged = set(reader.merged)
    if reader.stopped:
        # Merged cells are told of behind all the rows.
        merged |= _merged_in(chain(last, pieces))
    sheet = Sheet("xlsx", title, hidden=reader.hidden)
    _put(sheet, reader.rows, _filling(dict(reader.rows), merged))
    levelled(sheet.rows)
    return sheet


def _overheard(pieces, last):
    """`pieces` as they come, the one that is being read kept in `last`."""
    for piece in pieces:
        last[0] = piece
        yield piece


def _merged_in(pieces):
    """The ranges that are merged, found in the XML's bytes without reading it all."""
    found = set()
    tail = b""
    for piece in pieces:
        tail += piece
        found.update(place.decode() for place in MERGED.findall(tail))
        if len(found) > MOST_MERGED:
            raise refusals.damaged()
        # An element may be cut in two between pieces.
        tail = tail[tail.rfind(b">") + 1 :][-200:]
    return found


def _filling(cells, merged):
    """{row: [(column, value)]} for what `merged` ranges of several rows show below their first one."""
    filling = {}
    steps = letters = 0
    for place in merged:
        found = RANGE.fullmatch(place)
        if found is None:
            continue
        column, top, bottom = column_of(found[1]), int(found[2]), int(found[4])
        row = cells.get(top, ())
        if column >= len(row) or row[column] is None:
            continue
        # A claim of a million rows costs no more than the rows there are.
        below = range(top + 1, bottom + 1) if bottom - top < len(cells) else cells
        steps += len(below)
        letters += len(below) * len(str(row[column]))
        if steps > MOST_CELLS or letters > MOST_LETTERS:
            raise refusals.too_many_cells()
        for number in below:
            if number in cells and top < number <= bottom:
                filling.setdefault(number, []).append((column, row[column]))
    return filling


def _put(sheet, rows, filling):
    """Put `rows` into `sheet`, what is merged with a cell above filled in."""
    for number, row in rows:
        for column, value in filling.get(number, ()):
            row.extend([None] * (column + 1 - len(row)))
            if row[column] is None:
                row[column] = value
                sheet.filled.add((len(sheet.rows), column))
        sheet.rows.append(row)
        sheet.numbers.append(number)
