"""One way in for every sheet, whatever its kind."""

from pathlib import Path

from core.sheets import refusals
from core.sheets.csv_reading import read_csv
from core.sheets.safety import kind_of
from core.sheets.sheet import MOST_BYTES
from core.sheets.xlsx import read_xlsx


def read(path, limits):
    """The Sheet in the file at `path`, by what it holds and not by its name.

    Raises SheetRefused, which says what is wrong. To be called in a process apart: core.sheets.apart.
    """
    path = Path(path)
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise refusals.too_large(size, MOST_BYTES)
    if not size:
        raise refusals.nothing_in_it()
    return read_xlsx(path, limits) if kind_of(path) == "xlsx" else read_csv(path, limits)
