"""The registers of personal data of all applications, and how their models belong to a programme.

Erasing somebody and telling them what is kept about them both go by these (core.personal), so that no
place is known to one of them only.
"""

from functools import lru_cache, reduce
from importlib import import_module
from operator import or_

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.module_loading import module_has_submodule

from core.personal import Erasure
from stakeholders.models import Person, Programme

OWNING = (models.CASCADE, models.PROTECT)  # rows of which a row is a part go with it, or hold it


@lru_cache(maxsize=1)
def registers():
    """Every registered model with its register, `[(model, {field: Erasure})]`, lower applications first."""
    found = []
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "personal"):
            register = import_module(f"{config.name}.personal").REGISTER
            found += [(config.get_model(name), fields) for name, fields in register.items()]
    return found


def texts_of(model, fields, *kinds):
    """The names of the fields of `model` that hold text or JSON and are registered as one of `kinds`."""
    return [
        name
        for name, kind in fields.items()
        if kind in kinds and not model._meta.get_field(name).is_relation
    ]


def links_to(model, target, fields=None, *kinds):
    """The names of foreign keys of `model` to `target`; of those, with `fields`, a register, only what it
    has as one of `kinds`."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.related_model is target
        and (fields is None or fields.get(field.name) in kinds)
    ]


def own_rows(model, fields, person):
    """Rows of `model` that are `person`'s own, or a part of what is: those that go when they are erased;
    None where the register knows no such rows."""
    if model is Person:
        return Person.objects.filter(pk=person.pk)
    names = links_to(model, Person, fields, Erasure.ROW)
    if not names and Erasure.ROW in fields.values():
        names = ways_to(model, Person)
    if not names:
        return None
    return model._base_manager.filter(reduce(or_, (Q(**{name: person.pk}) for name in names)))


@lru_cache(maxsize=256)
def ways_to(model, target=Programme):
    """The lookups that lead from a row of `model` to the row of `target` that it is a part of; empty if
    it is a part of none. Where each of several may be empty, all are given."""
    if model is target:
        return ("pk",)
    needed, optional = [], []
    for field in model._meta.concrete_fields:
        is_owner = field.is_relation and getattr(field.remote_field, "on_delete", None) in OWNING
        if not is_owner or field.related_model is model or field.many_to_many:
            continue
        ways = ways_to(field.related_model, target)
        found = [field.name if way == "pk" else f"{field.name}__{way}" for way in ways]
        if found:
            (optional if field.null else needed).append(found)
    if needed:
        return tuple(min(needed, key=lambda ways: max(way.count("__") for way in ways)))
    return tuple(way for ways in optional for way in ways)


def rows_in(model, programme_id):
    """Rows of `model` that are a part of a programme; None for a model of which no row is."""
    ways = ways_to(model)
    if not ways:
        return None
    inside = reduce(or_, (Q(**{way: programme_id}) for way in ways))
    if len(ways) > 1:
        # What is a part of nothing, such as a calendar address for everything, may name anybody.
        inside |= Q(**{f"{way}__isnull": True for way in ways})
    # Only a to-one way is ever followed, so no row comes twice.
    return model._base_manager.filter(inside).order_by("pk")
