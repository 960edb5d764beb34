"""Whom a convenor may invite: people of the register, by name, by group or from the stakeholder map."""

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogues.survey_people import with_contact
from stakeholders.models import Assessment, Person, Stakeholder

HALF = 50  # of the scale from 0 to 100: where the quarters of the map meet
NONE = "none"
STRONG, KEEN = Q(power__gte=HALF), Q(care__gte=HALF)
WEAK, COOL = Q(power__lt=HALF), Q(care__lt=HALF)
# The quarters of the stakeholder map: influence upwards, interest to the right.
QUADRANTS = {
    "closely": (_("High influence, high interest"), STRONG & KEEN),
    "win": (_("High influence, low interest"), STRONG & COOL),
    "voice": (_("Low influence, high interest"), WEAK & KEEN),
    "touch": (_("Low influence, low interest"), WEAK & COOL),
}


def register_of(dialogue, user):
    """People of the programme's register whom `user` may see, by shown name."""
    rows = Person.objects.visible_to(user).filter(programme=dialogue.initiative.programme_id)
    rows = rows.select_related("group", "organisation__group")
    return with_contact(rows).by_shown_name(user)


def fitting(people, chosen, *, dialogue, user):
    """Those of `people` that fit `chosen`: q (words), group, on_map ("any" or a quarter)."""
    if group := chosen.get("group"):
        people = people.filter(_stands_for(group))
    if quarter := chosen.get("on_map"):
        people = people.filter(pk__in=_on_map(dialogue, quarter))
    if words := chosen.get("q"):
        people = people.known_by_name_to(user).matching(words)
    return people


def _stands_for(group):
    if group == NONE:
        return Q(group__isnull=True) & (
            Q(organisation__isnull=True) | Q(organisation__group__isnull=True)
        )
    return Q(group=group) | Q(group__isnull=True, organisation__group=group)


def _on_map(dialogue, quarter):
    """Ids of the people on the map of the dialogue's initiative, where they stand today."""
    rows = Stakeholder.objects.filter(
        map=dialogue.initiative.stakeholder_map_id, person__isnull=False
    )
    if quarter in QUADRANTS:
        judged = Assessment.objects.filter(stakeholder=OuterRef("pk"), on__lte=timezone.localdate())
        latest = judged.order_by("-on", "-pk")
        rows = rows.annotate(
            power=Subquery(latest.values("influence")[:1]),
            care=Subquery(latest.values("interest")[:1]),
        ).filter(QUADRANTS[quarter][1])
    return rows.order_by().values(person_key=F("person"))
