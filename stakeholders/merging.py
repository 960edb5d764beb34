"""Two entries of the register made one: what would change, read from the models themselves.

Every foreign key that leads to the entry which goes is turned to the one that is kept, whichever
application it belongs to, hidden relations and many-to-many tables included. Where a rule of the
database lets only one of two rows stand (both take part in the same dialogue), the kept entry's row
stays, takes over what it leaves blank and all that hangs on the other, and the other goes.

The plan is a list of steps, each a plain dict: they are shown before, done by
`stakeholders.services.merging`, kept in `Merge.log`, and taken back from its end to its beginning.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils import timezone

from core.models import Versioned

CHANGE, DELETE = "change", "delete"

_settlers = {}
_arrivals = {}
_words = {}


@dataclass
class Clash:
    """Two rows that cannot both stand once the entries are one: `stays` does, `goes` does not.

    `by` are the fields, apart from the entry itself, in which they agree.
    """

    stays: models.Model
    goes: models.Model
    by: tuple


@dataclass
class Plan:
    """What making `gone` one with `kept` changes. `moves` counts, by (model label, field), the rows that
    come over; `values` is what the kept entry's own fields will be where they change."""

    kept: models.Model
    gone: models.Model
    values: dict
    day: date
    steps: list = field(default_factory=list)
    moves: dict = field(default_factory=lambda: defaultdict(int))
    clashes: list = field(default_factory=list)

    def change(self, row, name, value):
        """Note that the field `name` (an attname) of `row` becomes `value`."""
        before = getattr(row, name)
        if before != value:
            self.steps.append(
                {
                    "do": CHANGE,
                    "model": row._meta.label_lower,
                    "pk": plain(row.pk),
                    "field": name,
                    "before": plain(before),
                    "after": plain(value),
                }
            )

    def delete(self, row):
        """Note that `row` goes; the step holds all of it."""
        self.steps.append({"do": DELETE, "model": row._meta.label_lower, "row": as_dict(row)})

    def in_words(self):
        """Sentences of what comes over, “3 dialogues”, in the order of the models."""
        return [worded(label, name, number) for (label, name), number in self.moves.items()]


def learn(words, settlers=(), arrivals=()):
    """Tell what an application knows of its own rows.

    `words`: pairs of “app.Model.field” and an ngettext_lazy with `number`, for rows that come over.
    `settlers`: pairs of “app.Model” and a function of a plan, the row that stays and the one that
    goes; it may change either so that both can stand, and then returns True. `arrivals`: pairs of
    “app.Model” and a function of a plan and a row that comes over unhindered, which it may change.
    """
    for path, phrase in words:
        label, _dot, name = path.rpartition(".")
        _words[label.lower(), name] = phrase
    for label, settle in settlers:
        _settlers[label.lower()] = settle
    for label, arrive in arrivals:
        _arrivals[label.lower()] = arrive


def worded(label, name, number):
    """How many rows of the model `label` come over by the field `name`, in words."""
    if words := _words.get((label, name)):
        return words % {"number": number}
    options = apps.get_model(label)._meta
    return f"{number} {options.verbose_name if number == 1 else options.verbose_name_plural}"


# Rows as the log holds them --------------------------------------------------------------------------
def plain(value):
    """`value` of a field as JSON keeps it, exactly."""
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    return value


def as_dict(row):
    """The columns of `row` by name, as JSON keeps them."""
    return {
        column.attname: plain(getattr(row, column.attname)) for column in row._meta.concrete_fields
    }


def from_plain(model, name, value):
    """What `plain` made of the field `name` of `model`, as Python has it."""
    return None if value is None else model._meta.get_field(name).to_python(value)


# The plan --------------------------------------------------------------------------------------------
def relations_to(model):
    """Every foreign key that leads to `model`, of whatever application, in a steady order."""
    found = [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
        and relation.field.remote_field.model._meta.concrete_model is model._meta.concrete_model
    ]
    found.sort(key=lambda key: (key.model._meta.label_lower, key.attname))
    return found


