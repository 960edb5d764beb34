"""The worker and the clock as they run in production, and what happens when they are cut down.

A real Celery worker and beat run beside these tests, on the tests' database and on a broker of their
own: the embedded one on SQLite, Redis where REDIS_URL is set.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from django.conf import settings as django_settings
from django.db import connection, connections

from accounts.roles import Role
from reports import production, services
from reports.models import Edition, Printing
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

State = Printing.State
PROMISED_SECONDS = 120  # within two minutes of a worker's return (security.md)


def database_url():
    """The address of the database that these tests use."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    host, port = known["HOST"], known["PORT"]
    query = f"?host={host}" if host.startswith("/") else ""
    place = "" if query else f"{host}:{port}" if port else host
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{place}/{known['NAME']}{query}"


@pytest.fixture
def floor(tmp_path, settings):
    """Where workers are started, and where all of them are stopped in the end."""
    processes = []
    # The same folder as the tests', and so the same broker.
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "PRINT_LEASE_SECONDS": "4",
        "SWEEP_SECONDS": "3",
    }
    settings.MEDIA_ROOT = django_settings.DATA_DIR / "files"
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    empty_the_broker()

    def start(*arguments):
        with (tmp_path / f"{arguments[0]}.log").open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "--app", "config", *arguments],
                cwd=django_settings.BASE_DIR,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        processes.append(process)
        return process

    def worker():
        return start("worker", "--concurrency", "2", "--without-gossip", "--without-mingle")

    def beat():
        return start("beat", "--pidfile", "", "--schedule", str(tmp_path / "beat-schedule"))

    start.worker, start.beat = worker, beat
    yield start
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)


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


def empty_the_broker():
    """Remove the embedded broker's folder, or flush Redis."""
    if django_settings.REDIS_URL:
        with redis.Redis.from_url(django_settings.REDIS_URL) as connection:
            connection.flushdb()
    else:
        shutil.rmtree(django_settings.BROKER_DIR, ignore_errors=True)
