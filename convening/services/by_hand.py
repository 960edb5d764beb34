"""Places that are given in the forms of a dialogue's list of people: under the same lock as all others.

Registered with dialogues.services.people (`before_place`, `after_place`) in apps.py.
"""

from datetime import timedelta

from django.utils import timezone

from convening.exceptions import ApprovalNeeded, LimitReached
from convening.models import Registration
from convening.room import HOLDS_A_PLACE, Room, waiting_kinds
from convening.services.places import lock, offer_places
from dialogues.models import Participation

Status = Participation.Status


def require_place(dialogue, participation, *, person, changes, by, over_limit):
    """Take the lock, and raise LimitReached if a place is to be given that is not there, ApprovalNeeded if
    somebody gives it who may not approve.

    `by` is None for processes that answer for themselves (loading a package): they are not stopped.
    Whoever holds a place keeps it; a change of group asks for a place within the new group's quota.
    """
    plan = lock(dialogue.pk)
    if changes is None or by is None:
        return
    # As it is stored: a form writes what was typed into the row in memory.
    before = Participation.objects.filter(pk=participation.pk).first() if participation else None
    status = changes.get("status", before.status if before else Status.INVITED)
    if status not in HOLDS_A_PLACE:
        return
    group = changes.get("group", before.group if before else None)
    group_id = group.pk if group is not None else None
    holds = before is not None and before.status in HOLDS_A_PLACE
    convenes = by.has_perm("convening.convene", dialogue)
    if not holds and not convenes:
        _require_approval(plan, before)
    if over_limit or (holds and before.group_id == group_id):
        return
    own = before.pk if before else None
    room = Room(plan, without=own)
    if holds:
        # The place is theirs, be there too many in all: only the quota of the new group is asked.
        if room.is_group_full(group_id):
            raise LimitReached("moved")
        return
    reached = room.limit_reached(group_id, person.held_by_id)
    if reached is not None:
        raise LimitReached(reached)
    if not holds and room.is_limited and not convenes:
        _require_turn(plan, room, own)


def _require_approval(plan, before):
    if not plan.needs_approval:
        return
    rows = Registration.objects.filter(participation=before, approved_at__isnull=False)
    if before is None or not rows.exists():
        raise ApprovalNeeded


def _require_turn(plan, room, own):
    """A partner does not pass those who wait for the same place."""
    if any(room.fits(*kind) for kind in waiting_kinds(plan, without=own)):
        raise LimitReached("all")


def settle(dialogue, participation, *, by):
    """Keep the dates of waiting in step with a status that was set by hand, and offer what became free."""
    plan = lock(dialogue.pk)
    now = timezone.now()
    if participation is not None:
        participation.refresh_from_db(fields=["status"])
        _set_dates(plan, participation, by, now)
    offer_places(plan, at=now)


def _set_dates(plan, participation, by, now):
    registration = Registration.objects.filter(participation=participation).first()
    status = participation.status
    if registration is None:
        if status in (Status.INVITED, Status.DECLINED):
            return
        registration = Registration(participation=participation)
    if registration.pk is None:
        registration.via, registration.answered_at = Registration.Via.STAFF, now
        registration.answered_by = by
    waits, offered = status == Status.WAITING, status == Status.OFFERED
    registration.waiting_since = (registration.waiting_since or now) if waits or offered else None
    if not offered:
        registration.offer_until = None
    elif registration.offer_until is None:
        registration.offer_until = now + timedelta(hours=plan.offer_hours)
    registration.save(
        update_fields=None
        if registration.pk is None
        else ["waiting_since", "offer_until", "updated_at"]
    )
