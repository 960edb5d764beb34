"""Sheets are read in a process apart: whatever one of them does to the reader, it does it there."""

import logging
from datetime import date, datetime
from pathlib import Path

from core.apart import Died, answer_apart
from core.sheets import refusals
from core.sheets.reading import read
from core.sheets.sheet import MOST_BYTES, Limits, Sheet, SheetRefused

logger = logging.getLogger(__name__)

READING = {"seconds": 30, "megabytes": 250}
PEEKING = {"seconds": 10, "megabytes": 250}
PEEKED = 20_000  # rows, empty ones among them, in which the first 40 are looked for


def read_apart(path, name, *, most_rows=20_000, most_columns=100):
    """The Sheet in the file at `path`, read in a child process that may take 30 s and 250 MB.

    `name`, which its owner gave it, decides nothing. Raises SheetRefused with a sentence for people:
    the file is no sheet, is damaged, is hostile, or holds more than is read.
    """
    return _apart(path, Limits(most_rows, most_columns), READING)


def peek_apart(path, name, *, most_columns=100):
    """The first 40 rows of the sheet at `path`, quickly. Raises SheetRefused, as read_apart does."""
    return _apart(path, Limits(PEEKED, most_columns, peek=True), PEEKING)


def _apart(path, limits, bounds):
    path = Path(path)
    # Nothing needs to be started for what is too large anyway.
    if (size := path.stat().st_size) > MOST_BYTES:
        raise refusals.too_large(size, MOST_BYTES)
    try:
        told = answer_apart(lambda: _told(path, limits), **bounds)
    except Died:
        logger.warning("the reader of a sheet did not come to an end")
        raise refusals.took_too_much() from None
    if "refused" in told:
        raise SheetRefused(told["refused"])
    return _sheet(told)


def _told(path, limits):
    """What the child says of the file: plain data."""
    try:
        return _packed(read(path, limits))
    except SheetRefused as refused:
        return {"refused": str(refused)}
    except MemoryError:
        return {"refused": str(refusals.took_too_much())}
    except Exception as error:
        logger.exception("a sheet could not be read", exc_info=_without_words(error))
        return {"refused": str(refusals.damaged())}


def _without_words(error):
    """What may stand in the log: which kind of error, and where. Its words may be names out of the file."""
    return RuntimeError(type(error).__name__).with_traceback(error.__traceback__)


def _packed(sheet):
    told = {name: getattr(sheet, name) for name in ("kind", "title", "rows", "numbers", "hidden")}
    told["filled"] = sorted(sheet.filled)
    told["dates"] = dates = []
    for index, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                row[column] = cell.isoformat()
                dates.append((index, column))
    return told


def _sheet(told):
    for index, column in told.pop("dates"):
        row = told["rows"][index]
        text = row[column]
        whole_day = len(text) == len("2014-02-05")
        row[column] = date.fromisoformat(text) if whole_day else datetime.fromisoformat(text)
    told["filled"] = {tuple(place) for place in told["filled"]}
    return Sheet(**told)
