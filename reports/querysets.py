"""Reusable reads of reports and printings; each `visible_to` is the twin of a rule in rules.py."""

from datetime import date

from django.db import models
from django.db.models import DateField, Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.roles import Role
from core.querysets import LeasedQuerySet
from dialogues.models import Initiative, Participation
from dialogues.standing import standing_of
from dialogues.veil import holding_for
from reports.kinds import printed_for

NO_DAY = Value(date(1900, 1, 1), output_field=DateField())
UNDER_WAY = ("queued", "composing", "printing")


def is_open():
    """The condition that a printing is published and no embargo lies on it (any more)."""
    return Q(published_at__isnull=False, published_at__lte=timezone.now())


def _shared_with(user):
    """The condition that a printing is of a dialogue in which `user` takes part, or of a paper of its
    initiative (the twin of `reports.rules.takes_part_in_it`)."""
    people = standing_of(user).people
    if not people:
        return Q(pk__in=())
    # Who was only asked, or waits for a place, has no part in it yet.
    part = Participation.objects.filter(person__in=people, status__in=("registered", "attended"))
    dialogues, initiatives = part.values("dialogue"), part.values("dialogue__initiative")
    return (
        Q(report__dialogue__in=dialogues)
        | Q(report__agenda_release__dialogue__in=dialogues)
        | Q(report__paper_version__paper__initiative__in=initiatives)
    )


class PrintingQuerySet(LeasedQuerySet):
    """Reads of printings."""

    def visible_to(self, user):
        """What is published for everybody, or for those who take part in what `user` takes part in; each
        kind's for those who may print it. What an embargo lies on is seen by the last alone."""
        condition = is_open() & Q(edition="public")
        if user.is_authenticated:
            condition |= is_open() & Q(edition="participants") & _shared_with(user)
            condition |= printed_for(user)
        return self.filter(condition)

    def with_their_report(self):
        """With the report and what it is of, but for the text of papers and briefings, which is large."""
        version, briefed = "report__paper_version", "report__briefing_version"
        return self.select_related(
            "report__dialogue__initiative",
            f"{version}__paper__initiative",
            "report__stakeholder_map",
            f"{briefed}__briefing__map",
            f"{briefed}__briefing__group",
            "report__participation__dialogue__initiative",
            "report__participation__person",
            "report__agenda_release__dialogue__initiative",
            "report__period__initiative",
            "report__roadmap_version__roadmap__dialogue__initiative",
            "report__roadmap_version__roadmap__learning_group",
            "report__group_meeting__learning_group__programme",
            "report__group_meeting__learning_group__dialogue__initiative",
        ).defer(
            "report__agenda_release__snapshot",
            "report__period__snapshot",
            "report__roadmap_version__snapshot",
            *(f"{version}__{name}" for name in ("body", "blocks", "sections", "scores")),
            *(f"{version}__paper__{name}" for name in ("sections", "scores")),
            *(f"{briefed}__{name}" for name in ("gains", "risks", "ask")),
            *(f"{briefed}__briefing__{name}" for name in ("gains", "risks", "ask")),
        )

    def without_snapshot(self):
        """With the report and what it is of, without the snapshot, which is large."""
        return self.with_their_report().defer("snapshot")

    def newest_of_each(self):
        """For each report, edition, format and day that was asked for the newest that is ready: what a
        reader looks for in a list."""
        alike = {name: OuterRef(name) for name in ("report", "edition", "format")}
        same = self.model.objects.filter(**alike, state="ready")
        # Of what was printed as of no day in particular each newer one stands for those before it.
        same = same.alias(day=Coalesce("as_of", NO_DAY)).filter(
            day=Coalesce(OuterRef("as_of"), NO_DAY)
        )
        newer = same.filter(created_at__gt=OuterRef("created_at"))
        published = newer.filter(is_open())
        # A newer draft does not hide what is published.
        return self.filter(state="ready").filter(
            is_open() & ~Exists(published) | ~is_open() & ~Exists(newer)
        )

    def matching(self, words, user):
        """Those in the title of whose report, or of what it is of and belongs to, each of `words` stands as
        `user` reads it."""
        titles = ("title", "dialogue__title", "dialogue__initiative__title")
        titles += ("paper_version__title", "paper_version__paper__initiative__title")
        titles += ("stakeholder_map__title", "briefing_version__title")
        titles += ("briefing_version__briefing__map__title", "participation__dialogue__title")
        titles += ("agenda_release__dialogue__title", "roadmap_version__roadmap__title")
        titles += ("period__title", "period__initiative__title")
        titles += ("group_meeting__title", "group_meeting__learning_group__name")
        return holding_for(user, self, words, *(f"report__{title}" for title in titles))

    def ahead_of(self, printing):
        """Those that were asked for earlier and are not finished."""
        return self.under_way().filter(created_at__lt=printing.created_at)

    def superseding(self, printing):
        """The newest published printing of the same edition and format that was asked for after the published
        `printing`; None if there is none. An older one that is published later supersedes nothing."""
        same = {name: getattr(printing, name) for name in ("report", "edition", "format", "as_of")}
        later = self.filter(is_open(), **same, created_at__gt=printing.created_at)
        return later.without_snapshot().order_by("-created_at").first()

    def published(self):
        """Those that everybody may read."""
        return self.filter(is_open(), edition="public")

    def shared_with(self, user):
        """Those for participants that are open to `user`, who takes part."""
        return self.filter(is_open(), _shared_with(user), edition="participants")

    def withdrawn(self):
        """Those that everybody could read until they were taken back."""
        return self.filter(edition="public", withdrawn_at__isnull=False)

    def under_way(self):
        """Those that are neither ready nor failed."""
        return self.filter(state__in=UNDER_WAY)

    def asleep(self, *, at=None):
        """Unfinished printings that nobody holds: what the sweeper wakes a worker for."""
        return self.under_way().unheld(at=at or timezone.now())


