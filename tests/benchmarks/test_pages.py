"""Every page of a large initiative: how often it asks the database, how long it takes, what it weighs.

Run by `bin/bench`. Times are told as a ratio to a bare Django view that reads and writes as many rows.
"""

import gzip
from statistics import median
from time import process_time
from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from dialogues.models import Contribution
from tests.benchmarks.pages import MOST_QUERIES, pages, parts
from tests.benchmarks.sizes import LARGE, SMALL
from tests.benchmarks.world import grow

TIMES = 3  # each page is timed so often, and the median taken
LIGHT = 15 * 1024  # bytes, compressed: what a page should weigh on a slow line
PEOPLE = ("convenor", "partner", "participant", "visitor")
HEAD = (
    f"{'':10} {'page':58} {'queries':>9} {'ms':>13} {'bare':>6} {'rows':>6} {'kB':>7} {'gzip':>6}"
)

BARE = engines["django"].from_string(
    "<!DOCTYPE html><html><body><ul>"
    "{% for row in rows %}<li>{{ row.kind }}: {{ row.text }} ({{ row.group.name }})</li>{% endfor %}"
    "</ul></body></html>"
)


def bare_view(request, number):
    """What the least that Django can do costs: one query, one loop, no frame."""
    rows = Contribution.objects.select_related("group").order_by("pk")[:number]
    return HttpResponse(BARE.render({"rows": rows}, request))


def seconds(action):
    """Processor seconds that `action()` takes, the median of a few: other work does not count."""
    taken = []
    for _ in range(TIMES):
        begun = process_time()
        action()
        taken.append(process_time() - begun)
    return median(taken)


def measured(client, route):
    """The figures of one page; None where it is not shown."""
    response = client.get(route.url)  # templates are read now, not while the clock runs
    if response.status_code != 200 or response.streaming:
        return None
    with CaptureQueriesContext(connection) as caught:
        response = client.get(route.url)
    html = response.content
    return SimpleNamespace(
        queries=len(caught),
        seconds=seconds(lambda: client.get(route.url)),
        rows=html.count(b"<li") + html.count(b"<tr") + html.count(b"<option"),
        plain=len(html),
        packed=len(gzip.compress(html, 6)),
    )


@pytest.fixture
def walked(world, cast):
    """Every page, on a world that holds at least one of everything, some of it public."""
    world.initiative.is_public = world.dialogue.is_public = True
    world.initiative.save()
    world.dialogue.save()
    found = pages(world)
    grow(world, SMALL)
    return [*found, *parts(world)]


def all_measured(sign_in, cast, walked):
    """`{(person, page): figures}` of everything that each of the people is shown."""
    found = {}
    for name in PEOPLE:
        client = sign_in(cast[name])
        for route in walked:
            if figures := measured(client, route):
                found[name, route.key] = figures
    return found


def test_pages_of_a_large_initiative(world, cast, walked, sign_in, caplog):
    caplog.set_level("ERROR", logger="django.request")  # what somebody may not see is no news
    small = all_measured(sign_in, cast, walked)
    grow(world, LARGE)
    large = all_measured(sign_in, cast, walked)
    request = RequestFactory().get("/")
    bare = {}
    print("\n" + HEAD)
    for (name, key), page in sorted(large.items(), key=lambda entry: -entry[1].packed):
        before = small[name, key]
        number = max(1, page.rows)
        if number not in bare:
            bare[number] = seconds(lambda number=number: bare_view(request, number))
        print(
            f"{name:10} {key:58} {before.queries:4d} {page.queries:4d}"
            f" {before.seconds * 1000:6.1f} {page.seconds * 1000:6.1f}"
            f" {page.seconds / bare[number]:6.1f} {page.rows:6d}"
            f" {page.plain / 1024:7.1f} {page.packed / 1024:6.1f}"
        )
    heavy = {page for page, figures in large.items() if figures.packed > LIGHT}
    print(f"{len(large)} pages; {len(heavy)} of them weigh more than {LIGHT // 1024} kB compressed")
    assert set(small) == set(large)
    grows = {page: (small[page].queries, large[page].queries) for page in large}
    assert {page: pair for page, pair in grows.items() if pair[0] != pair[1]} == {}
    assert {page: pair for page, pair in grows.items() if pair[1] > MOST_QUERIES} == {}
