"""What other applications know about a person of the register, for the person's page.

The register does not know of dialogues. So each application above registers a provider: a function
of a viewer and a person that yields the entries which this viewer may see, in a constant number of
queries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

_providers: list[Callable] = []


@dataclass(frozen=True)
class Entry:
    """One thing that a person took part in: what, where it stands, as what, and when."""

    title: str
    url: str
    detail: str = ""
    state: str = ""
    state_label: str = ""
    when: date | None = None


def provider(function):
    """Register `function(user, person) -> iterable of Entry`; usable as a decorator."""
    if function not in _providers:
        _providers.append(function)
    return function


def record_of(user, person):
    """Everything that `user` may know of what `person` took part in, the latest at the top."""
    entries = [entry for give in _providers for entry in give(user, person)]
    return sorted(entries, key=lambda entry: entry.when or date.min, reverse=True)
