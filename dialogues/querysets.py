"""Reusable reads of initiatives and dialogues; each `visible_to` is the twin of a rule in rules.py."""

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.roles import NOTE_TAKERS, Role
from dialogues.standing import standing_of


def convened_by(user, prefix=""):
    """The condition that `user` convenes the dialogue to which the lookup `prefix` leads."""
    standing = standing_of(user)
    programmes = standing.ids("programme", Role.CONVENOR)
    return (
        Q(**{f"{prefix}initiative__programme__in": programmes})
        | Q(**{f"{prefix}initiative__in": standing.ids("initiative", Role.CONVENOR)})
        | Q(**{f"{prefix}pk__in": standing.ids("dialogue", Role.CONVENOR)})
    )


def noted_by(user, prefix=""):
    """The condition that `user` convenes that dialogue or takes its notes."""
    dialogues = standing_of(user).ids("dialogue", *NOTE_TAKERS)
    return convened_by(user, prefix) | Q(**{f"{prefix}pk__in": dialogues})


class InitiativeQuerySet(models.QuerySet):
    """Reads of initiatives."""

    def run_by(self, user):
        """Initiatives that `user` convenes (the twin of `dialogues.change_initiative`)."""
        standing = standing_of(user)
        return self.filter(
            Q(programme__in=standing.ids("programme", Role.CONVENOR))
            | Q(pk__in=standing.ids("initiative", Role.CONVENOR))
        )

    def visible_to(self, user):
        """Initiatives that `user` may know of: public ones, and those in which they have a part."""
        standing = standing_of(user)
        if standing.is_administrator:
            return self
        condition = Q(is_public=True)
        if user.is_authenticated:
            convenes = standing.ids("programme", Role.CONVENOR)
            dialogues = standing.ids("dialogue") | standing.takes_part_in
            condition |= Q(programme__in=convenes)
            condition |= Q(pk__in=standing.ids("initiative", Role.CONVENOR, Role.ADVISER))
            if dialogues:
                # A subquery, not a join: an initiative is listed once whatever its dialogues.
                own = self.model._meta.get_field("dialogues").related_model
                condition |= Q(pk__in=own.objects.filter(pk__in=dialogues).values("initiative_id"))
        return self.filter(condition)


class StageQuerySet(models.QuerySet):
    """Reads of stages."""

    def open(self):
        """Stages that are under way."""
        return self.filter(state="open")


class SeatQuerySet(models.QuerySet):
    """Reads of seats in advisory groups."""

    def current(self, *, at=None):
        """Seats whose term is not over on the day `at` (today)."""
        at = at or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=at))

    def serving(self, *, at=None):
        """Seats of those who accepted, have not left, and whose term is not over on the day `at`."""
        return self.current(at=at).filter(state="accepted")

    def of(self, user):
        """The seats of `user`, who is a person of some register."""
        return self.filter(person__in=standing_of(user).people)


def prepared_by(user, prefix="initiative__"):
    """The condition that `user` convenes or advises the initiative to which the lookup `prefix` leads."""
    standing = standing_of(user)
    initiatives = standing.ids("initiative", Role.CONVENOR, Role.ADVISER)
    programmes = standing.ids("programme", Role.CONVENOR)
    return Q(**{f"{prefix}programme__in": programmes}) | Q(**{f"{prefix}in": initiatives})


class PaperQuerySet(models.QuerySet):
    """Reads of papers."""

    def visible_to(self, user):
        """Papers of initiatives that `user` convenes or advises (the twin of
        `dialogues.view_preparation`)."""
        return self.filter(prepared_by(user))


class ReviewRequestQuerySet(models.QuerySet):
    """Reads of requests to review."""

    def of(self, user):
        """Requests to `user`, who is a person of some register."""
        return self.filter(person__in=standing_of(user).people)

    def open(self):
        """Requests in reviews that go on, of reviewers who have not said that they are through."""
        return self.filter(finished_at__isnull=True, round__closed_at__isnull=True)


class CommentQuerySet(models.QuerySet):
    """Reads of comments on papers."""

    def unanswered(self):
        """Comments without a disposition."""
        return self.filter(disposition="open")


class SurveyQuerySet(models.QuerySet):
    """Reads of surveys."""

    def visible_to(self, user):
        """Surveys of initiatives that `user` convenes or advises (the twin of
        `dialogues.view_preparation`)."""
        return self.filter(prepared_by(user))


class DialogueQuerySet(models.QuerySet):
    """Reads of dialogues."""

    def run_by(self, user):
        """Dialogues that `user` convenes (the twin of `dialogues.change_dialogue`)."""
        return self.filter(convened_by(user))

    def noted_by(self, user):
        """Dialogues whose notes `user` reads and takes (the twin of `dialogues.take_notes`)."""
        return self.filter(noted_by(user))

    def joined_by(self, user):
        """Dialogues in which `user` has a part without taking their notes: as a partner, adviser or
        participant."""
        standing = standing_of(user)
        part = Q(pk__in=standing.ids("dialogue") | standing.takes_part_in)
        part |= Q(initiative__in=standing.ids("initiative", Role.ADVISER))
        return self.filter(part).exclude(noted_by(user))

    def visible_to(self, user):
        """Dialogues that `user` may know of (the twin of `dialogues.view_dialogue`)."""
        standing = standing_of(user)
        if standing.is_administrator:
            return self
        condition = Q(is_public=True, initiative__is_public=True)
        if user.is_authenticated:
            own = standing.ids("dialogue") | standing.takes_part_in
            initiatives = standing.ids("initiative", Role.CONVENOR, Role.ADVISER)
            condition |= Q(initiative__programme__in=standing.ids("programme", Role.CONVENOR))
            condition |= Q(initiative__in=initiatives) | Q(pk__in=own)
        return self.filter(condition)

    def with_preparation(self):
        """With `agenda_count` and `people_count`, each by a subquery so that they do not multiply."""
        return self.annotate(
            agenda_count=_count_of(self.model, "agenda_parts__items"),
            people_count=_count_of(self.model, "participations"),
        )


def _count_of(model, path):
    rows = model.objects.filter(pk=OuterRef("pk")).order_by()
    return Subquery(rows.annotate(number=Count(path)).values("number"))


class ParticipationQuerySet(models.QuerySet):
    """Reads of the people at a dialogue."""

    def visible_to(self, user, dialogue):
        """Whom `user` may see at `dialogue`: the team everybody, a partner those it registered, the
        others at the dialogue those who agreed to be listed."""
        standing = standing_of(user)
        rows = self.filter(dialogue=dialogue)
        if user.has_perm("dialogues.take_notes", dialogue):
            return rows
        if dialogue.pk in standing.partner_of:
            return rows.filter(person__held_by=standing.partner_of[dialogue.pk])
        if user.has_perm("dialogues.view_people", dialogue):
            return rows.filter(Q(listed=True) | Q(person__in=standing.people))
        return rows.none()
