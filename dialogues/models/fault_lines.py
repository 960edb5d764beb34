"""Fault lines: what is in dispute, where each group stands, and what became of it, dialogue by dialogue."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Ordered, Versioned
from dialogues.models.dialogue import Dialogue, Question
from dialogues.models.initiative import Initiative
from dialogues.models.outcomes import ActionPoint, KeyMessage
from dialogues.models.said import Contribution
from stakeholders.models import Group


class FaultLine(Ordered, Versioned):
    """A question around which opinions are strongly divided (TFD: fracture line)."""

    class Status(models.TextChoices):
        SURFACED = "surfaced", _("Surfaced")
        CONTESTED = "contested", _("Contested")
        NARROWED = "narrowed", _("Narrowed")
        BRIDGED = "bridged", _("Bridged")
        PARKED = "parked", _("Parked")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="fault_lines")
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("what is in dispute"), blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.SURFACED)
    evidence_gaps = models.TextField(_("evidence that is missing"), blank=True)
    questions = models.ManyToManyField(
        Question, related_name="fault_lines", blank=True, verbose_name=_("questions")
    )
    contributions = models.ManyToManyField(
        Contribution, related_name="fault_lines", blank=True, verbose_name=_("contributions")
    )
    key_messages = models.ManyToManyField(
        KeyMessage, related_name="fault_lines", blank=True, verbose_name=_("key messages")
    )
    action_points = models.ManyToManyField(
        ActionPoint, related_name="fault_lines", blank=True, verbose_name=_("action points")
    )

    class Meta(Ordered.Meta):
        verbose_name = _("fault line")
        verbose_name_plural = _("fault lines")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("dialogues:fault_line", args=[self.initiative.slug, self.pk])


class GroupPosition(Ordered, Versioned):
    """Where a stakeholder group stands on a fault line; a group without one has not been heard yet."""

    class Stance(models.TextChoices):
        FOR = "for", _("For")
        AGAINST = "against", _("Against")
        MIXED = "mixed", _("Divided within")
        OTHER = "other", _("Neither for nor against")

    class Strength(models.IntegerChoices):
        WEAK = 1, _("Open to be persuaded")
        FIRM = 2, _("Firm")
        STRONG = 3, _("Not negotiable")

    fault_line = models.ForeignKey(FaultLine, models.CASCADE, related_name="positions")
    group = models.ForeignKey(
        Group, models.CASCADE, related_name="+", verbose_name=_("stakeholder group")
    )
    text = models.TextField(_("position"), blank=True)
    stance = models.CharField(_("stance"), max_length=10, choices=Stance, blank=True)
    strength = models.PositiveSmallIntegerField(
        _("strength"), choices=Strength, null=True, blank=True
    )
    interests = models.TextField(_("interests beneath"), blank=True)
    sources = models.TextField(_("sources"), blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            models.UniqueConstraint(fields=["fault_line", "group"], name="one_position_of_a_group"),
            models.CheckConstraint(
                condition=Q(strength__isnull=True) | Q(strength__range=(1, 3)),
                name="strength_from_one_to_three",
            ),
        ]

    def __str__(self):
        return str(self.group)


class FaultLineMoment(Dated):
    """What became of a fault line at a dialogue, or between two: its status then, and in which words.

    `stances` keeps where each group stood at that moment: `{group id: [stance, strength]}`. Rows are
    only ever added.
    """

    fault_line = models.ForeignKey(FaultLine, models.CASCADE, related_name="moments")
    dialogue = models.ForeignKey(
        Dialogue,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="fault_line_moments",
        verbose_name=_("dialogue"),
    )
    on = models.DateField(_("day"))
    status = models.CharField(_("status"), max_length=12, choices=FaultLine.Status)
    text = models.TextField(_("what changed"))
    stances = models.JSONField(default=dict, blank=True, editable=False)
    noted_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("moment of a fault line")
        verbose_name_plural = _("moments of a fault line")
        ordering = ["on", "pk"]

    def __str__(self):
        return self.get_status_display()
