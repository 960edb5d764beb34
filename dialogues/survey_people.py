"""Whom a survey can be sent to, and who has been asked."""

from django.db.models import Exists, OuterRef, Q, Subquery

from dialogues.models import Participation, SurveyInvitation
from stakeholders.models import Consent, Person

AT_ONCE = 300  # people of one list; who was asked leaves it, so the next ones follow


def with_contact(people):
    """People with `may_contact`: what they said last when they were asked, None if they never were."""
    said = Consent.objects.filter(
        person=OuterRef("pk"), kind=Consent.Kind.CONTACTED, is_current=True
    )
    return people.annotate(may_contact=Subquery(said.values("given")[:1]))


def reachable(people):
    """Those of `people` who have an address and did not say that they want no mail."""
    rows = with_contact(people).exclude(email="")
    return rows.filter(Q(may_contact=True) | Q(may_contact__isnull=True))


def not_asked(survey, user):
    """People of the register whom `user` may see and `survey` has not asked yet, by shown name."""
    asked = SurveyInvitation.objects.filter(survey=survey, person=OuterRef("pk"))
    rows = Person.objects.visible_to(user).filter(programme=survey.initiative.programme_id)
    rows = rows.exclude(Exists(asked)).select_related("group", "organisation__group")
    return with_contact(rows).by_shown_name(user)


def narrowed(people, *, groups=(), no_group=False, dialogue=None, words="", user):
    """Those of `people` in one of `groups` (or in none), expected at `dialogue`, whose name has `words`."""
    if groups or no_group:
        stands_for = Q(group__in=groups) | Q(group__isnull=True, organisation__group__in=groups)
        if no_group:
            stands_for |= Q(group__isnull=True, organisation__group__isnull=True)
        people = people.filter(stands_for)
    if dialogue is not None:
        there = Participation.objects.filter(dialogue=dialogue, person=OuterRef("pk"))
        coming = there.exclude(status=Participation.Status.DECLINED)
        people = people.filter(Exists(coming))
    if words:
        people = people.known_by_name_to(user).matching(words)
    return people


def group_of(person):
    """The group that the register has `person` in: their own, else their organisation's."""
    return person.group or (person.organisation and person.organisation.group)
