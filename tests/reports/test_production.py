"""What the worker does: one worker at a time, each printing finished once, every end told."""

import hashlib
import os
import time
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from dialogues.models import Appointment
from reports import production, services
from reports.models import Edition, Printing
from tests import factories as make

State = Printing.State


@pytest.fixture
def waiting(world, convenor):
    """A printing that waits in the queue."""
    make.KeyMessageFactory(dialogue=world.dialogue, text="Land must be **mapped** first.")
    report = services.report_of(world.dialogue)
    return services.request_printing(report, edition=Edition.PUBLIC, by=convenor)


def test_what_waits_is_printed_and_its_file_is_whole(waiting):
    assert production.print_waiting() is False
    waiting.refresh_from_db()
    assert (waiting.state, waiting.failure) == (State.READY, "")
    content = (production.folder() / waiting.file_name).read_bytes()
    assert content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == waiting.sha256
    assert len(content) == waiting.size
    assert waiting.pages >= 1
    assert waiting.lease_token is None


def test_a_printing_is_held_by_one_worker_at_a_time(waiting):
    claim = Printing.objects.under_way().claim
    assert claim(waiting.pk, seconds=30)
    assert claim(waiting.pk, seconds=30) is None
    assert production.produce(waiting.pk) is False


def test_another_worker_takes_over_when_the_lease_has_ended(waiting):
    long_ago = timezone.now() - timedelta(minutes=5)
    Printing.objects.claim(waiting.pk, seconds=30, at=long_ago, state=State.PRINTING)
    waiting.refresh_from_db()
    assert waiting.is_interrupted
    assert production.something_waits()
    assert production.produce(waiting.pk) is True
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == (State.READY, 2)


def test_what_was_composed_before_the_worker_stopped_is_what_is_printed(waiting, world):
    production.produce(waiting.pk)
    waiting.refresh_from_db()
    snapshot = waiting.snapshot
    Printing.objects.filter(pk=waiting.pk).update(state=State.PRINTING, file_name="", sha256="")
    world.dialogue.key_messages.update(text="Changed since.")
    production.produce(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.snapshot == snapshot


def test_a_worker_that_lost_its_lease_writes_nothing(waiting):
    Printing.objects.under_way().claim(waiting.pk, seconds=30, state=State.COMPOSING)
    with pytest.raises(production.LeaseLost):
        production.compose_and_print(waiting, uuid.uuid4())
    waiting.refresh_from_db()
    assert (waiting.state, waiting.snapshot, waiting.file_name) == (State.COMPOSING, None, "")
    assert list(production.folder().iterdir()) == []


def test_a_report_that_takes_too_long_fails_with_the_reason_and_can_be_tried_again(
    waiting, convenor, settings
):
    settings.PRINT_SECONDS = 0
    production.produce(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == State.FAILED
    assert waiting.failure
    assert list(production.folder().iterdir()) == []
    settings.PRINT_SECONDS = 60
    services.try_again(waiting, by=convenor)
    production.print_waiting()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.failure) == (State.READY, "")


def test_who_lost_their_part_since_asking_gets_no_report(waiting):
    Appointment.objects.all().delete()
    production.produce(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == State.FAILED
    assert waiting.snapshot is None


def test_a_printing_that_brings_every_worker_down_is_given_up(waiting):
    Printing.objects.filter(pk=waiting.pk).update(attempts=production.MOST_ATTEMPTS)
    production.produce(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == State.FAILED


def test_what_killed_workers_left_is_cleared_away_and_nothing_else(waiting):
    production.print_waiting()
    waiting.refresh_from_db()
    folder = production.folder()
    for name in ("left-behind.pdf", "left-behind-too.part", "just-now.part"):
        (folder / name).write_text("half")
    long_ago = time.time() - 2 * production.LEFTOVER_SECONDS
    for name in ("left-behind.pdf", "left-behind-too.part", waiting.file_name):
        os.utime(folder / name, (long_ago, long_ago))
    production.clear_leftovers()
    assert {path.name for path in folder.iterdir()} == {waiting.file_name, "just-now.part"}
