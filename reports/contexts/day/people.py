"""Whom a paper of the day is about, and how each may be named."""

from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convening.attendance import present_on
from core.text import as_key, fold
from dialogues.models import Participation
from dialogues.naming import FEWEST, NO_ROLE
from dialogues.pseudonyms import pseudonym
from dialogues.vocabulary import ACTS_AS
from reports.contexts.discretion import group_of
from reports.models import Edition
from stakeholders.models import Consent

Status = Participation.Status
COMING = (Status.REGISTERED, Status.ATTENDED)
# What can be chosen -> its words, the statuses that it takes in.
WHO = {
    "coming": (_("Registered and attended"), COMING),
    "offered": (_("And those to whom a place is offered"), (*COMING, Status.OFFERED)),
    "all": (
        _("All who did not decline"),
        tuple(status for status in Status if status != Status.DECLINED),
    ),
}


def statuses_of(asked):
    """The statuses that the choices `asked` take in."""
    return WHO.get(asked.get("who"), WHO["coming"])[1]


def coming(dialogue, asked):
    """Those for whom badges and the like are made, by name."""
    return _rows(dialogue, statuses_of(asked))


def certified(dialogue, asked):
    """Those who attended, by name; one of them, if the choices name one."""
    rows = _rows(dialogue, (Status.ATTENDED,))
    one = as_key(asked.get("participation"))
    return [row for row in rows if row.pk == one] if one else rows


def took_part(dialogue, *, today=None):
    """Those who attended, or before the dialogue is over those who are to come, by name."""
    over = dialogue.ends_on < (today or timezone.localdate())
    return _rows(dialogue, (Status.ATTENDED,) if over else COMING)


def _rows(dialogue, statuses):
    rows = dialogue.participations.filter(status__in=statuses).select_related(
        "person__organisation__group", "person__group", "group", "registration"
    )
    return sorted(rows, key=_place_in_the_alphabet)


def _place_in_the_alphabet(row):
    # Protected people come last: a place among the others would betray the hidden name.
    is_hidden = row.person.protected
    return (is_hidden, "" if is_hidden else fold(row.person.name), row.pk)


def agreed(dialogue):
    """Participations of those who agreed to be listed, have not taken that back, and are not protected."""
    refused = Consent.objects.filter(kind=Consent.Kind.LISTED, is_current=True, given=False)
    rows = dialogue.participations.filter(listed=True, person__protected=False)
    return rows.exclude(person__in=refused.values("person"))


def agreed_among(dialogue, rows, edition):
    """The keys of those of `rows` whom an edition of the participants' list names."""
    if edition == Edition.INTERNAL:
        return {row.pk for row in rows}
    return {row.pk for row in rows} & set(agreed(dialogue).values_list("pk", flat=True))


def by_group(rows):
    """`rows` as pairs of a group's name and its people, in the order of the groups; last those of none."""
    ordered = sorted(rows, key=_place_of_group)
    for _place, members in groupby(ordered, key=_place_of_group):
        members = list(members)
        group = group_of(members[0])
        yield (group.name if group else "", members)


def _place_of_group(row):
    group = group_of(row)
    return (0, group.position, group.name) if group else (1, 0, "")


def others_of(members, agreed):
    """How many of `members` are not among `agreed`; 0 where so few say too much of each."""
    number = sum(row.pk not in agreed for row in members)
    return number if number >= FEWEST else 0


def days_of_each(dialogue):
    """The days (ISO) on which each was there, by the key of the participation; of several entries about a
    day the latest holds."""
    present, days = present_on(dialogue), {}
    for day in sorted(present):
        for key in present[day]:
            days.setdefault(key, []).append(day.isoformat())
    return days


def code_of(row):
    """What the badge of `row` holds; empty for who came to the list since badges were asked for."""
    return row.registration.code if hasattr(row, "registration") else ""


def part_of(dialogue, row):
    """The word for somebody's part beyond being there, as it is stored; of protected people only a known
    one: free words could tell who it is."""
    if row.person_id == dialogue.chair_id:
        return "chair"
    if row.person_id == dialogue.facilitator_id:
        return "facilitator"
    known = row.acts_as in ACTS_AS or not row.person.protected
    return row.acts_as if known and row.acts_as not in NO_ROLE else ""


def stand_in(dialogue, person):
    """What stands for the name of somebody protected."""
    return pseudonym(dialogue, person)
