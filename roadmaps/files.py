"""A roadmap as files: XLSX, CSV, iCalendar and JSON, all from one reading.

A file goes further than a page: whoever asks for it, nobody protected is named in it, neither as lead nor
in what was written (security.md).
"""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.sheets.writing import write_book, write_csv
from dialogues.ical import AgendaEvent, write_agenda
from roadmaps.actions_due import zone_of
from roadmaps.contexts import RoadmapReader
from roadmaps.models import Action, ActionUpdate, IndicatorValue, Milestone, VisionLine
from roadmaps.naming import Names
from stakeholders.models import Person
from stakeholders.naming import PROTECTED
from stakeholders.redaction import Redactor

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
}
ACTIONS = (
    *("Theme", "Action", "Lead", "Status", "Progress (%)", "Start", "Due", "Days late"),
    *("Blocked", "Last word", "Part of", "Cost", "Currency"),
)
UPDATES = (
    "Action",
    "Date",
    "By",
    "Status",
    "Progress (%)",
    "Now due",
    "Text",
    "Evidence",
    "Corrected",
)
MILESTONES = ("Action", "Milestone", "Due", "Done", "Done on")
VALUES = ("Action or result", "Indicator", "Unit", "Baseline", "Target", "Date", "Value", "Source")


@dataclass
class Tables:
    """What the files hold, as rows, with nobody protected in them."""

    title: str
    actions: list
    updates: list
    milestones: list
    values: list
    vision: list


class RoadmapFiles:
    """Writes the files of `roadmap`. Headings are in English, so that they can be worked with anywhere."""

    def __init__(self, roadmap, *, today=None):
        self.roadmap = roadmap
        programme = roadmap.dialogue.initiative.programme_id
        hidden = Person.objects.filter(protected=True, programme=programme)
        hidden = hidden.only("name", "title", "email", "phone")
        with override("en"):
            self.redact = Redactor([(person, str(PROTECTED)) for person in hidden])
            self.names = Names(knows_protected=False)
            self.view = RoadmapReader(roadmap, self.names, today=today).read()

    def write(self, form):
        """The bytes of the file in the format `form`, one of FORMATS."""
        return getattr(self, f"_{form}")()

    def _xlsx(self):
        tables = self.tables()
        return write_book(
            [
                ("Actions", ACTIONS, tables.actions),
                ("Updates", UPDATES, tables.updates),
                ("Milestones", MILESTONES, tables.milestones),
                ("Indicators", VALUES, tables.values),
                ("Vision", ("From", "To"), tables.vision),
            ]
        )

    def _csv(self):
        with override("en"):
            return write_csv(ACTIONS, self._action_rows())

    def _json(self):
        tables = self.tables()
        doc = {
            "title": tables.title,
            "as_of": self.view.today,
            "group": self.redact(self.roadmap.learning_group.name)
            if self.roadmap.learning_group
            else "",
            "vision": [{"from": was, "to": becomes} for was, becomes in tables.vision],
            "actions": _records(ACTIONS, tables.actions),
            "updates": _records(UPDATES, tables.updates),
            "milestones": _records(MILESTONES, tables.milestones),
            "indicators": _records(VALUES, tables.values),
        }
        return json.dumps(doc, ensure_ascii=False, indent=1, default=str).encode()

    def _ics(self):
        """The days on which actions are due, each as a whole day."""
        rows = {
            row.pk: row
            for row in Action.objects.filter(theme__roadmap=self.roadmap).only(
                "created_at", "version"
            )
        }
        host = urlsplit(settings.SITE_URL).hostname
        events = [
            AgendaEvent(
                uid=f"action-{line.pk}@{host}",
                sequence=rows[line.pk].version,
                stamp=rows[line.pk].created_at,
                day=line.due,
                title=_("Due: %(action)s") % {"action": self.redact(line.title)},
                description=self._said_of(line),
            )
            for line in self.view.lines
            if line.due and line.pk in rows
        ]
        name, zone = self.redact(self.roadmap.title), zone_of(self.roadmap)
        return write_agenda(events, zone=zone, name=name).encode()

    def _said_of(self, line):
        parts = [self.redact(line.lead), str(line.status_label), f"{line.progress} %"]
        return " · ".join(part for part in parts if part)

    def tables(self):
        """All Tables, in English."""
        with override("en"):
            redact, of = self.redact, {"action__theme__roadmap": self.roadmap}
            titles = {line.pk: redact(line.title) for line in self.view.lines}
            return Tables(
                title=redact(self.roadmap.title),
                actions=list(self._action_rows()),
                updates=[self._update_row(row, titles) for row in _updates(of)],
                milestones=[
                    [
                        titles.get(row.action_id, ""),
                        redact(row.title),
                        row.due,
                        row.done,
                        row.done_on,
                    ]
                    for row in Milestone.objects.filter(**of).order_by("action_id", "position")
                ],
                values=[self._value_row(row) for row in _values(self.roadmap)],
                vision=[
                    [redact(row.was), redact(row.becomes)]
                    for row in VisionLine.objects.filter(roadmap=self.roadmap)
                ],
            )

    def _action_rows(self):
        titles = []
        for line in self.view.lines:
            titles[line.depth :] = [self.redact(line.title)]
            above = titles[line.depth - 1] if line.depth else ""
            yield [
                self.redact(line.theme),
                titles[line.depth],
                self.redact(line.lead),
                str(line.status_label),
                line.progress,
                line.start,
                line.due,
                line.standing.late_by or None,
                "yes" if line.standing.is_blocked else "",
                line.last_word,
                above,
                line.cost,
                line.currency,
            ]

    def _update_row(self, row, titles):
        return [
            titles.get(row.action_id, ""),
            row.date,
            self.redact(self.names.of(row.by_person, row.by_organisation)),
            str(row.get_status_display()) if row.status else "",
            row.progress,
            row.due,
            self.redact(row.text),
            self.redact(row.evidence),
            "yes" if row.is_corrected else "",
        ]

    def _value_row(self, row):
        indicator = row.indicator
        of = indicator.action or indicator.result
        return [
            self.redact(of.title),
            self.redact(indicator.title),
            indicator.unit,
            self.redact(indicator.baseline),
            self.redact(indicator.target),
            row.date,
            self.redact(row.value),
            self.redact(row.source),
        ]


def _updates(of):
    rows = ActionUpdate.objects.filter(**of).select_related("by_person", "by_organisation")
    rows = rows.select_related("corrected_by").order_by("action_id", "date", "pk")
    for row in rows:
        row.is_corrected = getattr(row, "corrected_by", None) is not None
        yield row


def _values(roadmap):
    rows = IndicatorValue.objects.filter(indicator__action__theme__roadmap=roadmap)
    rows |= IndicatorValue.objects.filter(indicator__result__roadmap=roadmap)
    return (
        rows.filter(corrected_by__isnull=True)
        .select_related("indicator__action", "indicator__result")
        .order_by("indicator_id", "date", "pk")
    )


def _records(headings, rows):
    keys = [heading.lower().replace(" (%)", "").replace(" ", "_") for heading in headings]
    return [dict(zip(keys, row, strict=True)) for row in rows]
