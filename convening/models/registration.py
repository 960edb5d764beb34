"""What became of an invitation: how somebody came to a dialogue's list, and what they answered."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from convening.querysets import RegistrationQuerySet
from core.models import Dated, PersonalLink, Versioned
from dialogues.models import Participation

# Without letters and digits that are mistaken for one another when they are read aloud.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 10


def new_code():
    """What a badge shows: opaque, so that it tells nothing to who finds it."""
    return "".join(secrets.choice(ALPHABET) for _index in range(CODE_LENGTH))


class Registration(Dated, Versioned):
    """How somebody was asked to a dialogue and what they answered; made when either happens first.

    Where they stand is `participation.status`. `answers` are those to the dialogue's own form, by the
    keys of its questions; `draft` is what they have typed and not sent. `waiting_since` orders the
    waiting list; a place that was offered is kept until `offer_until`.
    """

    class Via(models.TextChoices):
        LINK = "link", _("By personal link")
        SIGNED_IN = "signed-in", _("Signed in")
        STAFF = "staff", _("Recorded by the team")
        PARTNER = "partner", _("Registered by a partner")
        SHEET = "sheet", _("From a sheet")
        WALK_IN = "walk-in", _("Walked in")

    participation = models.OneToOneField(Participation, models.CASCADE, related_name="registration")
    link = models.OneToOneField(
        PersonalLink, models.SET_NULL, null=True, blank=True, related_name="registration"
    )
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    invited_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    via = models.CharField(_("how"), max_length=12, choices=Via, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("why not"), blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    draft = models.JSONField(_("draft"), default=dict, blank=True)
    waiting_since = models.DateTimeField(_("on the waiting list since"), null=True, blank=True)
    offer_until = models.DateTimeField(_("place offered until"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["pk"]

    def __str__(self):
        return str(self.participation)


class Proposal(Dated):
    """Somebody else whom an invited person proposes, in their stead or besides."""

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        TAKEN = "taken", _("Invited")
        DECLINED = "declined", _("Not invited")

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="proposals")
    name = models.CharField(_("name"), max_length=200)
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    why = models.TextField(_("why"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    participation = models.ForeignKey(
        Participation, models.SET_NULL, null=True, blank=True, related_name="proposed_by"
    )

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.name
