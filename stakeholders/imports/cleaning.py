"""What is made of the cells of a sheet: clean values of the register's fields, and marks at what is odd.

Pure: reads nothing from the database and writes nothing. A mark is a dictionary {"field", "level",
"code", "values"}; stakeholders.imports.marks puts it into words.
"""

import datetime
import re
from dataclasses import dataclass, field
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from core.text import fold, one_line, without_control
from stakeholders.imports.columns import CONSENTS, NAMES
from stakeholders.imports.countries import country_of
from stakeholders.naming import PROTECTED
from stakeholders.words import GENDERS, LANGUAGES, NO, YES

ERROR, WARNING, NOTE = "error", "warning", "note"
LONGEST = {
    "title": 40,
    "name": 200,
    "role": 300,
    "organisation": 300,
    "organisation_acronym": 40,
    "email": 254,
    "phone": 60,
    "gender": 40,
    "consent_wording": 2000,
}
PLAIN = ("title", "role", "organisation", "organisation_acronym", "phone")
TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
PARTS = re.compile(r"[,;/|\n]|\s+(?:and|et|y|e|na|dan|&)\s+")
MANY = re.compile(r"[,;|\n]")
FAILED_FORMULA = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!)")
NOTHING = frozenset(
    {"", "-", "--", "n/a", "none", "nil", "null", "?", "n.a.", "s/o", "n/d", "–", "—"}
)
FORMATS = (
    *("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%d/%m/%y", "%d.%m.%y"),
    *("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"),
)
EXCEL_BEGINS = datetime.date(1899, 12, 30)
_is_email = EmailValidator()


@dataclass
class Vocabulary:
    """What cells may name: groups and categories of the programme by folded name, to their ids; the
    day on which the sheet is read; the reader's language."""

    groups: dict = field(default_factory=dict)
    categories: dict = field(default_factory=dict)
    today: datetime.date = None
    language: str = "en"


class Row:
    """The values and marks of one row as they are gathered."""

    def __init__(self):
        self.values = {}
        self.marks = []

    def mark(self, key, level, code, **values):
        """Say that something is odd about the cell of field `key`."""
        self.marks.append({"field": key, "level": level, "code": code, "values": values})

    def put(self, key, value):
        """Keep `value` unless it is empty."""
        if value not in ("", None, []):
            self.values[key] = value


