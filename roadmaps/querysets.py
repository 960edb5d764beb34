"""Reusable reads of groups, roadmaps and actions; each `visible_to` and `run_by` is the twin of a rule
in rules.py."""

from django.db import models
from django.db.models import Q

from accounts.roles import Role
from dialogues.querysets import convened_by
from dialogues.standing import standing_of
from roadmaps.standing import group_standing_of, in_office

FINISHED = ("done", "dropped")


def founded_by(user, prefix=""):
    """The condition that `user` convenes the programme of a group, or the dialogue that endorsed it."""
    standing = standing_of(user)
    return Q(**{f"{prefix}programme__in": standing.ids("programme", Role.CONVENOR)}) | convened_by(
        user, f"{prefix}dialogue__"
    )


class LearningGroupQuerySet(models.QuerySet):
    """Reads of Learning and Leadership Groups."""

    def visible_to(self, user):
        """Groups with a public page, and those that `user` founded, convenes or sits in."""
        if standing_of(user).is_administrator:
            return self
        condition = Q(is_public=True)
        if user.is_authenticated:
            own = group_standing_of(user)
            condition |= Q(pk__in=own.inside)
            condition |= founded_by(user)
        return self.filter(condition)

    def inside(self, user):
        """Groups that `user` may read more of than their public page: founders, convenors, members."""
        return self if standing_of(user).is_administrator else self.spoken_for_by(user)

    def spoken_for_by(self, user):
        """Groups that `user` is part of: founders, convenors, members (the twin of
        `roadmaps.speak_for_group`)."""
        own = group_standing_of(user)
        return self.filter(Q(pk__in=own.inside) | founded_by(user))


class MembershipQuerySet(models.QuerySet):
    """Reads of seats."""

    def current(self, *, on=None):
        """Seats of those who have not left and whose term is not over on the day `on` (today)."""
        return self.filter(in_office(on=on))


class RoadmapQuerySet(models.QuerySet):
    """Reads of roadmaps."""

    def visible_to(self, user):
        """Roadmaps that are public, convened by `user`, or owned by a group that `user` is part of."""
        if standing_of(user).is_administrator:
            return self
        condition = Q(is_public=True)
        if user.is_authenticated:
            own = group_standing_of(user)
            condition |= convened_by(user, "dialogue__")
            condition |= Q(learning_group__in=own.inside)
        return self.filter(condition)

    def run_by(self, user):
        """Roadmaps that `user` may change (the twin of `roadmaps.change_roadmap`)."""
        own = group_standing_of(user)
        free = Q(learning_group__isnull=True) | Q(learning_group__is_passed_on=False)
        return self.filter(
            Q(learning_group__in=own.keeps | own.convenes)
            | (free & convened_by(user, "dialogue__"))
        )

    def moved_by(self, user):
        """Roadmaps whose actions `user` may write updates on: who runs them, and members."""
        return self.filter(Q(learning_group__in=group_standing_of(user).sits_in)) | self.run_by(
            user
        )


class ActionQuerySet(models.QuerySet):
    """Reads of actions."""

    def led_by(self, user):
        """Actions whose lead is `user` under one of their entries in a register."""
        return self.filter(lead_person__in=standing_of(user).people)

    def unfinished(self):
        """Actions that somebody still has to do."""
        return self.exclude(status__in=FINISHED)


class LessonQuerySet(models.QuerySet):
    """Reads of lessons."""

    def visible_to(self, user):
        """Lessons for everybody; those for the programme's groups to founders and members of any of
        them; a group's own to itself and its founders."""
        if standing_of(user).is_administrator:
            return self
        condition = Q(reach="public")
        if user.is_authenticated:
            own = group_standing_of(user)
            mine = Q(learning_group__in=own.sits_in | own.convenes) | founded_by(
                user, "learning_group__"
            )
            of_programme = self.model._meta.get_field("learning_group").related_model.objects
            programmes = of_programme.inside(user).order_by().values("programme")
            condition |= mine | Q(reach="groups", programme__in=programmes)
        return self.filter(condition)
