"""Reusable reads of roadmaps and actions; each `visible_to` is the twin of a rule in rules.py."""

from django.db import models
from django.db.models import Q

from dialogues.querysets import convened_by
from dialogues.standing import standing_of

FINISHED = ("done", "dropped")


class RoadmapQuerySet(models.QuerySet):
    """Reads of roadmaps."""

    def visible_to(self, user):
        """Roadmaps that are public, convened by `user`, or owned by a group that `user` sits in."""
        standing = standing_of(user)
        if standing.is_administrator:
            return self
        condition = Q(is_public=True)
        if user.is_authenticated:
            condition |= convened_by(user, "dialogue__")
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
        """Actions that somebody still has to do."""
        return self.exclude(status__in=FINISHED)
