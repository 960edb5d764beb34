"""Inviting people to a dialogue, and what the team notes of their answers."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from convening.exceptions import AnsweredMeanwhile, InvitingOver, ProposalDecided
from convening.models import Proposal, Registration
from convening.room import HOLDS_A_PLACE
from convening.services import places
from core.services import next_position
from dialogues.models import Participation
from dialogues.services.people import with_organisation
from stakeholders.services.register import add_person

Status, Via = Participation.Status, Registration.Via
ACCEPTED, DECLINED, UNDONE = "accepted", "declined", "undone"
# Whoever was in the room cannot be turned into somebody who was only asked.
CANNOT_BE_UNDONE = (Status.INVITED, Status.ATTENDED)
BATCH = 500


def may_invite(dialogue, *, at=None):
    """True while people can be invited: until its last day, unless it is cancelled."""
    today = timezone.localdate(at, timezone=ZoneInfo(dialogue.timezone))
    return not dialogue.is_cancelled and dialogue.ends_on >= today


@transaction.atomic
def enter(dialogue, *, person_fields):
    """Enter somebody new in the register, so that they can be invited to `dialogue`; the Person. Atomic.

    `person_fields` are fields of Person and may name a `new_organisation`. Nobody is put on the list.
    """
    programme = dialogue.initiative.programme
    fields = with_organisation(programme, person_fields, held_by_id=None)
    return add_person(programme=programme, **fields)


@transaction.atomic
def invite(dialogue, *, people, by, group=None, at=None):
    """Put `people` of the register on the list of `dialogue` as invited; the Registrations of those who
    came onto it, in the order of `people`. Nobody is written to: that is for a mailing.

    Each stands for `group`, or for the group of their own in the register, or of their organisation. Who
    is on the list already stays as they are, and is not asked twice. Atomic, under the lock of the
    places, in a constant number of queries; raises InvitingOver.
    """
    plan = places.lock(dialogue.pk)
    if not may_invite(plan.dialogue, at=at):
        raise InvitingOver
    now = at or timezone.now()
    there = set(dialogue.participations.values_list("person_id", flat=True))
    first = next_position(dialogue.participations.all())
    programme = dialogue.initiative.programme_id
    new = {}
    for person in people:
        if person.pk not in there and person.programme_id == programme:
            new[person.pk] = Participation(
                dialogue=dialogue,
                person=person,
                group=group or _group_of(person),
                position=first + len(new),
            )
    rows = Participation.objects.bulk_create(new.values(), batch_size=BATCH)
    return Registration.objects.bulk_create(
        [Registration(participation=row, invited_at=now, invited_by=by) for row in rows],
        batch_size=BATCH,
    )


def _group_of(person):
    return person.group or (person.organisation and person.organisation.group)


# Answers that the team notes ----------------------------------------------------------------------
@transaction.atomic
def record_answer(participation, *, answer, seen, by, via=Via.STAFF, reason="", at=None):
    """Note the answer of somebody who phoned: ACCEPTED, DECLINED with a `reason`, or UNDONE, as if they had
    not answered. The Status that it brings them to. It can be noted after the last day for answers.

    `seen` is the status that was looked at. Atomic; raises AnsweredMeanwhile where they stand elsewhere
    by now, and what `places.accept` raises.
    """
    plan = places.lock(participation.dialogue_id)
    row = Participation.objects.filter(pk=participation.pk).first()
    if row is None or row.status != seen:
        raise AnsweredMeanwhile
    if answer == ACCEPTED:
        if plan.needs_approval and via == Via.STAFF:
            _approve(participation, by, at)
        places.accept(participation, via=via, by=by, at=at)
    elif answer == DECLINED:
        places.decline(participation, reason=reason, via=via, by=by, at=at)
    else:
        _undo(participation, at=at)
    return participation.status


def _approve(participation, by, at):
    """A convenor who notes a yes needs no other convenor to approve of it."""
    registration = places.registration_of(participation)
    if registration.approved_at is None:
        registration.approved_at, registration.approved_by = at or timezone.now(), by
        registration.save(update_fields=["approved_at", "approved_by", "updated_at"])


def _undo(participation, *, at):
    """Back to invited; a place they held goes to who waits longest. What they filled in stays."""
    plan = places.lock(participation.dialogue_id)
    participation.refresh_from_db(fields=["status"])
    before = participation.status
    if before in CANNOT_BE_UNDONE:
        raise AnsweredMeanwhile
    participation.status = Status.INVITED
    participation.save(update_fields=["status", "updated_at"])
    Registration.objects.filter(participation=participation).update(
        via="",
        answered_at=None,
        answered_by=None,
        reason="",
        waiting_since=None,
        offer_until=None,
        updated_at=timezone.now(),
    )
    if before in HOLDS_A_PLACE:
        places.offer_places(plan, at=at)


# Proposals ---------------------------------------------------------------------------------------
@transaction.atomic
def take_proposal(proposal, *, by, person=None, group=None, at=None):
    """Invite whom somebody proposes: `person`, if they are in the register, else somebody new of what was
    written of them. Their Participation, and whether it is new on the list.

    Atomic; raises ProposalDecided if somebody decided meanwhile, and InvitingOver.
    """
    at = at or timezone.now()
    _decide(proposal, Proposal.State.TAKEN, by, at)
    dialogue = proposal.registration.participation.dialogue
    person = person or _add(dialogue.initiative.programme, proposal, group)
    made = invite(dialogue, people=[person], by=by, group=group, at=at)
    participation = dialogue.participations.select_related("person").get(person=person)
    Proposal.objects.filter(pk=proposal.pk).update(participation=participation)
    return participation, bool(made)


def _add(programme, proposal, group):
    fields = {
        "name": proposal.name,
        "email": proposal.email,
        "phone": proposal.phone,
        "group": group,
        "new_organisation": proposal.organisation,
    }
    return add_person(programme=programme, **with_organisation(programme, fields, held_by_id=None))


@transaction.atomic
def decline_proposal(proposal, *, by, at=None):
    """Do not invite whom somebody proposes. Atomic; raises ProposalDecided if that was decided meanwhile."""
    _decide(proposal, Proposal.State.DECLINED, by, at or timezone.now())


def _decide(proposal, state, by, at):
    rows = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.OPEN)
    if not rows.update(state=state, decided_by=by, decided_at=at, updated_at=at):
        raise ProposalDecided
