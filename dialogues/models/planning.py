"""What runs beside the meetings: the budget by line, and the calendar that people subscribe to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, Versioned
from dialogues.models.dialogue import Dialogue
from dialogues.models.initiative import Initiative
from stakeholders.models import Programme


class BudgetLine(Ordered, Versioned):
    """A line of an initiative's budget, for one of its dialogues or for the whole; amounts are in the
    initiative's currency."""

    class Category(models.TextChoices):
        TRAVEL = "travel", _("Travel")
        LODGING = "lodging", _("Board and lodging")
        ALLOWANCES = "allowances", _("Allowances")
        VENUE = "venue", _("Venue and equipment")
        FIELD = "field", _("Field visits")
        FACILITATION = "facilitation", _("Facilitation and notes")
        INTERPRETATION = "interpretation", _("Interpretation and translation")
        PAPERS = "papers", _("Papers and publications")
        COMMUNICATION = "communication", _("Communication")
        STAFF = "staff", _("Staff time")
        OTHER = "other", _("Other")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="budget_lines")
    dialogue = models.ForeignKey(
        Dialogue,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("dialogue"),
    )
    category = models.CharField(
        _("category"), max_length=20, choices=Category, default=Category.OTHER
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    planned = models.DecimalField(_("planned"), max_digits=14, decimal_places=2)

    class Meta(Ordered.Meta):
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.CheckConstraint(condition=Q(planned__gte=0), name="planned_not_negative"),
        ]

    def __str__(self):
        return self.title or self.get_category_display()


class BudgetEntry(Dated, Versioned):
    """Money committed under a budget line; once paid, it is spent."""

    line = models.ForeignKey(BudgetLine, models.CASCADE, related_name="entries")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    what = models.CharField(_("what for"), max_length=300)
    committed_on = models.DateField(_("committed on"))
    spent_on = models.DateField(_("paid on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("budget entry")
        verbose_name_plural = _("budget entries")
        ordering = ["committed_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="entry_of_an_amount"),
            models.CheckConstraint(
                condition=Q(spent_on__isnull=True) | Q(spent_on__gte=models.F("committed_on")),
                name="paid_after_it_was_committed",
            ),
        ]

    def __str__(self):
        return self.what


class CalendarFeed(Dated):
    """A calendar address of one user: whoever has it reads that user's dialogues, until it is taken back.

    Only a hash of the token in the address is stored. Without programme or initiative it holds
    everything that its user may see.
    """

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="calendar_feeds")
    name = models.CharField(_("name"), max_length=100, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="+"
    )
    initiative = models.ForeignKey(
        Initiative, models.CASCADE, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.name or f"{self.pk}"
