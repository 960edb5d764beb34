"""A progress report over 500 dialogues and 50,000 attendances: counting it, and its files.

Run by `bin/bench -k progress`, with PROGRESS_DIALOGUES=500 for the size that it must bear. Wall-clock time in
the application, the database's share included, the best of three. It prints figures and judges none.
"""

import os
from datetime import date, timedelta
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.models import Dialogue, Participation
from reports.models import Period
from reports.printers import progress_docx, progress_pdf
from reports.progress.book import write_progress_book
from reports.progress.context import ProgressContext
from roadmaps.models import Indicator, IndicatorValue, Result
from stakeholders.models import Gender, Group, Person
from tests import factories as make
from tests.benchmarks import ledger

DIALOGUES = int(os.environ.get("PROGRESS_DIALOGUES", "50"))
EACH, GROUPS, INDICATORS = 100, 12, 200
START = date(2026, 1, 1)


@pytest.fixture
def period(world, llg_member):
    """Half a year with that many dialogues, a hundred people at each, and two hundred indicators."""
    initiative = world.initiative
    groups = Group.objects.bulk_create(
        Group(programme=world.programme, key=f"group-{number}", name=f"Group {number}")
        for number in range(GROUPS)
    )
    genders = [*Gender.values, ""]
    people = Person.objects.bulk_create(
        Person(
            programme=world.programme,
            key=f"crowd-{number}",
            name=f"Crowd {number}",
            gender=genders[number % 4],
        )
        for number in range(EACH)
    )
    dialogues = Dialogue.objects.bulk_create(
        make.DialogueFactory.build(
            initiative=initiative,
            slug=f"held-{number}",
            title=f"Held {number}",
            starts_on=START + timedelta(days=number % 150),
            ends_on=START + timedelta(days=number % 150 + 1),
            is_public=True,
        )
        for number in range(DIALOGUES)
    )
    Participation.objects.bulk_create(
        (
            Participation(
                dialogue=dialogue,
                person=person,
                group=groups[place % GROUPS],
                status="attended",
                position=place,
            )
            for dialogue in dialogues
            for place, person in enumerate(people)
        ),
        batch_size=2000,
    )
    roadmap = world.dialogue.roadmaps.first()
    result = Result.objects.create(roadmap=roadmap, level="outcome", title="Land")
    indicators = Indicator.objects.bulk_create(
        Indicator(result=result, title=f"Indicator {number}", baseline="0", target="100")
        for number in range(INDICATORS)
    )
    IndicatorValue.objects.bulk_create(
        IndicatorValue(indicator=row, date=START + timedelta(days=30 * month), value=str(month))
        for row in indicators
        for month in range(5)
    )
    return make.PeriodFactory(initiative=initiative)


def best(act):
    taken = []
    for _time in range(3):
        begun = perf_counter()
        made = act()
        taken.append(perf_counter() - begun)
    return 1000 * min(taken), made


def test_a_period_is_counted_and_written(period, tmp_path):
    def read():
        return ProgressContext.of_period(
            Period.objects.select_related("initiative__programme").get(pk=period.pk)
        )

    print(f"\n{DIALOGUES} dialogues, {DIALOGUES * EACH} attendances on {connection.vendor}")
    with CaptureQueriesContext(connection) as asked:
        read()
    taken, facts = best(read)
    print(f"counted: {taken:.0f} ms, {len(asked)} queries")
    what = f"figures of {DIALOGUES} dialogues, {DIALOGUES * EACH} attendances"
    told = f"{taken / 1000:.2f} s, {len(asked)} queries"
    ledger.answer(what, "2 s, 30 queries", told, holds=taken < 2000 and len(asked) <= 30)
    for name, act in {
        "Excel": lambda: write_progress_book(facts),
        "Word": lambda: progress_docx(facts, {}, tmp_path / "one.docx"),
        "PDF": lambda: progress_pdf(facts, {}, tmp_path / "one.pdf"),
    }.items():
        taken, made = best(act)
        pages = f", {made} pages" if name == "PDF" else ""
        print(f"{name}: {taken:.0f} ms{pages}")
