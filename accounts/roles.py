"""The vocabulary of roles: who a person is to an initiative or a dialogue (docs: the tour)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody has been appointed to be. Participants and LLG members are not appointed: they
    are linked through the register of people."""

    CONVENOR = "convenor", _("Convenor")
    PARTNER = "partner", _("Partner")
    CHAIR = "chair", _("Chair")
    FACILITATOR = "facilitator", _("Facilitator")
    RAPPORTEUR = "rapporteur", _("Rapporteur")
    ADVISER = "adviser", _("Advisory group member")
    DONOR = "donor", _("Donor")


# Those who take down what is said.
NOTE_TAKERS = (Role.CHAIR, Role.FACILITATOR, Role.RAPPORTEUR)
