"""The door: entries are taken in once, about people whom the sender sees, each with its own answer."""

import json
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from convening.attendance import days_of, kept_until, present_on
from convening.exceptions import EntriesUnreadable
from convening.models import CheckIn, Plan, Registration
from convening.services import attendance as services
from dialogues.models import Participation
from stakeholders.models import Person
from tests import factories as make

pytestmark = pytest.mark.django_db
Via = CheckIn.Via
DAY = date(2025, 6, 1)


@pytest.fixture
def dialogue(world):
    world.dialogue.starts_on, world.dialogue.ends_on = DAY, DAY + timedelta(days=1)
    world.dialogue.save()
    return world.dialogue


def somebody(dialogue, name="Kofi Ansah", status="registered", held_by=None, **person):
    row = make.PersonFactory(
        programme=dialogue.initiative.programme, name=name, held_by=held_by, **person
    )
    return make.ParticipationFactory(dialogue=dialogue, person=row, status=status)


def about(row, *, minute=0, here=True, day=DAY, key=None):
    at = datetime(2025, 6, 1, 8, minute, tzinfo=UTC)
    return services.entry(row.pk, day, is_present=here, at=at) | ({"key": key} if key else {})


def walked(name="Walter Walkin", **fields):
    return about(Participation(pk=0)) | {"walk_in": {"name": name} | fields}


def take(dialogue, user, *entries, via=Via.PHONE):
    answers = services.take_in(dialogue, list(entries), by=user, via=via)
    return [answer.outcome for answer in answers]


def status_of(row):
    return Participation.objects.get(pk=row.pk).status


def test_the_same_entry_twice_and_the_same_person_on_two_phones_are_harmless(dialogue, convenor):
    row = somebody(dialogue)
    entry = about(row)
    assert take(dialogue, convenor, entry, entry) == ["done", "known"]
    assert take(dialogue, convenor, entry, about(row, minute=3)) == ["known", "done"]
    assert present_on(dialogue) == {DAY: {row.pk}}
    assert status_of(row) == "attended"


@pytest.mark.parametrize("status", ["registered", "waiting", "invited"])
def test_who_is_taken_back_stands_where_they_stood(dialogue, convenor, status):
    row = somebody(dialogue, status=status)
    take(dialogue, convenor, about(row), about(row, day=DAY + timedelta(days=1)))
    take(dialogue, convenor, about(row, minute=1, here=False))
    assert status_of(row) == "attended"
    take(dialogue, convenor, about(row, minute=1, here=False, day=DAY + timedelta(days=1)))
    assert status_of(row) == status
    assert present_on(dialogue) == {}


def test_who_was_said_to_have_attended_by_hand_stays_so(dialogue, convenor):
    row = somebody(dialogue, status="attended")
    take(dialogue, convenor, about(row), about(row, minute=1, here=False))
    assert status_of(row) == "attended"


def test_an_old_entry_that_arrives_late_does_not_undo_a_newer_one(dialogue, convenor):
    row = somebody(dialogue)
    take(dialogue, convenor, about(row, minute=9, here=False), about(row, minute=1))
    assert present_on(dialogue) == {}
    assert status_of(row) == "registered"


def test_a_clock_that_is_ahead_is_set_to_the_arrival_and_said(dialogue, convenor):
    row = somebody(dialogue)
    ahead = timezone.now() + timedelta(days=3)
    entry = services.entry(row.pk, DAY, at=ahead)
    answer = services.take_in(dialogue, [entry], by=convenor, via=Via.PHONE)[0]
    assert answer.outcome == "done"
    assert "ahead" in answer.reason
    assert CheckIn.objects.get().at < ahead


def test_each_entry_that_cannot_be_taken_says_why_and_the_others_are_taken(dialogue, convenor):
    row = somebody(dialogue)
    good = about(row)
    bad = [
        about(Participation(pk=999_999)),
        about(row, day=DAY + timedelta(days=40)),
        about(row) | {"key": "no key"},
        about(row) | {"key": 7},
        about(row) | {"day": None},
        about(row) | {"at": "2025-06-01T08:00:00"},
        about(row) | {"at": "2025-99-01T08:00:00Z"},
        about(row) | {"is_present": "yes"},
        about(row) | {"participation": True},
        about(row) | {"participation": [row.pk]},
        about(row) | {"walk_in": "Walter"},
        walked("  \x00 "),
        walked("x" * 201),
        walked("Walter", organisation=["x"]),
    ]
    answers = services.take_in(dialogue, [*bad, good], by=convenor, via=Via.PHONE)
    assert [answer.outcome for answer in answers] == ["refused"] * len(bad) + ["done"]
    assert all(answer.reason for answer in answers[:-1])
    assert CheckIn.objects.count() == 1


def test_what_is_no_list_or_too_long_is_refused_as_a_whole(dialogue, convenor):
    row = somebody(dialogue)
    for entries in (None, {}, [1], [about(row)] * 501):
        with pytest.raises(EntriesUnreadable):
            services.take_in(dialogue, entries, by=convenor, via=Via.PHONE)


def test_a_partner_checks_in_its_own_people_and_learns_nothing_of_others(
    dialogue, world, partner, convenor
):
    own = somebody(dialogue, "Own Person", held_by=world.partner_body)
    other = somebody(dialogue, "Foreign Person")
    foreign = about(other)
    assert take(dialogue, convenor, foreign) == ["done"]
    assert take(dialogue, partner, about(own), about(other)) == ["done", "refused"]
    # Neither a key that is known nor a name that is on the list tells that it is.
    assert take(dialogue, partner, foreign, walked("Foreign Person")) == ["refused", "done"]


