"""What waits for a person, gathered from every application for the page *My work*.

An application registers a provider in its AppConfig.ready(); a provider takes a user and yields
WorkItems, in a constant number of queries.
"""

from dataclasses import dataclass
from datetime import date

_providers = []


@dataclass(frozen=True)
class WorkItem:
    """One thing that needs this person: what, where to do it, and by when."""

    title: str
    url: str
    kind: str
    detail: str = ""
    due: date | None = None
    tone: str = "quiet"


def provider(function):
    """Register `function(user) -> iterable of WorkItem`; usable as a decorator."""
    if function not in _providers:
        _providers.append(function)
    return function


def work_for(user):
    """Everything that waits for `user`, what is due first at the top."""
    items = [item for give in _providers for item in give(user)]
    return sorted(items, key=lambda item: (item.due is None, item.due or date.max))
