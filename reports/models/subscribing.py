"""What donors are told, and how: by mail at once or once a month, and through a feed of their own."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Dated
from dialogues.models import Initiative


class Subscription(Dated):
    """How a donor is told of what is published of an initiative, or, without one, of everything they fund.
    Who has said nothing is told at once."""

    class Frequency(models.TextChoices):
        NOW = "now", _("At once")
        MONTHLY = "monthly", _("Once a month")
        NEVER = "never", _("Not by mail")

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="subscriptions")
    initiative = models.ForeignKey(
        Initiative, models.CASCADE, null=True, blank=True, related_name="subscriptions"
    )
    frequency = models.CharField(
        _("told by mail"), max_length=10, choices=Frequency, default=Frequency.NOW
    )

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "initiative"], name="subscribes_once"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(initiative__isnull=True),
                name="subscribes_once_to_everything",
            ),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.get_frequency_display()}"


class DonorFeed(Dated):
    """The address of a feed of what one donor may read: whoever has it reads the titles, until it is taken
    back or the donor is none any more. Only a hash of the token in it is stored."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="donor_feeds")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("feed of a donor")
        verbose_name_plural = _("feeds of donors")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.pk}"
