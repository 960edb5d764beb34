"""Which stakeholder map an initiative has for its own."""

from django.db import IntegrityError, transaction

from dialogues.exceptions import MapInUse
from dialogues.models import Initiative
from stakeholders.services.mapping import add_map


@transaction.atomic
def start_map(initiative, **fields):
    """Begin a stakeholder map for `initiative`. Atomic; raises MapTitleTaken, and MapInUse if it has one."""
    made = add_map(programme=initiative.programme, **fields)
    return use_map(initiative, made)


def use_map(initiative, chosen):
    """Make `chosen`, a map of the same programme, the initiative's own. Atomic.

    Raises MapInUse if the initiative has one, or another initiative has this one.
    """
    rows = Initiative.objects.filter(pk=initiative.pk, stakeholder_map__isnull=True)
    try:
        with transaction.atomic():
            if not rows.filter(programme=chosen.programme_id).update(stakeholder_map=chosen):
                raise MapInUse
    except IntegrityError:
        raise MapInUse from None
    initiative.stakeholder_map = chosen
    return chosen


def leave_map(initiative):
    """Let the initiative be without its map, which stays among those of the programme. Atomic."""
    Initiative.objects.filter(pk=initiative.pk).update(stakeholder_map=None)
    initiative.stakeholder_map = None
