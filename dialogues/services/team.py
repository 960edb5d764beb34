"""Who is appointed to run an initiative and its dialogues, and who is not any more."""

from django.db import IntegrityError, transaction

from accounts.roles import Role
from accounts.services import account_of
from dialogues.exceptions import AppointedAlready, LastConvenor
from dialogues.models import Appointment, Initiative
from dialogues.services.appointed import tell_appointed
from dialogues.standing import forget_standing
from stakeholders.models import Programme

INITIATIVE_ROLES = (Role.CONVENOR, Role.ADVISER, Role.DONOR)
DIALOGUE_ROLES = (Role.PARTNER, Role.CHAIR, Role.FACILITATOR, Role.RAPPORTEUR)


def appoint(*, email, role, by, name="", initiative=None, dialogue=None, organisation=None):
    """Give the user with this e-mail address a role in an initiative or a dialogue; the appointment.

    Atomic. An address that is not known gets an account without a password, which opens through the
    reset mail alone; a mail says so. Raises AppointedAlready for a role they have, AccountClosed for a
    closed account.
    """
    try:
        with transaction.atomic():
            user = account_of(email, name=name)
            appointment = Appointment.objects.create(
                user=user,
                role=role,
                initiative=initiative,
                dialogue=dialogue,
                organisation=organisation if role == Role.PARTNER else None,
                appointed_by=by,
            )
            tell_appointed(appointment)
    except IntegrityError as clash:
        raise AppointedAlready from clash
    _forget(user, by)
    return appointment


@transaction.atomic
def remove_appointment(appointment, *, by):
    """Take an appointment back. Atomic; raises LastConvenor when an initiative would have none left."""
    if appointment.role == Role.CONVENOR and appointment.dialogue_id is None:
        _refuse_if_last(appointment)
    user = appointment.user
    appointment.delete()
    _forget(user, by)


def _refuse_if_last(appointment):
    programme_id = appointment.programme_id or appointment.initiative.programme_id
    # One after the other, so that two convenors cannot remove each other at the same moment.
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    others = Appointment.objects.filter(role=Role.CONVENOR, user__is_active=True)
    others = others.exclude(pk=appointment.pk)
    if others.filter(programme=programme).exists():
        return
    if appointment.initiative_id:
        orphans = Initiative.objects.filter(pk=appointment.initiative_id)
    else:
        orphans = Initiative.objects.filter(programme=programme)
    orphan = orphans.exclude(
        pk__in=others.filter(initiative__isnull=False).values("initiative")
    ).first()
    if orphan is not None:
        raise LastConvenor(orphan.title)


def _forget(*users):
    for user in users:
        forget_standing(user)
