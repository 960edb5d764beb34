"""A sheet becomes rows that can be looked at: each cleaned, marked, and compared with the register."""

from django.utils import timezone

from core.text import fold
from stakeholders.finding import sounds_of
from stakeholders.imports.bodies import Bodies
from stakeholders.imports.cleaning import ERROR, NOTE, WARNING, Vocabulary, as_text, clean_row
from stakeholders.imports.duplicates import NO_BODY, People, Somebody, body
from stakeholders.imports.sheet import heading_place
from stakeholders.models import Category, Group, ImportRow, Person

State, Decision = ImportRow.State, ImportRow.Decision
LONGEST_CELL = 1000  # letters of a cell kept to be shown


def vocabulary_of(import_, language="en"):
    """What the cells of `import_` may name."""
    groups = {}
    for pk, key, name, acronym in Group.objects.filter(
        programme_id=import_.programme_id
    ).values_list("pk", "key", "name", "acronym"):
        called = (name, acronym, key, f"{name} ({acronym})")
        for text in called:
            if text:
                groups.setdefault(fold(text), pk)
    categories = Category.objects.filter(programme_id=import_.programme_id)
    return Vocabulary(
        groups=groups,
        categories={fold(name): pk for pk, name in categories.values_list("pk", "name")},
        today=timezone.localdate(),
        language=language,
    )


def comparable(import_):
    """Whom rows of `import_` are compared with: for a partner its own people whose names it knows, else all
    of the programme."""
    rows = Person.objects.filter(programme_id=import_.programme_id)
    if import_.held_by_id:
        rows = rows.filter(held_by=import_.held_by_id, protected=False)
    return rows


def people_of(import_, bodies):
    """The people of `comparable()`, ready to be compared."""
    known = {key: body(name, acronym) for key, (name, acronym, _where) in bodies.rows.items()}
    rows = (
        comparable(import_)
        .order_by()
        .values_list("pk", "name", "email", "phone", "organisation_id", "sounds")
    )
    return People(
        Somebody(pk, name, email, phone, known.get(where, NO_BODY), sounds)
        for pk, name, email, phone, where, sounds in rows.iterator(chunk_size=5000)
    )


class Reading:
    """Turns the rows of a sheet into ImportRows of `import_`, which are not saved.

    `rows(sheet)` yields them one after another, so that the caller can tell how far it is.
    """

    def __init__(self, import_, *, language="en"):
        self.import_ = import_
        self.vocabulary = vocabulary_of(import_, language)
        self.bodies = Bodies(import_)
        self.people = people_of(import_, self.bodies)
        self.earlier = People(narrow=True)
        self.columns = sorted(import_.columns.items(), key=lambda item: item[1])

    def rows(self, sheet):
        """The rows below the headings of `sheet`."""
        begin = heading_place(sheet.rows) + 1
        for place in range(begin, len(sheet.rows)):
            row = self._row(sheet, place)
            if row is not None:
                yield row

    def _row(self, sheet, place):
        cells, filled = sheet.rows[place], sheet.filled
        by_field = {key: cells[index] for key, index in self.columns if index < len(cells)}
        if all(cell in (None, "") for cell in by_field.values()):
            return None
        merged = {key for key, index in self.columns if (place, index) in filled} if filled else ()
        cleaned = clean_row(by_field, self.vocabulary, merged)
        row = ImportRow(
            import_of=self.import_,
            number=sheet.numbers[place],
            cells=[as_text(by_field.get(key))[:LONGEST_CELL] for key, _index in self.columns],
            values=cleaned.values,
            marks=cleaned.marks,
        )
        self._compare(row, cleaned)
        row.state = _state_of(row)
        row.decision = Decision.OPEN if _needs_decision(row) else Decision.NEW
        return row

    def _compare(self, row, cleaned):
        values = row.values
        called = self._body_of(values, cleaned)
        if "name" not in values:
            return
        name = values["name"]
        somebody = Somebody(
            row.number,
            name,
            values.get("email", ""),
            values.get("phone", ""),
            called,
            sounds_of(name),
        )
        likenesses = self.people.like(somebody)
        row.candidates = [
            {"person": found.key, "why": found.why, "sure": found.sure} for found in likenesses
        ]
        if likenesses and likenesses[0].sure:
            row.match_id = likenesses[0].key
        repeated = [found for found in self.earlier.like(somebody) if found.sure]
        if repeated:
            cleaned.mark("name", WARNING, "twice", row=repeated[0].key)
        self.earlier.add(somebody)

    def _body_of(self, values, cleaned):
        name, acronym = values.get("organisation", ""), values.get("organisation_acronym", "")
        if not name and not acronym:
            return NO_BODY
        known = self.bodies.find(name, acronym, values.get("country", ""))
        if known is None:
            self.bodies.add(len(self.bodies.rows) * -1 - 1, name or acronym, acronym)
            cleaned.mark("organisation", NOTE, "new-organisation", text=(name or acronym)[:120])
            return body(name or acronym, acronym)
        found_name, found_acronym, _country = self.bodies.rows[known]
        return body(found_name, found_acronym)


def _levels(row):
    return {mark["level"] for mark in row.marks}


def _state_of(row):
    levels = _levels(row)
    if ERROR in levels:
        return State.ERROR
    if row.candidates:
        return State.KNOWN
    return State.WARNING if WARNING in levels else State.NEW


def _needs_decision(row):
    twice = any(mark["code"] == "twice" for mark in row.marks)
    return twice or row.state in (State.ERROR, State.KNOWN)
