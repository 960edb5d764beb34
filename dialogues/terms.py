"""Roles that come with a seat in an advisory group, and go with it."""

from django.db import transaction

from accounts.roles import Role
from dialogues.models import Appointment, Seat
from dialogues.standing import forget_standing


def appoint_to(seat):
    """Give who sits on `seat`, if they have an account, the role of adviser unless they have it."""
    user = seat.person.user
    if user is None:
        return
    appointment, made = Appointment.objects.get_or_create(
        user=user, role=Role.ADVISER, initiative=seat.initiative
    )
    if made:
        Seat.objects.filter(pk=seat.pk).update(appointment=appointment)
        seat.appointment = appointment
    forget_standing(user)


def dismiss_from(seat):
    """Take back the role that came with `seat`; one that they had before stays theirs."""
    if seat.appointment_id is None:
        return
    user = seat.appointment.user
    seat.appointment.delete()
    seat.appointment = None
    forget_standing(user)


@transaction.atomic
def end_terms(*, today):
    """Take back the roles that came with seats whose term ended before `today`. Atomic, idempotent."""
    over = Seat.objects.filter(ends_on__lt=today, appointment__isnull=False)
    for seat in over.select_related("appointment__user"):
        dismiss_from(seat)
