"""Initiatives: a dialogue series on one contentious issue, and who runs it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.models import Dated, Versioned
from dialogues.querysets import InitiativeQuerySet
from stakeholders.models import Organisation, Programme, StakeholderMap


class Initiative(Dated, Versioned):
    """A series of dialogues that takes one contentious issue inside a programme."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="initiatives", verbose_name=_("programme")
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    issue = models.TextField(_("issue"), blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    budget_amount = models.DecimalField(
        _("budget"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    budget_currency = models.CharField(_("currency"), max_length=3, blank=True)
    budget_note = models.CharField(_("note on the budget"), max_length=300, blank=True)
    outcome_areas = models.JSONField(_("outcome areas"), default=list, blank=True)
    preconditions = models.JSONField(_("preconditions for dialogue"), default=list, blank=True)
    impact_factors = models.JSONField(_("what increases its impact"), default=list, blank=True)
    policy_processes = models.JSONField(_("policy processes it feeds"), default=list, blank=True)
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Its page may be read by anybody, donors included.")
    )
    stakeholder_map = models.OneToOneField(
        StakeholderMap,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="initiative",
        verbose_name=_("stakeholder map"),
        editable=False,
    )

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "title"], name="initiative_title_in_programme"
            ),
            models.CheckConstraint(
                condition=Q(budget_amount__isnull=True) | Q(budget_amount__gte=0),
                name="initiative_budget_not_negative",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("dialogues:initiative", args=[self.slug])


class Appointment(Dated):
    """A user's role in exactly one programme, initiative or dialogue; a partner acts for an organisation."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="appointments")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="appointments"
    )
    initiative = models.ForeignKey(
        Initiative, models.CASCADE, null=True, blank=True, related_name="appointments"
    )
    dialogue = models.ForeignKey(
        "dialogues.Dialogue", models.CASCADE, null=True, blank=True, related_name="appointments"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("organisation"),
    )
    appointed_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(programme__isnull=False, initiative__isnull=True, dialogue__isnull=True)
                    | Q(programme__isnull=True, initiative__isnull=False, dialogue__isnull=True)
                    | Q(programme__isnull=True, initiative__isnull=True, dialogue__isnull=False)
                ),
                name="appointment_to_exactly_one",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.PARTNER)
                | Q(organisation__isnull=False, dialogue__isnull=False),
                name="partner_acts_for_an_organisation_at_a_dialogue",
            ),
            *(
                models.UniqueConstraint(
                    fields=["user", "role", scope],
                    condition=Q(**{f"{scope}__isnull": False}),
                    name=f"appointed_once_to_{scope}",
                )
                for scope in ("programme", "initiative", "dialogue")
            ),
        ]
