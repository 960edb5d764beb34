"""Several rows of a few cells in one field: milestones, payments, lines of a vision; usable without script.

A row is a `Row` of what its columns (form fields) understood. An empty row is left out, so taking a row
out is emptying it. Rows that are not sent at all are None: nothing was said about them.
"""

import re
from copy import deepcopy
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.text import several_lines
from dialogues.parts.somebody import PersonField

MOST = 100  # rows of one field
SPARE = 2


class Row(dict):
    """What one row holds, by column; its text is the same for values that a person would call the same."""

    def __str__(self):
        return "; ".join(f"{name}={_plain(self[name])}" for name in sorted(self))


def _plain(value):
    value = getattr(value, "pk", value)
    if isinstance(value, Decimal):
        value = f"{value.normalize():f}"
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").strip()
    return "" if value in (None, False) else str(value)


class TableWidget(forms.Widget):
    """Rows of the widgets of its columns, each cell named `name-row-column`."""

    template_name = "roadmaps/widgets/table.html"
    columns = {}
    spare = SPARE

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = [*(value or []), *[{}] * self.spare]
        first_id = context["widget"]["attrs"].get("id") or f"id_{name}"
        context["widget"]["rows"] = [
            self._row(name, first_id, number, row) for number, row in enumerate(rows)
        ]
        return context

    def _row(self, name, first_id, number, row):
        cells, hidden = [], []
        for column, field in self.columns.items():
            here = f"{name}-{number}-{column}"
            value = field.prepare_value(row.get(column, field.initial if row else None))
            if field.widget.is_hidden:
                hidden.append(field.widget.render(here, value, {"id": f"id_{here}"}))
                continue
            key = first_id if not cells and number == 0 else f"id_{here}"
            html = field.widget.render(here, value, {"id": key, "class": _classes(field.widget)})
            wide = isinstance(field.widget, forms.Textarea) or field.widget.attrs.get("data-wide")
            cells.append({"label": field.label, "html": html, "id": key, "wide": wide})
        return {"number": number + 1, "cells": cells, "hidden": hidden}

    def value_from_datadict(self, data, files, name):
        cell = re.compile(rf"{re.escape(name)}-(\d{{1,4}})-[a-z_]+$")
        found = {int(match[1]) for key in data if (match := cell.match(key))}
        if not found:
            return None
        rows = [
            {
                column: field.widget.value_from_datadict(data, files, f"{name}-{number}-{column}")
                for column, field in self.columns.items()
            }
            for number in sorted(found)
        ]
        return [row for row in rows if self._says_something(row)]

    def _says_something(self, row):
        return any(
            value not in (None, "", False) and str(value).strip()
            for column, value in row.items()
            if column not in ("key", "order") and not self._is_preset(column, value)
        )

    def _is_preset(self, column, value):
        """True for the choice that every empty row has."""
        field = self.columns[column]
        preset = getattr(field, "preset", None)
        return preset is not None and value == preset

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_):
        return id_


def _classes(widget):
    own = widget.attrs.get("class", "")
    if isinstance(widget, forms.CheckboxInput):
        return f"form-check-input {own}".strip()
    kind = "form-select" if isinstance(widget, forms.Select) else "form-control"
    return f"{kind} {own}".strip()


class TableField(forms.Field):
    """Rows of `columns`, a field each. With a column `order`, rows come in the order that it says."""

    widget = TableWidget

    def __init__(self, columns, **options):
        self.columns = columns
        options.setdefault("required", False)
        super().__init__(**options)
        self.widget.columns = columns

    def __deepcopy__(self, memo):
        copy = super().__deepcopy__(memo)
        copy.columns = {name: deepcopy(field, memo) for name, field in self.columns.items()}
        copy.widget.columns = copy.columns
        return copy

    def to_python(self, value):
        if value is None:
            return None
        if len(value) > MOST:
            raise ValidationError(_("At most %(most)d rows can be kept.") % {"most": MOST})
        rows, problems = [], []
        for number, sent in enumerate(value, start=1):
            row = Row()
            for name, field in self.columns.items():
                try:
                    row[name] = _tidy(field.clean(sent.get(name)))
                except ValidationError as wrong:
                    problems += [
                        _("Row %(number)d, %(column)s: %(problem)s")
                        % {"number": number, "column": field.label, "problem": problem}
                        for problem in wrong.messages
                    ]
            rows.append(row)
        if problems:
            raise ValidationError(problems)
        return self._in_order(rows)

    def _in_order(self, rows):
        if "order" not in self.columns:
            return rows
        last = MOST + 1
        rows.sort(key=lambda row: last if row["order"] is None else row["order"])
        for number, row in enumerate(rows, start=1):
            row["order"] = number
        return rows

    def has_changed(self, initial, data):
        return [str(Row(row)) for row in initial or []] != [str(Row(row)) for row in data or []]

    def write(self, data, name, rows):
        """Put `rows` into `data`, what was sent, in place of what stood there."""
        for key in [key for key in data if key.startswith(f"{name}-")]:
            del data[key]
        for number, row in enumerate(rows or []):
            for column, field in self.columns.items():
                value = field.prepare_value(row.get(column))
                if isinstance(field, forms.BooleanField):
                    value = "on" if value else ""
                shown = field.widget.format_value(value)
                shown = shown[0] if isinstance(shown, list) and shown else shown
                data[f"{name}-{number}-{column}"] = shown or ""

    def words(self, rows):
        """Rows as people read them, one a line."""
        return "\n".join(self._line(row) for row in rows or [])

    def _line(self, row):
        told = [
            _in_words(field, row.get(name))
            for name, field in self.columns.items()
            if name not in ("key", "order")
        ]
        return ", ".join(part for part in told if part)


def _tidy(value):
    if isinstance(value, str):
        return several_lines(value)
    return value


def _in_words(field, value):
    if value in (None, ""):
        return ""
    if isinstance(field, PersonField):
        key = getattr(value, "pk", value)
        return str(field.offered.label_of(key)) if field.offered else str(key)
    if isinstance(field, forms.ModelChoiceField):
        key = getattr(value, "pk", value)
        return str(dict(field.choices).get(key, ""))
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(field, forms.BooleanField):
        return str(field.label) if value else ""
    return str(value)


class TableFormMixin:
    """For a VersionedModelForm with TableFields: both texts of a conflict are told by rows."""

    def _take_over(self, name, field, value):
        if not isinstance(field, TableField):
            super()._take_over(name, field, value)
            return
        field.write(self.data, self.add_prefix(name), value)
        self.taken_over.append(field.label)

    def in_words(self, name, field, value):
        """A value of the field `name` as people read it."""
        if isinstance(field, TableField):
            return field.words(value) or _("(empty)")
        return super().in_words(name, field, value)
