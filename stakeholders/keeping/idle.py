"""Who has taken part in nothing for as long as their programme keeps entries.

The register knows consents, imports and changes of an entry; applications above register what else
counts: `seen(function)`, from ids of people to pairs of id and day, and `busy(function)`, to the ids of
those who take part in something now. Each asks a constant number of queries, whatever the number of ids.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q
from django.utils import timezone

from stakeholders.keeping.times import NOTICE, months_after
from stakeholders.models import Consent, ImportRow, Person, Programme, Stakeholder

BATCH = 500

_seen = []
_busy = []


def seen(function):
    """Register `function(ids) -> iterable of (id, day)`: when these people last took part in something."""
    if function not in _seen:
        _seen.append(function)
    return function


def busy(function):
    """Register `function(ids, today) -> ids`: which of these people take part in something now."""
    if function not in _busy:
        _busy.append(function)
    return function


@dataclass(frozen=True)
class Idle:
    """Somebody whose time is nearly over: when they last took part, and when they are erased."""

    person: Person
    last: date
    due: date


def idle_among(people, today):
    """Which of `people` (a list, with `programme`) are erased within the notice unless something happens."""
    ids = [person.pk for person in people]
    last = {}
    for give in (_known_to_the_register, *_seen):
        for pk, day in give(ids):
            if day is not None and day > last.get(pk, date.min):
                last[pk] = day
    active = set().union(*(give(ids, today) for give in (_on_a_map, *_busy)))
    found = []
    for person in people:
        months = person.programme.retention_months
        if months is None or person.user_id is not None or person.pk in active:
            continue
        day = max(last.get(person.pk, date.min), person.updated_at.date())
        due = max(months_after(day, months), person.keep_until or date.min)
        if due <= today + NOTICE:
            found.append(Idle(person, day, due))
    return found


def erased_on(idle, today):
    """The day on which somebody idle is erased: when they are due and 30 days after the notice."""
    return max(idle.due, (idle.person.noticed_on or today) + NOTICE)


def candidates(today):
    """People who may be idle, as far as one query can tell: the rest of them certainly are not."""
    rows = Person.objects.filter(user__isnull=True)
    conditions = Q(pk__in=())
    for pk, months in _programmes():
        conditions |= Q(programme=pk, updated_at__date__lte=_latest(today, months))
    kept = Q(keep_until__isnull=True) | Q(keep_until__lte=today + NOTICE)
    return rows.filter(conditions & kept).select_related("programme").order_by("pk")


def _programmes():
    rows = Programme.objects.filter(retention_months__isnull=False)
    return list(rows.values_list("pk", "retention_months"))


def _latest(today, months):
    """No day after it is `months` old within the notice; generous by the days in which months differ."""
    return months_after(today + NOTICE, -months) + (NOTICE / 10)


def in_batches(rows):
    """`rows` of people in lists of a batch each, by id: none is missed although others are erased."""
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _known_to_the_register(ids):
    """When people were last asked something, brought in a sheet, or sent a briefing."""
    consents = Consent.objects.filter(person__in=ids).order_by()
    yield from consents.values_list("person").annotate(Max("asked_on"))
    rows = ImportRow.objects.filter(person__in=ids).order_by()
    for pk, moment in rows.values_list("person").annotate(Max("import_of__finished_at")):
        if moment is not None:
            yield pk, timezone.localdate(moment)


def _on_a_map(ids, today):
    """Who stands on a map and was assessed there within the time for which entries are kept."""
    rows = Stakeholder.objects.filter(person__in=ids).order_by()
    rows = rows.values_list("person", "map__programme__retention_months")
    return {
        pk
        for pk, months, day in rows.annotate(last=Max("assessments__on"))
        if months is not None and day is not None and months_after(day, months) > today
    }
