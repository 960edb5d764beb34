"""The list of answers to a dialogue, at 5,000 registrations, as a convenor opens, narrows and sorts it.

Run by `bin/bench`; each in the application, without a network, the best of five.
"""

from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from convening.models import Registration
from convening.services import form
from dialogues.models import Participation
from stakeholders.models import Person
from tests.benchmarks import ledger

PEOPLE = 5_000
STATUSES = ("invited", "registered", "waiting", "requested", "declined")
SEEN = {
    "as it opens": "",
    "its last page": f"?page={PEOPLE // 50}",
    "who waits": "?status=waiting&sort=waiting",
    "a part of a name": "?q=person+49",
    "latest answers first": "?sort=answered",
    "who left something of the form open": "?only=missing",
}


@pytest.fixture
def crowd(world):
    """A dialogue with that many answers, and a form of two sections."""
    dialogue = world.dialogue
    for key in ("access", "travel"):
        form.add_known_section(dialogue, key)
    people = Person.objects.bulk_create(
        Person(
            programme=world.programme,
            key=f"crowd-{number}",
            name=f"Crowd Person {number}",
            email=f"crowd.{number}@example.org",
            organisation=world.partner_body,
        )
        for number in range(PEOPLE)
    )
    parts = Participation.objects.bulk_create(
        Participation(
            dialogue=dialogue,
            person=person,
            status=STATUSES[number % len(STATUSES)],
            group=world.miners,
            position=number,
        )
        for number, person in enumerate(people)
    )
    now = timezone.now()
    Registration.objects.bulk_create(
        Registration(
            participation=part,
            answered_at=now,
            via="link",
            code=f"C{part.pk:07}",
            waiting_since=now if part.status == "waiting" else None,
            answers={"access": "A place in the shade."} if part.pk % 2 else {},
        )
        for part in parts
    )
    return dialogue


def test_five_thousand_answers_by_pages(crowd, convenor, sign_in):
    client, page = sign_in(convenor), reverse("convening:answers", args=[crowd.slug])
    print()
    for words, query in SEEN.items():
        assert client.get(page + query).status_code == 200
        taken = []
        for _time in range(5):
            begun = perf_counter()
            answer = client.get(page + query)
            taken.append(perf_counter() - begun)
        with CaptureQueriesContext(connection) as caught:
            client.get(page + query)
        print(
            f"{PEOPLE} answers on {connection.vendor}, {words}: {min(taken) * 1000:.0f} ms,"
            f" {len(caught)} queries, {len(answer.content) / 1000:.0f} kB"
        )
        told = f"{min(taken) * 1000:.0f} ms, {len(caught)} queries"
        ledger.answer(
            f"list of {PEOPLE} registrations, {words}", "150 ms", told, holds=min(taken) < 0.15
        )
