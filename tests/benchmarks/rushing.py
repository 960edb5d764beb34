"""Many people who answer at the same moment, on a server of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from statistics import median
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import signing
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from convening.models import OwedMail, Registration
from core import links
from core.models import LinkToken, Mail
from dialogues.models import Participation
from stakeholders.models import Person
from tests import factories as make
from tests.benchmarks import ledger

PATIENCE = 60  # seconds within which the server must have started
# What a worker does while people answer: write the mails that are owed. It has been at work before, so it
# knows its words in all languages.
WRITER = """
import time, django
django.setup()
from convening.mail import texts_of
from convening.services.owed import write_owed
texts_of(None, "waiting")
while True:
    write_owed()
    time.sleep(0.5)
"""


def spare_port():
    """A port of loopback that nobody listens at."""
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
    """The application as it is served, with two workers, at a spare port of loopback."""
    port = spare_port()
    environment = os.environ | {
        "BARAZA_MODE": "test",
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-m", "gunicorn", "config.wsgi"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    command += ["--no-control-socket", "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER], cwd=settings.BASE_DIR, env=environment
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not _is_up(port):
            assert process.poll() is None, "the server has stopped"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.2)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        writer.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)
        writer.wait(timeout=PATIENCE)


def _is_up(port):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def invite(world, *, people, places):
    """That many people invited to the world's dialogue, each with a link: addresses and cookies."""
    today = timezone.localdate()
    dialogue = world.dialogue
    dialogue.starts_on = dialogue.ends_on = today + timedelta(days=30)
    dialogue.save()
    make.PlanFactory(dialogue=dialogue, capacity=places, answer_by=today + timedelta(days=2))
    rows = Person.objects.bulk_create(
        Person(
            programme=world.programme,
            key=f"rush-{number}",
            name=f"Rush Person {number}",
            email=f"rush.{number}@example.org",
        )
        for number in range(people)
    )
    parts = Participation.objects.bulk_create(
        Participation(dialogue=dialogue, person=person, position=number)
        for number, person in enumerate(rows)
    )
    return [_link(part) for part in parts]


def _link(participation):
    link = links.make_link("attend", expires_at=timezone.now() + timedelta(days=90))
    Registration.objects.create(participation=participation, link=link)
    digest = links.digest_of(f"token of {participation.pk}")
    LinkToken.objects.create(link=link, digest=digest)
    cookie = signing.dumps(digest, salt=f"core.links.attend.{link.key.hex}")
    address = reverse("convening:answering_answer", args=[link.key])
    return address, f"link_{link.key.hex}={cookie}"


def _refuse(port, asked):
    """Say no to one invitation."""
    address, cookie = asked
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    line.request("POST", address.replace("/answer/", "/decline/"), "reason=", _headers(cookie))
    assert line.getresponse().status == 302
    line.close()


def _headers(cookie):
    token = "a" * 32
    return {
        "Cookie": f"{cookie}; csrftoken={token}",
        "X-CSRFToken": token,
        "Content-Type": "application/x-www-form-urlencoded",
    }


def _answer_all(port, asked, begin):
    """Say yes for each of `asked`, over one connection: `[(status, address led to, seconds)]`."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    found = []
    time.sleep(max(0, begin - time.monotonic()))
    for address, cookie in asked:
        begun = time.monotonic()
        line.request("POST", address, "answer=yes", _headers(cookie))
        response = line.getresponse()
        response.read()
        led_to = response.getheader("Location", "")
        found.append((response.status, led_to, time.monotonic() - begun))
    line.close()
    return found


def rush(port, world, *, people, places, connections):
    """Have everybody answer at once, print how long that took, and require what must hold."""
    invited = invite(world, people=people + connections, places=places)
    earlier, asked = invited[:connections], invited[connections:]
    with ThreadPoolExecutor(connections) as pool:
        # The server is at work already: some have said no.
        list(pool.map(partial(_refuse, port), earlier))
        begin = time.monotonic() + 0.5
        lines = [
            pool.submit(_answer_all, port, asked[start::connections], begin)
            for start in range(connections)
        ]
        found = [one for line in lines for one in line.result()]
    lasted = time.monotonic() - begin
    taken = sorted(seconds for _status, _led_to, seconds in found)
    print(
        f"\n{people} answers on {places} places over {connections} connections on"
        f" {connection.vendor}: {lasted:.1f} s, median {median(taken) * 1000:.0f} ms,"
        f" 99th percentile {taken[int(len(taken) * 0.99) - 1] * 1000:.0f} ms,"
        f" slowest {taken[-1] * 1000:.0f} ms"
    )
    last = taken[int(len(taken) * 0.99) - 1]
    what = f"{people} answers on {places} places, the 99th of 100"
    ledger.answer(what, "1 s", f"{last * 1000:.0f} ms", holds=last < 1)
    # Everybody was answered, and led back to the page that says where they stand.
    assert len(found) == people
    overviews = {address.removesuffix("answer/") for address, _cookie in asked}
    assert {code for code, _led_to, _taken in found} == {302}
    assert {led_to for _code, led_to, _taken in found} == overviews
    _require_rows(world.dialogue, people, places)
    assert Mail.objects.filter(key__startswith="convening:declined:").count() == connections


def _require_rows(dialogue, people, places):
    rows = Participation.objects.filter(dialogue=dialogue)
    assert rows.filter(status="registered").count() == places
    assert rows.filter(status="waiting").count() == people - places
    line = Registration.objects.filter(participation__dialogue=dialogue).waiting()
    since = list(line.values_list("waiting_since", flat=True))
    assert len(set(since)) == people - places
    assert since == sorted(since)
    registered = Registration.objects.filter(participation__status="registered")
    # Nobody was registered after somebody had to wait.
    assert max(registered.values_list("answered_at", flat=True)) < since[0]
    deadline = time.monotonic() + PATIENCE
    while OwedMail.objects.exists():
        assert time.monotonic() < deadline, "mails are owed still"
        time.sleep(0.1)
    mails = Mail.objects.filter(key__startswith="convening:")
    assert mails.exclude(key__startswith="convening:declined:").count() == people
