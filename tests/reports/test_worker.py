"""The worker and the clock as they run in production, and what happens when they are cut down.

A real Celery worker and beat run beside these tests, on the tests' database and on a broker of their
own: the embedded one on SQLite, Redis where REDIS_URL is set.
"""

import hashlib
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from accounts.roles import Role
from reports import production, services
from reports.models import Edition, Format, Printing
from tests import factories as make
from tests.worker import empty_the_broker, open_floor

pytestmark = pytest.mark.django_db(transaction=True)

State = Printing.State
PROMISED_SECONDS = 120  # within two minutes of a worker's return (security.md)


@pytest.fixture
def floor(tmp_path, settings):
    """Starts workers and clocks beside the test, and stops all of them in the end."""
    with open_floor(tmp_path, settings) as start:
        yield start


def until(condition, seconds=PROMISED_SECONDS):
    """Wait until `condition()` holds; False if it does not within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def all_ready():
    states = set(Printing.objects.values_list("state", flat=True))
    return states == {State.READY}


def each_has_its_file():
    """True if each printing has its file, and nothing else, half files included, stands beside them."""
    printed = {path.name: path.stat().st_size for path in production.folder().iterdir()}
    return printed == dict(Printing.objects.values_list("file_name", "size"))


@pytest.fixture
def long_report(world, convenor):
    """A report that takes some seconds to print."""
    session = make.SessionFactory(dialogue=world.dialogue)
    make.ContributionFactory.create_batch(
        500, session=session, text="They told us where the boundary ran. " * 12
    )
    return services.report_of(world.dialogue)


def test_two_hundred_people_press_build_at_once(world, floor):
    others = [
        make.DialogueFactory(initiative=world.initiative, title=f"Dialogue {number}")
        for number in range(4)
    ]
    reports = [services.report_of(dialogue) for dialogue in [world.dialogue, *others]]
    people = make.UserFactory.create_batch(200)
    for user in people:
        make.AppointmentFactory(user=user, role=Role.CONVENOR, programme=world.programme)
    floor.worker()
    floor.beat()

    def press(number):
        try:
            return services.request_printing(
                reports[number % 5], edition=Edition.PUBLIC, by=people[number]
            ).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=20) as pool:
        given = list(pool.map(press, range(200)))
    assert until(all_ready)
    # Everybody has a printing of the report they asked for, and each was printed once.
    assert set(given) == set(Printing.objects.values_list("pk", flat=True))
    assert all(user.printings_awaited.count() == 1 for user in people)
    assert set(Printing.objects.values_list("attempts", flat=True)) == {1}
    assert each_has_its_file()


def test_a_worker_killed_while_printing_delays_the_report_and_loses_nothing(
    long_report, convenor, floor
):
    worker = floor.worker()
    floor.beat()
    printing = services.request_printing(long_report, edition=Edition.PUBLIC, by=convenor)
    states = Printing.objects.filter(pk=printing.pk).values_list("state", flat=True)
    assert until(lambda: states.get() == State.PRINTING)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(timeout=10)
    assert until(lambda: Printing.objects.get(pk=printing.pk).is_interrupted, 15)
    floor.worker()
    assert until(all_ready)
    printing.refresh_from_db()
    assert printing.attempts == 2
    content = (production.folder() / printing.file_name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == printing.sha256


def test_a_worker_killed_while_it_writes_word_delays_the_paper_and_loses_nothing(
    world, convenor, floor
):
    body = "".join(f"# {number}\n\n{'- *a* **b** `c`' * 40}\n\n" for number in range(1500))
    version = make.PaperVersionFactory(paper__initiative=world.initiative, body=body)
    report = services.report_of_version(version, version.paper.kind)
    worker = floor.worker()
    floor.beat()
    printing = services.request_printing(
        report, edition=Edition.INTERNAL, file_format=Format.WORD, by=convenor
    )
    states = Printing.objects.filter(pk=printing.pk).values_list("state", flat=True)
    assert until(lambda: states.get() == State.PRINTING)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(timeout=10)
    assert until(lambda: Printing.objects.get(pk=printing.pk).is_interrupted, 15)
    floor.worker()
    assert until(all_ready)
    printing.refresh_from_db()
    assert printing.attempts == 2
    assert each_has_its_file()


def test_jobs_survive_the_broker_being_emptied(world, convenor, floor):
    report = services.report_of(world.dialogue)
    waiting = [
        services.request_printing(report, edition=edition, by=convenor) for edition in Edition
    ]
    empty_the_broker()
    floor.worker()
    floor.beat()
    assert until(all_ready)
    # And again under a worker that is running already.
    empty_the_broker()
    waiting.append(services.request_printing(report, edition=Edition.PUBLIC, by=convenor))
    assert until(all_ready)
    assert Printing.objects.count() == len(waiting)
    assert each_has_its_file()
