"""Who takes part in a dialogue: registered, corrected, taken off the list."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from core.services import next_position
from dialogues.exceptions import TakesPartAlready
from dialogues.models import Participation
from stakeholders.models import Organisation
from stakeholders.services.register import add_organisation, add_person, change_person


@transaction.atomic
def register_person(dialogue, *, person, participation):
    """Enter somebody new in the register and in the list of `dialogue`. Atomic.

    `person` and `participation` are fields of their models; `person` may name a `new_organisation`,
    which is entered too unless the register has one of that name. Of somebody whom a partner holds the
    register looks among what that partner brought: what others brought is not told by a match.
    """
    programme = dialogue.initiative.programme
    fields = with_organisation(programme, person, held_by_id=person.get("held_by_id"))
    return add_participant(
        dialogue, person=add_person(programme=programme, **fields), participation=participation
    )


def add_participant(dialogue, *, person, participation):
    """Add somebody of the register to the list of `dialogue`.

    Atomic; raises TakesPartAlready if they are on it.
    """
    try:
        with transaction.atomic():
            return Participation.objects.create(
                dialogue=dialogue,
                person=person,
                position=next_position(dialogue.participations.all()),
                **participation,
            )
    except IntegrityError:
        raise TakesPartAlready from None


@transaction.atomic
def change_participant(participation, *, changes, person=None, based_on=None, held_by_id=None):
    """Change how somebody takes part, and with `person` (fields, edited from the version `based_on`) who
    they are, as the partner `held_by_id` if it is one that changes it.

    Atomic; raises StaleVersion, with the person as they stand now, if somebody saved them meanwhile.
    """
    for name, value in changes.items():
        setattr(participation, name, value)
    participation.save(update_fields=[*changes, "updated_at"])
    if person is not None:
        programme = participation.dialogue.initiative.programme
        fields = with_organisation(programme, person, held_by_id=held_by_id)
        change_person(participation.person, based_on=based_on, **fields)
    return participation


def remove_participant(participation):
    """Take somebody off the list of a dialogue; they stay in the register."""
    participation.delete()


def with_organisation(programme, fields, *, held_by_id):
    """`fields` of a person with the organisation that `new_organisation` names, if it names one; for a
    partner's people, `held_by_id`, one that this partner brought or is."""
    fields = dict(fields)
    name = fields.pop("new_organisation", "")
    if name:
        known = Organisation.objects.filter(programme=programme, name__iexact=name)
        if held_by_id:
            known = known.filter(Q(pk=held_by_id) | Q(held_by=held_by_id))
        fields["organisation"] = known.first() or add_organisation(
            programme=programme, name=name, held_by_id=held_by_id
        )
    return fields
