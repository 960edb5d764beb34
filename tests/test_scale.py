"""What a page costs does not depend on how much there is: as many queries for one as for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import PersonalLink
from tests.benchmarks.pages import MOST_QUERIES, may_ask, pages, parts
from tests.benchmarks.sizes import Size
from tests.benchmarks.world import grow
from tests.links import let_in

THREE = Size(**dict.fromkeys(Size.__dataclass_fields__, 2))


@pytest.fixture
def walked(world, cast):
    """Every page, on a world that holds at least one of everything."""
    found = pages(world)
    grow(world, Size())
    return [*found, *parts(world)]


def queries_of(client, walked):
    """`{page: queries}` of all that `client` is shown, and the statements behind them."""
    counts, told = {}, {}
    for route in walked:
        # What is remembered of all pages together is bounded.
        connection.queries_log.clear()
        with CaptureQueriesContext(connection) as caught:
            response = client.get(route.url)
        if response.status_code == 200:
            counts[route.key] = len(caught)
            told[route.key] = [query["sql"] for query in caught]
    return counts, told


@pytest.mark.parametrize(
    "name",
    [
        "convenor",
        *(
            pytest.param(name, marks=pytest.mark.once)
            for name in ("adviser", "partner", "participant", "visitor", "visitor with links")
        ),
    ],
)
def test_every_page_asks_the_database_as_often_for_three_as_for_one(
    world, cast, walked, sign_in, name
):
    client = sign_in(cast[name.partition(" ")[0]])
    if name.endswith("with links"):
        open_links(client, walked)
    one, asked_for_one = queries_of(client, walked)
    grow(world, THREE)
    three, asked_for_three = queries_of(client, walked)
    assert one, "nothing was shown"
    assert set(one) == set(three)
    grows = {
        key: [sql for sql in asked_for_three[key] if sql not in asked_for_one[key]]
        for key in one
        if one[key] < three[key]
    }
    assert grows == {}
    assert {key: number for key, number in three.items() if number > may_ask(key)} == {}


def open_links(client, walked):
    """Let `client` in by every personal link whose page is among the addresses walked."""
    keys = {str(route.args[0]) for route in walked if route.name.endswith("_by_link")}
    links = PersonalLink.objects.filter(key__in=keys)
    assert len(links) == len(keys)
    for link in links:
        assert client.get(let_in(client, link)).status_code == 200


def test_the_page_of_an_initiative_is_among_the_cheap_ones():
    assert may_ask("dialogues:initiative") <= MOST_QUERIES