def plan_of(kept, gone, *, values, day=None):
    """The Plan of making `gone` one with `kept`, whose fields then hold `values` (by attname).

    Only reads. `day` is the day of the merge: affiliations that end with it end then.
    """
    plan = Plan(kept, gone, values, day or timezone.localdate())
    _merge(plan, kept, gone, top=True)
    plan.delete(gone)
    for name, value in values.items():
        plan.change(kept, name, value)
    return plan


def _merge(plan, kept, gone, *, top=False):
    """Turn everything that leads to `gone` to `kept`."""
    for key in relations_to(type(gone)):
        _move(plan, key, kept, gone, top=top)


def _move(plan, key, kept, gone, *, top):
    rows = list(key.model._base_manager.filter(**{key.name: gone}).order_by("pk"))
    if not rows:
        return
    twins = _twins(key, kept, rows)
    for row in rows:
        if row == kept:
            # An organisation that the other one brought into the register.
            plan.change(row, key.attname, None)
            continue
        if row == gone:
            continue
        if row.pk not in twins:
            if arrive := _arrivals.get(row._meta.label_lower):
                arrive(plan, row)
            plan.change(row, key.attname, kept.pk)
            if top:
                plan.moves[key.model._meta.label_lower, key.name] += 1
            continue
        twin, by = twins[row.pk]
        _settle(plan, key, Clash(twin, row, by), kept)
        if top:
            plan.clashes.append(Clash(twin, row, by))


def _settle(plan, key, clash, kept):
    stays, goes = clash.stays, clash.goes
    settle = _settlers.get(goes._meta.label_lower)
    if settle is not None and settle(plan, stays, goes):
        plan.change(goes, key.attname, kept.pk)
        return
    if key.unique and key.null:
        # It can stand by itself.
        plan.change(goes, key.attname, None)
        return
    _merge(plan, stays, goes)
    plan.delete(goes)
    _fill(plan, stays, goes, apart_from=key.attname)


def _fill(plan, stays, goes, *, apart_from):
    """Take over what the row that stays leaves blank: a constituency, a message, a personal link."""
    if any(isinstance(rule, models.CheckConstraint) for rule in stays._meta.constraints):
        # Filled from another row its dates, say, might contradict each other.
        names = [column.attname for column in stays._meta.concrete_fields if column.is_relation]
    else:
        names = [column.attname for column in stays._meta.concrete_fields]
    for name in names:
        if name == apart_from or stays._meta.get_field(name).primary_key:
            continue
        mine, theirs = getattr(stays, name), getattr(goes, name)
        if is_blank(mine) and not is_blank(theirs):
            plan.change(stays, name, theirs)


def is_blank(value):
    """True for what says nothing: no text, no day, an empty list. “No” and 0 do say something."""
    return value is None or value in ("", [], {})


def _twins(key, kept, rows):
    """For each of `rows` that cannot come over: the row of `kept` in its way, and the fields they share."""
    standing = list(key.model._base_manager.filter(**{key.name: kept}))
    twins = {}
    if not standing:
        return twins
    for fields, condition in _unique_rules(key):
        holds = _holding(key.model, [*rows, *standing], condition)
        others = [key.model._meta.get_field(name) for name in fields if name != key.name]
        of_kept = {}
        for row in standing:
            if row.pk in holds:
                of_kept[tuple(getattr(row, other.attname) for other in others)] = row
        for row in rows:
            shared = tuple(getattr(row, other.attname) for other in others)
            if row.pk in holds and None not in shared and shared in of_kept:
                by = tuple(other.name for other in others)
                twins.setdefault(row.pk, (of_kept[shared], by))
    return twins


def _unique_rules(key):
    """The rules by which rows of a model must differ that name the foreign key `key`: their fields, and
    for which rows they hold (None: for all)."""
    options = key.model._meta
    if key.unique:
        yield (key.name,), None
    for fields in options.unique_together:
        if key.name in fields:
            yield tuple(fields), None
    for rule in options.constraints:
        if isinstance(rule, models.UniqueConstraint) and key.name in rule.fields:
            yield rule.fields, rule.condition


def _holding(model, rows, condition):
    keys = {row.pk for row in rows}
    if condition is None:
        return keys
    return set(model._base_manager.filter(condition, pk__in=keys).values_list("pk", flat=True))


def is_versioned(model):
    """True if each save of a row of `model` counts its version up."""
    return issubclass(model, Versioned)
