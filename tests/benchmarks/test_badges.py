"""Three hundred badges, and the other papers of the day: reading them and printing them.

Run by `bin/bench`. Wall clock of one worker; the highest memory is that of the child process that prints,
as `reports.apart` starts it.
"""

import resource
from functools import partial
from time import perf_counter

from convening.models import Registration
from dialogues.models import Participation
from reports import printers
from reports.apart import write_apart
from reports.contexts.day import DayContext
from reports.models import Report
from stakeholders.models import Person
from tests import factories as make

FEW, MANY = 30, 300
MOST_TIMES = 30  # ten times the badges may take at most so many times as long
SECONDS, MEGABYTES = 120, 2000
WRITERS = {
    "badges": printers.badges_pdf,
    "sign-in-sheet": printers.sign_in_pdf,
    "table-cards": printers.table_cards_pdf,
    "certificates": printers.certificates_pdf,
    "participants": printers.participants_pdf,
}


def fill(world, number):
    """`number` people who attended, of eight groups, every fifth with a name of sixty letters."""
    programme = world.programme
    groups = [make.GroupFactory(programme=programme, colour=at) for at in range(1, 9)]
    bodies = [
        make.OrganisationFactory(
            programme=programme, name=f"Small-scale miners’ association of district {at}"
        )
        for at in range(12)
    ]
    names = ("Ama Serwaa {}", "Wilhelmina Maximiliana Featherstonehaugh-Cholmondeley Smythe {}")
    people = Person.objects.bulk_create(
        Person(
            programme=programme,
            key=f"badge-{number}-{at}",
            name=names[at % 5 == 0].format(at),
            group=groups[at % 8],
            organisation=bodies[at % 12],
        )
        for at in range(number)
    )
    rows = Participation.objects.bulk_create(
        Participation(dialogue=world.dialogue, person=person, status="attended", listed=True)
        for person in people
    )
    Registration.objects.bulk_create(Registration(participation=row) for row in rows)


def test_badges_of_three_hundred(world, tmp_path):
    taken = {}
    for number in (FEW, MANY):
        world.dialogue.participations.all().delete()
        fill(world, number)
        for kind, writer in WRITERS.items():
            begun = perf_counter()
            context = DayContext.of(Report(dialogue=world.dialogue, kind=kind), "internal")
            read = perf_counter() - begun
            path = tmp_path / f"{kind}-{number}.pdf"
            write = partial(writer, context, {})
            pages = write_apart(write, path, seconds=SECONDS, megabytes=MEGABYTES)
            taken[kind, number] = perf_counter() - begun
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            print(
                f"\n{kind:14} {number:4d} people {pages:4d} pages {read:6.2f} s read "
                f"{taken[kind, number]:6.2f} s in all {path.stat().st_size // 1024:6d} kB "
                f"{memory:5d} MB at most"
            )
    assert taken["badges", MANY] < MOST_TIMES * taken["badges", FEW]
