"""The register with many people: how often its list asks the database, and how long it takes.

Run by `bin/bench`. The time is that of the whole answer, as Django's test client sees it.
"""

import random
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stakeholders.finding import make_searchable
from stakeholders.models import Organisation, Person
from tests.benchmarks.test_initiative import milliseconds

PEOPLE = 50_000
ORGANISATIONS = 2_000
MOST_QUERIES = 14
GIVEN = [
    "Kwame",
    "Kofi",
    "Ama",
    "Akosua",
    "Yaw",
    "Efua",
    "Kojo",
    "Abena",
    "Mohamed",
    "Fatoumata",
    "Ibrahim",
    "Aïssata",
    "Ousmane",
    "Mariam",
    "Moussa",
    "Djénéba",
    "Seydou",
    "Awa",
    "Chidi",
    "Ngozi",
    "Emeka",
    "Amina",
    "Tendai",
    "Rudo",
    "Farai",
    "Chipo",
    "Thabo",
    "Lerato",
    "Sipho",
    "Nomsa",
    "João",
    "Maria",
    "José",
    "Esperança",
    "Graça",
    "Nelson",
    "Joseph",
    "Grace",
    "Peter",
    "Mary",
    "Daniel",
    "Esther",
    "Samuel",
    "Ruth",
]
STARTS = [
    "Ba",
    "Bo",
    "Da",
    "Do",
    "Ka",
    "Ko",
    "Ma",
    "Mo",
    "Na",
    "Nko",
    "Ou",
    "Ra",
    "Sa",
    "So",
    "Ta",
    "Tra",
    "Wa",
    "We",
    "Ya",
    "Zo",
]
MIDDLES = ["ba", "do", "ka", "la", "ma", "na", "ra", "sa", "ssi", "ta", "nda", "wu", "yo", "ri"]
ENDS = ["bo", "da", "go", "ku", "li", "mé", "nga", "ré", "so", "té", "wa", "za"]
SEARCHES = {
    "no filter": {},
    "one word as typed": {"q": "fatoumata"},
    "a few letters": {"q": "ko"},
    "a name that nobody has": {"q": "xylophone"},
    "a wrong letter": {"q": "fatoumeta"},
    "other letters of the same sound": {"q": "muhammad"},
    "two words, both misspelt": {"q": "mohamet kabago"},
    "a letter too many in the second word": {"q": "grace mmotanga"},
    "words and filters": {"q": "kwamme", "country": "GH", "organisation": "mining"},
    "by organisation": {"sort": "organisation"},
}


def _fill(programme):
    chance = random.Random(4)
    surnames = [a + b + c for a in STARTS for b in MIDDLES for c in ENDS]
    bodies = []
    for number in range(ORGANISATIONS):
        words = (
            f"{chance.choice(surnames)} {chance.choice(('Mining', 'Union', 'Council'))} {number}"
        )
        bodies.append(Organisation(programme=programme, key=f"body-{number}", name=words))
    people = []
    for number in range(PEOPLE):
        name = f"{chance.choice(GIVEN)} {chance.choice(surnames)}"
        if number % 3 == 0:
            name = f"{name} {chance.choice(surnames)}"
        people.append(
            Person(
                programme=programme,
                key=f"body-{number}",
                name=name,
                email=f"person{number}@example.org",
                country=chance.choice(("GH", "CI", "ZM", "ZA", "MZ", "NG")),
                languages=chance.choice((["en"], ["fr", "en"], ["pt-MZ"], [])),
            )
        )
    for row in (*bodies, *people):
        make_searchable(row)
    Organisation.objects.bulk_create(bodies, batch_size=500)
    for number, person in enumerate(people):
        person.organisation = bodies[number % ORGANISATIONS]
    Person.objects.bulk_create(people, batch_size=500)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@pytest.mark.once
def test_making_a_row_searchable_costs_next_to_nothing(world):
    rows = [
        Person(name=f"Zoé Ouédraogo-Kaba {number}", email="z@example.org") for number in range(500)
    ]
    begun = perf_counter()
    for row in rows:
        make_searchable(row)
    print(f"\nmake_searchable: {(perf_counter() - begun) / len(rows) * 1e6:.1f} µs a row")


def test_the_register_of_fifty_thousand_people(world, convenor, sign_in):
    _fill(world.programme)
    client = sign_in(convenor)
    url = reverse("stakeholders:person_list")
    client.get(url)  # templates are read now
    print(f"\nregister of {PEOPLE} people on {connection.vendor}")
    for name, asked in SEARCHES.items():
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(url, asked)
        queries = len(caught)
        assert answer.status_code == 200
        assert 0 < queries <= MOST_QUERIES, name
        took = milliseconds(lambda asked=asked: client.get(url, asked), perf_counter)
        number = answer.context["page"].paginator.count
        print(f"  {name:36} {took:6.0f} ms {queries:3} queries {number:6} people")