def funded_by(user, prefix=""):
    """The condition that `user` is a donor of the initiative to which the lookup `prefix` leads."""
    standing = standing_of(user)
    return Q(**{f"{prefix}programme__in": standing.ids("programme", Role.DONOR)}) | Q(
        **{f"{prefix}pk__in": standing.ids("initiative", Role.DONOR)}
    )


class PeriodQuerySet(models.QuerySet):
    """Reads of reporting periods."""

    def run_by(self, user):
        """Periods of initiatives that `user` convenes (the twin of `reports.change_period`)."""
        return self.filter(initiative__in=Initiative.objects.run_by(user).order_by().values("pk"))

    def open_to(self, user):
        """Periods that are open to `user` as a donor of their initiative."""
        return self.filter(funded_by(user, "initiative__"), published_at__lte=timezone.now())

    def visible_to(self, user):
        """Those that `user` writes, and what is published to the donors of an initiative (the twin of
        `reports.view_period`)."""
        return self.filter(
            Q(initiative__in=Initiative.objects.run_by(user).order_by().values("pk"))
            | Q(funded_by(user, "initiative__"), published_at__lte=timezone.now())
        )


class SectionQuerySet(models.QuerySet):
    """Reads of sections of progress reports."""

    def asked_of(self, user):
        """Those that `user` is asked for and has still a part in: at a dialogue of the initiative."""
        standing = standing_of(user)
        part = Q(period__initiative__dialogues__in=standing.ids("dialogue"))
        part |= Q(period__initiative__in=standing.ids("initiative"))
        part |= Q(period__initiative__programme__in=standing.ids("programme"))
        # A subquery, not a join: a section is listed once whatever the dialogues.
        keys = self.model.objects.filter(part).order_by().values("pk")
        return self.filter(asked_of=user, pk__in=keys)

    def run_by(self, user):
        """Those of periods that `user` runs."""
        runs = Initiative.objects.run_by(user).order_by().values("pk")
        return self.filter(period__initiative__in=runs)

    def visible_to(self, user):
        """Those that `user` is asked for, and those of periods that they run (the twin of
        `reports.view_section`)."""
        return self.asked_of(user) | self.run_by(user)
