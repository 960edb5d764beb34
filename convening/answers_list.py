"""Who was asked to a dialogue and what they answered: the rows of the list, and of files made of it."""

from django.db.models import Count, Exists, F, OuterRef

from convening.models import Registration
from core.text import fold
from dialogues.models import Participation
from stakeholders.models import Consent, Person
from stakeholders.naming import PROTECTED
from stakeholders.redaction import Redactor

Status = Participation.Status
ORDERS = {
    "answered": (F("registration__answered_at").desc(nulls_last=True), "pk"),
    "waiting": (F("registration__waiting_since").asc(nulls_last=True), "pk"),
}
HEADINGS = ("Name", "Organisation", "Group", "Status", "Answered on", "How", "Reason", "E-mail")


def counts_of(rows):
    """How many of `rows` stand where: status, label and number, those that are there."""
    found = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    return [(status.value, status.label, found[status]) for status in Status if status in found]


def narrowed(rows, chosen, naming):
    """`rows` by what was `chosen`, found by names only as the viewer is told them, in the order asked for."""
    if status := chosen.get("status"):
        rows = rows.filter(status=status)
    if group := chosen.get("group"):
        rows = rows.filter(group=group)
    if words := chosen.get("q", ""):
        if naming.sees_identities:
            rows = rows.filter(person__in=Person.objects.matching(words))
        else:
            wanted = fold(words).split()
            there = Person.objects.filter(participations__in=rows)
            found = [
                person.pk
                for person in there
                if all(word in fold(naming.name(person)) for word in wanted)
            ]
            rows = rows.filter(person__in=found)
    return rows.order_by(*ORDERS.get(chosen.get("sort"), ("position", "pk")))


def with_answers(rows):
    """`rows` with all that the list shows of each."""
    return rows.select_related(
        "person__organisation", "person__held_by", "group", "registration__answered_by"
    )


def row_of(participation, naming):
    """What the list says of one person to this viewer."""
    person = participation.person
    registration = getattr(participation, "registration", None)
    held_by = person.held_by if naming.knows(person) and naming.sees_identities else None
    return {
        "participation": participation,
        "registration": registration,
        "knows": naming.knows(person),
        "name": naming.name(person),
        "organisation": naming.organisation(person),
        "group": participation.group if naming.knows(person) or naming.is_of_the_team else None,
        "held_by": held_by,
        "how": registration.get_via_display() if registration and registration.via else "",
    }


def table_of(rows, programme):
    """Rows for a file: who is protected stands in it without anything that tells who they are, also where
    somebody typed their name."""
    protected = programme.people.filter(protected=True)
    redact = Redactor([(person, str(PROTECTED)) for person in protected])
    refused = Consent.objects.filter(
        person=OuterRef("person_id"), kind=Consent.Kind.CONTACTED, is_current=True, given=False
    )
    for participation in with_answers(rows).annotate(refuses=Exists(refused)):
        person = participation.person
        registration = getattr(participation, "registration", None) or Registration()
        answered = registration.answered_at
        shared = [
            participation.group.name if participation.group else "",
            participation.get_status_display(),
            answered.date() if answered else None,
            registration.get_via_display() if registration.via else "",
        ]
        if person.protected:
            yield [str(PROTECTED), "", *shared, "", ""]
        else:
            organisation = person.organisation.full_name if person.organisation else ""
            words = (redact(person.full_name), redact(organisation))
            email = "" if participation.refuses else person.email
            yield [*words, *shared, redact(registration.reason), email]
