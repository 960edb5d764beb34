"""Whether what was frozen for a report may still be said: people are protected, and rules change, later."""

from dialogues.models import Attribution
from reports.models import Edition
from reports.redaction import Redactor
from stakeholders.models import Person


def tells_too_much(printing):
    """True if a printing's snapshot says what its edition must not say today: it spells out somebody who
    has been protected since, or it was composed for the public before the dialogue came under the
    Chatham House Rule. False for one that is not composed yet."""
    snapshot = printing.snapshot
    if not snapshot:
        return False
    dialogue = printing.report.dialogue
    composed_under = snapshot.get("meeting", {}).get("attribution")
    is_strict = printing.edition == Edition.PUBLIC and dialogue.is_chatham_house
    if is_strict and composed_under != Attribution.CHATHAM_HOUSE:
        return True
    redact = redactor_of(dialogue)
    return bool(redact) and any(redact.finds(text) for text in texts(snapshot))


def redactor_of(dialogue):
    """Finds everybody protected in the register of a dialogue's programme."""
    people = Person.objects.filter(programme=dialogue.initiative.programme_id)
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
