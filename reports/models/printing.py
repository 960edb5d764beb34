"""Reports: what only the write-up needs, and each printing of it."""

import uuid
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convening.models import AgendaRelease
from core.models import Dated, Leased, Ordered, Versioned
from dialogues.models import Dialogue, PaperVersion, Participation
from reports.querysets import UNDER_WAY, PrintingQuerySet
from roadmaps.models import Meeting, RoadmapVersion
from stakeholders.models import BriefingVersion, Person, StakeholderMap


class ReportKind(models.TextChoices):
    MEETING_REPORT = "meeting-report", _("Meeting report")
    CO_CHAIRS = "co-chairs-summary", _("Co-chairs’ summary")
    SUMMARY = "summary", _("Summary and recommendations")
    CONCEPT_NOTE = "concept-note", _("Concept note")
    SCOPING_PAPER = "scoping-paper", _("Scoping paper")
    COMMENTS = "comments", _("Comments and responses")
    STAKEHOLDER_MAP = "stakeholder-map", _("Stakeholder map")
    BRIEFING = "briefing", _("Briefing")
    SIGN_IN = "sign-in-sheet", _("Sign-in sheet")
    BADGES = "badges", _("Badges")
    TABLE_CARDS = "table-cards", _("Table cards")
    CERTIFICATES = "certificates", _("Certificates")
    PARTICIPANTS = "participants", _("Participants’ list")
    LETTER = "invitation-letter", _("Invitation letter")
    AGENDA = "agenda", _("Agenda")
    MINUTES = "minutes", _("Minutes")
    PROGRESS = "progress-report", _("Progress report")
    ROADMAP = "roadmap", _("Roadmap")


class Format(models.TextChoices):
    """What a report is printed as."""

    PDF = "pdf", _("PDF")
    WORD = "docx", _("Word")
    PICTURE = "png", _("Picture")
    ARCHIVE = "pdfa", _("PDF for the archive (PDF/A)")
    PAGE = "html", _("Page for the screen (HTML)")
    SHEETS = "xlsx", _("Tables as Excel (XLSX)")

    @property
    def ending(self):
        """How the name of its file ends."""
        return "pdf" if self is Format.ARCHIVE else str(self.value)


class Edition(models.TextChoices):
    """For whom a report is printed; what an edition must not say never reaches its snapshot."""

    INTERNAL = "internal", _("For the team")
    PARTICIPANTS = "participants", _("For participants")
    PUBLIC = "public", _("For the public")


# Of what a report is -> which kinds of it there are.
KINDS_OF = {
    "dialogue": (
        *("meeting-report", "co-chairs-summary", "summary"),
        *("sign-in-sheet", "badges", "table-cards", "certificates", "participants"),
    ),
    "paper_version": ("concept-note", "scoping-paper", "comments"),
    "stakeholder_map": ("stakeholder-map",),
    "briefing_version": ("briefing",),
    "participation": ("invitation-letter",),
    "agenda_release": ("agenda",),
    "group_meeting": ("minutes",),
    "period": ("progress-report",),
    "roadmap_version": ("roadmap",),
}


def _of_exactly_one():
    """The condition that a report is of one thing, and of a kind that there is of it."""
    return reduce(
        or_,
        (
            Q(kind__in=kinds, **{f"{other}__isnull": other != of for other in KINDS_OF})
            for of, kinds in KINDS_OF.items()
        ),
    )


