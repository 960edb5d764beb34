"""Frozen facts to JSON and back. What equals its default is left out, so a snapshot stays small."""

from dataclasses import fields
from functools import cache, partial
from types import NoneType, UnionType
from typing import get_args, get_origin, get_type_hints


def thaw(fact):
    """A dict of plain values that JSON can hold."""
    plain = {}
    for name, default in _defaults(type(fact)):
        value = getattr(fact, name)
        if value != default:
            plain[name] = _thawed(value)
    return plain


def freeze(kind, plain):
    """The fact of class `kind` that `thaw` made `plain` of. A key that `kind` does not know is an
    error (TypeError): the snapshot is of another release."""
    readers = _readers(kind)
    unknown = plain.keys() - readers.keys()
    if unknown:
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: readers[name](value) for name, value in plain.items()})


def rewrite(fact, change):
    """The same facts with every text put through `change(text)`."""
    if isinstance(fact, str):
        return change(fact)
    if isinstance(fact, tuple):
        return tuple(rewrite(part, change) for part in fact)
    if hasattr(fact, "__dataclass_fields__"):
        kind = type(fact)
        return kind(
            **{name: rewrite(getattr(fact, name), change) for name, _default in _defaults(kind)}
        )
    return fact


def _thawed(value):
    if isinstance(value, tuple):
        return [_thawed(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return thaw(value)
    return value


@cache
def _defaults(kind):
    return tuple((field.name, field.default) for field in fields(kind))


@cache
def _readers(kind):
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(kind)}


def _reader(hint):
    """A function that reads one value of the annotated type."""
    if get_origin(hint) is tuple:
        return partial(_each, _reader(get_args(hint)[0]))
    if isinstance(hint, UnionType):
        (inner,) = (part for part in get_args(hint) if part is not NoneType)
        return _reader(inner)
    if hasattr(hint, "__dataclass_fields__"):
        return partial(freeze, hint)
    return _same


def _each(reader, values):
    return tuple(reader(value) for value in values)


def _same(value):
    return value
