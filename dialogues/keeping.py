"""What dialogues and initiatives say when somebody is erased, or may have to be."""

from django.db.models import Max
from django.utils import timezone

from dialogues.models import (
    ActionPoint,
    Appearance,
    Appointment,
    Comment,
    Contribution,
    Dialogue,
    Participation,
    Seat,
    SurveyInvitation,
)
from dialogues.pseudonyms import pseudonym
from stakeholders.keeping.findings import rows_go


def pseudonyms(person, ids):
    """What stands for `person` in the texts of the dialogues `ids`."""
    rows = Dialogue.objects.filter(pk__in=ids).only("pk", "salt")
    return {dialogue.pk: pseudonym(dialogue, person) for dialogue in rows}


def roles_of_seats(search):
    """The roles that came with a person's seats go with them, as when somebody leaves."""
    rows = Seat.objects.filter(person=search.person.pk, appointment__isnull=False)
    yield rows_go(Appointment, rows.values_list("appointment", flat=True))


def last_seen(ids):
    """When people were last at a dialogue, on its agenda, owner of an action point, commented on a paper,
    sat in an advisory group or were asked to."""
    by_dialogue = (
        (Participation, "person", "dialogue__ends_on"),
        (Appearance, "person", "item__part__dialogue__ends_on"),
        (Appearance, "person", "item__annex__dialogue__ends_on"),
        (Contribution, "speaker", "session__dialogue__ends_on"),
        (ActionPoint, "owner_person", "dialogue__ends_on"),
        (Dialogue, "chair", "ends_on"),
        (Dialogue, "facilitator", "ends_on"),
        (Seat, "person", "left_on"),
        (Seat, "person", "ends_on"),
    )
    for model, link, day in by_dialogue:
        rows = model.objects.filter(**{f"{link}__in": ids}).order_by()
        yield from rows.values_list(link).annotate(Max(day))
    by_moment = (
        (Comment, "author_person", "created_at"),
        (Seat, "person", "answered_at"),
        (Seat, "person", "invited_at"),
        (SurveyInvitation, "person", "created_at"),
        (Participation, "person", "created_at"),
    )
    for model, link, name in by_moment:
        rows = model.objects.filter(**{f"{link}__in": ids}).order_by()
        for pk, moment in rows.values_list(link).annotate(Max(name)):
            if moment is not None:
                yield pk, timezone.localdate(moment)


def busy_now(ids, today):
    """Who sits in an advisory group, or is expected at a dialogue that is not over."""
    seats = Seat.objects.filter(person__in=ids, state=Seat.State.ACCEPTED)
    seats = seats.exclude(ends_on__lt=today)
    coming = Participation.objects.filter(person__in=ids, dialogue__ends_on__gte=today)
    coming = coming.exclude(status=Participation.Status.DECLINED)
    return {
        *seats.order_by().values_list("person", flat=True),
        *coming.order_by().values_list("person", flat=True),
    }
