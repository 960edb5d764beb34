"""Sheets of people on their way into the register: what 10,000 rows take, beside reading and inserting alone.

Run by `bin/bench`; of the suite only at small size. Time in all, since a child process reads the file.
"""

import os
import resource
from io import BytesIO
from time import perf_counter

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.text import fold
from stakeholders import production
from stakeholders.models import Import, Organisation, Person
from stakeholders.services import imports

FULL = bool(os.environ.get("BARAZA_BENCH"))
ROWS, KNOWN = (10_000, 50_000) if FULL else (120, 60)
MOST_SECONDS, MOST_MEGABYTES = 10, 250
HEADINGS = (
    *("Nom complet", "Fonction", "Organisation", "Groupe", "Pays", "Courriel", "Téléphone"),
    *("Genre", "Langues", "Peut être cité"),
)
FIRST = ("Ama", "Kofi", "Mariam", "Jean-Pierre", "Lucía", "Mohamed", "Siti", "Asha", "João", "Esi")
LAST = ("Mensah", "Okafor", "Diallo", "Núñez", "Traoré", "Mwangi", "Sari", "Ferreira", "Banda")


def name_of(number):
    """A name that few others share, as names do."""
    syllables = ("ba", "ko", "mi", "la", "tu", "se", "ro", "ni", "da", "fe")
    middle = "".join(syllables[int(digit)] for digit in str(number))
    return f"{FIRST[number % 10]} {middle.capitalize()} {LAST[number % 9]}"


def sheet_of(count):
    """A sheet with so many rows, as bytes."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Participants")
    sheet.append(HEADINGS)
    for number in range(count):
        sheet.append(
            (
                name_of(number),
                "Coordinator",
                f"Association {number % 300}",
                "Artisanal miners",
                "Sénégal",
                f"somebody{number}@example.org",
                f"+22177{number:07}",
                "F" if number % 2 else "H",
                "français, wolof",
                "oui",
            )
        )
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def fill_register(world, count):
    """So many others who are there already."""
    bodies = Organisation.objects.bulk_create(
        Organisation(programme=world.programme, key=f"body-{number}", name=f"Body {number}")
        for number in range(min(count, 500))
    )
    people = (
        Person(
            programme=world.programme,
            key=f"there-{number}",
            name=name_of(number * 7 + 500_000),
            email=f"there{number}@example.org",
            organisation=bodies[number % len(bodies)],
            search=f" {fold(name_of(number * 7 + 500_000))} ",
            sounds=f" {number} ",
        )
        for number in range(count)
    )
    Person.objects.bulk_create(people, batch_size=500)


def floor(world, content):
    """Seconds that reading the cells and inserting as many people take, without anything else."""
    begun = perf_counter()
    book = openpyxl.load_workbook(BytesIO(content), read_only=True)
    rows = list(book.active.iter_rows(values_only=True, min_row=2))
    people = [
        Person(programme=world.programme, key=f"floor-{number}", name=row[0], email=row[5])
        for number, row in enumerate(rows)
    ]
    Person.objects.bulk_create(people, batch_size=500)
    taken = perf_counter() - begun
    Person.objects.filter(key__startswith="floor-").delete()
    return taken


def megabytes(who):
    return resource.getrusage(who).ru_maxrss / 1024


@pytest.mark.django_db(transaction=False)
def test_people_come_from_a_sheet_into_the_register(
    world, convenor, sign_in, django_capture_on_commit_callbacks
):
    fill_register(world, KNOWN)
    content = sheet_of(ROWS)
    at_least = floor(world, content)
    before = megabytes(resource.RUSAGE_SELF)
    client = sign_in(convenor)
    parts = {}

    begun = perf_counter()
    brought = SimpleUploadedFile("people.xlsx", content)
    import_ = imports.begin_import(
        programme=world.programme, held_by=None, by=convenor, brought=brought
    )
    parts["upload"] = perf_counter() - begun
    columns = dict(
        zip(
            (
                *("name", "role", "organisation", "group", "country", "email", "phone", "gender"),
                *("languages", "quoted"),
            ),
            range(10),
            strict=True,
        )
    )
    imports.match_columns(import_, by=convenor, columns=columns)
    begun = perf_counter()
    production.bring_on(import_.pk)
    parts["reading"] = perf_counter() - begun
    import_.refresh_from_db()
    assert import_.state == Import.State.PREVIEW, import_.failure
    pages = {}
    for page in (1, ROWS // 100):
        client.get(f"{import_.get_absolute_url()}?page={page}")
        begun = perf_counter()
        with CaptureQueriesContext(connection) as caught:
            response = client.get(f"{import_.get_absolute_url()}?page={page}")
        pages[page] = (perf_counter() - begun, len(caught))
        assert response.status_code == 200
    assert len({queries for _seconds, queries in pages.values()}) <= 1

    begun = perf_counter()
    imports.confirm(import_, by=convenor)
    parts["confirming"] = perf_counter() - begun
    begun = perf_counter()
    production.bring_on(import_.pk)
    parts["writing"] = perf_counter() - begun
    import_.refresh_from_db()
    assert import_.counts["added"] == ROWS
    total = sum(parts.values())
    grown = megabytes(resource.RUSAGE_SELF) - before
    child = megabytes(resource.RUSAGE_CHILDREN)
    begun = perf_counter()
    imports.undo(import_, by=convenor)
    undoing = perf_counter() - begun
    print(f"\n{ROWS:,} rows beside {KNOWN:,} people; floor {at_least:.2f} s")
    print("  ".join(f"{name} {seconds:.2f} s" for name, seconds in parts.items()))
    print(f"in all {total:.2f} s = {total / at_least:.1f} × the floor; undone in {undoing:.2f} s")
    print(f"memory: +{grown:.0f} MB in the worker, {child:.0f} MB in the reader's process")
    for page, (seconds, queries) in pages.items():
        print(f"page {page} of the preview: {seconds * 1000:.0f} ms, {queries} queries")
    assert Person.objects.count() == KNOWN
    if FULL:
        assert total < MOST_SECONDS
        assert max(seconds for seconds, _queries in pages.values()) < 1
        assert max(grown, child) < MOST_MEGABYTES
