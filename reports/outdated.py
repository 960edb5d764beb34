"""Whether what was frozen for a report may still be said: people are protected, and rules change, later."""

from convening.released import listed_of
from dialogues.models import Attribution
from reports.composer.registry import COMPOSED
from reports.contexts.day.people import agreed
from reports.kinds import offer_of
from reports.models import Edition, ReportKind
from stakeholders.models import Person
from stakeholders.redaction import Redactor


def tells_too_much(printing):
    """True if a printing's snapshot says what its edition must not say today: it spells out somebody who
    has been protected since, or it was composed for the public before the dialogue came under the
    Chatham House Rule. False for one that is not composed yet."""
    snapshot = printing.snapshot
    if not snapshot:
        return False
    if any(broken(printing) for broken in BROKEN):
        return True
    redact = redactor_of(printing.report)
    return bool(redact) and any(redact.finds(text) for text in texts(snapshot))


def _came_under_the_rule(printing):
    report = printing.report
    if printing.edition == Edition.INTERNAL or report.kind not in COMPOSED:
        return False
    if not report.dialogue.is_chatham_house:
        return False
    composed_under = printing.snapshot.get("meeting", {}).get("attribution")
    return composed_under != Attribution.CHATHAM_HOUSE


def _names_who_is_not_listed(printing):
    """True if an agenda that leaves the team names somebody who does not agree to be listed any more."""
    if printing.edition == Edition.INTERNAL or printing.report.kind != ReportKind.AGENDA:
        return False
    return bool({*printing.snapshot.get("named", ())} - listed_of(printing.report.of.dialogue))


def _lists_who_took_it_back(printing):
    """True if a participants' list that leaves the team names somebody who does not agree any more."""
    if printing.edition == Edition.INTERNAL or printing.report.kind != ReportKind.PARTICIPANTS:
        return False
    keys = agreed(printing.report.dialogue).values_list("pk", flat=True)
    return bool({*printing.snapshot.get("agreed", ())} - set(keys))


def _is_a_letter_of_somebody_protected(printing):
    """True if somebody was protected after their letter was printed: it names them as their passport
    does, which the register may not."""
    participation = printing.report.participation
    return participation is not None and participation.person.protected


BROKEN = (
    _came_under_the_rule,
    _names_who_is_not_listed,
    _lists_who_took_it_back,
    _is_a_letter_of_somebody_protected,
)


def redactor_of(report):
    """Finds everybody protected in the register of the programme that `report` belongs to."""
    belongs_to = offer_of(report).belongs_to(report)
    if report.roadmap_version is not None:
        belongs_to = belongs_to.dialogue
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
