"""Indicators: what shows whether an action or a result comes about, with values over time."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Ordered, Versioned
from roadmaps.models.actions import Action, Result


class Indicator(Ordered, Versioned):
    """What shows whether an action works or a result is reached: unit, baseline, target, values."""

    class Direction(models.TextChoices):
        UP = "up", _("More is better")
        DOWN = "down", _("Less is better")

    class Measure(models.TextChoices):
        QUANTITATIVE = "quantitative", _("A number")
        QUALITATIVE = "qualitative", _("In words")

    action = models.ForeignKey(
        Action, models.CASCADE, null=True, blank=True, related_name="indicators"
    )
    result = models.ForeignKey(
        Result, models.CASCADE, null=True, blank=True, related_name="indicators"
    )
    title = models.CharField(_("title"), max_length=500)
    measure = models.CharField(
        _("measured as"), max_length=12, choices=Measure, default=Measure.QUANTITATIVE
    )
    unit = models.CharField(_("unit"), max_length=100, blank=True)
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction, default=Direction.UP
    )
    baseline = models.CharField(_("baseline"), max_length=100, blank=True)
    baseline_on = models.DateField(_("date of the baseline"), null=True, blank=True)
    target = models.CharField(_("target"), max_length=100, blank=True)
    target_on = models.DateField(_("date of the target"), null=True, blank=True)
    verification = models.TextField(_("means of verification"), blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                condition=Q(action__isnull=False, result__isnull=True)
                | Q(action__isnull=True, result__isnull=False),
                name="indicator_of_an_action_or_a_result",
            ),
        ]

    def __str__(self):
        return self.title


class Disaggregation(Ordered):
    """A category by which the values of an indicator are told apart: sex, or any other."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="disaggregations")
    name = models.CharField(_("by"), max_length=80)
    # The names of its parts, in order: ["women", "men"].
    parts = models.JSONField(_("parts"), default=list)

    class Meta(Ordered.Meta):
        verbose_name = _("disaggregation")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "name"], name="disaggregated_once_by"),
        ]

    def __str__(self):
        return self.name


class IndicatorValue(models.Model):
    """A value of an indicator at a date, a number or words, and where it comes from.

    Never overwritten: a correction is another value that names the one it corrects.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values")
    date = models.DateField(_("date"), null=True, blank=True)
    value = models.CharField(_("value"), max_length=100)
    source = models.CharField(_("source"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    corrects = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="corrected_by"
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True, null=True)

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ["pk"]


class ValuePart(models.Model):
    """The part of a value that falls to one part of a disaggregation."""

    value = models.ForeignKey(IndicatorValue, models.CASCADE, related_name="parts")
    disaggregation = models.ForeignKey(Disaggregation, models.CASCADE, related_name="values")
    part = models.CharField(_("part"), max_length=80)
    number = models.DecimalField(_("number"), max_digits=18, decimal_places=4)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["value", "disaggregation", "part"], name="one_number_for_a_part"
            ),
        ]
