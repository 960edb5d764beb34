"""Every page, at the size of the demo and at ten times that: how often it asks, how long it takes.

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
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from dialogues.models import Contribution
from tests.benchmarks.ledger import PAGES, Cost, answer, note, rows
from tests.benchmarks.pages import may_ask, pages, parts
from tests.benchmarks.sizes import DEMO, nine_times
from tests.benchmarks.world import grow

TIMES = 3  # the bare view is timed so often, and the median taken
SLACK = 2  # queries for what a larger world has and a small one lacks: a second page, an empty list
LIGHT = 15 * 1024  # bytes, compressed: what a page should weigh on a slow line
# Whoever is shown a page first in this order is measured with it.
PEOPLE = (
    "convenor",
    "llg_member",
    "participant",
    "partner",
    "adviser",
    "donor",
    "administrator",
    "visitor",
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
        begun = process_time()
        response = client.get(route.url)
        taken = process_time() - begun
    html = response.content
    number = max(1, html.count(b"<li") + html.count(b"<tr") + html.count(b"<option"))
    return SimpleNamespace(
        queries=len(caught),
        seconds=taken,
        bare=seconds(lambda: bare_view(RequestFactory().get("/"), number)),
        rows=number,
        packed=len(gzip.compress(html, 6)),
    )


@pytest.fixture
def walked(world, cast):
    """Every page, on a world that holds at least one of everything, some of it public."""
    world.initiative.is_public = world.dialogue.is_public = True
    world.initiative.save()
    world.dialogue.save()
    found = pages(world)
    grow(world, DEMO)
    return [*found, *parts(world)]


def all_measured(sign_in, cast, walked):
    """`{page: (person, figures)}`, each for the first of the people who is shown it."""
    found = {}
    for name in PEOPLE:
        client = sign_in(cast[name]) if cast[name] else Client()
        for route in walked:
            if route.key not in found and (figures := measured(client, route)):
                found[route.key] = name, figures
    return found


def cost_of(page):
    """A page's figures as a Cost, beside the bare view of as many rows that ran right after it."""
    return Cost(page.queries, page.seconds * 1000, page.seconds / page.bare)


def test_every_page_at_one_and_at_ten_times_the_demo(world, cast, walked, sign_in, caplog):
    caplog.set_level("ERROR", logger="django.request")  # what somebody may not see is no news
    once = all_measured(sign_in, cast, walked)
    grow(world, nine_times(DEMO))
    tenfold = all_measured(sign_in, cast, walked)
    heavy = 0
    for key, (name, page) in tenfold.items():
        before = once[key][1] if key in once else page
        too_many = f"asks more than {may_ask(key)} times" if page.queries > may_ask(key) else ""
        grows = "asks more often of more rows" if page.queries > before.queries + SLACK else ""
        off = "; ".join(filter(None, (too_many, grows)))
        heavy += page.packed > LIGHT
        note(
            PAGES,
            f"{key} ({name})",
            cost_of(before),
            cost_of(page),
            beside=f"a bare view of {page.rows} rows, {page.packed / 1024:.0f} kB compressed",
            off=off,
        )
    answer(
        "pages that ask the database more than they may",
        "none",
        str(sum(bool(row.off) for row in rows if row.kind == PAGES)),
        holds=not any(row.off for row in rows if row.kind == PAGES),
    )
    told = f"{heavy} of {len(tenfold)}"
    answer("pages of more than 15 kB compressed at ten times the demo", "told, not judged", told)
    assert set(once) == set(tenfold)
    assert [(row.what, row.off) for row in rows if row.kind == PAGES and row.off] == []
