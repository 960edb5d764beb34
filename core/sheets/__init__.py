"""Sheets, CSV and XLSX: read what people bring without trusting it, write what they take away.

sheet = read_apart(path, name)         # in a worker; SheetRefused says to people what is wrong
write_xlsx(["Name"], [["Kofi"]], title="People")
"""

from core.sheets.apart import peek_apart, read_apart
from core.sheets.sheet import Sheet, SheetRefused
from core.sheets.writing import MOST_XLSX_ROWS, csv_pieces, write_csv, write_xlsx

__all__ = [
    "MOST_XLSX_ROWS",
    "Sheet",
    "SheetRefused",
    "csv_pieces",
    "peek_apart",
    "read_apart",
    "write_csv",
    "write_xlsx",
]
