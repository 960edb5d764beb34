"""Who is told of a release: those it concerns, with what each is told and why some cannot be.

Somebody who appears is told what changed for them; all who take part are told when a day is new, gone, or
at another time or place. Who declined is told of nothing but what is cancelled for them.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from convening.calendars import stands_for
from convening.releases import affected, for_everybody
from dialogues.models import Participation
from dialogues.survey_people import with_contact
from stakeholders.models import Person

TAKES_PART = (Participation.Status.REGISTERED, Participation.Status.ATTENDED)
DECLINED = Participation.Status.DECLINED


@dataclass
class Notice:
    """Somebody whom changes concern; `participation` is None for who is on no list of the dialogue."""

    person: Person
    participation: Participation | None
    changes: list = field(default_factory=list)

    @property
    def problem(self):
        """Why they cannot be told; empty if they can."""
        if not self.person.email:
            return _("has no e-mail address")
        if self.person.may_contact is False:
            return _("does not want to be contacted")
        return ""


def notices_of(dialogue, found):
    """The Notice of each person whom the changes `found` concern, in two queries."""
    rows = dialogue.participations.select_related("registration__link")
    parts = {row.person_id: row for row in rows}
    told = affected(found)
    everybody = for_everybody(found)
    for person, part in parts.items():
        if everybody and part.status in TAKES_PART:
            told[person] = [*everybody, *told.get(person, [])]
    for person, part in parts.items():
        if person in told and part.status == DECLINED:
            told[person] = [each for each in told[person] if not stands_for(each, person)]
    people = with_contact(Person.objects.filter(pk__in=[pk for pk in told if told[pk]]))
    return [
        Notice(person, parts.get(person.pk), told[person.pk])
        for person in people.select_related("organisation", "user").order_by("pk")
    ]
