"""The advisory group of an initiative: who is asked to serve, for which constituency, until when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Dated, PersonalLink, Versioned
from dialogues.models.initiative import Appointment, Initiative
from dialogues.querysets import SeatQuerySet
from stakeholders.models import Group, Person


class Seat(Dated, Versioned):
    """A person's seat in an initiative's advisory group, from the invitation to the day they leave.

    Somebody with an account gets the role of adviser with it when they accept; everybody else answers
    and reviews through personal links.
    """

    class State(models.TextChoices):
        NOMINATED = "nominated", _("Not invited yet")
        INVITED = "invited", _("Invited")
        ACCEPTED = "accepted", _("Serves")
        DECLINED = "declined", _("Declined")
        LEFT = "left", _("Has left")

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        CHAIR = "chair", _("Chair")
        CO_CHAIR = "co-chair", _("Co-chair")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="seats")
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="seats", verbose_name=_("person")
    )
    group = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("constituency"),
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    starts_on = models.DateField(_("term begins"), null=True, blank=True)
    ends_on = models.DateField(_("term ends"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NOMINATED)
    link = models.OneToOneField(
        PersonalLink, models.SET_NULL, null=True, blank=True, related_name="seat", editable=False
    )
    # The role that came with the seat, and goes with it; one that they had before stays theirs.
    appointment = models.OneToOneField(
        Appointment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="seat",
        editable=False,
    )
    message = models.TextField(_("what they are asked"), blank=True)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.TextField(_("their answer"), blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_reason = models.TextField(_("why they left"), blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat in the advisory group")
        verbose_name_plural = _("seats in the advisory group")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "person"], name="one_seat_of_a_person"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="seat_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return str(self.person)

    def is_over(self, today):
        """True if the term has ended before `today`."""
        return self.ends_on is not None and self.ends_on < today
