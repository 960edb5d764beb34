"""Who was there, day by day."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogues.models import Participation


class CheckIn(models.Model):
    """Somebody was seen at the door on a day, or that was taken back: an entry that is never changed.

    `key` is made by the device that took it down, which may be off line for days: the same entry that
    arrives twice is one. Of several entries about a day the one with the latest `at` holds.
    `status_before` is where the person stood if this entry made them one of those who attended, so that
    it can be taken back.
    """

    class Via(models.TextChoices):
        PHONE = "phone", _("At the door")
        DESK = "desk", _("At the desk")
        SHEET = "sheet", _("From the sign-in sheet")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="check_ins")
    day = models.DateField(_("day"))
    is_present = models.BooleanField(_("present"), default=True)
    at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(_("arrived here"), auto_now_add=True)
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    via = models.CharField(_("how"), max_length=6, choices=Via, default=Via.DESK)
    status_before = models.CharField(
        max_length=12, choices=Participation.Status, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["participation", "day", "at"], name="check_in_of_a_day")]
