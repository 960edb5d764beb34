"""Who may see whom in the register.

What somebody may see follows from their part in initiatives and dialogues, which the register does
not know. So each application above registers a source: a function of a user that answers with what
it grants; `access_of(user)` adds them up. Without a source nothing is visible.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class RegisterAccess:
    """What a user may do in the register: `see` is a condition on Person, `know` one on Programme, and
    `read_maps` one on the StakeholderMap that they read beside those of programmes which they run; the
    sets hold ids of programmes whose whole register they run, and of organisations they hold people
    for."""

    see: Q = NOTHING
    know: Q = NOTHING
    read_maps: Q = NOTHING
    programmes: frozenset = frozenset()
    holds_for: frozenset = frozenset()


_sources = []


def source(function):
    """Register `function(user) -> RegisterAccess`."""
    if function not in _sources:
        _sources.append(function)
    return function


def access_of(user):
    """All that the registered sources grant `user`; read once, kept as long as the user object."""
    if not user.is_authenticated:
        return RegisterAccess()
    known = getattr(user, "_register_access", None)
    if known is not None:
        return known
    grants = [give(user) for give in _sources]
    user._register_access = RegisterAccess(
        see=reduce(or_, (grant.see for grant in grants), NOTHING),
        know=reduce(or_, (grant.know for grant in grants), NOTHING),
        read_maps=reduce(or_, (grant.read_maps for grant in grants), NOTHING),
        programmes=frozenset().union(*(grant.programmes for grant in grants)),
        holds_for=frozenset().union(*(grant.holds_for for grant in grants)),
    )
    return user._register_access
