"""In which groups a user sits, and which were passed on to them: read once a request, in one query.

Rules and querysets both ask here, so that a permission and its `visible_to` twin cannot disagree.
"""

from dataclasses import dataclass, field

from django.db.models import BooleanField, Q, Value
from django.utils import timezone

from dialogues.standing import standing_of

CONVENES, SITS, OFFERED = "convenes", "sits", "offered"
NO = Value(False, BooleanField())


@dataclass
class GroupStanding:
    """Ids of groups: in which the user sits now, whose roadmap they keep, which they convene."""

    sits_in: set = field(default_factory=set)
    keeps: set = field(default_factory=set)
    convenes: set = field(default_factory=set)
    offered: set = field(default_factory=set)  # the convening rights of these are offered to them

    @property
    def inside(self):
        """Groups that the user may read all of for one of these reasons."""
        return self.sits_in | self.convenes | self.offered


def group_standing_of(user):
    """The GroupStanding of `user`, kept for as long as the request lasts."""
    standing = standing_of(user)
    known = getattr(standing, "groups", None)
    if known is None:
        known = standing.groups = _read(user, standing)
    return known


def _read(user, standing):
    found = GroupStanding()
    if not user.is_authenticated or not user.is_active:
        return found
    convened = user.groups_convened.filter(ended_at__isnull=True).order_by()
    rows = convened.values_list("learning_group_id", NO, Value(CONVENES))
    if standing.people:
        seats = user.people.filter(in_office("memberships__")).order_by()
        seats = seats.values_list(
            "memberships__learning_group_id", "memberships__keeps_roadmap", Value(SITS)
        )
        offers = user.people.filter(hand_overs__state="offered").order_by()
        offers = offers.values_list("hand_overs__learning_group_id", NO, Value(OFFERED))
        rows = seats.union(offers, rows, all=True)
    for group, keeps, how in rows:
        {CONVENES: found.convenes, SITS: found.sits_in, OFFERED: found.offered}[how].add(group)
        if keeps:
            found.keeps.add(group)
    return found


def in_office(prefix="", *, on=None):
    """The condition that somebody has a seat, has not left it, and that its term is not over on the day
    `on` (today)."""
    on = on or timezone.localdate()
    stays = Q(**{f"{prefix}left_on__isnull": True}) | Q(**{f"{prefix}left_on__gt": on})
    serves = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": on})
    return Q(**{f"{prefix}learning_group__isnull": False}) & stays & serves
