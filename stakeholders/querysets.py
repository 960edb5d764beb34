"""Reusable reads of the register."""

from django.db import models
from django.db.models import Q

from core.text import fold
from stakeholders.access import access_of


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

    def changeable_by(self, user):
        """People whom `user` may correct (the twin of `stakeholders.change_person`)."""
        return self.filter(access_of(user).change)

    def known_by_name_to(self, user):
        """People whose name `user` may be shown: the protected ones only to the convening team."""
        return self.filter(Q(protected=False) | Q(programme__in=access_of(user).programmes))


class OrganisationQuerySet(SearchedQuerySet):
    """Reads of organisations."""

    def visible_to(self, user):
        """Organisations of the programmes whose register `user` runs, and those they act for."""
        access = access_of(user)
        return self.filter(Q(programme__in=access.programmes) | Q(pk__in=access.holds_for))
