"""Reusable reads of groups, roadmaps and actions; each `visible_to` is the twin of a rule in rules.py."""

from django.db import models
from django.db.models import Q

from accounts.roles import Role
from dialogues.standing import standing_of


def _runs(user):
    """The roadmaps of programmes, initiatives and dialogues that `user` convenes."""
    standing = standing_of(user)
    return (
        Q(dialogue__initiative__programme__in=standing.ids("programme", Role.CONVENOR))
        | Q(dialogue__initiative__in=standing.ids("initiative", Role.CONVENOR))
        | Q(dialogue__in=standing.ids("dialogue", Role.CONVENOR))
    )


class LearningGroupQuerySet(models.QuerySet):
    """Reads of Learning and Leadership Groups."""

    def of_member(self, user):
        return self.filter(members__person__in=standing_of(user).people).distinct()


class RoadmapQuerySet(models.QuerySet):
    """Reads of roadmaps."""

    def visible_to(self, user):
        """Roadmaps that are public, convened by `user`, or owned by a group that `user` sits in."""
        standing = standing_of(user)
        if standing.is_administrator:
            return self
        condition = Q(is_public=True)
        if user.is_authenticated:
            condition |= _runs(user)
            if standing.people:
                seats = self.model._meta.get_field("learning_group").related_model.objects.filter(
                    members__person__in=standing.people
                )
                condition |= Q(learning_group__in=seats.values("pk"))
        return self.filter(condition)


class ActionQuerySet(models.QuerySet):
    """Reads of actions."""

    def led_by(self, user):
        """Actions whose lead is `user` under one of their entries in a register."""
        return self.filter(lead_person__in=standing_of(user).people)

    def unfinished(self):
        return self.exclude(status__in=["done", "dropped"])
