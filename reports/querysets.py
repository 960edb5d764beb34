"""Reusable reads of reports and printings; each `visible_to` is the twin of a rule in rules.py."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.querysets import LeasedQuerySet
from core.search import holding
from reports.kinds import printed_for

UNDER_WAY = ("queued", "composing", "printing")


class PrintingQuerySet(LeasedQuerySet):
    """Reads of printings."""

    def visible_to(self, user):
        """Published printings for everybody; each kind's for those who may print it."""
        condition = Q(published_at__isnull=False)
        if user.is_authenticated:
            condition |= printed_for(user)
        return self.filter(condition)

    def with_their_report(self):
        """With the report and what it is of, but for a paper's text, which is large."""
        version = "report__paper_version"
        return self.select_related(
            "report__dialogue__initiative", f"{version}__paper__initiative"
        ).defer(
            *(f"{version}__{name}" for name in ("body", "blocks", "sections", "scores")),
            *(f"{version}__paper__{name}" for name in ("sections", "scores")),
        )

    def without_snapshot(self):
        """With the report and what it is of, without the snapshot, which is large."""
        return self.with_their_report().defer("snapshot")

    def newest_of_each(self):
        """For each report, edition and format the newest that is ready: what a reader looks for in a
        list."""
        alike = {name: OuterRef(name) for name in ("report", "edition", "format")}
        same = self.model.objects.filter(**alike, state="ready")
        newer = same.filter(created_at__gt=OuterRef("created_at"))
        published = newer.filter(published_at__isnull=False)
        # A newer draft does not hide what is published.
        return self.filter(state="ready").filter(
            Q(published_at__isnull=False) & ~Exists(published)
            | Q(published_at__isnull=True) & ~Exists(newer)
        )

    def matching(self, words):
        """Those in the title of whose report, dialogue, paper or initiative each of `words` stands."""
        titles = ("title", "dialogue__title", "dialogue__initiative__title")
        titles += ("paper_version__title", "paper_version__paper__initiative__title")
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
