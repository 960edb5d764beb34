"""`bin/run` as somebody who tries Baraza uses it: start, look, lose the worker, Ctrl-C, start again.

Marked with the browser's tests so that it runs once and not on each database.
"""

import fcntl
import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest
from django.conf import settings as django_settings

from reports import demonstration

pytestmark = pytest.mark.browser

FIRST_START_SECONDS = 240  # on a machine that does much else
SECONDS = 90
YOUNG_SECONDS = 10  # bin/run gives up on a process that ends by itself before that
DIALOGUE = "/dialogues/ground-left-behind-the-tarkwa-field-dialogue/"
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def until(condition, seconds=SECONDS):
    """Wait until `condition()` holds and return what it answered; fails after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} seconds")


class Run:
    """One `bin/run` on a folder and a port of its own, with what it says."""

    def __init__(self, folder, port, **environment):
        self.folder = folder
        self.port = port
        self.began = time.monotonic()
        self.lines = []
        environment |= {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment |= {"DATA_DIR": str(folder), "PORT": str(port), "LC_ALL": "C.UTF-8"}
        # A test that runs in the background was started with Ctrl-C ignored; a terminal does not do so.
        self.process = subprocess.Popen(
            ["env", "--default-signal=INT", "bin/run"],
            cwd=django_settings.BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    @property
    def said(self):
        return "\n".join(self.lines)

    def says(self, words, seconds=SECONDS):
        """Wait until it has said `words`; fails with all it said if it ends before or takes too long."""
        until(lambda: words in self.said or self.process.poll() is not None, seconds)
        assert words in self.said, self.said

    def children(self):
        """Its processes by what they are: web, worker and beat."""
        found = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(status.read_text().rpartition(")")[2].split()[1])
                command = (status.parent / "cmdline").read_text()
            except OSError:
                continue  # it ended while we looked
            if parent == self.process.pid:
                for name, mark in (("web", "gunicorn"), ("worker", "worker"), ("beat", "beat")):
                    # The whole word: a worker runs --without-heartbeat.
                    if f"\0{mark}\0" in command or f"/{mark}\0" in command:
                        found[name] = int(status.parent.name)
        return found

    def interrupt(self):
        """Press Ctrl-C; returns the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.ended()

    def ended(self):
        code = self.process.wait(timeout=SECONDS)
        self.listener.join(timeout=SECONDS)
        self.process.stdout.close()
        return code

    def clean_up(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.ended()

    def nothing_is_left(self):
        """True if no process holds the lock that each of them inherits, and nobody listens."""
        with (self.folder / "run.lock").open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) != 0


class Reader:
    """A browser without a window: keeps cookies, follows redirects, sends forms."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self.opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def get(self, path):
        with self.opener.open(self.address + path, timeout=SECONDS) as answer:
            self.path = answer.url.removeprefix(self.address)
            return answer.read().decode()

    def post(self, path, page, **fields):
        fields["csrfmiddlewaretoken"] = CSRF.search(page)[1]
        data = urlencode(fields).encode()
        with self.opener.open(self.address + path, data, timeout=SECONDS) as answer:
            self.path = answer.url.removeprefix(self.address)
            return answer.read().decode()


@pytest.fixture
def begin(tmp_path):
    """`begin(VARIABLE=…)` starts bin/run, always on the same folder and port; it is stopped in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    runs = []

    def begun(**environment):
        runs.append(Run(tmp_path / "var", port, **environment))
        return runs[-1]

    yield begun
    for run in runs:
        run.clean_up()


def signed_in(port):
    reader = Reader(port)
    page = reader.get("/accounts/login/")
    reader.post(
        "/accounts/login/", page, login="convenor@example.org", password=demonstration.PASSWORD
    )
    assert reader.path == "/my-work/"
    return reader


def test_it_starts_mends_a_killed_worker_and_stops_at_ctrl_c(begin):
    first = begin()
    first.says("Ctrl-C stops everything", FIRST_START_SECONDS)
    assert f"Baraza is running at http://127.0.0.1:{first.port}/" in first.said
    for account in demonstration.CAST:
        assert account.email in first.said
    assert demonstration.PASSWORD in first.said
    assert set(first.children()) == {"web", "worker", "beat"}
    reader = signed_in(first.port)

    # A worker that has lived for a while and is killed is named, and started again.
    worker = first.children()["worker"]
    until(lambda: age(worker) > YOUNG_SECONDS)
    os.kill(worker, signal.SIGKILL)
    first.says("the worker process ended by itself")
    second_worker = until(lambda: first.children().get("worker"))
    assert second_worker != worker
    page = reader.get(f"{DIALOGUE}reports/")
    reader.post(f"{DIALOGUE}reports/print/", page, edition="public")
    printing = reader.path
    until(lambda: "Download the PDF" in reader.get(printing))

    assert first.interrupt() == 0
    assert "Stopping" in first.said
    until(first.nothing_is_left)
    with pytest.raises(urllib.error.URLError):
        reader.get("/healthz")

    # The second start has nothing to set up, and finds everything as it was.
    second = begin()
    second.says("Ctrl-C stops everything")
    assert "Installing" not in second.said
    assert "Collecting" not in second.said
    assert "Download the PDF" in reader.get(printing)
    assert second.interrupt() == 0
    until(second.nothing_is_left)


def test_what_does_not_live_stops_the_others_and_is_named(begin):
    run = begin(DEMO="0")
    beat = until(lambda: run.children().get("beat"), FIRST_START_SECONDS)
    os.kill(beat, signal.SIGKILL)
    assert run.ended() == 1
    assert "the beat process ended by itself" in run.said
    assert "Stopping the others" in run.said
    until(run.nothing_is_left)


def age(pid):
    """Seconds since the process `pid` began."""
    ticks = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    up = float(Path("/proc/uptime").read_text().split()[0])
    return up - ticks / os.sysconf("SC_CLK_TCK")