def test_a_walk_in_is_added_once_and_counts_as_there(dialogue, convenor, world):
    entry = walked(organisation="Convening NGO", group=world.miners.pk)
    assert take(dialogue, convenor, entry, entry) == ["done", "known"]
    row = Participation.objects.get(person__name="Walter Walkin")
    assert (row.status, row.group, row.person.organisation) == ("attended", world.miners, world.ngo)
    assert row.registration.via == Registration.Via.WALK_IN
    assert present_on(dialogue) == {DAY: {row.pk}}


def test_a_walk_in_of_a_name_on_the_list_is_asked_about(dialogue, convenor):
    row = somebody(dialogue, "Éléonore Mbala")
    answer = services.take_in(dialogue, [walked("eleonore mbala")], by=convenor, via=Via.PHONE)[0]
    assert (answer.outcome, answer.participation) == ("alike", row.pk)
    assert take(dialogue, convenor, walked("eleonore mbala", another=True)) == ["done"]


def test_more_than_there_are_places_come_in_only_knowingly(dialogue, convenor):
    make.PlanFactory(dialogue=dialogue, capacity=1)
    somebody(dialogue)
    assert take(dialogue, convenor, walked(), walked(over=True)) == ["full", "done"]
    assert Person.objects.filter(name="Walter Walkin").count() == 1


def test_who_takes_the_notes_checks_in_and_adds_whom_the_rules_let_in(dialogue, rapporteur):
    row = somebody(dialogue)
    walk_in = walked(organisation="Convening NGO")
    assert take(dialogue, rapporteur, about(row), walk_in) == ["done", "done"]
    assert Person.objects.get(name="Walter Walkin").organisation is None
    Plan.objects.update(needs_approval=True)
    assert take(dialogue, rapporteur, walked("Wanda Walkin")) == ["refused"]


def test_days_are_those_of_the_agenda_else_every_date(dialogue):
    assert days_of(dialogue) == [DAY, DAY + timedelta(days=1)]
    make.AgendaDayFactory(dialogue=dialogue, date=DAY + timedelta(days=4))
    assert days_of(dialogue) == [DAY + timedelta(days=4)]
    assert kept_until(dialogue).date() == DAY + timedelta(days=7)


# What the phone asks -----------------------------------------------------------------------------
def send(client, dialogue, body):
    address = reverse("convening:door_take_in", args=[dialogue.slug])
    return client.post(address, body, content_type="application/json")


def test_the_phone_is_answered_for_each_key(dialogue, convenor, client):
    client.force_login(convenor)
    entry = about(somebody(dialogue))
    response = send(client, dialogue, json.dumps({"entries": [entry]}))
    assert response.json()["answers"][0]["key"] == entry["key"]
    assert CheckIn.objects.get().via == Via.PHONE


@pytest.mark.parametrize(
    "body", ["", "[", "[]", "null", '{"entries": 5}', "\xff", "[" * 20_000, '{"entries": [[]]}']
)
def test_hostile_json_is_refused_in_words(dialogue, convenor, client, body):
    client.force_login(convenor)
    response = send(client, dialogue, body.encode("latin-1"))
    assert response.status_code == 400
    assert response.json()["reason"]


def test_the_list_tells_names_only_to_who_may_know_them(
    dialogue, convenor, rapporteur, partner, client, world
):
    somebody(dialogue, "Hidden Witness", protected=True)
    somebody(dialogue, "Own Person", held_by=world.partner_body)
    address = reverse("convening:door_people", args=[dialogue.slug])
    told = {}
    for user in (convenor, rapporteur, partner):
        client.force_login(user)
        response = client.get(address)
        assert response["Cache-Control"] == "no-store"
        told[user] = {row["name"] for row in response.json()["people"]}
    assert told[convenor] == {"Hidden Witness", "Own Person"}
    assert len(told[rapporteur]) == 2
    assert "Hidden Witness" not in told[rapporteur]
    assert told[partner] == {"Own Person"}


def test_the_list_costs_as_many_queries_for_three_as_for_one(
    dialogue, convenor, client, django_assert_max_num_queries
):
    client.force_login(convenor)
    address = reverse("convening:door_people", args=[dialogue.slug])
    for _one in range(3):
        make.RegistrationFactory(participation=somebody(dialogue))
        with django_assert_max_num_queries(14):
            client.get(address)


def test_only_the_phone_page_may_use_the_camera_and_it_names_nobody(dialogue, convenor, client):
    somebody(dialogue, "Kofi Ansah")
    client.force_login(convenor)
    page = client.get(reverse("convening:door_phone", args=[dialogue.slug]))
    assert "camera=(self)" in page["Permissions-Policy"]
    assert "Kofi" not in page.text
    desk = client.get(reverse("convening:door", args=[dialogue.slug]))
    assert "camera=()" in desk["Permissions-Policy"]


def test_the_worker_is_told_the_files_as_they_are_now(dialogue, convenor, client):
    client.force_login(convenor)
    answer = client.get(reverse("convening:door_worker", args=[dialogue.slug]))
    assert answer["Content-Type"].startswith("text/javascript")
    assert "door.js" in answer.text
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_who_signs_out_leaves_nothing_on_the_device(convenor, client):
    client.force_login(convenor)
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"storage"'


def test_a_key_is_a_uuid_whoever_made_it(dialogue, convenor):
    key = str(uuid.uuid4())
    take(dialogue, convenor, about(somebody(dialogue), key=key))
    assert str(CheckIn.objects.get().key) == key
