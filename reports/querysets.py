"""Reusable reads of reports and printings; each `visible_to` is the twin of a rule in rules.py."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.querysets import LeasedQuerySet
from core.search import holding
from dialogues.querysets import noted_by

UNDER_WAY = ("queued", "composing", "printing")


class PrintingQuerySet(LeasedQuerySet):
    """Reads of printings."""

    def visible_to(self, user):
        """Published printings for everybody; all printings of a dialogue for its team."""
        condition = Q(published_at__isnull=False)
        if user.is_authenticated:
            condition |= noted_by(user, "report__dialogue__")
        return self.filter(condition)

    def without_snapshot(self):
        """With the report and its dialogue, without the snapshot, which is large."""
        return self.select_related("report__dialogue__initiative").defer("snapshot")

    def newest_of_each(self):
        """For each report and edition the newest that is ready: what a reader looks for in a list."""
        same = self.model.objects.filter(
            report=OuterRef("report"), edition=OuterRef("edition"), state="ready"
        )
        newer = same.filter(created_at__gt=OuterRef("created_at"))
        published = newer.filter(published_at__isnull=False)
        # A newer draft does not hide what is published.
        return self.filter(state="ready").filter(
            Q(published_at__isnull=False) & ~Exists(published)
            | Q(published_at__isnull=True) & ~Exists(newer)
        )

    def matching(self, words):
        """Those in whose report's, dialogue's or initiative's title each of `words` stands."""
        titles = ("title", "dialogue__title", "dialogue__initiative__title")
        return holding(self, words, *(f"report__{title}" for title in titles))

    def ahead_of(self, printing):
        """Those that were asked for earlier and are not finished."""
        return self.under_way().filter(created_at__lt=printing.created_at)

    def published(self):
        """Those that everybody may read."""
        return self.filter(published_at__isnull=False)

    def under_way(self):
        """Those that are neither ready nor failed."""
        return self.filter(state__in=UNDER_WAY)

    def asleep(self, *, at=None):
        """Unfinished printings that nobody holds: what the sweeper wakes a worker for."""
        return self.under_way().unheld(at=at or timezone.now())
