"""The demo's register beyond those whom its packages name, and an initiative that has no dialogue yet."""

import csv
from itertools import count
from pathlib import Path

from dialogues.models import Dialogue, FaultLine, Initiative, Participation
from dialogues.services.initiatives import lay_out_course
from dialogues.stages import STANDARD
from stakeholders.finding import make_searchable
from stakeholders.models import Group, Organisation, Person

FOLDER = Path(__file__).parent / "demo" / "register"
# The words by which the sheet of people names a dialogue that they attended.
ATTENDED = {
    "one-year-on": "One year on: what the trial has taught",
    "field-east": "Gold without mercury: the Nyarugusu field dialogue",
    "field-west": "Gold without mercury: a visioning workshop",
}
HOLDERS = {"GH": "nkabom", "TZ": "ziwa"}  # the organisation that registered them
BEGUN = {
    "issue": "Why do children work at the pits, and what would bring them back to school?",
    "purpose": """At every third pit of the district children carry water or ore, most of them on market
days or in the holidays. Parents, teachers, pit owners and buyers each know why, and each blame another.

This initiative would bring them together **before** a rule is made that sends the children to where
nobody sees them.""",
    "budget_amount": 64000,
    "budget_currency": "GBP",
    "budget_note": "Scoping paper, scoping dialogue and one field dialogue. None of it is secured.",
}
# What the concept note of that initiative expects to divide people; nobody was heard on it yet.
EXPECTED = {
    "Is it work or is it help?": "Parents speak of help, teachers of work, and the law of neither.",
    "Who pays for noon?": "A meal at school keeps children there. Each of four purses waits for another.",
}


def _rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _store(rows):
    rows = list(rows)
    for row in rows:
        make_searchable(row)
    type(rows[0]).objects.bulk_create(rows)


def register(programme):
    """Store the organisations and people of the two sheets in `programme`, and what they attended."""
    groups = {row.key: row for row in Group.objects.filter(programme=programme)}
    _store(
        Organisation(
            programme=programme,
            key=row["key"],
            name=row["name"],
            acronym=row["acronym"],
            group=groups[row["group"]],
            country=row["country"],
        )
        for row in _rows("organisations.csv")
    )
    bodies = {row.key: row for row in Organisation.objects.filter(programme=programme)}
    told = _rows("people.csv")
    _store(
        Person(
            programme=programme,
            key=row["key"],
            name=row["name"],
            gender=row["gender"],
            role=row["role"],
            organisation=bodies.get(row["organisation"]),
            group=groups[row["group"]],
            country=row["country"],
            languages=row["languages"].split(),
            protected=row["protected"] == "yes",
            held_by=bodies[HOLDERS[row["country"]]] if row["group"] == "asm" else None,
        )
        for row in told
    )
    _attended(programme, told)


def _attended(programme, told):
    people = {row.key: row for row in Person.objects.filter(programme=programme)}
    found = []
    for word, title in ATTENDED.items():
        dialogue = Dialogue.objects.get(initiative__programme=programme, title=title)
        positions = count(dialogue.participations.count())
        found += [
            Participation(
                dialogue=dialogue,
                person=people[row["key"]],
                group=people[row["key"]].group,
                status=Participation.Status.ATTENDED,
                position=next(positions),
            )
            for row in told
            if word in row["attended"].split()
        ]
    Participation.objects.bulk_create(found)


def begin_third(programme, title):
    """Store an initiative of this title in `programme` that stands at its concept note."""
    initiative = Initiative.objects.create(
        programme=programme, title=title, slug="school-or-shaft", **BEGUN
    )
    lay_out_course(initiative, STANDARD)
    FaultLine.objects.bulk_create(
        FaultLine(initiative=initiative, title=line, text=text, position=position)
        for position, (line, text) in enumerate(EXPECTED.items())
    )
