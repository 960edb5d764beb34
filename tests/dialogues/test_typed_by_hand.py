"""A whole meeting can be typed in by hand: what the forms make of it is what its package says."""

from pathlib import Path

import pytest
import yaml
from django.urls import reverse

from accounts.roles import Role
from dialogues.models import Dialogue, FaultLine, Question, Session
from reports.package import dump, load
from stakeholders.models import Group, Organisation, Person
from tests import factories as make

DEMO = Path(__file__).resolve().parents[2] / "reports" / "demo" / "visioning-workshop.yaml"


class Typist:
    """Types a dialogue from the data of a package, through the forms alone."""

    def __init__(self, client, initiative, keys):
        self.client, self.initiative, self.keys = client, initiative, keys
        self.slug = None
        self.questions, self.sessions = {}, {}

    def post(self, address, /, **fields):
        # Browsers send nothing for what is empty, and both characters at the end of a line.
        values = {
            name: value.replace("\n", "\r\n") if isinstance(value, str) else value
            for name, value in fields.items()
            if value not in (None, "", False, [])
        }
        response = self.client.post(address, values)
        problems = getattr(response, "context", None) and response.context.get("form")
        assert response.status_code == 302, problems and problems.errors
        return response

    def part(self, kind, under=None, /, **fields):
        """Type one part; its id."""
        address = reverse("dialogues:part_add", args=[self.slug, kind])
        response = self.post(f"{address}?under={under}" if under else address, **fields)
        return response.url.rpartition("-")[2]

    def dialogue(self, doc):
        event = doc.get("part_of", {})
        address = f"{reverse('dialogues:dialogue_add')}?initiative={self.initiative.slug}"
        starts, ends = doc["starts"].partition("T"), doc.get("ends", "").partition("T")
        summary = doc.get("summary", {})
        plain = "title kind timezone language venue city country attribution participation"
        plain += " introduction logistics materials_intro next_steps"
        response = self.post(
            address,
            **{name: doc.get(name) for name in plain.split()},
            starts_on=starts[0],
            starts_at=starts[2],
            ends_on=ends[0],
            ends_at=ends[2],
            part_of_title=event.get("title"),
            part_of_starts=event.get("starts"),
            part_of_ends=event.get("ends"),
            part_of_place=event.get("place"),
            summary_heading=summary.get("heading"),
            summary_body=summary.get("body"),
            convenors=[self.keys[key] for key in doc.get("convenors", [])],
            host=self.keys.get(doc.get("host")),
            chair=self.keys.get(doc.get("chair")),
            facilitator=self.keys.get(doc.get("facilitator")),
        )
        self.slug = response.url.strip("/").rpartition("/")[2]
        self.preparation(doc)
        self.meeting(doc)
        return Dialogue.objects.get(slug=self.slug)

    def preparation(self, doc):
        for name in ("background", "materials"):
            for row in doc.get(name, []):
                self.part(name, **row)
        for row in doc.get("questions", []):
            pk = self.part("questions", text=row["text"], short=row.get("short"))
            Question.objects.filter(pk=pk).update(key=row["id"])  # file-local, and nobody's to type
            self.questions[row["id"]] = pk
        for row in doc.get("participants", []):
            self.participant(row)

    def meeting(self, doc):
        for row in doc.get("agenda", []):
            under = self.part("agenda-parts", title=row.get("part"))
            for item in row.get("items", []):
                self.item(item, under, "agenda-items", "appearances")
        for row in doc.get("sessions", []):
            self.session(row)
        for row in doc.get("key_messages", []):
            self.part("key-messages", text=row)
        for row in doc.get("action_points", []):
            self.action_point(row)
        for row in doc.get("annexes", []):
            items = row.pop("agenda", [])
            under = self.part("annexes", **row)
            for item in items:
                self.item(item, under, "annex-items", "annex-people")

    def action_point(self, row):
        owner = row.pop("owner", "")
        fields = {"owner_text": owner}
        if owner in self.keys:
            is_person = Person.objects.filter(pk=self.keys[owner], key=owner).exists()
            fields = {"owner_person" if is_person else "owner_organisation": self.keys[owner]}
        self.part("action-points", **row, **fields)

    def participant(self, row):
        address = reverse("dialogues:participant_add", args=[self.slug])
        self.post(
            f"{address}?person={self.keys[row['person']]}",
            status=row.get("status", "invited"),
            acts_as=row.get("as"),
            group=self.keys.get(row.get("group")),
            table=row.get("table"),
            sponsored=row.get("sponsored"),
            listed=row.get("listed"),
        )

    def item(self, row, under, kind, people_kind):
        guests = {name: row.pop(name, []) for name in ("presenters", "discussants")}
        people = row.pop("people", [])
        for name, rows in guests.items():
            people += [{**guest, "as": name.removesuffix("s")} for guest in rows]
        day = row.pop("day", None)
        question = self.questions.get(row.pop("question", None))
        when = {"day_number": day} if isinstance(day, int) else {"date": day}
        pk = self.part(kind, under, question=question, **when, **row)
        for person in people:
            self.part(
                people_kind,
                pk,
                person=self.keys.get(person.pop("person", None)),
                affiliation=person.pop("role", None),
                acts_as=person.pop("as", None),
                **person,
            )

    def session(self, row):
        drawn = [self.sessions[title] for title in row.get("synthesises", [])]
        pk = self.part(
            "sessions",
            title=row["title"],
            question=self.questions.get(row.get("question")),
            facilitator=self.keys.get(row.get("facilitator")),
            rapporteur=self.keys.get(row.get("rapporteur")),
            parallel=row.get("parallel"),
            synthesises=drawn,
        )
        self.sessions[row["title"]] = pk
        for contribution in row.get("contributions", []):
            self.contribution(contribution, "contributions", pk)

    def contribution(self, row, kind, under):
        pk = self.part(
            kind,
            under,
            kind=row.get("kind", "point"),
            text=row["text"],
            group=self.keys.get(row.get("group")),
            table=row.get("table"),
            question=self.questions.get(row.get("question")),
            speaker=self.keys.get(row.get("by")),
            attributed=row.get("attributed"),
        )
        for point in row.get("points", []):
            self.contribution(point, "points", pk)

    def fault_line(self, row):
        address = reverse(
            "dialogues:initiative_part_add", args=[self.initiative.slug, "fault-lines"]
        )
        fields = {"status": "surfaced", **row}
        fields.pop("positions", None)
        response = self.post(address, **fields)
        under = response.url.rpartition("-")[2]
        address = reverse("dialogues:initiative_part_add", args=[self.initiative.slug, "positions"])
        for position in row.get("positions", []):
            group = self.keys[position["group"]]
            self.post(f"{address}?under={under}", **{**position, "group": group})


def keys_of(programme):
    rows = [model.objects.filter(programme=programme) for model in (Group, Organisation, Person)]
    return {key: pk for row in rows for key, pk in row.values_list("key", "pk")}


@pytest.fixture
def file():
    return DEMO


def test_a_whole_meeting_can_be_typed_in(db, client, file):
    load([str(file)])
    before = Dialogue.objects.get()
    initiative = before.initiative
    expected = dump(before)
    convenor = make.UserFactory()
    make.AppointmentFactory(user=convenor, role=Role.CONVENOR, programme=initiative.programme)
    client.force_login(convenor, backend="django.contrib.auth.backends.ModelBackend")
    keys = keys_of(initiative.programme)
    before.delete()
    FaultLine.objects.all().delete()
    assert not Session.objects.exists()

    typist = Typist(client, initiative, keys)
    # A copy to type from: the typist takes it apart.
    doc = yaml.safe_load(yaml.safe_dump(expected))
    typed = typist.dialogue(doc["dialogue"])
    for row in doc["initiative"].get("fault_lines", []):
        typist.fault_line(row)

    made = dump(typed)
    assert made["dialogue"] == expected["dialogue"]
    assert made["initiative"] == expected["initiative"]
