"""Reusable reads of reports and printings; each `visible_to` is the twin of a rule in rules.py."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.roles import Role
from core.querysets import LeasedQuerySet
from dialogues.standing import standing_of

UNDER_WAY = ("queued", "composing", "printing")


def _team(user, prefix):
    """Reports of dialogues that `user` convenes or takes notes of."""
    standing = standing_of(user)
    roles = (Role.CONVENOR, Role.CHAIR, Role.FACILITATOR, Role.RAPPORTEUR)
    return (
        Q(**{f"{prefix}initiative__programme__in": standing.ids("programme", Role.CONVENOR)})
        | Q(**{f"{prefix}initiative__in": standing.ids("initiative", Role.CONVENOR)})
        | Q(**{f"{prefix}in": standing.ids("dialogue", *roles)})
    )


class ReportQuerySet(models.QuerySet):
    """Reads of write-ups."""


class PrintingQuerySet(LeasedQuerySet):
    """Reads of printings."""

    def visible_to(self, user):
        """Published printings for everybody; all printings of a dialogue for its team."""
        condition = Q(published_at__isnull=False)
        if user.is_authenticated:
            condition |= _team(user, "report__dialogue__")
        return self.filter(condition)

    def published(self):
        return self.filter(published_at__isnull=False)

    def under_way(self):
        return self.filter(state__in=UNDER_WAY)

    def asleep(self, *, at=None):
        """Unfinished printings that nobody holds: what the sweeper wakes a worker for."""
        return self.under_way().unheld(at=at or timezone.now())
