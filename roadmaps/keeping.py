"""What Learning and Leadership Groups and roadmaps say when somebody may have to be erased."""

from django.db.models import Max
from django.db.models.functions import Coalesce

from roadmaps.models import Action, ActionUpdate, LearningGroup, Membership, Support


def last_seen(ids):
    """When people last said how an action goes, the last action that they led or supported was due, or their
    seat in a group ended."""
    rows = Membership.objects.filter(person__in=ids).order_by()
    yield from rows.values_list("person").annotate(day=Max(Coalesce("left_on", "until")))
    rows = ActionUpdate.objects.filter(by_person__in=ids).order_by()
    yield from rows.values_list("by_person").annotate(Max("date"))
    rows = Action.objects.filter(lead_person__in=ids).order_by()
    yield from rows.values_list("lead_person").annotate(Max("due"))
    rows = Support.objects.filter(person__in=ids).order_by()
    yield from rows.values_list("person").annotate(Max("action__due"))


def busy_now(ids, today):
    """Who sits in a Learning and Leadership Group, convenes one, or leads or supports an open action."""
    seats = Membership.objects.current(on=today).filter(person__in=ids)
    found = set(seats.values_list("person", flat=True))
    rows = LearningGroup.objects.filter(convenor_person__in=ids).order_by()
    found |= set(rows.values_list("convenor_person", flat=True))
    rows = Action.objects.unfinished().filter(lead_person__in=ids).order_by()
    found |= set(rows.values_list("lead_person", flat=True))
    rows = Support.objects.filter(person__in=ids, action__in=Action.objects.unfinished()).order_by()
    return found | set(rows.values_list("person", flat=True))
