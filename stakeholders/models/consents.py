"""What people of the register agreed to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stakeholders.models.register import Person


class Consent(models.Model):
    """What a person agreed to or refused, when, in which words, and who asked (security.md).

    A later answer does not overwrite an earlier one: the one that holds `is_current`.
    """

    class Kind(models.TextChoices):
        LISTED = "listed", _("to be listed")
        QUOTED = "quoted", _("to be quoted")
        PHOTOGRAPHED = "photographed", _("to be photographed")
        CONTACTED = "contacted", _("to be contacted")

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    given = models.BooleanField(_("given"))
    wording = models.TextField(_("wording"), blank=True)
    asked_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_by_text = models.CharField(_("asked by"), max_length=200, blank=True)
    asked_on = models.DateField(_("asked on"))
    is_current = models.BooleanField(_("holds now"), default=True, editable=False)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(is_current=True),
                name="one_current_consent_of_a_kind",
            ),
        ]
