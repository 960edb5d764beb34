"""Twenty people note down what is said at the same time, on one server with two workers.

Run by `bin/bench`. Bounded to a few seconds, on loopback. The figures are printed; what must hold is
that no answer is an error of the server, and that every note that was taken is there.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from dialogues.models import Contribution
from tests import factories as make

WRITERS = 20
SECONDS = 5
PATIENCE = 60  # seconds within which the server must have started


def spare_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def database_url():
    """The address of the tests' own database, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture
def server(tmp_path, transactional_db):
    """The application as `bin/run` serves it, at a spare port of loopback."""
    port = spare_port()
    environment = os.environ | {
        "BARAZA_MODE": "test",
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--threads", "4", "--no-control-socket"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers(port):
            assert process.poll() is None, "the server has stopped"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.2)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def answers(port):
    try:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def write(port, address, cookies, token, writer, until):
    """Post notes until the time is up; `[(status, seconds)]` of each."""
    found = []
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    while time.monotonic() < until:
        note = {"text": f"Writer {writer}, note {len(found)}", "kind": "point"}
        body = urlencode(note | {"csrfmiddlewaretoken": token})
        begun = time.monotonic()
        line.request("POST", address, body, headers)
        response = line.getresponse()
        response.read()
        found.append((response.status, time.monotonic() - begun))
    line.close()
    return found


def test_twenty_people_write_at_once_and_no_note_is_lost(server, world, rapporteur):
    session = make.SessionFactory(dialogue=world.dialogue)
    address = reverse("dialogues:session", args=[world.dialogue.slug, session.pk])
    client = Client()
    client.force_login(rapporteur, backend="django.contrib.auth.backends.ModelBackend")
    token = str(client.get(address).context["csrf_token"])
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(WRITERS) as pool:
        lines = [
            pool.submit(write, server, address, cookies, token, writer, until)
            for writer in range(WRITERS)
        ]
        found = [answer for line in lines for answer in line.result()]

    taken = sorted(seconds for _status, seconds in found)
    statuses = {status: sum(1 for one, _ in found if one == status) for status, _ in found}
    stored = Contribution.objects.filter(session=session).count()
    print(
        f"\n{WRITERS} writers on {connection.vendor} for {SECONDS} s: {len(found)} notes,"
        f" {len(found) / SECONDS:.0f} a second; answers {statuses}; stored {stored};"
        f" median {median(taken) * 1000:.0f} ms, slowest {taken[-1] * 1000:.0f} ms"
    )
    assert set(statuses) == {302}
    assert stored == len(found)