class Report(Dated, Versioned):
    """What can be printed of a dialogue, a version of a paper, a stakeholder map, a briefing, somebody’s
    part in a dialogue, a released agenda, a meeting of a Learning and Leadership Group, a period of which
    donors are told, or a version of a roadmap.

    For a dialogue it is the write-up: its title page and what no other page of the application holds.
    """

    dialogue = models.ForeignKey(
        Dialogue, models.CASCADE, null=True, blank=True, related_name="reports"
    )
    paper_version = models.ForeignKey(
        PaperVersion, models.CASCADE, null=True, blank=True, related_name="reports"
    )
    stakeholder_map = models.ForeignKey(
        StakeholderMap, models.CASCADE, null=True, blank=True, related_name="reports"
    )
    briefing_version = models.ForeignKey(
        BriefingVersion, models.CASCADE, null=True, blank=True, related_name="reports"
    )
    participation = models.ForeignKey(
        Participation, models.CASCADE, null=True, blank=True, related_name="reports"
    )
    agenda_release = models.ForeignKey(
        AgendaRelease, models.CASCADE, null=True, blank=True, related_name="reports"
    )
    group_meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="reports"
    )
    period = models.ForeignKey(
        "Period", models.CASCADE, null=True, blank=True, related_name="reports"
    )
    roadmap_version = models.ForeignKey(
        RoadmapVersion, models.CASCADE, null=True, blank=True, related_name="reports"
    )
    kind = models.CharField(
        _("kind"), max_length=30, choices=ReportKind, default=ReportKind.MEETING_REPORT
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    acknowledgements = models.TextField(_("acknowledgements"), blank=True)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    isbn = models.CharField(_("ISBN"), max_length=20, blank=True)
    doi = models.CharField(_("DOI"), max_length=120, blank=True)
    # Published only once each part is signed off.
    needs_sign_off = models.BooleanField(_("needs to be signed off"), default=False)
    authors = models.ManyToManyField(
        Person, through="Authorship", related_name="reports_written", verbose_name=_("authors")
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["pk"]
        constraints = [
            *(
                models.UniqueConstraint(fields=[of, "kind"], name=f"one_report_of_a_kind_of_{of}")
                for of in KINDS_OF
            ),
            models.CheckConstraint(condition=_of_exactly_one(), name="report_of_exactly_one"),
        ]

    def __str__(self):
        of = self.of
        if self.roadmap_version is not None:
            return self.title or self.roadmap_version.roadmap.title
        # What is of a person or of a release is called after the dialogue: a title names nobody.
        return self.title or str(getattr(of, "dialogue", of))

    @property
    def of(self):
        """What it is a report of."""
        return next(found for name in KINDS_OF if (found := getattr(self, name)) is not None)


class Authorship(Ordered):
    """Who wrote a report, in the order in which they are named."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="authorships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="authorships")

    class Meta(Ordered.Meta):
        constraints = [
            models.UniqueConstraint(fields=["report", "person"], name="author_once"),
        ]


class Printing(Dated, Leased):
    """One request to print an edition of a report: a promise kept by whichever worker comes by.

    At most one printing of the same edition waits in the queue: whoever asks meanwhile joins it.
    Once composed, `snapshot` holds all that the pages say, and rendering it again gives the same pages.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        COMPOSING = "composing", _("Composing")
        PRINTING = "printing", _("Printing")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="printings")
    edition = models.CharField(_("edition"), max_length=12, choices=Edition)
    format = models.CharField(_("format"), max_length=8, choices=Format, default=Format.PDF)
    # The day of which a map is printed, or for which a sign-in sheet is; without one, the day on which
    # it is composed, or every day.
    as_of = models.DateField(_("as of"), null=True, blank=True)
    # What else was chosen, by the kind's own keys, such as whose badges; never a name of the register.
    choices = models.JSONField(_("what was chosen"), default=dict, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.QUEUED)
    requested_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    awaited_by = models.ManyToManyField("accounts.User", related_name="printings_awaited")
    failure = models.TextField(_("what went wrong"), blank=True)
    snapshot = models.JSONField(null=True, blank=True, editable=False)
    snapshot_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), null=True, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    # An edition for participants is published to them alone; a moment to come is an embargo.
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Of one that was open: who had its address is told that, when and why it was taken back.
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    withdrawal_reason = models.TextField(_("why it was withdrawn"), blank=True, editable=False)

    objects = PrintingQuerySet.as_manager()

    class Meta:
        verbose_name = _("printing")
        verbose_name_plural = _("printings")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "edition", "format", "choices"],
                condition=Q(state="queued", as_of__isnull=True),
                name="one_printing_waits_in_the_queue",
            ),
            models.UniqueConstraint(
                fields=["report", "edition", "format", "as_of", "choices"],
                condition=Q(state="queued", as_of__isnull=False),
                name="one_printing_of_a_day_waits",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(state="ready", edition__in=("public", "participants")),
                name="only_ready_editions_for_others_are_published",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(published_at__isnull=True),
                name="what_was_withdrawn_is_not_published_again",
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self):
        return f"{self.get_edition_display()} {self.pk}"

    def get_absolute_url(self):
        return reverse("reports:printing", args=[self.pk])

    @property
    def is_under_way(self):
        return self.state in UNDER_WAY

    @property
    def is_open(self):
        """True once those for whom it is read it: published, and its embargo, if there is one, is over."""
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_awaited(self):
        """True while an embargo lies on it."""
        return self.published_at is not None and not self.is_open

    @property
    def is_interrupted(self):
        """The worker that held it has fallen silent; another will take it over."""
        started = self.is_under_way and self.state != self.State.QUEUED
        return started and (self.lease_until is None or self.lease_until < timezone.now())
