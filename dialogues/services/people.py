"""Who takes part in a dialogue: registered, corrected, taken off the list."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from core.services import next_position
from dialogues.exceptions import TakesPartAlready
from dialogues.models import Participation
from stakeholders.models import Organisation
from stakeholders.services.register import add_organisation, add_person, change_person

_before, _after = [], []


def before_place(function):
    """Have `function(dialogue, participation, *, person, changes, by, over_limit)` called before somebody's
    part in a dialogue is added (`participation` is None), changed (`changes`: fields and values) or taken
    away (`changes` is None), inside the transaction: it takes what lock it needs, and raises a Refusal
    where there is no place. `by` is who decides, None for a process that answers for itself, such as
    loading a package; `over_limit`, that they know there is no place and mean it."""
    if function not in _before:
        _before.append(function)
    return function


def after_place(function):
    """Have `function(dialogue, participation, *, by)` called once such a change is written; the
    participation is None if it was taken away."""
    if function not in _after:
        _after.append(function)
    return function


def _ask(dialogue, participation, **asked):
    for function in _before:
        function(dialogue, participation, **asked)


def _say(dialogue, participation, by):
    for function in _after:
        function(dialogue, participation, by=by)


@transaction.atomic
def register_person(dialogue, *, person, participation, by=None, over_limit=False):
    """Enter somebody new in the register and in the list of `dialogue`. Atomic.

    `person` and `participation` are fields of their models; `person` may name a `new_organisation`,
    which is entered too unless the register has one of that name. Of somebody whom a partner holds the
    register looks among what that partner brought: what others brought is not told by a match.
    """
    programme = dialogue.initiative.programme
    fields = with_organisation(programme, person, held_by_id=person.get("held_by_id"))
    return add_participant(
        dialogue,
        person=add_person(programme=programme, **fields),
        participation=participation,
        by=by,
        over_limit=over_limit,
    )


@transaction.atomic
def add_participant(dialogue, *, person, participation, by=None, over_limit=False):
    """Add somebody of the register to the list of `dialogue`.

    Atomic; raises TakesPartAlready if they are on it, and the Refusal of who keeps the places.
    """
    _ask(dialogue, None, person=person, changes=participation, by=by, over_limit=over_limit)
    try:
        with transaction.atomic():
            added = Participation.objects.create(
                dialogue=dialogue,
                person=person,
                position=next_position(dialogue.participations.all()),
                **participation,
            )
    except IntegrityError:
        raise TakesPartAlready from None
    _say(dialogue, added, by)
    return added


@transaction.atomic
def change_participant(
    participation,
    *,
    changes,
    person=None,
    based_on=None,
    held_by_id=None,
    by=None,
    over_limit=False,
):
    """Change how somebody takes part, and with `person` (fields, edited from the version `based_on`) who
    they are, as the partner `held_by_id` if it is one that changes it.

    Atomic; raises StaleVersion, with the person as they stand now, if somebody saved them meanwhile, and
    the Refusal of who keeps the places.
    """
    _ask(
        participation.dialogue,
        participation,
        person=participation.person,
        changes=changes,
        by=by,
        over_limit=over_limit,
    )
    for name, value in changes.items():
        setattr(participation, name, value)
    participation.save(update_fields=[*changes, "updated_at"])
    if person is not None:
        programme = participation.dialogue.initiative.programme
        fields = with_organisation(programme, person, held_by_id=held_by_id)
        change_person(participation.person, based_on=based_on, **fields)
    _say(participation.dialogue, participation, by)
    return participation


@transaction.atomic
def remove_participant(participation, *, by=None):
    """Take somebody off the list of a dialogue; they stay in the register. Atomic."""
    dialogue, person = participation.dialogue, participation.person
    _ask(dialogue, participation, person=person, changes=None, by=by, over_limit=False)
    participation.delete()
    _say(dialogue, None, by)


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
