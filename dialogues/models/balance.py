"""The balance at the table: how many of whom an initiative or a dialogue means to bring."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Dated
from dialogues.models.dialogue import Dialogue
from dialogues.models.initiative import Initiative
from stakeholders.models import Category, Gender, Group


class Target(Dated):
    """At least so many people of a group, a gender or a category, over an initiative or at a dialogue."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, null=True, blank=True, related_name="targets"
    )
    dialogue = models.ForeignKey(
        Dialogue, models.CASCADE, null=True, blank=True, related_name="targets"
    )
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="targets")
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="targets"
    )
    gender = models.CharField(_("gender"), max_length=40, choices=Gender, blank=True)
    least = models.PositiveSmallIntegerField(_("at least"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(initiative__isnull=False, dialogue__isnull=True)
                | Q(initiative__isnull=True, dialogue__isnull=False),
                name="target_of_an_initiative_or_a_dialogue",
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=False, category__isnull=True, gender="")
                | Q(group__isnull=True, category__isnull=False, gender="")
                | Q(group__isnull=True, category__isnull=True) & ~Q(gender=""),
                name="target_counts_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=[scope, counted],
                    condition=Q(**{f"{scope}__isnull": False}) & holds,
                    name=f"target_once_for_{counted}_of_{scope}",
                )
                for scope in ("initiative", "dialogue")
                for counted, holds in (
                    ("group", Q(group__isnull=False)),
                    ("category", Q(category__isnull=False)),
                    ("gender", ~Q(gender="")),
                )
            ),
        ]
