"""Reads everything that a meeting report may need, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from dialogues.models import (
    ActionPoint,
    AgendaItem,
    AgendaPart,
    Annex,
    Appearance,
    Background,
    Contribution,
    Convening,
    Dialogue,
    KeyMessage,
    Material,
    Participation,
    Question,
    Session,
)
from reports.models import Authorship
from stakeholders.models import Person


@dataclass
class Rows:
    """The rows of one dialogue and of the report's front matter, each list in its own order."""

    report: object
    dialogue: Dialogue
    authors: list
    convenors: list
    questions: list
    background: list
    materials: list
    key_messages: list
    action_points: list
    agenda_parts: list
    annexes: list
    participations: list
    sessions: list
    protected: list
    items_of_part: dict = field(default_factory=lambda: defaultdict(list))
    items_of_annex: dict = field(default_factory=lambda: defaultdict(list))
    appearances_of: dict = field(default_factory=lambda: defaultdict(list))
    synthesised_by: dict = field(default_factory=lambda: defaultdict(list))
    contributions_of: dict = field(default_factory=lambda: defaultdict(list))

    def people(self):
        """Everybody whom the dialogue's rows name, once each."""
        dialogue = self.dialogue
        people = [dialogue.chair, dialogue.facilitator, *self.authors]
        people += [row.person for row in self.participations]
        people += [row.person for rows in self.appearances_of.values() for row in rows]
        people += [point.owner_person for point in self.action_points]
        people += [person for row in self.sessions for person in (row.facilitator, row.rapporteur)]
        people += [row.speaker for rows in self.contributions_of.values() for row in rows]
        return list({person.pk: person for person in people if person is not None}.values())


def read(report):
    """The Rows of `report`: 17 queries, whatever the dialogue's size (16 for an unsaved report)."""
    dialogue = Dialogue.objects.select_related(
        "host",
        "initiative",
        "chair__organisation",
        "facilitator__organisation",
    ).get(pk=report.dialogue_id)

    def own(model, *related):
        return list(model.objects.filter(dialogue=dialogue).select_related(*related))

    authors = Authorship.objects.filter(report=report.pk).select_related("person__organisation")
    rows = Rows(
        report=report,
        dialogue=dialogue,
        authors=[row.person for row in authors] if report.pk else [],
        convenors=[row.organisation for row in own(Convening, "organisation")],
        questions=own(Question),
        background=own(Background),
        materials=own(Material),
        key_messages=own(KeyMessage),
        action_points=own(ActionPoint, "owner_person__organisation", "owner_organisation"),
        agenda_parts=own(AgendaPart),
        annexes=own(Annex),
        participations=own(Participation, "group", "person__organisation__group", "person__group"),
        sessions=own(Session, "question", "facilitator__organisation", "rapporteur__organisation"),
        protected=list(
            Person.objects.filter(programme=dialogue.initiative.programme_id, protected=True)
        ),
    )
    _read_agenda(rows)
    _read_sessions(rows)
    return rows


def _read_agenda(rows):
    here = Q(part__dialogue=rows.dialogue) | Q(annex__dialogue=rows.dialogue)
    for item in AgendaItem.objects.filter(here).select_related("question"):
        if item.part_id:
            rows.items_of_part[item.part_id].append(item)
        else:
            rows.items_of_annex[item.annex_id].append(item)
    there = Q(item__part__dialogue=rows.dialogue) | Q(item__annex__dialogue=rows.dialogue)
    for appearance in Appearance.objects.filter(there).select_related("person__organisation"):
        rows.appearances_of[appearance.item_id].append(appearance)


def _read_sessions(rows):
    titles = {session.pk: session.title for session in rows.sessions}
    order = {session.pk: place for place, session in enumerate(rows.sessions)}
    through = Session.synthesises.through.objects.filter(from_session__dialogue=rows.dialogue)
    pairs = through.values_list("from_session_id", "to_session_id")
    for later, earlier in sorted(pairs, key=lambda pair: order.get(pair[1], 0)):
        if earlier in titles:
            rows.synthesised_by[later].append(titles[earlier])
    said = Contribution.objects.filter(session__dialogue=rows.dialogue)
    for contribution in said.select_related("speaker__organisation", "group", "question"):
        rows.contributions_of[contribution.session_id].append(contribution)
