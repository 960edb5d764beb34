"""A progress report as a workbook: a sheet for each kind of figure, headings in English, so that they can
be worked with anywhere."""

from datetime import date
from decimal import Decimal

from core.markdown import plain
from core.sheets.writing import write_book

ABOUT = ("What", "Which")
COUNTS = ("Figure", "In the period", "In the period before")
DIALOGUES = ("Dialogue", "Kind", "From", "Until", "Place", "Attended")
ATTENDANCE = ("Group", "All", "Women", "Men", "Other", "Not said")
AIMS = ("Group", "All", "Target", "Variance", "Women", "Target of women", "Variance of women")
LOGFRAME = (
    *("Level", "Result or action", "Indicator", "Unit", "Baseline", "Baseline date", "Target"),
    *("Target date", "Actual", "Actual date", "Variance", "Per cent of the way", "Before"),
    *("Source", "Means of verification", "Assumptions"),
)
PARTS = ("Indicator", "By", "Part", "Number")
MONEY = (
    "Line",
    "Currency",
    "Planned",
    "Spent before",
    "Spent in the period",
    "Spent to date",
    "Left",
)
WORDS = ("Heading", "Text")
CORRECTIONS = ("Figure", "Reported then", "Known now")


def write_progress_book(facts):
    """The bytes of a workbook of a ProgressContext."""
    second = (f"Spent in the period ({facts.second_currency})",) if facts.second_currency else ()
    return write_book(
        [
            ("About", ABOUT, _about(facts)),
            ("Figures", COUNTS, [(row.label, row.number, row.before) for row in facts.counts]),
            ("Dialogues", DIALOGUES, map(_dialogue, facts.dialogues)),
            ("Attendance", ATTENDANCE, map(_attendance, facts.attendance)),
            ("Targets", AIMS, map(_aim, facts.aims)),
            ("Logframe", LOGFRAME, _logframe(facts)),
            ("Disaggregated", PARTS, _parts(facts)),
            ("Money", (*MONEY, *second), [_money(row, facts) for row in _lines(facts)]),
            ("Words", WORDS, [(row.heading, _plain(row.text)) for row in facts.texts]),
            ("Corrections", CORRECTIONS, map(_corrected, facts.corrections)),
        ]
    )


def _about(facts):
    """Whose figures these are: a file is passed on without the page that it came from."""
    yield from (("Programme", facts.programme), ("Initiative", facts.initiative))
    yield from (("Period", facts.title), ("From", _day(facts.starts_on)))
    yield ("Until", _day(facts.ends_on))


def _plain(text):
    """The words of a Markdown text, line by line as they were written."""
    return "\n".join(plain(line) for line in text.splitlines()).strip()


def _corrected(row):
    return (row.what, row.said, row.now)


def _day(iso):
    return date.fromisoformat(iso) if iso else None


def _dialogue(row):
    return (row.title, row.kind, _day(row.starts_on), _day(row.ends_on), row.place, row.people)


def _attendance(row):
    if row.is_small:
        return (row.group, row.people, "", "", "", "")
    return (row.group, row.people, row.women, row.men, row.others, row.unsaid)


def _aim(row):
    women = (row.women, row.aim_women, row.variance_women)
    return (row.group, row.people, row.aim, row.variance, *women)


def _logframe(facts):
    for result in facts.results:
        around = (result.verification, result.assumptions)
        if not result.indicators:
            yield (result.level_label, result.title, *[""] * 12, *around)
        for row in result.indicators:
            yield (result.level_label, result.title, *_measured(row), *around)
    for row in facts.indicators:
        yield ("Action", row.of, *_measured(row), "", "")


def _measured(row):
    return (
        *(row.title, row.unit, row.baseline, _day(row.baseline_on), row.target),
        *(_day(row.target_on), row.actual, _day(row.actual_on), row.variance, row.percent),
        *(row.before, row.source),
    )


def _parts(facts):
    for row in (*(each for line in facts.results for each in line.indicators), *facts.indicators):
        for part in row.parts:
            yield (row.title, part.by, part.name, part.number)


def _lines(facts):
    return (*facts.money, facts.sums) if facts.sums else facts.money


def _money(row, facts):
    amounts = map(Decimal, (row.planned, row.before, row.spent, row.to_date, row.left))
    second = (Decimal(row.second or 0),) if facts.second_currency else ()
    return (row.line, facts.currency, *amounts, *second)
