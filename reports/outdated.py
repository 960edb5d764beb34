"""Whether what was frozen for a report may still be said: people are protected, and rules change, later."""

from dialogues.models import Attribution
from reports.kinds import offer_of
from reports.models import Edition
from stakeholders.models import Person
from stakeholders.redaction import Redactor


def tells_too_much(printing):
    """True if a printing's snapshot says what its edition must not say today: it spells out somebody who
    has been protected since, or it was composed for the public before the dialogue came under the
    Chatham House Rule. False for one that is not composed yet."""
    snapshot = printing.snapshot
    if not snapshot:
        return False
    if _came_under_the_rule(printing):
        return True
    redact = redactor_of(printing.report)
    return bool(redact) and any(redact.finds(text) for text in texts(snapshot))


def _came_under_the_rule(printing):
    if printing.edition != Edition.PUBLIC or not printing.report.dialogue.is_chatham_house:
        return False
    composed_under = printing.snapshot.get("meeting", {}).get("attribution")
    return composed_under != Attribution.CHATHAM_HOUSE


def redactor_of(report):
    """Finds everybody protected in the register of the programme that `report` belongs to."""
    belongs_to = offer_of(report).belongs_to(report)
    initiative = getattr(belongs_to, "initiative", belongs_to)
    people = Person.objects.filter(programme=initiative.programme_id)
    others = people.filter(protected=False).values_list("name", flat=True)
    return Redactor([(person, "") for person in people.filter(protected=True)], others)


def texts(node):
    """All texts of a snapshot."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
