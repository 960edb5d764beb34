"""Who takes part in a dialogue: registered, corrected, taken off the list."""

from django.db import IntegrityError, transaction

from core.services import next_position
from dialogues.exceptions import TakesPartAlready
from dialogues.models import Participation
from stakeholders.models import Organisation
from stakeholders.services import add_organisation, add_person, change_person


@transaction.atomic
def register_person(dialogue, *, person, participation):
    """Enter somebody new in the register and in the list of `dialogue`. Atomic.

    `person` and `participation` are fields of their models; `person` may name a `new_organisation`,
    which is entered too unless the register has one of that name.
    """
    programme = dialogue.initiative.programme
    fields = with_organisation(programme, person)
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
def change_participant(participation, *, changes, person=None):
    """Change how somebody takes part, and with `person` (fields) who they are. Atomic."""
    for name, value in changes.items():
        setattr(participation, name, value)
    participation.save(update_fields=[*changes, "updated_at"])
    if person is not None:
        programme = participation.dialogue.initiative.programme
        change_person(participation.person, **with_organisation(programme, person))
    return participation


def remove_participant(participation):
    """Take somebody off the list of a dialogue; they stay in the register."""
    participation.delete()


def with_organisation(programme, fields):
    """`fields` of a person with the organisation that `new_organisation` names, if it names one."""
    fields = dict(fields)
    name = fields.pop("new_organisation", "")
    if name:
        known = Organisation.objects.filter(programme=programme, name__iexact=name).first()
        fields["organisation"] = known or add_organisation(programme=programme, name=name)
    return fields
