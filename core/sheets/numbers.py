"""Numbers as a sheet of Excel shows them: what is a date, what a time, what a telephone number.

Excel keeps all of them as numbers; the number format of the cell alone tells which is which.
"""

import re
from datetime import date, datetime, time, timedelta

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

# Not parts of a pattern: colours and countries in brackets.
BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
LITERAL = re.compile(r'"([^"]*)"|\\(.)')
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
# East Asian forms of dates that have no pattern in the file.
FOREIGN_DATES = {*range(27, 37), *range(50, 59)}
DAYS_FROM_1904 = 1462
LAST_DAY = 2_958_466  # 31 December 9999
# A float holds whole numbers up to here exactly.
EXACT = 10**15


def plan_of(number, pattern):
    """What a format says of its cells: "date", "time", "elapsed", "percent", a mask of digits such as
    `0000000000`, or None for a plain number. `number` is the format's own, `pattern` its text."""
    if number in FOREIGN_DATES:
        return "date"
    if pattern is None:
        pattern = BUILTIN_FORMATS.get(number, "General")
    first = BRACKETS.sub("", pattern.partition(";")[0])
    if ELAPSED.search(first):
        return "elapsed"
    if is_date_format(first):
        bare = LITERAL.sub("", first).lower()
        return "date" if "y" in bare or "d" in bare else "time"
    if "%" in LITERAL.sub("", first):
        return "percent"
    return _mask(first)


def _mask(pattern):
    """`pattern` with its literal text plain and each digit as 0 or #, if that is all it has."""
    literal = []

    def keep(match):
        literal.append(match[1] if match[1] is not None else match[2])
        return "\0"

    bare = LITERAL.sub(keep, pattern).replace("?", "#")
    if not re.fullmatch(r"[0#\0 ()/+-]+", bare):
        return None
    digits = bare.count("0") + bare.count("#")
    if bare.count("0") < 2 and not (digits and len(bare) > digits):
        return None
    kept = iter(literal)
    # A literal 0 or # would be taken for a digit: such a format is nobody's telephone number.
    if any(letter in text for text in literal for letter in "0#"):
        return None
    return "".join(next(kept) if letter == "\0" else letter for letter in bare)


def shown(text, plan, *, from_1904=False):
    """The value of a cell that holds the number `text` in a format of this `plan`."""
    value = float(text)
    whole = value.is_integer() and abs(value) < EXACT
    if plan == "date":
        return _date(value, from_1904)
    if plan in ("time", "elapsed") and 0 <= value < LAST_DAY:
        return _time(value, plan)
    if plan == "percent":
        return f"{round(value * 100, 6):g}%"
    if plan and whole and value >= 0:
        return _masked(str(int(value)), plan)
    if whole:
        return int(value)
    return value if value - value == 0 else text  # neither infinite nor "nan"


def _date(value, from_1904):
    if not 0 <= value < LAST_DAY:
        return int(value) if value.is_integer() else value
    if value < 1 and not from_1904:
        return _time(value, "time")
    days = value + DAYS_FROM_1904 if from_1904 else value
    # Excel believes that 1900 had a 29 February: day 60.
    epoch = datetime.combine(date(1899, 12, 31 if days < 60 else 30), time())
    try:
        moment = epoch + timedelta(days=int(days), seconds=round((days % 1) * 86400))
    except OverflowError:
        return value
    midnight = moment.hour == moment.minute == moment.second == 0
    return moment.date() if midnight else moment


def _time(value, plan):
    seconds = round(value * 86400)
    if plan == "time":
        seconds %= 86400
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours:02d}:{minutes:02d}"
    return f"{text}:{seconds:02d}" if seconds else text


def _masked(digits, mask):
    left = list(digits)
    places = mask.count("0") + mask.count("#")
    built = []
    for letter in reversed(mask):
        if letter not in "0#":
            built.append(letter)
            continue
        places -= 1
        if left:
            built.append(left.pop())
        elif letter == "0":
            built.append("0")
        if not places and left:
            built.extend(reversed(left))
            left = []
    return "".join(reversed(built)).strip()
