"""The balance of an initiative with very many places: how often it asks the database, and how long it takes.

Run by `bin/bench -k balance`, with BALANCE_PLACES=50000 for the size that it must bear. Processor time in the
application and in SQLite; on PostgreSQL the wall clock holds the database's share.
"""

import os
from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogues.models import Participation
from stakeholders.models import Person
from tests import factories as make

PLACES = int(os.environ.get("BALANCE_PLACES", "400"))
DIALOGUES = 10
GENDERS = ("woman", "man", "")
MOST_QUERIES = 14
TIMES = 5


@pytest.fixture
def filled(world):
    """As many places as wanted, over ten dialogues, each person at two of them on average."""
    programme = world.programme
    groups = [world.miners, world.companies]
    groups += [make.GroupFactory(programme=programme) for _ in range(6)]
    categories = [make.CategoryFactory(programme=programme) for _ in range(3)]
    number = PLACES // 2
    people = Person.objects.bulk_create(
        [
            Person(
                programme=programme,
                key=f"bulk-{place}",
                name=f"Somebody {place}",
                group=groups[place % 8],
                gender=GENDERS[place % 3],
                held_by=world.partner_body if place % 4 else None,
            )
            for place in range(number)
        ],
        batch_size=5000,
    )
    Person.categories.through.objects.bulk_create(
        [
            Person.categories.through(person=person, category=categories[place % 3])
            for place, person in enumerate(people)
            if place % 2
        ],
        batch_size=5000,
    )
    dialogues = [world.dialogue]
    dialogues += [make.DialogueFactory(initiative=world.initiative) for _ in range(DIALOGUES - 1)]
    states = Participation.Status.values
    Participation.objects.bulk_create(
        [
            Participation(
                dialogue=dialogues[(place + place // number) % DIALOGUES],
                person=people[place % number],
                group=groups[place % 7] if place % 2 else None,
                status=states[place % len(states)],
            )
            for place in range(PLACES)
        ],
        batch_size=5000,
    )
    return world


@pytest.mark.parametrize("name", ["convenor", "partner", "adviser"])
def test_the_balance_of_very_many_places(filled, cast, sign_in, name):
    client = sign_in(cast[name])
    pages = {"dialogue": reverse("dialogues:dialogue_balance", args=[filled.dialogue.slug])}
    pages["panel"] = reverse("dialogues:dialogue_balance_panel", args=[filled.dialogue.slug])
    if name != "partner":
        pages["initiative"] = reverse("dialogues:initiative_balance", args=[filled.initiative.slug])
    for page, url in pages.items():
        assert client.get(url).status_code == 200  # templates are read now
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        queries = len(caught)
        taken = []
        for _ in range(TIMES):
            begun = perf_counter()
            client.get(url)
            taken.append((perf_counter() - begun) * 1000)
        print(f"\n{name:10} {page:10} {queries:3d} queries {median(taken):7.1f} ms")
        assert queries <= MOST_QUERIES
