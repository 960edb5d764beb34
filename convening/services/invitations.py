"""Asking people to a dialogue, and deciding on those whom others propose."""

from django.db import transaction
from django.utils import timezone

from convening.exceptions import AnsweredMeanwhile
from convening.models import Proposal, Registration
from convening.services.links import attend_links
from core.services import next_position
from dialogues.models import Participation
from dialogues.survey_people import group_of
from stakeholders.services.register import add_person


@transaction.atomic
def invite(dialogue, *, people, by, at=None):
    """Ask those of `people` (with their groups) who are not on the list of `dialogue` yet.

    Returns their participations. Nobody is written to: that is a mailing, which is looked at first.
    Atomic; who was put on the list meanwhile is left as they are.
    """
    now = at or timezone.now()
    there = set(dialogue.participations.values_list("person_id", flat=True))
    first = next_position(dialogue.participations.all())
    new = [person for person in people if person.pk not in there]
    Participation.objects.bulk_create(
        (
            Participation(
                dialogue=dialogue, person=person, group=group_of(person), position=first + number
            )
            for number, person in enumerate(new)
        ),
        ignore_conflicts=True,
    )
    asked = dialogue.participations.filter(person__in=new, registration__isnull=True)
    asked = list(asked.select_related("person", "dialogue").order_by("position", "pk"))
    registrations = Registration.objects.bulk_create(
        Registration(participation=row, invited_at=now, invited_by=by) for row in asked
    )
    attend_links(registrations, dialogue, at=at)
    return asked


@transaction.atomic
def take_proposal(proposal, *, by, person=None, at=None):
    """Ask whom somebody proposed: `person`, who is in the register already, or somebody new of that name.

    Atomic and once: raises AnsweredMeanwhile if somebody decided first. Returns the participation.
    """
    now = at or timezone.now()
    _decide(proposal, Proposal.State.TAKEN, by, now)
    dialogue = proposal.registration.participation.dialogue
    if person is None:
        person = add_person(
            programme=dialogue.initiative.programme,
            name=proposal.name,
            email=proposal.email,
            phone=proposal.phone,
        )
    invite(dialogue, people=[person], by=by, at=at)
    participation = dialogue.participations.get(person=person)
    Proposal.objects.filter(pk=proposal.pk).update(participation=participation)
    return participation


def decline_proposal(proposal, *, by, at=None):
    """Do not ask whom somebody proposed. Raises AnsweredMeanwhile if somebody decided first."""
    _decide(proposal, Proposal.State.DECLINED, by, at or timezone.now())


def _decide(proposal, state, by, now):
    rows = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.OPEN)
    if not rows.update(state=state, decided_by=by, decided_at=now, updated_at=now):
        raise AnsweredMeanwhile
