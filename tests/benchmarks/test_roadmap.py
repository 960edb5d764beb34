"""A roadmap of 40 themes, 1,000 actions and 10,000 updates: its pages, its pictures, its files.

Run by `bin/bench -k roadmap`, with ROADMAP_ACTIONS=1000 for the size that it must bear. Wall-clock time in
the application through the test client, the database's share included. It prints figures; what it asserts
are counts of queries, equal at every size.
"""

import gzip
import os
from datetime import date, timedelta
from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roadmaps.models import Action, ActionUpdate, Blockage, Milestone, Roadmap, Theme
from roadmaps.services.versions import make_version
from roadmaps.versions import checksum_of, freeze
from stakeholders.models import Person
from tests.benchmarks import ledger

ACTIONS = int(os.environ.get("ROADMAP_ACTIONS", "100"))
THEMES, UPDATES_EACH, TIMES = 40, 10, 5
MOST_QUERIES = 10
STATUSES = ("planned", "in-progress", "done", "delayed", "dropped")
START = date(2026, 1, 1)


@pytest.fixture
def filled(world, llg_member):
    """As many actions as wanted, each with ten updates, every tenth blocked, every fifth a part."""
    roadmap = Roadmap.objects.get()
    themes = Theme.objects.bulk_create(
        Theme(roadmap=roadmap, title=f"Theme {place}", position=place) for place in range(THEMES)
    )
    people = Person.objects.bulk_create(
        Person(programme=world.programme, key=f"lead-{place}", name=f"Lead Number{place}")
        for place in range(50)
    )
    actions = Action.objects.bulk_create(
        Action(
            theme=themes[place % THEMES],
            title=f"Action {place} that the group agreed on at its second meeting",
            position=place,
            lead_person=people[place % 50],
            start=START + timedelta(days=place % 300),
            due=START + timedelta(days=place % 300 + 60),
            status=STATUSES[place % 5],
            progress=place % 101,
        )
        for place in range(ACTIONS)
    )
    for place in range(0, ACTIONS - THEMES, 5):
        actions[place + THEMES].parent = actions[place]
    Action.objects.bulk_update(actions, ["parent"], batch_size=500)
    ActionUpdate.objects.bulk_create(
        (
            ActionUpdate(
                action=action, date=START + timedelta(days=day * 20), text="It goes on", progress=5
            )
            for action in actions
            for day in range(UPDATES_EACH)
        ),
        batch_size=1000,
    )
    Blockage.objects.bulk_create(
        Blockage(action=action, text="No permit", since=START) for action in actions[::10]
    )
    Milestone.objects.bulk_create(
        Milestone(action=action, title="A step", due=action.due) for action in actions[::3]
    )
    return roadmap


def test_a_roadmap_its_pictures_and_its_files(sign_in, convenor, filled):
    client = sign_in(convenor)
    print(f"\n{ACTIONS} actions under {THEMES} themes, {ACTIONS * UPDATES_EACH} updates")
    addresses = {
        name: reverse(f"roadmaps:{name}", args=[filled.pk])
        for name in ("roadmap", "board", "timeline", "progress")
    }
    version = make_version(filled, seen=checksum_of(freeze(filled)), by=convenor)
    addresses["version"] = reverse("roadmaps:version", args=[version.pk])
    addresses["narrowed"] = f"{addresses['roadmap']}?look=late"
    for form in ("xlsx", "csv", "ics", "json"):
        addresses[form] = reverse("roadmaps:export", args=[filled.pk, form])
    for name, address in addresses.items():
        times = []
        for _time in range(TIMES):
            with CaptureQueriesContext(connection) as asked:
                began = perf_counter()
                answer = client.get(address)
                times.append(1000 * (perf_counter() - began))
        assert answer.status_code == 200
        if name not in ("version", "xlsx", "csv", "ics", "json"):
            assert len(asked) <= MOST_QUERIES, (name, len(asked))
        size, packed = len(answer.content) / 1000, len(gzip.compress(answer.content, 6)) / 1000
        print(
            f"{name:10} {median(times):7.0f} ms {len(asked):3} queries {size:8.0f} kB,"
            f" {packed:.0f} kB compressed"
        )
        told = f"{median(times):.0f} ms, {len(asked)} queries"
        if name == "roadmap":
            holds = median(times) < 150 and len(asked) <= 10
            ledger.answer(f"roadmap of {ACTIONS} actions", "150 ms, 10 queries", told, holds=holds)
        if name == "timeline":
            ledger.answer(
                f"timeline of {ACTIONS} actions", "500 ms", told, holds=median(times) < 500
            )
