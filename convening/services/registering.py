"""Registering others: by the convenors, or by a partner that brings them."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from convening.exceptions import AnsweredMeanwhile, LimitReached, RegisteredAlready
from convening.models import Registration
from convening.room import Room
from convening.services import places
from core.models import Mail
from core.outbox import cancel
from dialogues.models import Participation
from dialogues.services.people import add_participant, remove_participant, with_organisation
from stakeholders.consents import uphold
from stakeholders.models import Consent, Person
from stakeholders.services.consents import record_answer
from stakeholders.services.register import add_person

Status, Via = Participation.Status, Registration.Via
# For so long whoever registered somebody may take it back at one press.
UNDO_WITHIN = timedelta(hours=24)
OWN_TRACES = ("consents", "affiliations", "participations")


@transaction.atomic
def register(
    dialogue,
    *,
    by,
    person=None,
    person_fields=None,
    group=None,
    sponsored=False,
    listed=False,
    wording="",
    answers=None,
    held_by_id=None,
    via=Via.STAFF,
):
    """Register somebody for `dialogue`: `person` of the register, or somebody new of `person_fields` (which
    may name a `new_organisation`), held by the partner `held_by_id`. Their Participation, whose status
    says what became of it: registered, awaiting approval, or on the waiting list.

    `listed` keeps that they agreed to be named in the list, asked in the words `wording`. What convenors
    register needs no approval of theirs. Atomic, under the lock of the places; raises RegisteredAlready
    for who has a place or waits for an answer, NoPlaceLeft where there is neither place nor list,
    LimitReached for who was offered a place of another group than `group`, which is full.
    """
    plan = places.lock(dialogue.pk)
    is_new = person is None
    if is_new:
        programme = dialogue.initiative.programme
        fields = dict(person_fields) | {"held_by_id": held_by_id, "group": group}
        fields = with_organisation(programme, fields, held_by_id=held_by_id)
        person = add_person(programme=programme, **fields)
    participation = _part_of(plan, dialogue, person, group, sponsored)
    if is_new:
        # Entered at the very moment of the part: so taking it back knows that they came with it.
        Person.objects.filter(pk=person.pk).update(created_at=participation.created_at)
    if plan.needs_approval and by is not None and by.has_perm("convening.convene", dialogue):
        registration = places.registration_of(participation)
        registration.approved_at, registration.approved_by = timezone.now(), by
        registration.save(update_fields=["approved_at", "approved_by", "updated_at"])
    places.accept(participation, answers=answers, via=via, by=by)
    if listed:
        _agree(participation, wording, by)
    return participation


def _part_of(plan, dialogue, person, group, sponsored):
    """Their part in the dialogue, as somebody invited if there was none."""
    row = dialogue.participations.filter(person=person).first()
    if row is None:
        fields = {"status": Status.INVITED, "group": group or person.group, "sponsored": sponsored}
        row = add_participant(dialogue, person=person, participation=fields)
    elif row.status not in (Status.INVITED, Status.DECLINED, Status.OFFERED):
        raise RegisteredAlready(row.get_status_display())
    else:
        group = group or row.group
        # The place that is kept for them is one of the group for which it was offered.
        moves = row.status == Status.OFFERED and group != row.group
        if moves and Room(plan, without=row.pk).is_group_full(group.pk):
            raise LimitReached("moved")
        row.group, row.sponsored = group, sponsored or row.sponsored
        row.save(update_fields=["group", "sponsored", "updated_at"])
    row.dialogue, row.person = dialogue, person
    return row


def _agree(participation, wording, by):
    participation.listed = True
    participation.save(update_fields=["listed", "updated_at"])
    record_answer(
        person=participation.person,
        kinds=[Consent.Kind.LISTED],
        given=True,
        asked_on=timezone.localdate(),
        wording=wording,
        asked_by=by,
    )
    uphold(participation.person)


def may_undo(participation, registration, user, *, at=None):
    """True if `user` registered them a moment ago, and nothing has become of it since."""
    at = at or timezone.now()
    if registration is None or registration.answered_by_id != user.pk:
        return False
    recent = registration.answered_at and at - registration.answered_at < UNDO_WITHIN
    fresh = registration.via in (Via.STAFF, Via.PARTNER) and not registration.invited_at
    return bool(recent and fresh and participation.status != Status.ATTENDED)


@transaction.atomic
def take_back(participation, *, by):
    """Take somebody off the list whom `by` has just registered, and out of the register if they came into
    it by that; a mail that waits is not sent. Atomic; raises AnsweredMeanwhile unless `may_undo`."""
    places.lock(participation.dialogue_id)
    registration = Registration.objects.filter(participation=participation).first()
    if not may_undo(participation, registration, by):
        raise AnsweredMeanwhile
    person = participation.person
    came_with_it = person.created_at == participation.created_at
    keys = Q()
    for kind in places.MAIL_OF.values():
        keys |= Q(key__startswith=f"convening:{kind}:{participation.pk}:")
    cancel(Mail.objects.filter(keys))
    remove_participant(participation, by=by)
    if came_with_it and person.version == 1 and not _is_needed(person):
        Person.objects.filter(pk=person.pk).delete()


def _is_needed(person):
    """True if anything but what was entered with them refers to `person`."""
    for field in Person._meta.related_objects:
        rows = field.related_model._base_manager.filter(**{field.field.name: person.pk})
        if field.get_accessor_name() not in OWN_TRACES and rows.exists():
            return True
    return person.participations.exists()
