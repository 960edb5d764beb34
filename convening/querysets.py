"""Reusable reads of convening."""

from django.db import models
from django.db.models import F


class RegistrationQuerySet(models.QuerySet):
    """Reads of registrations."""

    def waiting(self):
        """The waiting list in its order."""
        rows = self.filter(participation__status="waiting")
        return rows.order_by(F("waiting_since").asc(nulls_last=True), "pk")
