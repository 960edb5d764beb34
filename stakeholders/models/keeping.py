"""What was done with people's entries: who took them out, who was made one, who was erased."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stakeholders.models.register import Programme


class Merge(models.Model):
    """Two entries made one. `log` holds what was changed, so that there is a way back."""

    class Kind(models.TextChoices):
        PERSON = "person", _("People")
        ORGANISATION = "organisation", _("Organisations")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="merges")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    kept = models.PositiveBigIntegerField(_("kept entry"))
    gone = models.PositiveBigIntegerField(_("entry that went"))
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("merged"))
    log = models.JSONField(default=list, editable=False)
    undone_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-at", "-pk"]


class Disclosure(models.Model):
    """Somebody took data of the register out in a file: who, when, what, how many, in which format."""

    class What(models.TextChoices):
        PEOPLE = "people", _("People")
        ORGANISATIONS = "organisations", _("Organisations")
        OWN_DATA = "own-data", _("A person’s own data")

    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="disclosures"
    )
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("taken"))
    what = models.CharField(_("what"), max_length=16, choices=What)
    format = models.CharField(_("format"), max_length=8)
    number = models.PositiveIntegerField(_("entries"))
    # The names of the filters that were set, not what they were set to: that may be a name.
    filters = models.JSONField(default=list)

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-at", "-pk"]


class ErasureRecord(models.Model):
    """Somebody was erased: which entry it was and why, nothing about whom (security.md).

    The same line stands in a file beside the database, so that an erasure can be done again after an
    older backup was brought back.
    """

    programme = models.ForeignKey(
        Programme, models.SET_NULL, null=True, blank=True, related_name="erasures"
    )
    person_id = models.PositiveBigIntegerField(_("entry"))
    at = models.DateTimeField(_("erased"))
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Cause(models.TextChoices):
        REQUEST = "request", _("They asked for it")
        MISTAKE = "mistake", _("They should not have been entered")
        RETENTION = "retention", _("The time for which entries are kept was over")

    cause = models.CharField(_("cause"), max_length=12, choices=Cause)
    # By which the same entry is known again in a database that was restored (stakeholders.keeping.ledger).
    sign = models.CharField(max_length=120, blank=True, editable=False)
    # How many rows of each kind went or were changed.
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-at", "-pk"]
