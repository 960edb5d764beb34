"""What was found of somebody, and how it is removed: the vocabulary of `stakeholders.keeping.erasing`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.db import IntegrityError, models, transaction
from django.db.models import F

from core.models import Versioned
from core.personal import Erasure
from stakeholders.finding import make_searchable

SEARCHED_BY = ("search", "sounds")


@dataclass
class Finding:
    """Rows of one model that hold something of somebody: what happens to them, how many, and how."""

    model: type
    what: Erasure
    number: int
    remove: Callable[[], None]
    rows: list = field(default_factory=list)  # ids, where they are known

    @property
    def key(self):
        """Which kind of row and what happens to it, as the record of the erasure counts it."""
        return f"{self.model._meta.label_lower}:{self.what.name.lower()}"


def counts_of(findings):
    """How many rows of each kind go or are changed."""
    counts = {}
    for finding in findings:
        if finding.what is Erasure.NOTHING:
            continue
        counts[finding.key] = counts.get(finding.key, 0) + finding.number
    return counts


def rows_go(model, rows):
    """The finding that `rows`, ids of `model`, go."""
    rows = list(rows)
    return Finding(model, Erasure.ROW, len(rows), partial(_delete, model, rows), rows)


def rows_change(model, changes, what=Erasure.NAMES):
    """The finding that texts of rows change: `{id: {field: value}}`."""
    return Finding(model, what, len(changes), partial(_write, model, changes), list(changes))


def links_cut(rows, name):
    """The finding that the link `name` of `rows` to the person is removed."""
    return Finding(rows.model, Erasure.UNLINK, rows.count(), partial(_unlink, rows, name))


def _delete(model, rows):
    model._base_manager.filter(pk__in=rows).delete()


def _unlink(rows, name):
    rows.update(**{name: None} | _next_version(rows.model))


def _next_version(model):
    # A form that was opened before would bring the name back: its save now meets another version.
    return {"version": F("version") + 1} if issubclass(model, Versioned) else {}


def _write(model, changes):
    columns = {column.name for column in model._meta.concrete_fields}
    for pk, values in changes.items():
        rows = model._base_manager.filter(pk=pk)
        if columns.issuperset(SEARCHED_BY) and (row := rows.first()):
            for name, value in values.items():
                setattr(row, name, value)
            make_searchable(row)
            values = values | {name: getattr(row, name) for name in SEARCHED_BY}
        values = values | _next_version(model)
        try:
            with transaction.atomic():
                rows.update(**values)
        except IntegrityError:
            # Two titles that differed in the name alone.
            rows.update(**{name: _apart(model, name, pk, value) for name, value in values.items()})


def _apart(model, name, pk, value):
    column = model._meta.get_field(name)
    is_title = isinstance(value, str) and isinstance(column, models.CharField)
    if not is_title or name in SEARCHED_BY:
        return value
    end = f" {pk}"
    return value[: column.max_length - len(end)] + end
