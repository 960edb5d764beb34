"""Who pays for whose coming."""

from decimal import Decimal

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Dated, Versioned
from dialogues.models import Participation
from stakeholders.models import Organisation, Programme

CURRENCY = RegexValidator(
    r"^[A-Z]{3}$", _("Give the currency as its three capital letters (ISO 4217), such as GBP.")
)
NOT_NEGATIVE = MinValueValidator(Decimal(0))


class Fund(Dated, Versioned):
    """Money that pays for people to come, in one currency."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="funds")
    title = models.CharField(_("title"), max_length=200)
    funder = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="funds",
        verbose_name=_("funder"),
    )
    currency = models.CharField(_("currency"), max_length=3, default="GBP", validators=[CURRENCY])
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE]
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "title"], name="fund_title_in_programme"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="fund_not_negative"),
        ]

    def __str__(self):
        return self.title


class Sponsorship(Dated, Versioned):
    """One thing that is paid for one person at one dialogue, in the currency of its fund.

    `amount` is what it is meant to cost; from the moment it is offered it is committed. `paid_amount`
    is what it did cost.
    """

    class What(models.TextChoices):
        TRAVEL = "travel", _("Travel")
        LODGING = "lodging", _("Lodging")
        ALLOWANCE = "allowance", _("Allowance")
        VISA = "visa", _("Visa")

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        PAID = "paid", _("Paid")
        REFUSED = "refused", _("Not granted")
        DECLINED = "declined", _("Not taken up")

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="sponsorships")
    what = models.CharField(_("for what"), max_length=10, choices=What)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REQUESTED)
    fund = models.ForeignKey(
        Fund,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sponsorships",
        verbose_name=_("fund"),
    )
    amount = models.DecimalField(
        _("amount"), max_digits=10, decimal_places=2, default=0, validators=[NOT_NEGATIVE]
    )
    paid_amount = models.DecimalField(
        _("amount paid"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("sponsorship")
        verbose_name_plural = _("sponsorships")
        ordering = ["participation", "what"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "what"], name="sponsored_once_for_each_thing"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("requested", "refused", "declined")) | Q(fund__isnull=False),
                name="what_is_offered_has_a_fund",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_amount__isnull=False, paid_on__isnull=False),
                name="paid_says_what_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()} {self.pk}"


class SponsorshipStep(models.Model):
    """A step of a sponsorship: the state it came to, when and by whom."""

    sponsorship = models.ForeignKey(Sponsorship, models.CASCADE, related_name="steps")
    state = models.CharField(_("state"), max_length=10, choices=Sponsorship.State)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