def as_text(cell):
    """A cell as people read it: numbers without a needless fraction, days as 2014-02-05."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else str(cell)
    return str(cell)


def clean_row(cells, vocabulary, filled=()):
    """The clean values and the marks of a row: `cells` is field's key -> cell, `filled` holds the keys of
    cells that were filled down from a merged one. The values are fit for JSON."""
    row = Row()
    texts = {}
    for key, cell in cells.items():
        text = without_control(as_text(cell)).strip()
        if FAILED_FORMULA.fullmatch(text):
            row.mark(key, WARNING, "formula", text=text)
            text = ""
        texts[key] = "" if _says_nothing(key, text) else text
    for key in ("name", "email"):
        if key in filled and texts.get(key):
            row.mark(key, WARNING, "merged")
    _name(row, texts)
    for key in PLAIN:
        if text := one_line(texts.get(key, "")):
            row.put(key, _fitting(row, key, text))
    _email(row, one_line(texts.get("email", "")))
    _words(row, texts, vocabulary)
    _lists(row, texts, vocabulary)
    _protected(row, texts.get("protected", ""))
    if day := _day(row, "since", cells.get("since"), texts.get("since", "")):
        row.put("since", day.isoformat())
    _consents(row, cells, texts, vocabulary)
    return row


def _says_nothing(key, text):
    # Nil and Na are somebody's names, NA the letters of Namibia.
    if key in NAMES:
        return text.lower() in NOTHING and not text.isalpha()
    return text.lower() in NOTHING or (text == "NA" and key != "country")


def _fitting(row, key, text):
    if len(text) > LONGEST[key]:
        row.mark(key, ERROR, "long", longest=LONGEST[key])
        return ""
    return text


def _name(row, texts):
    name = one_line(texts.get("name", ""))
    if not name:
        name = one_line(f"{texts.get('first_name', '')} {texts.get('last_name', '')}")
    if not name:
        row.mark("name", ERROR, "no-name")
        return
    if fold(name) == fold(str(PROTECTED)):
        # The file of somebody's export, brought back.
        row.mark("name", ERROR, "stands-for")
        return
    row.put("name", _fitting(row, "name", name))


def _email(row, text):
    text = text.removeprefix("mailto:").strip("<> ")
    if not text:
        return
    if not text.isascii() or len(text) > LONGEST["email"] or not _valid_email(text):
        row.mark("email", ERROR, "email", text=text[:120])
        return
    row.put("email", text)


def _valid_email(text):
    try:
        _is_email(text)
    except ValidationError:
        return False
    return True


@lru_cache(maxsize=4096)
def _country(text, language):
    return country_of(text, language)


def _words(row, texts, vocabulary):
    if text := one_line(texts.get("country", "")):
        code = _country(text, vocabulary.language)
        row.put("country", code)
        if code is None:
            row.mark("country", WARNING, "country", text=text[:120])
    if text := one_line(texts.get("group", "")):
        group = vocabulary.groups.get(fold(text))
        row.put("group", group)
        if group is None:
            row.mark("group", WARNING, "group", text=text[:120])
    if text := one_line(texts.get("gender", "")):
        gender = GENDERS.get(fold(text).strip(". "))
        if gender is None:
            gender = _fitting(row, "gender", text)
            row.mark("gender", WARNING, "gender", text=text[:40])
        row.put("gender", gender)


def _lists(row, texts, vocabulary):
    languages = []
    for part in _parts(PARTS, texts.get("languages", "")):
        code = LANGUAGES.get(fold(part)) or (part if TAG.fullmatch(part) else None)
        if code is None:
            row.mark("languages", WARNING, "language", text=part[:40])
        elif code not in languages:
            languages.append(code)
    row.put("languages", languages)
    categories = []
    for part in _parts(MANY, texts.get("categories", "")):
        known = vocabulary.categories.get(fold(part))
        if known is None:
            row.mark("categories", WARNING, "category", text=part[:100])
        elif known not in categories:
            categories.append(known)
    row.put("categories", categories)


def _parts(signs, text):
    return [part for part in map(one_line, signs.split(text)) if part]


def yes_or_no(text):
    """True, False, or None if `text` says neither."""
    word = fold(text).strip(". ")
    return True if word in YES else False if word in NO else None


def _protected(row, text):
    if not text:
        return
    answer = yes_or_no(text)
    if answer is None:
        # Better one name hidden too many.
        row.mark("protected", WARNING, "protected", text=text[:40])
        answer = True
    row.put("protected", answer)


def _day(row, key, cell, text):
    if not text:
        return None
    day = day_of(cell, text)
    if day is None:
        row.mark(key, WARNING, "date", text=text[:40])
    return day


def day_of(cell, text):
    """The day that a cell holds, or None: a date, Excel's count of days, a year, or typed in one of many
    ways. Days come before months, as in all countries of the meetings."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    if re.fullmatch(r"\d{1,6}(\.\d+)?", text):
        number = int(float(text))
        if 1900 <= number <= 2100:
            return datetime.date(number, 1, 1)
        in_reach = 20000 <= number <= 80000
        return EXCEL_BEGINS + datetime.timedelta(days=number) if in_reach else None
    words = " ".join(text.replace(",", " ").split())
    return next((day for form in FORMATS if (day := _typed(words, form))), None)


def _typed(words, form):
    try:
        return datetime.datetime.strptime(words, form).replace(tzinfo=datetime.UTC).date()
    except ValueError:
        return None


def _consents(row, cells, texts, vocabulary):
    answers = {}
    for key in CONSENTS:
        if text := texts.get(key, ""):
            answers[key] = yes_or_no(text)
            if answers[key] is None:
                row.mark(key, WARNING, "yes-no", text=text[:40])
    answers = {key: answer for key, answer in answers.items() if answer is not None}
    if not answers:
        return
    day = _day(row, "consent_date", cells.get("consent_date"), texts.get("consent_date", ""))
    if day and vocabulary.today and day > vocabulary.today:
        row.mark("consent_date", WARNING, "future", text=day.isoformat())
        day = None
    row.values |= answers
    row.put("consent_date", day.isoformat() if day else None)
    wording = without_control(texts.get("consent_wording", ""))
    row.put("consent_wording", _fitting(row, "consent_wording", wording) if wording else "")
