"""Sheets that leave: CSV in which nothing runs when it is opened, XLSX in which text is text."""

import csv
import io
import re
from datetime import datetime
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.sheets.sheet import tidy
from core.text import without_control

# Beyond them a CSV, written as it is read, is the better file.
MOST_XLSX_ROWS = 10_000
MOST_IN_XLSX_CELL = 32_767
WIDTHS = (8, 50)  # of a column, in characters
SAMPLED_ROWS = 200
PIECE = 2**16
# What a spreadsheet takes for a formula, in full width too, behind any number of apostrophes.
RUNS = re.compile(r"'*\s*[=+\-@\t\r＝＋－＠]")
DISARMED = re.compile(r"'(?='*\s*[=+\-@\t\r＝＋－＠])")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
NO_TITLE = re.compile(r"[\[\]:*?/\\]")


def disarmed(text):
    """`text` with an apostrophe before what a spreadsheet would take for a formula.

    A telephone number gets one too: a spreadsheet would reckon it up. `armed_again` takes it away.
    """
    return f"'{text}" if RUNS.match(text) else text


def armed_again(text):
    """`text` as it was before `disarmed`."""
    return DISARMED.sub("", text, count=1) if text[:1] == "'" else text


def write_csv(headings, rows):
    """The bytes of a CSV: UTF-8 with a mark, by which Excel knows it, commas, formulas disarmed."""
    return b"".join(csv_pieces(headings, rows))


def csv_pieces(headings, rows):
    """The bytes of `write_csv`, piece by piece as `rows` come."""
    held = io.StringIO(newline="")
    held.write("\ufeff")
    writer = csv.writer(held)
    for row in chain([headings], rows):
        writer.writerow([_as_text(cell) for cell in row])
        if held.tell() > PIECE:
            yield held.getvalue().encode("utf-8", "replace")
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode("utf-8", "replace")


def _as_text(cell):
    if isinstance(cell, str):
        return disarmed(tidy(cell) or "")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return "" if cell is None else str(cell)  # a date as 2014-02-05


def write_xlsx(headings, rows, *, title):
    """The bytes of an XLSX of one sheet called `title`: text is text whatever it begins with, dates are
    dates; the headings are bold, stay in sight and can be filtered by."""
    return write_book([(title, headings, rows)])


def write_book(sheets, *, title="", language=""):
    """The bytes of an XLSX of several `sheets`, each its title, headings and rows, as in `write_xlsx`. The
    file calls itself `title`, says in which language it is, and names nobody as its author."""
    book = Workbook(write_only=True)
    book.properties.creator = None
    book.properties.title, book.properties.language = _clean(title), _clean(language)
    for title, headings, rows in sheets:
        _write_sheet(book, title, headings, list(rows))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write_sheet(book, title, headings, rows):
    name = NO_TITLE.sub(" ", without_control(title))[:31].strip(" '")
    sheet = book.create_sheet(name or str(len(book.worksheets) + 1))
    for column, heading in enumerate(headings):
        width = _width(heading, column, rows)
        sheet.column_dimensions[get_column_letter(column + 1)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(rows) + 1}"
    bold = Font(bold=True)
    head = [_text_cell(sheet, heading) for heading in headings]
    for cell in head:
        cell.font = bold
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, cell) for cell in row])


def _width(heading, column, rows):
    longest = max((len(str(row[column])) for row in rows[:SAMPLED_ROWS] if row[column]), default=0)
    least, most = WIDTHS
    # Room for the arrow of the filter, which stands above the heading's end.
    return min(max(least, len(heading) + 4, longest + 2), most)


def _cell(sheet, value):
    if isinstance(value, str):
        # openpyxl guesses: a formula or an error's name is told to it as what it is.
        if value[:1] in "=#":
            return _text_cell(sheet, value)
        return _clean(value)
    if isinstance(value, datetime) and value.tzinfo:
        return value.replace(tzinfo=None)
    return value


def _text_cell(sheet, text):
    cell = WriteOnlyCell(sheet, _clean(text))
    cell.data_type = "s"
    return cell


def _clean(text):
    text = without_control(text).encode("utf-8", "replace").decode()
    # Read back, `_x0041_` would be an A.
    return LOOKS_ESCAPED.sub("_x005F_", text)[:MOST_IN_XLSX_CELL] or None
