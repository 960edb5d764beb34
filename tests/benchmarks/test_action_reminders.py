"""5,000 reminders of actions are written in one go, each once, with queries only for batches of rows.

Run by `bin/bench -k action_reminders`, with ROADMAP_REMINDERS=5000 for the size that it must bear. The
time is printed (the issue asks for under 10 s); what is asserted are counts.
"""

import os
from datetime import UTC, date, datetime
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Mail
from roadmaps.models import Action, Roadmap
from roadmaps.services.reminding import send_due
from stakeholders.models import Person
from tests import factories as make

REMINDERS = int(os.environ.get("ROADMAP_REMINDERS", "100"))
DUE = date(2026, 6, 15)
NOW = datetime(2026, 6, 16, 9, 5, tzinfo=UTC)


def test_reminders_of_one_roadmap_are_written_fast_and_once(llg_member, world):
    number = REMINDERS
    roadmap = Roadmap.objects.get()
    Roadmap.objects.filter(pk=roadmap.pk).update(reminders_on=True)
    theme = make.ThemeFactory(roadmap=roadmap)
    people = Person.objects.bulk_create(
        Person(
            programme=world.programme,
            key=f"owner-{i}",
            name=f"Owner {i}",
            email=f"owner{i}@example.org",
        )
        for i in range(number)
    )
    Action.objects.bulk_create(
        Action(theme=theme, title=f"Action {i}", lead_person=person, due=DUE, position=i)
        for i, person in enumerate(people)
    )
    began = perf_counter()
    with CaptureQueriesContext(connection) as first:
        assert send_due(now=NOW) == number
    took = perf_counter() - began
    began = perf_counter()
    assert send_due(now=NOW) == 0
    again = perf_counter() - began
    assert Mail.objects.count() == number
    print(f"\n{number} reminders: {took:.2f} s, {len(first)} queries; again {again:.2f} s")
    assert len(first) < 20 + number / 25  # rows go in batches
