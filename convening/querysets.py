"""Reusable reads of convening."""

from django.db import models


class RegistrationQuerySet(models.QuerySet):
    """Reads of registrations."""

    def waiting(self):
        """The waiting list in its order."""
        rows = self.filter(participation__status="waiting")
        return rows.order_by("waiting_since", "pk")
