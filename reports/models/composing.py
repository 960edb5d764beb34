"""The parts of a composed report, what the team tell each other of them, and templates of a programme."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, Upload, Versioned
from reports.models.printing import Edition, Report, ReportKind
from stakeholders.models import Programme

# Parts of which a report may have several; each other one stands once.
SEVERAL = ("written", "diagram", "photographs")


class ReportPart(Dated, Ordered, Versioned):
    """A part of a composed report: what the data say, what was written here, or both.

    `told` is what the data said when it was last rewritten or looked at: what it says beyond that is
    newer. `signed_mark` is the mark of what was signed off; a part that says something else is not.
    """

    class Source(models.TextChoices):
        DATA = "data", _("What the data say")
        BOTH = "both", _("A text, then what the data say")
        WRITTEN = "written", _("Written here")

    report = models.ForeignKey(Report, models.CASCADE, related_name="parts", editable=False)
    # Which part it is, by the registry of reports.composer.registry.
    key = models.CharField(_("part"), max_length=30, editable=False)
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    source = models.CharField(_("it holds"), max_length=10, choices=Source, default=Source.DATA)
    text = models.TextField(_("text"), blank=True)
    audience = models.CharField(
        _("stands in"), max_length=12, choices=Edition, default=Edition.PUBLIC
    )
    told = models.TextField(blank=True, editable=False)
    signed_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    signed_at = models.DateTimeField(_("signed off"), null=True, blank=True, editable=False)
    signed_mark = models.CharField(max_length=64, blank=True, editable=False)

    class Meta(Ordered.Meta):
        verbose_name = _("part of a report")
        verbose_name_plural = _("parts of reports")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key"],
                condition=~Q(key__in=SEVERAL),
                name="a_part_stands_once_in_a_report",
            ),
        ]

    def __str__(self):
        return self.heading or self.key


class Remark(Dated):
    """A note to the team about a part; with somebody it is for, a task. It is never printed."""

    part = models.ForeignKey(ReportPart, models.CASCADE, related_name="remarks")
    text = models.TextField(_("note"))
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    assigned_to = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="report_tasks",
        verbose_name=_("for"),
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("note on a part")
        verbose_name_plural = _("notes on parts")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.text


class Photograph(Ordered):
    """A photograph of a part, with what is said of it and who may see it."""

    class Consent(models.TextChoices):
        MISSING = "missing", _("Not asked yet: it is not printed")
        INTERNAL = "internal", _("Agreed for the team alone")
        PARTICIPANTS = "participants", _("Agreed for those who took part")
        PUBLIC = "public", _("Agreed for everybody")
        NOBODY = "nobody", _("Nobody can be recognised on it")

    part = models.ForeignKey(ReportPart, models.CASCADE, related_name="photographs")
    upload = models.OneToOneField(Upload, models.PROTECT, related_name="report_photograph")
    alternative = models.CharField(_("what it shows, in words"), max_length=500)
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    consent = models.CharField(
        _("consent"), max_length=12, choices=Consent, default=Consent.MISSING
    )

    class Meta(Ordered.Meta):
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")

    def __str__(self):
        return self.caption or self.alternative


class ReportTemplate(Dated):
    """A list of parts with which reports of a programme may begin."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="report_templates", editable=False
    )
    kind = models.CharField(_("kind"), max_length=30, choices=ReportKind, editable=False)
    title = models.CharField(_("title"), max_length=120)
    # Of each part: key, heading, source, text, audience. A text that was rewritten from data is left out.
    parts = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("template of reports")
        verbose_name_plural = _("templates of reports")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "title"], name="template_title_in_programme"
            ),
        ]

    def __str__(self):
        return self.title
