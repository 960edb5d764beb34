"""Reusable reads of the register."""

from django.db import models
from django.db.models import Case, F, Q, Value, When

from core.querysets import LeasedQuerySet
from stakeholders.access import access_of
from stakeholders.finding import holding, words_of


class ProgrammeQuerySet(models.QuerySet):
    """Reads of programmes."""

    def visible_to(self, user):
        """Programmes that `user` has a part in (the twin of `stakeholders.view_programme`)."""
        return self.filter(access_of(user).know)

    def run_by(self, user):
        """Programmes whose register `user` runs."""
        return self.filter(pk__in=access_of(user).programmes)


class SearchedQuerySet(models.QuerySet):
    """Rows with a folded `search` column."""

    def matching(self, words):
        """Rows that hold every word of `words`, accents and case aside."""
        return self.filter(holding(words_of(words)))


class PersonQuerySet(SearchedQuerySet):
    """Reads of people."""

    def visible_to(self, user):
        """People whom `user` may see in the register (the twin of `stakeholders.view_person`)."""
        return self.filter(access_of(user).see)

    def known_by_name_to(self, user):
        """People whose name `user` may be shown: the protected ones only to the convening team."""
        return self.filter(self.named_to(user))

    def by_shown_name(self, user):
        """In the order of what `user` is shown: a place in the alphabet would betray a hidden name."""
        shown = Case(When(self.named_to(user), then=F("name")), default=Value(""))
        return self.order_by(shown, "pk")

    @staticmethod
    def named_to(user):
        return Q(protected=False) | Q(programme__in=access_of(user).programmes)


class OrganisationQuerySet(SearchedQuerySet):
    """Reads of organisations."""

    def visible_to(self, user):
        """Organisations of the programmes whose register `user` runs; those they act for, and those that
        these brought into the register (the twin of `stakeholders.view_organisation`)."""
        access = access_of(user)
        held = Q(pk__in=access.holds_for) | Q(held_by__in=access.holds_for)
        return self.filter(Q(programme__in=access.programmes) | held)


class ImportQuerySet(LeasedQuerySet):
    """Reads of imports."""

    def visible_to(self, user):
        """Imports into registers that `user` runs, and of the partner they act for (the twin of
        `stakeholders.view_import`)."""
        access = access_of(user)
        return self.filter(Q(programme__in=access.programmes) | Q(held_by__in=access.holds_for))

    def waiting(self):
        """Imports that a worker has to read or to write."""
        return self.filter(state__in=("reading", "writing"))


class MapQuerySet(models.QuerySet):
    """Reads of stakeholder maps."""

    def visible_to(self, user):
        """Maps of programmes whose register `user` runs, and those that are shared with them (the twin
        of `stakeholders.view_map`)."""
        access = access_of(user)
        return self.filter(Q(programme__in=access.programmes) | access.read_maps)

    def run_by(self, user):
        """Maps that `user` may change (the twin of `stakeholders.change_map`)."""
        return self.filter(programme__in=access_of(user).programmes)


class StakeholderQuerySet(models.QuerySet):
    """Reads of those who stand on maps."""

    def visible_to(self, user):
        """Whom of a map that `user` sees they may know: groups, and the organisations and people that
        they see in the register."""
        access = access_of(user)
        held = access.holds_for
        bodies = Q(organisation__in=held) | Q(organisation__held_by__in=held)
        return self.filter(
            Q(map__programme__in=access.programmes)
            | Q(group__isnull=False)
            | bodies
            | Q(person__held_by__in=held)
        )
