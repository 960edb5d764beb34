"""Who may lead, support or pay for actions of a roadmap, as forms offer them; and who led and has left."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from core.text import as_key, fold
from dialogues.parts.somebody import MOST, Offer
from roadmaps.models import Action, Membership
from stakeholders.models import Organisation, Person


class RoadmapNaming:
    """How people are told in the forms of a roadmap; `names` is a roadmaps.naming.Names."""

    def __init__(self, names):
        self.names = names

    def name(self, person):
        return self.names.of(person)

    def label(self, person):
        """Name and organisation, as far as they may be known. Give people with `organisation`."""
        if person.organisation_id is None or self.names.hides(person):
            return self.name(person)
        return f"{self.name(person)} ({person.organisation.full_name})"


class Leads:
    """The people and bodies of the register whom `user` may put to actions of `roadmap`.

    Whoever convenes sees the register; a member who keeps the roadmap may choose among the group's
    members, their bodies, and who is on the roadmap already. Protected people are offered to those who
    know them.
    """

    def __init__(self, roadmap, user, names):
        self.roadmap, self.user, self.names = roadmap, user, names
        self.programme_id = roadmap.dialogue.initiative.programme_id

    @cached_property
    def people(self):
        rows = Person.objects.filter(programme=self.programme_id).filter(
            Q(pk__in=Person.objects.visible_to(self.user).values("pk"))
            | Q(pk__in=self._seated.values("person"))
            | Q(actions_led__theme__roadmap=self.roadmap)
        )
        return (
            rows.distinct()
            if self.names.knows_protected
            else rows.distinct().exclude(protected=True)
        )

    @property
    def _seated(self):
        return Membership.objects.current().filter(learning_group=self.roadmap.learning_group_id)

    @cached_property
    def organisations(self):
        of_members = self._seated.values("person__organisation")
        return Organisation.objects.filter(programme=self.programme_id).filter(
            Q(pk__in=Organisation.objects.visible_to(self.user).values("pk"))
            | Q(pk__in=of_members)
            | Q(
                pk__in=Action.objects.filter(theme__roadmap=self.roadmap).values(
                    "lead_organisation"
                )
            )
        )

    def offer(self, *, keep=()):
        """What a PersonField offers: those who may be chosen, and those whose ids are in `keep`, who
        stand there already."""
        keep = {as_key(key) for key in keep} - {None}
        people = self.people
        if keep:
            of_programme = Person.objects.filter(programme=self.programme_id)
            people = of_programme.filter(Q(pk__in=people.values("pk")) | Q(pk__in=keep))
        members = Person.objects.filter(pk__in=self._seated.values("person"))
        return Offer(people, RoadmapNaming(self.names), first=keep, near=members)

    def suggestions(self):
        """Names of people and bodies for an input in which either is written; at most a few hundred."""
        names = [label for _key, label in self.offer().choices]
        bodies = [body.full_name for body in self.organisations.order_by("name")[:MOST]]
        return sorted({*names, *bodies}, key=fold)

    def meant_by(self, words):
        """(people, bodies) that `words` may mean, each as pairs of id and label; one if it is clear."""
        people = self.offer().find(words)
        bodies = [(body.pk, body.full_name, body.name) for body in self.organisations]
        wanted = fold(words)
        exact = [(key, full) for key, full, name in bodies if wanted in (fold(full), fold(name))]
        if exact:
            same = [pair for pair in people if fold(pair[1]) == wanted]
            return same, exact
        if any(fold(label) == wanted for _key, label in people):
            return people, []
        parts = wanted.split()
        near = [
            (key, full) for key, full, _name in bodies if all(part in fold(full) for part in parts)
        ]
        return people, near


@dataclass(frozen=True)
class Left:
    """Somebody who was a member and is none any more, since when (None: nobody has said)."""

    since: date | None


def left_members(learning_group_id, *, on=None):
    """{person id: Left} of those who sat in the group and do not any more. One query."""
    on = on or timezone.localdate()
    if learning_group_id is None:
        return {}
    found, serving = {}, set()
    rows = Membership.objects.filter(learning_group=learning_group_id).order_by("pk")
    for person, left_on, until in rows.values_list("person_id", "left_on", "until"):
        ended = [day for day in (left_on, until) if day and day <= on]
        if left_on and left_on <= on:
            found[person] = Left(left_on)
        elif until and until < on:
            found[person] = Left(min(ended))
        else:
            serving.add(person)
    return {person: left for person, left in found.items() if person not in serving}
