"""The list of answers as a file.

A file goes further than a page: whoever asks for it, somebody protected stands in it without anything that
tells who they are, and whoever refused to be contacted without address and number.
"""

from zoneinfo import ZoneInfo

from django.utils.translation import override

from convening.answers_list import missing_labels, registration_of, with_facts
from convening.form_engine import questions_of
from stakeholders.exports import redactor_of_files
from stakeholders.naming import PROTECTED

HEADINGS = (
    *("Name", "Role", "Organisation", "Stakeholder group", "E-mail", "Telephone"),
    *("Status", "Invited", "Answered", "How", "Why not", "Not filled in", "Registered by"),
)


def table(dialogue, rows):
    """Headings and rows for `rows`, participations at `dialogue`, as on its list. The protected come last,
    by group: a place among the others would tell something of them."""
    rows = with_facts(rows)
    told = [
        *rows.filter(person__protected=False).order_by("position", "pk"),
        *rows.filter(person__protected=True).order_by("group__position", "group", "pk"),
    ]
    with override("en"):
        writer = _Writer(dialogue)
        return HEADINGS, [writer.row(row) for row in told]


class _Writer:
    """Writes row after row; reads twice: the form, and the names that stand in no file."""

    def __init__(self, dialogue):
        self.zone = ZoneInfo(dialogue.timezone)
        self.sections = questions_of(dialogue)
        self.redact = redactor_of_files([dialogue.initiative.programme_id])

    def row(self, participation):
        """The cells of one person."""
        person, registration = participation.person, registration_of(participation)
        group = self.redact(participation.group.name) if participation.group else ""
        status = participation.get_status_display()
        asked = [self._day(registration and registration.invited_at)]
        asked.append(self._day(registration and registration.answered_at))
        if person.protected:
            return [str(PROTECTED), "", "", group, "", "", status, *asked, "", "", "", ""]
        reach = ("", "") if participation.refuses else (person.email, person.phone)
        labels = missing_labels(participation, self.sections)
        return [
            person.full_name,
            self.redact(person.role),
            self.redact(person.organisation.name if person.organisation else ""),
            group,
            *reach,
            status,
            *asked,
            registration.get_via_display() if registration else "",
            self.redact(registration.reason) if registration else "",
            self.redact("; ".join(labels)),
            self.redact(person.held_by.name if person.held_by else ""),
        ]

    def _day(self, moment):
        return moment.astimezone(self.zone).date() if moment else None
