"""Reusable reads of the register."""

from django.db import models
from django.db.models import Case, F, Q, Value, When

from core.text import fold
from stakeholders.access import access_of


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
        rows = self
        for word in fold(words).split():
            rows = rows.filter(search__contains=word)
        return rows


class PersonQuerySet(SearchedQuerySet):
    """Reads of people."""

    def visible_to(self, user):
        """People whom `user` may see in the register (the twin of `stakeholders.view_person`)."""
        return self.filter(access_of(user).see)

    def known_by_name_to(self, user):
        """People whose name `user` may be shown: the protected ones only to the convening team."""
        return self.filter(self._named_to(user))

    def by_shown_name(self, user):
        """In the order of what `user` is shown: a place in the alphabet would betray a hidden name."""
        shown = Case(When(self._named_to(user), then=F("name")), default=Value(""))
        return self.order_by(shown, "pk")

    @staticmethod
    def _named_to(user):
        return Q(protected=False) | Q(programme__in=access_of(user).programmes)


class OrganisationQuerySet(SearchedQuerySet):
    """Reads of organisations."""

    def visible_to(self, user):
        """Organisations of the programmes whose register `user` runs, and those they act for."""
        access = access_of(user)
        return self.filter(Q(programme__in=access.programmes) | Q(pk__in=access.holds_for))
