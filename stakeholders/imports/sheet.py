"""What stands where in a sheet of people: the row of headings, and what each column seems to hold."""

from core.text import fold
from stakeholders.imports.cleaning import as_text, yes_or_no
from stakeholders.imports.columns import BY_KEY, field_of, fields_of_headings, fold_heading
from stakeholders.imports.countries import country_of
from stakeholders.words import GENDERS, LANGUAGES

LOOKED_AT = 15  # rows among which the headings are sought
SAMPLE = 5  # rows shown beside the choice of columns
MOST_SHOWN = 60  # letters of a cell shown there


def heading_place(rows):
    """Where in `rows` the headings stand: the row with most headings that are known, the first of them;
    else the first with as many cells as any. Sheets often begin with a title of their own."""
    looked_at = rows[:LOOKED_AT]
    known = [
        sum(bool(field_of(cell)) for cell in row if isinstance(cell, str)) for row in looked_at
    ]
    if known and max(known) > 0:
        return known.index(max(known))
    filled = [sum(cell not in (None, "") for cell in row) for row in looked_at]
    return filled.index(max(filled)) if filled else 0


def headings_and_sample(rows):
    """The texts of the headings, and of the first rows below them; columns without any cell have none."""
    place = heading_place(rows)
    width = max((len(row) for row in rows), default=0)
    headings = _texts(rows[place], width) if rows else []
    return headings, [_texts(row, width) for row in rows[place + 1 : place + 1 + SAMPLE]]


def _texts(row, width):
    texts = [as_text(cell).strip()[:200] for cell in row]
    return texts + [""] * (width - len(texts))


def propose(headings, sample, remembered):
    """Which field each column seems to hold: its index -> the field's key. What the user chose for such a
    heading before (`remembered`: folded heading -> key, empty for none) comes first, then the heading, then
    what the cells look like."""
    proposed = {}
    for index, key in enumerate(fields_of_headings(headings)):
        chosen = remembered.get(fold_heading(headings[index]))
        key = key if chosen is None else chosen
        if key in BY_KEY and key not in proposed.values():
            proposed[index] = key
    for index, heading in enumerate(headings):
        if index not in proposed and remembered.get(fold_heading(heading)) is None:
            cells = [row[index] for row in sample if index < len(row) and row[index]]
            key = _look(cells)
            if key and key not in proposed.values():
                proposed[index] = key
    return proposed


def _look(cells):
    """The field that all of `cells` look like, or None."""
    if not cells:
        return None
    tests = (
        ("email", lambda text: "@" in text and " " not in text and "." in text),
        ("gender", lambda text: fold(text) in GENDERS and yes_or_no(text) is None),
        ("languages", lambda text: fold(text) in LANGUAGES),
        ("country", lambda text: country_of(text) is not None),
        ("phone", _looks_like_phone),
    )
    return next((key for key, test in tests if all(map(test, cells))), None)


def _looks_like_phone(text):
    digits = sum(letter.isdigit() for letter in text)
    return (
        text.startswith(("+", "0"))
        and 7 <= digits <= 15
        and not set(text) - set("+0123456789 ()-./")
    )
