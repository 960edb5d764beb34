"""A real Celery worker and beat beside the tests, on the tests' database and broker."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta

import redis
from celery.beat import PersistentScheduler
from django.conf import settings as django_settings
from django.db import connection

from config.celery import app


def database_url():
    """The address of the database that these tests use."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    host, port = known["HOST"], known["PORT"]
    query = f"?host={host}" if host.startswith("/") else ""
    place = "" if query else f"{host}:{port}" if port else host
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{place}/{known['NAME']}{query}"


@contextmanager
def open_floor(folder, settings):
    """Where workers are started, and where all of them are stopped in the end.

    Gives a function with `worker()` and `beat()`, which start one and return its process; a beat that is
    `late` was away for so long, and does at once what was due meanwhile. Logs go to `folder`; the files,
    like the broker, lie in DATA_DIR, where a worker beside the tests looks.
    """
    processes = []
    # DATA_DIR is that of this process already, also where several test side by side.
    inherited = {key: value for key, value in os.environ.items() if key != "PYTEST_XDIST_WORKER"}
    environment = inherited | {
        # Not tests.settings, which would take a folder and a broker of its own under xdist.
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url(),
        "PRINT_LEASE_SECONDS": "4",
        "SWEEP_SECONDS": "3",
    }
    settings.MEDIA_ROOT = django_settings.DATA_DIR / "files"
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    empty_the_broker()

    def start(*arguments):
        with (folder / f"{arguments[0]}.log").open("a") as log:
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

    def beat(*, late=timedelta(0)):
        schedule = str(folder / "beat-schedule")
        set_back(schedule, late)
        return start("beat", "--pidfile", "", "--schedule", schedule)

    start.worker, start.beat = worker, beat
    try:
        yield start
    finally:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=20)


def set_back(schedule, late):
    """Write the file `schedule` of a beat that did everything for the last time `late` ago."""
    clock = PersistentScheduler(app, schedule_filename=schedule)
    for entry in clock.schedule.values():
        entry.last_run_at -= late
    clock.close()


def empty_the_broker():
    """Remove the embedded broker's folder, or flush Redis."""
    if django_settings.REDIS_URL:
        with redis.Redis.from_url(django_settings.REDIS_URL) as connection:
            connection.flushdb()
    else:
        shutil.rmtree(django_settings.BROKER_DIR, ignore_errors=True)
