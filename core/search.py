"""Search everywhere from one box: what every application finds, gathered for the page *Search*.

An application registers a provider in its AppConfig.ready(); a provider takes a user and words and
yields Findings of what that user may see, in a constant number of queries.
"""

from dataclasses import dataclass, field

from django.db.models import Q

LIMIT = 10  # findings shown of each kind; the list of the kind shows them all

_providers = []


@dataclass(frozen=True)
class Found:
    """One thing that was found: its name, its address, and a line that tells it from others."""

    title: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class Findings:
    """Everything of one kind that was found; `more_url` is a list that shows what is beyond LIMIT."""

    label: str
    rows: list[Found] = field(default_factory=list)
    more_url: str = ""

    @property
    def has_more(self):
        return len(self.rows) > LIMIT

    @property
    def shown(self):
        return self.rows[:LIMIT]


def provider(function):
    """Register `function(user, words) -> iterable of Findings`; usable as a decorator."""
    if function not in _providers:
        _providers.append(function)
    return function


def found_for(user, words):
    """What `user` finds by `words`, by kind, without the kinds of which there is nothing."""
    if not words.strip():
        return []
    findings = [finding for give in _providers for finding in give(user, words)]
    return [finding for finding in findings if finding.rows]


def first(rows):
    """As many of `rows` as a provider reads: one more than is shown, to know that there are more."""
    return rows[: LIMIT + 1]


def holding(rows, words, *fields):
    """`rows` in which each of `words` stands in one of `fields`, capitals aside."""
    for word in words.split():
        condition = Q()
        for name in fields:
            condition |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(condition)
    return rows
