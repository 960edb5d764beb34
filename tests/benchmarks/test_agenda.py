"""The released agenda: four days of 120 items for everybody, and ten times as many; as page and as file.

Run by `bin/bench`. The figures are printed; what must hold are counts, weights and ratios.
"""

from datetime import time, timedelta
from random import Random
from statistics import median
from time import perf_counter

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convening.models import Plan
from convening.releases import digest_of, freeze
from convening.services.releases import mark_of, release_agenda
from dialogues.models import AgendaItem, Appearance, Participation
from tests import factories as make

DAYS, ITEMS, PROTECTED = 4, 120, 3
TIMES = 9
MOST_QUERIES = {"cold": 8, "warm": 4, "304": 4}
MOST_KILOBYTES = 25
WORDS = (
    "Who holds the land, and by which law",
    "Prices at the pit and at the port",
    "What mercury costs those who work with it",
    "Licences: how long they take, and why",
    "Water below the tailings",
    "Schools, clinics and what was promised",
    "Resettlement as it was lived",
)
# Words that do not compress as one sentence repeated would.
VOCABULARY = [
    f"{first}{last}" for first in "bdfgklmnprst" for last in ("ane", "ilo", "ore", "umba")
]


def public_agenda(world, items):
    """The dialogue of `world` with an agenda of `items`, public and released."""
    dialogue, initiative = world.dialogue, world.initiative
    dialogue.is_public = initiative.is_public = True
    dialogue.ends_on = dialogue.starts_on + timedelta(days=DAYS - 1)
    dialogue.save()
    initiative.save()
    Plan.objects.create(dialogue=dialogue, agenda_is_public=True)
    people = [
        make.PersonFactory(
            programme=world.programme,
            name=f"{word[::-1].title()} Mensah{word[::-1]}",
            protected=number < PROTECTED,
        )
        for number, word in enumerate(VOCABULARY)
    ]
    Participation.objects.bulk_create(
        Participation(dialogue=dialogue, person=person, listed=number % 3 > 0)
        for number, person in enumerate(people)
    )
    part = make.AgendaPartFactory(dialogue=dialogue, title="Land and gold")
    chance = Random(5)
    rows = AgendaItem.objects.bulk_create(
        AgendaItem(
            part=part,
            position=number,
            date=dialogue.starts_on + timedelta(days=number * DAYS // items),
            start=time(8 + number % 9, 0),
            end=time(8 + number % 9, 50),
            title=f"{WORDS[number % len(WORDS)]} ({number})",
            format="presentation",
            place=f"Room {number % 5}",
            text=f"**{WORDS[number % 5]}**: {' '.join(chance.choices(VOCABULARY, k=30))}.",
            moderator_notes="Keep to the time.",
        )
        for number in range(items)
    )
    Appearance.objects.bulk_create(
        Appearance(
            item=row,
            person=people[(number + turn) % len(people)],
            acts_as=("presenter", "discussant")[turn],
            perspective=f"for those of village {number}",
        )
        for number, row in enumerate(rows)
        for turn in range(2)
    )
    seen = mark_of(0, digest_of(freeze(dialogue)))
    return release_agenda(dialogue, seen=seen, by=None)


def measured(client, address, *, cold=False, **headers):
    """Milliseconds, the median of a few; queries; and the answer."""
    taken = []
    for _number in range(TIMES):
        if cold:
            cache.clear()
        begun = perf_counter()
        answer = client.get(address, headers={"Accept-Encoding": "gzip"} | headers)
        taken.append((perf_counter() - begun) * 1000)
    if cold:
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address, headers={"Accept-Encoding": "gzip"} | headers)
    return median(taken), len(queries), answer


@pytest.mark.parametrize("items", [ITEMS, ITEMS * 10])
def test_a_released_agenda_is_light_and_asks_little(client, world, items):
    release = public_agenda(world, items)
    page = reverse("convening:programme", args=[release.dialogue.slug])
    file = reverse("convening:programme_ics", args=[release.dialogue.slug])
    figures = {"cold": measured(client, page, cold=True), "warm": measured(client, page)}
    known = {"If-None-Match": figures["warm"][2]["ETag"]}
    figures["304"] = measured(client, page, **known)
    figures["ics cold"] = measured(client, file, cold=True)
    figures["ics warm"] = measured(client, file)
    for name, (taken, queries, answer) in figures.items():
        weight = len(answer.content) / 1024
        print(f"\n{items:5} {name:9} {taken:6.1f} ms {queries} queries {weight:6.1f} kB")
    assert figures["304"][2].status_code == 304
    for name, most in MOST_QUERIES.items():
        assert figures[name][1] <= most
    if items == ITEMS:
        assert len(figures["cold"][2].content) <= MOST_KILOBYTES * 1024
