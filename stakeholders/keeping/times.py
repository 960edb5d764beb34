"""How long things are kept, and months as people count them."""

from calendar import monthrange
from datetime import date, timedelta

NOTICE = timedelta(days=30)  # between saying that somebody is about to be erased, and doing it
SHEETS = timedelta(days=30)  # rows of an import that is over
WAY_BACK = timedelta(days=30)  # what a merge changed
MAILS = timedelta(days=180)  # words and address of a mail that was sent or is not to be
LINKS = timedelta(days=90)  # a personal link after its end
DISCLOSURES_YEARS = 3


def months_after(day, months):
    """The day `months` later; where that month is shorter, its last day (31 August and six months:
    28 or 29 February). `months` may be negative."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def a_year_after(day):
    """The same day next year; 28 February after a 29th."""
    return months_after(day, 12)
