"""Progress reports: periods of an initiative, what is said of each, and what approval freezes."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Versioned
from dialogues.models import Initiative
from reports.querysets import PeriodQuerySet, SectionQuerySet
from roadmaps.models import Result
from stakeholders.models import Group, Organisation

CURRENCY = RegexValidator(
    r"^[A-Z]{3}$", _("Give the three letters of a currency, for example GHS.")
)
# What is told of a period in words, in the order in which it is told.
HEADINGS = ("activities", "deviations", "lessons", "risks", "ahead")


class Period(Dated, Versioned):
    """A stretch of time of which donors are told. Its figures are counted until it is approved, and then
    frozen: `snapshot` holds all that the report says, and names nobody."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PENDING = "pending", _("Sent for approval")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Approved")

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="reporting_periods", editable=False
    )
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    activities = models.TextField(_("what was done"), blank=True)
    deviations = models.TextField(_("what went otherwise than planned"), blank=True)
    lessons = models.TextField(_("what was learned"), blank=True)
    risks = models.TextField(_("risks"), blank=True)
    ahead = models.TextField(_("what comes next"), blank=True)
    second_currency = models.CharField(
        _("second currency"), max_length=3, blank=True, validators=[CURRENCY]
    )
    rate = models.DecimalField(
        _("rate"),
        max_digits=14,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    sent_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    reason = models.TextField(_("why it was returned"), blank=True, editable=False)
    approved_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)
    snapshot = models.JSONField(null=True, blank=True, editable=False)
    checksum = models.CharField(max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="period_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state="approved", snapshot__isnull=False)
                | Q(~Q(state="approved"), snapshot__isnull=True),
                name="only_approved_periods_are_frozen",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(state="approved"),
                name="only_approved_periods_are_published",
            ),
            models.UniqueConstraint(
                fields=["initiative", "title"], name="period_title_in_initiative"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:period", args=[self.pk])

    @property
    def is_open(self):
        """True once donors read it: published, and its embargo, if there is one, is over."""
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_frozen(self):
        """True if nothing of it changes any more."""
        return self.state == self.State.APPROVED


class Section(Dated, Versioned):
    """A text of a period that somebody else is asked for: under one of its headings, about a result of the
    framework, or under a title of its own. Once it is taken it stands in the report."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        HANDED_IN = "handed-in", _("Handed in")
        RETURNED = "returned", _("Returned")
        TAKEN = "taken", _("Taken into the report")

    period = models.ForeignKey(Period, models.CASCADE, related_name="sections", editable=False)
    heading = models.CharField(_("heading"), max_length=20, blank=True, editable=False)
    result = models.ForeignKey(
        Result, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    title = models.CharField(_("title"), max_length=300, blank=True, editable=False)
    asked_of = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        related_name="report_sections",
        verbose_name=_("asked of"),
        editable=False,
    )
    asked_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, related_name="+", editable=False
    )
    by_day = models.DateField(_("by"), null=True, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.ASKED, editable=False
    )
    reason = models.TextField(_("why it was returned"), blank=True, editable=False)
    text = models.TextField(_("text"), blank=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section of a progress report")
        verbose_name_plural = _("sections of progress reports")
        ordering = ["pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:section", args=[self.pk])

    @property
    def is_out(self):
        """True while it is not in the report yet."""
        return self.state != self.State.TAKEN

    @property
    def is_written(self):
        """True while whoever was asked writes it."""
        return self.state in (self.State.ASKED, self.State.RETURNED)


class AttendanceTarget(models.Model):
    """How many of a stakeholder group, and how many women of it, a period aims for."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="targets")
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    people = models.PositiveIntegerField(_("people"), null=True, blank=True)
    women = models.PositiveIntegerField(_("women"), null=True, blank=True)

    class Meta:
        verbose_name = _("target of attendance")
        verbose_name_plural = _("targets of attendance")
        ordering = ["group__position", "group__name"]
        constraints = [
            models.UniqueConstraint(fields=["period", "group"], name="attendance_target_once"),
        ]

    def __str__(self):
        return f"{self.group_id}: {self.people}"


class PublishingProfile(Dated, Versioned):
    """What an IATI file says of an initiative besides its figures: who reports, under which identifiers."""

    initiative = models.OneToOneField(
        Initiative, models.CASCADE, related_name="publishing_profile", editable=False
    )
    reporter = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        verbose_name=_("reporting organisation"),
    )
    reporter_ref = models.CharField(_("its IATI identifier"), max_length=100)
    reporter_type = models.CharField(_("its type, by code"), max_length=2, default="21")
    identifier = models.CharField(_("identifier of the activity"), max_length=100)
    sector = models.CharField(_("sector, by DAC code"), max_length=5, default="15150")
    countries = models.JSONField(_("countries"), default=list, blank=True)

    class Meta:
        verbose_name = _("publishing profile")
        verbose_name_plural = _("publishing profiles")

    def __str__(self):
        return self.identifier
