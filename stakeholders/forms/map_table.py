"""A whole map as a table that is saved in one: a light form, for hundreds of rows of fields.

Each row carries, in one hidden field, the version of the entry and the values that it showed. So a row
that was not touched is left alone, and where somebody saved the same row meanwhile the two can be told
apart field by field.
"""

import json
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import one_line
from stakeholders.maps.reaching import LONGEST, reached_by
from stakeholders.models import Assessment, Stakeholder
from stakeholders.models.mapping import HIGHEST
from stakeholders.services.mapping import JUDGED

CHOICES = {
    "position": Assessment.Position,
    "formality": Assessment.Formality,
    "marginalisation": Assessment.Marginalisation,
    "engagement": Stakeholder.Engagement,
}
LABELS = {
    "influence": gettext_lazy("Influence"),
    "interest": gettext_lazy("Interest"),
    "position": gettext_lazy("Position"),
    "formality": gettext_lazy("Formality"),
    "marginalisation": gettext_lazy("Marginalisation"),
    "reached": gettext_lazy("Reached by"),
    "engagement": gettext_lazy("Engagement planned"),
}
NAMES = tuple(LABELS)
NUMBERS = ("influence", "interest")


@dataclass(frozen=True)
class RowChange:
    """What services.mapping.save_table writes of a row."""

    key: int
    based_on: int
    judged: dict | None
    fields: dict


@dataclass
class Row:
    """A stakeholder in the table: `values` as its fields show them, `stored` as they are kept."""

    point: object
    stored: dict
    values: dict
    errors: dict = field(default_factory=dict)
    theirs: list = field(default_factory=list)  # (label, words) of what somebody saved meanwhile
    moved: bool = False

    @property
    def state(self):
        """What the hidden field carries."""
        return json.dumps([self.point.version, *(self.stored[name] for name in NAMES)])

    @property
    def cells(self):
        """The fields of the row: name, label, HTML, error."""
        return [
            (name, LABELS[name], self._field(name), self.errors.get(name, "")) for name in NAMES
        ]

    def _field(self, name):
        key = f"{self.point.key}-{name}"
        label = f"{LABELS[name]}: {self.point.name}"
        wrong = ""
        if name in self.errors:
            wrong = format_html(' aria-invalid="true" aria-describedby="{}-error"', key)
        value = self.values[name]
        if name in CHOICES:
            return format_html(
                '<select class="form-select" id="{0}" name="{0}" aria-label="{1}"{2}>{3}</select>',
                key,
                label,
                wrong,
                _options(name, value),
            )
        kind = "map-number" if name in NUMBERS else "map-reached"
        more = format_html(' inputmode="{}"', "numeric")
        if name == "reached":
            more = format_html(' list="{}" maxlength="{}"', "map-reachers", LONGEST)
        return format_html(
            '<input class="form-control {}" id="{key}" name="{key}" value="{}" aria-label="{}"'
            ' autocomplete="off"{}{}>',
            kind,
            value,
            label,
            more,
            wrong,
            key=key,
        )


def _options(name, chosen):
    """The options of a select; what was sent and is no choice shows as none."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (code, format_html(" {}", "selected") if code == chosen else "", label)
            for code, label in [("", "–"), *CHOICES[name].choices]
        ),
    )


class MapTable:
    """The rows of `facts` (maps.reading.MapFacts), with what was sent, if anything was.

    `is_valid()` reads it; then `changes` is what is to be saved. `moved` are rows that somebody else
    saved meanwhile and that were changed here too: they hold what was typed, beside it `theirs`.
    """

    def __init__(self, facts, *, programme_id, user, data=None):
        self.facts, self.data = facts, data
        self.programme_id, self.user = programme_id, user
        self.rows = [Row(point, stored := _stored(point), dict(stored)) for point in facts.points]
        self.changes = []
        self.gone = 0

    @property
    def moved(self):
        return [row for row in self.rows if row.moved]

    @property
    def wrong(self):
        """Rows in which something is to be mended."""
        return [row for row in self.rows if row.errors]

    def is_valid(self):
        """Read what was sent; True if all of it can be saved."""
        for row in self.rows:
            self._read(row)
        known = {str(row.point.key) for row in self.rows}
        sent = {name.removesuffix("-state") for name in self.data if name.endswith("-state")}
        self.gone = len(sent - known)
        return not self.wrong and not self.moved

    def _read(self, row):
        key = row.point.key
        seen = _seen(self.data.get(f"{key}-state", ""))
        if seen is None:
            return
        version, base = seen
        typed = {name: one_line(self.data.get(f"{key}-{name}", "")) for name in NAMES}
        if typed == base or typed == row.stored:
            return
        row.values = typed
        if version != row.point.version:
            self._meet(row, base)
        self._check(row)
        if not row.errors and not row.moved:
            self._change(row)

    def _meet(self, row, base):
        """Bring together what was typed and what somebody saved meanwhile."""
        row.moved = True
        for name in NAMES:
            mine, saved = row.values[name], row.stored[name]
            if mine == base[name]:
                row.values[name] = saved
            if saved not in (base[name], mine):
                row.theirs.append((LABELS[name], in_words(name, saved)))

    def _check(self, row):
        for name in NUMBERS:
            value = row.values[name]
            if value and not (value.isascii() and value.isdecimal() and int(value[:9]) <= HIGHEST):
                row.errors[name] = _("Give a whole number from 0 to 100, or nothing.")
        for name, choices in CHOICES.items():
            if row.values[name] and row.values[name] not in choices.values:
                row.errors[name] = _("Choose one of the list.")
        if len(row.values["reached"]) > LONGEST:
            row.errors["reached"] = _("At most %(most)d characters.") % {"most": LONGEST}

    def _change(self, row):
        fields = {}
        if row.values["engagement"] != row.stored["engagement"]:
            fields["engagement"] = row.values["engagement"]
        if row.values["reached"] != row.stored["reached"]:
            try:
                fields |= reached_by(self.programme_id, self.user, row.values["reached"])
            except ValidationError as several:
                row.errors["reached"] = " ".join(several.messages)
                return
        judged = None
        if any(row.values[name] != row.stored[name] for name in JUDGED):
            judged = {name: row.values[name] for name in JUDGED}
            judged |= {name: int(judged[name]) if judged[name] else None for name in NUMBERS}
        self.changes.append(RowChange(row.point.key, row.point.version, judged, fields))


def _stored(point):
    """The values of a point as the fields show them."""
    return {
        "influence": "" if point.influence is None else str(point.influence),
        "interest": "" if point.interest is None else str(point.interest),
        "position": point.position,
        "formality": point.formality,
        "marginalisation": point.marginalisation,
        "reached": one_line(point.reached_by),
        "engagement": point.engagement,
    }


def _seen(state):
    """The version and the values that a row showed; None if the row was not sent, or not as we gave it."""
    try:
        version, *values = json.loads(state)
    except (ValueError, TypeError):
        return None
    if not isinstance(version, int) or len(values) != len(NAMES):
        return None
    return version, dict(zip(NAMES, map(str, values), strict=True))


def in_words(name, value):
    """A value as people read it."""
    if not value:
        return _("(empty)")
    return dict(CHOICES[name].choices).get(value, value) if name in CHOICES else value
