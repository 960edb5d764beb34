"""The page of a large initiative: how often it asks the database, and how long it takes.

Run by `bin/bench`. Processor time in the application, as Django's test client sees it.
"""

from statistics import median
from time import perf_counter, process_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.initiative_frame import tab_url
from tests.benchmarks.life import fill_up

TIMES = 15
MOST_QUERIES = 12


def milliseconds(action, clock):
    """What `action()` takes by `clock`, the median of a few."""
    taken = []
    for _ in range(TIMES):
        begun = clock()
        action()
        taken.append((clock() - begun) * 1000)
    return median(taken)


@pytest.mark.parametrize("name", ["convenor", "adviser", "visitor"])
def test_the_page_of_a_large_initiative(world, cast, sign_in, name):
    initiative = fill_up(world)
    client = sign_in(cast[name])
    pages = {"overview": initiative.get_absolute_url()}
    if name != "visitor":
        pages["course"] = tab_url(initiative, "course")
    for page, url in pages.items():
        assert client.get(url).status_code == 200  # templates are read now
        with CaptureQueriesContext(connection) as caught:
            response = client.get(url)
        queries = len(caught)
        cpu = milliseconds(lambda url=url: client.get(url), process_time)
        wall = milliseconds(lambda url=url: client.get(url), perf_counter)
        size = len(response.content) / 1024
        print(
            f"\n{name:10} {page:10} {queries:3d} queries"
            f" {cpu:6.1f} ms processor {wall:6.1f} ms in all {size:6.1f} kB"
        )
        assert queries <= MOST_QUERIES
