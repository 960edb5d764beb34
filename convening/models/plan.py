"""How a dialogue is convened: its places, who may fill them, until when."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Versioned
from dialogues.models import Dialogue
from stakeholders.models import Group, Organisation


class Plan(Dated, Versioned):
    """How a dialogue is convened. Its row is also the lock under which places are given away."""

    dialogue = models.OneToOneField(Dialogue, models.CASCADE, related_name="plan")
    capacity = models.PositiveIntegerField(
        _("places in all"), null=True, blank=True, help_text=_("Empty: as many as come.")
    )
    answer_by = models.DateField(
        _("answers until"),
        null=True,
        blank=True,
        help_text=_("Until the end of this day people can answer, and change their minds."),
    )
    needs_approval = models.BooleanField(
        _("registrations need approval"),
        default=False,
        help_text=_("Whoever registers waits until a convenor says yes."),
    )
    keeps_waiting_list = models.BooleanField(_("keep a waiting list"), default=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours for which an offered place is kept"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
    )
    form_introduction = models.TextField(_("introduction to the form"), blank=True)
    agenda_is_public = models.BooleanField(
        _("the released agenda is public"),
        default=False,
        help_text=_("Anybody may read it, without names of people who did not agree to be listed."),
    )

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self):
        return str(self.dialogue)


class Quota(models.Model):
    """The most places that a stakeholder group, or the people of a partner, may fill at a dialogue."""

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="quotas")
    group = models.ForeignKey(
        Group, models.CASCADE, null=True, blank=True, related_name="quotas", verbose_name=_("group")
    )
    partner = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="quotas",
        verbose_name=_("partner"),
    )
    most = models.PositiveIntegerField(_("places at most"))

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=False, partner__isnull=True)
                | Q(group__isnull=True, partner__isnull=False),
                name="quota_of_a_group_or_a_partner",
            ),
            models.UniqueConstraint(fields=["dialogue", "group"], name="one_quota_of_a_group"),
            models.UniqueConstraint(fields=["dialogue", "partner"], name="one_quota_of_a_partner"),
        ]
