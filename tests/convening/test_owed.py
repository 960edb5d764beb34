"""Mails owed for a change of somebody's place are written once, whoever dies on the way."""

import pytest
import vobject
from django.utils import timezone

from convening.mail import position_of
from convening.models import Message, OwedMail, Registration
from convening.releases import digest_of, freeze
from convening.services import owed, places
from convening.services.releases import mark_of, release_agenda
from convening.tasks import write_owed
from core.models import Mail
from tests import factories as make


@pytest.fixture
def invited(world):
    person = make.PersonFactory(programme=world.programme, email="efua@example.org")
    return make.ParticipationFactory(dialogue=world.dialogue, person=person, status="invited")


def mails():
    return Mail.objects.filter(key__startswith="convening:")


def test_the_mail_is_written_after_the_answer_by_a_worker(
    invited, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as after:
        places.accept(invited)
    assert [call.func.__self__.name for call in after] == ["convening.tasks.write_owed"]
    assert not mails().exists()
    write_owed()
    assert mails().get().to_email == "efua@example.org"
    assert not OwedMail.objects.exists()


def test_what_nobody_came_to_write_the_clock_has_written_once(invited):
    places.accept(invited)
    places.decline(invited)
    assert [row.kind for row in OwedMail.objects.all()] == ["confirmed", "declined"]
    assert owed.write_owed() == 2
    assert owed.write_owed() == 0
    assert [row.kind for row in Message.objects.all()] == ["confirmed", "declined"]
    assert mails().count() == 2


def test_what_was_undone_owes_nothing(invited):
    places.accept(invited)
    invited.delete()
    assert owed.write_owed() == 0
    assert not mails().exists()


def test_who_has_a_place_gets_the_days_that_are_released(invited, world, convenor):
    dialogue = world.dialogue
    make.AgendaDayFactory(dialogue=dialogue)
    seen = mark_of(0, digest_of(freeze(dialogue)))
    release = release_agenda(dialogue, seen=seen, by=convenor)
    places.accept(invited)
    owed.write_owed()
    [day] = {row["date"] for row in release.snapshot["days"] if row["date"]}
    event = vobject.readOne(mails().get().calendar).vevent
    assert event.uid.value == f"day-{day}.{dialogue.calendar_uid}"


def test_a_number_on_the_waiting_list_is_counted(world):
    line = [
        make.ParticipationFactory(dialogue=world.dialogue, status="waiting") for _time in range(3)
    ]
    for participation in line:
        Registration.objects.create(participation=participation, waiting_since=timezone.now())
    numbers = [position_of(row.registration, world.dialogue.pk) for row in line]
    assert numbers == [1, 2, 3]


def test_the_queries_do_not_grow_with_what_is_owed(world, django_assert_max_num_queries):
    for number in range(12):
        person = make.PersonFactory(programme=world.programme, email=f"p{number}@example.org")
        places.accept(make.ParticipationFactory(dialogue=world.dialogue, person=person))
    with django_assert_max_num_queries(30):
        assert owed.write_owed() == 12
