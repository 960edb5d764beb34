"""What a person's own desk says besides the work that waits: what they are, and how they can begin.

Accounts know of no initiative. So each application above registers providers in its
AppConfig.ready(); each asks the database a constant number of times.
"""

from dataclasses import dataclass

_parts = []
_desks = []


@dataclass(frozen=True)
class Part:
    """Something that a user is somewhere: a role, what it is a role in, and where that stands."""

    role: str
    title: str
    url: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Link:
    """A way on from the desk."""

    label: str
    url: str


@dataclass(frozen=True)
class Desk:
    """What stands on the desk: `advice` for when no work waits, the one way to `begin`, and `links`."""

    advice: str = ""
    begin: Link | None = None
    links: tuple[Link, ...] = ()


def parts_provider(function):
    """Register `function(user) -> iterable of Part`."""
    if function not in _parts:
        _parts.append(function)
    return function


def provider(function):
    """Register `function(user) -> Desk`."""
    if function not in _desks:
        _desks.append(function)
    return function


def parts_of(user):
    """Everything that `user` is, as the applications know it."""
    return [part for give in _parts for part in give(user)]


def desk_of(user):
    """The desk of `user`: the first beginning that an application gives, with its advice, or the first
    advice where nobody knows of a beginning; and all links."""
    desks = [give(user) for give in _desks]
    first = next((desk for desk in desks if desk.begin), None)
    first = first or next((desk for desk in desks if desk.advice), Desk())
    return Desk(
        advice=first.advice,
        begin=first.begin,
        links=tuple(link for desk in desks for link in desk.links),
    )
