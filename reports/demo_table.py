"""Who should be at the demo's tables: maps with their history, briefings, targets, consents.

As with `reports.demo_life`, the days in the files (reports/demo/table) are past, so rows are written as
they would stand today.
"""

from datetime import UTC, datetime, time
from pathlib import Path

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from dialogues.models import Initiative, Target
from stakeholders import models as m
from stakeholders.consents import uphold
from stakeholders.production import bring_on
from stakeholders.services.imports import begin_import, match_columns

FOLDER = Path(__file__).parent / "demo" / "table"
FILES = sorted(FOLDER.glob("*.yaml"))


def set_tables(programme, *, by):
    """Store what the files say of stakeholders of `programme`, as the work of the user `by`."""
    for path in FILES:
        _Table(programme, by).set(yaml.safe_load(path.read_text("utf-8")))


def bring_sheets(programme, *, by, partner):
    """Two sheets on their way into the register: one of the user `partner` that was read and waits for
    decisions, one of the user `by` whose columns are to be matched."""
    held_by = m.Organisation.objects.get(programme=programme, key="nkabom")
    content = (FOLDER / "registrations.csv").read_bytes()
    if programme.imports.exists():
        return
    brought = begin_import(
        programme=programme,
        held_by=held_by,
        by=partner,
        brought=SimpleUploadedFile("Inscriptions Kwabedu.csv", content),
    )
    fields = ("name", "gender", "organisation", "role", "phone", "email", "country", "languages")
    columns = {field: index for index, field in enumerate((*fields, "since"))}
    match_columns(brought, by=partner, columns=columns)
    bring_on(brought.pk)
    begin_import(
        programme=programme,
        held_by=None,
        by=by,
        brought=SimpleUploadedFile("People met at the Indaba.csv", MET.encode()),
    )


MET = """Participant,Body,Mail,Country
Lucía Paredes,Red Andina de Minería Responsable,paredes@example.org,Peru
Tendai Moyo,Shamva Miners' Association,moyo@example.org,Zimbabwe
Agus Wirawan,Kalimantan Forest and Gold Alliance,wirawan@example.org,Indonesia
"""


def _noon(day):
    return datetime.combine(day, time(12), tzinfo=UTC)


class _Table:
    """The register of a programme, by the keys with which a file speaks of it."""

    def __init__(self, programme, by):
        self.programme = programme
        self.by = by
        self.groups = {row.key: row for row in m.Group.objects.filter(programme=programme)}
        self.bodies = {row.key: row for row in m.Organisation.objects.filter(programme=programme)}
        self.people = {row.key: row for row in m.Person.objects.filter(programme=programme)}
        self.categories = {}

    def set(self, told):
        self.count_by(told["categories"])
        for row in told["affiliations"]:
            m.Affiliation.objects.create(
                person=self.people[row["person"]],
                organisation=self.bodies[row["organisation"]],
                role=row["role"],
                since=row["since"],
                until=row["until"],
            )
        self.consents(**told["consents"])
        for row in told["maps"]:
            self.map(row)

    def count_by(self, told):
        for position, row in enumerate(told):
            category = m.Category.objects.create(
                programme=self.programme,
                name=row["name"],
                description=row["description"],
                position=position,
            )
            category.people.set([self.people[key] for key in row["people"]])
            self.categories[category.name] = category

    def consents(self, wording, answers):
        for answer in answers:
            person = self.people[answer["person"]]
            for kind in (*answer["given"], *answer["refused"]):
                person.consents.filter(kind=kind).update(is_current=False)
                m.Consent.objects.create(
                    person=person,
                    kind=kind,
                    given=kind in answer["given"],
                    wording=wording[kind],
                    asked_by=None if "by" in answer else self.by,
                    asked_by_text=answer.get("by", ""),
                    asked_on=answer["day"],
                )
            uphold(person)

    # The map -------------------------------------------------------------------------------------
    def map(self, told):
        initiative = Initiative.objects.get(programme=self.programme, title=told["initiative"])
        drawn = m.StakeholderMap.objects.create(
            programme=self.programme,
            title=told["title"],
            slug=f"{initiative.slug}-stakeholders",
            country=told["country"],
            question=told["question"],
            is_shared=told["shared"],
        )
        Initiative.objects.filter(pk=initiative.pk).update(stakeholder_map=drawn)
        for row in told["stakeholders"]:
            self.stakeholder(drawn, told["days"], row)
        for row in told["briefings"]:
            self.briefing(drawn, row)
        self.targets(initiative, told["targets"])

    def stakeholder(self, drawn, days, told):
        stakeholder = m.Stakeholder.objects.create(
            map=drawn,
            group=self.groups.get(told.get("group")),
            organisation=self.bodies.get(told.get("organisation")),
            person=self.people.get(told.get("person")),
            reached_by_organisation=self.bodies.get(told.get("by_organisation")),
            reached_by_person=self.people.get(told.get("by_person")),
            reached_by_text=told.get("reached", ""),
            engagement=told["engagement"],
            plan=told.get("plan", ""),
        )
        for day, judged in zip(days, told["at"], strict=True):
            if judged is None:
                continue
            influence, interest, position = judged
            m.Assessment.objects.create(
                stakeholder=stakeholder,
                on=day,
                influence=influence,
                interest=interest,
                position=position or "",
                formality=told["formality"],
                marginalisation=told["marginalisation"],
                note=told.get("why", "") if day == days[-1] else "",
                by=self.by,
            )

    # Briefings and targets -----------------------------------------------------------------------
    def briefing(self, drawn, told):
        words = {name: told[name].strip() for name in ("title", "gains", "risks", "ask")}
        briefing = m.Briefing.objects.create(map=drawn, group=self.groups[told["group"]], **words)
        version = None
        for number, released in enumerate(told.get("versions", ()), start=1):
            version = m.BriefingVersion.objects.create(
                briefing=briefing,
                number=number,
                note=released["note"],
                made_at=_noon(released["day"]),
                made_by=self.by,
                **words,
            )
        for key in told.get("sent", ()):
            m.BriefingSending.objects.create(
                version=version,
                person=self.people[key],
                sent_by=self.by,
                sent_at=version.made_at,
            )

    def targets(self, initiative, told):
        self._targets(told["initiative"], initiative=initiative)
        for kind, targets in told["dialogues"].items():
            self._targets(
                targets, dialogue=initiative.dialogues.filter(kind=kind).earliest("starts_on")
            )

    def _targets(self, told, **of):
        for key, least in told["groups"].items():
            Target.objects.create(group=self.groups[key], least=least, **of)
        for gender, least in told["gender"].items():
            Target.objects.create(gender=gender, least=least, **of)
        for name, least in told["categories"].items():
            Target.objects.create(category=self.categories[name], least=least, **of)
