"""The outbox with the worker and the clock as they run in production, on a real mail server."""

import time

import pytest

from core import outbox
from core.models import Mail
from tests.smtp import Postbox, free_port, listening
from tests.worker import empty_the_broker, open_floor

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60  # seconds


@pytest.fixture
def postbox(monkeypatch):
    """A mail server that listens, and that workers started later know of."""
    port = free_port()
    for name, value in {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_TLS": "0"}.items():
        monkeypatch.setenv(name, value)
    postbox = Postbox()
    with listening(postbox, port):
        yield postbox


@pytest.fixture
def floor(postbox, tmp_path, settings):
    with open_floor(tmp_path, settings) as start:
        yield start


def all_sent():
    return not Mail.objects.exclude(state="sent").exists()


def test_two_workers_and_a_clock_send_each_mail_once_though_every_message_was_lost(floor, postbox):
    for number in range(30):
        outbox.post(
            key=str(number), to_email=f"p{number}@example.org", subject=str(number), body="Come."
        )
    empty_the_broker()
    floor.worker()
    floor.worker()
    floor.beat()
    end = time.monotonic() + PATIENCE
    while not all_sent() and time.monotonic() < end:
        time.sleep(0.2)
    assert all_sent()
    subjects = sorted(message["Subject"] for message in postbox.messages)
    assert subjects == sorted(str(number) for number in range(30))
    assert set(Mail.objects.values_list("attempts", flat=True)) == {1}
