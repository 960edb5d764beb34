"""The page of a map with 300 stakeholders, and what an earlier day and the table of it take.

Run by `bin/bench`. Processor time in the application, as Django's test client sees it.
"""

from datetime import date
from statistics import median
from time import perf_counter, process_time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from stakeholders.maps.drawing import draw
from stakeholders.maps.reading import read_map
from stakeholders.models import Assessment, Organisation, Person, Stakeholder
from tests import factories as make

NUMBER = 300
TIMES = 7
MOST_QUERIES = 16
DAYS = (date(2025, 9, 1), date(2026, 1, 12), date(2026, 2, 1))


def fill(world, number):
    """A map with `number` organisations and people in eight groups, each judged on three days."""
    programme = world.programme
    shown = make.StakeholderMapFactory(programme=programme, slug="large", title="Large map")
    groups = [world.miners, world.companies]
    groups += [make.GroupFactory(programme=programme, colour=at) for at in range(3, 9)]
    bodies = Organisation.objects.bulk_create(
        Organisation(
            programme=programme,
            key=f"body-{at}",
            name=f"Small-scale miners’ association of district {at}",
            acronym=f"SMA{at}" if at % 3 else "",
            group=groups[at % 8],
        )
        for at in range(number // 2)
    )
    people = Person.objects.bulk_create(
        Person(programme=programme, key=f"p-{at}", name=f"Ama Mensah {at}", group=groups[at % 8])
        for at in range(number - len(bodies))
    )
    rows = Stakeholder.objects.bulk_create(
        [
            *(Stakeholder(map=shown, organisation=body, engagement="involve") for body in bodies),
            *(Stakeholder(map=shown, person=person, reached_by_text="NGO") for person in people),
        ]
    )
    Assessment.objects.bulk_create(
        Assessment(
            stakeholder=row,
            on=day,
            influence=(at * 37 + turn * 11) % 21 * 5,
            interest=(at * 53 + turn * 7) % 21 * 5,
            position=Assessment.Position.values[at % 5],
            formality=Assessment.Formality.values[at % 3],
        )
        for at, row in enumerate(rows)
        for turn, day in enumerate(DAYS)
    )
    return shown


def milliseconds(action, clock):
    """What `action()` takes by `clock`, the median of a few."""
    taken = []
    for _ in range(TIMES):
        begun = clock()
        action()
        taken.append((clock() - begun) * 1000)
    return median(taken)


def test_the_map_of_three_hundred(world, convenor, sign_in):
    shown = fill(world, NUMBER)
    client = sign_in(convenor)
    address = shown.get_absolute_url()
    pages = {
        "map": address,
        "an earlier day": f"{address}?on=2026-01-20",
        "by group": f"{address}?by=group",
        "two days": f"{address}compare/?then=2025-09-01",
        "to fill in": f"{address}table/",
        "as SVG": f"{address}svg/",
    }
    for page, url in pages.items():
        assert client.get(url).status_code == 200  # templates are read now
        with CaptureQueriesContext(connection) as caught:
            response = client.get(url)
        queries = len(caught)
        cpu = milliseconds(lambda url=url: client.get(url), process_time)
        wall = milliseconds(lambda url=url: client.get(url), perf_counter)
        size = len(response.content) / 1024
        print(
            f"\n{page:16} {queries:3d} queries {cpu:6.1f} ms processor {wall:6.1f} ms in all"
            f" {size:6.1f} kB"
        )
        assert queries <= MOST_QUERIES
    facts = read_map(shown, user=convenor)
    print(f"\nreading {milliseconds(lambda: read_map(shown, user=convenor), process_time):.1f} ms")
    print(f"drawing {milliseconds(lambda: draw(facts), process_time):.1f} ms")
