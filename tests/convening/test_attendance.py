"""The desk: people ticked off without a script, attendance by day, and the file of it."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from convening.attendance import day_to_show
from convening.models import CheckIn
from dialogues.models import Participation
from stakeholders.models import Disclosure
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 5)


@pytest.fixture
def dialogue(world):
    world.dialogue.starts_on, world.dialogue.ends_on = DAY, DAY + timedelta(days=1)
    world.dialogue.save()
    return world.dialogue


def somebody(dialogue, name, status="registered", **person):
    row = make.PersonFactory(programme=dialogue.initiative.programme, name=name, **person)
    return make.ParticipationFactory(dialogue=dialogue, person=row, status=status)


def at(name, dialogue, query=""):
    return reverse(f"convening:{name}", args=[dialogue.slug]) + query


@pytest.mark.once
def test_the_day_shown_is_today_else_the_next_else_the_last():
    days = [DAY, DAY + timedelta(days=2)]
    assert day_to_show(days, DAY) == days[0]
    assert day_to_show(days, DAY + timedelta(days=1)) == days[1]
    assert day_to_show(days, DAY + timedelta(days=9)) == days[1]


def test_several_are_ticked_from_the_sheet_and_one_is_taken_back(dialogue, convenor, client):
    client.force_login(convenor)
    rows = [somebody(dialogue, name) for name in ("Ama", "Kofi", "Yaw")]
    ticked = {"day": "2026-01-05", "person": [rows[0].pk, rows[1].pk, "x", 99_999]}
    page = client.post(at("door", dialogue), ticked, follow=True)
    assert "2 people are here." in page.text
    assert "not on the list any more" in page.text
    assert set(CheckIn.objects.values_list("via", flat=True)) == {"sheet"}
    back = {"day": "2026-01-05", "absent": rows[0].pk}
    page = client.post(at("door", dialogue), back, follow=True)
    assert (page.context["here"], page.context["missing"]) == (1, 2)


def test_the_desk_is_searched_as_names_are_told_and_narrowed(dialogue, rapporteur, client):
    client.force_login(rapporteur)
    somebody(dialogue, "Éléonore Mbala")
    somebody(dialogue, "Hidden Witness", protected=True)
    page = client.get(at("door", dialogue, "?q=eleonore"))
    assert len(page.context["page"].object_list) == 1
    page = client.get(at("door", dialogue, "?q=witness"))
    assert len(page.context["page"].object_list) == 0
    page = client.get(at("door", dialogue, "?show=here&day=nonsense"))
    assert len(page.context["page"].object_list) == 0
    assert "Hidden Witness" not in client.get(at("door", dialogue)).text


def test_a_partner_sees_and_counts_only_its_own(dialogue, partner, client, world):
    client.force_login(partner)
    somebody(dialogue, "Own Person", held_by=world.partner_body)
    somebody(dialogue, "Foreign Person")
    page = client.get(at("door", dialogue))
    assert page.context["expected"] == 1
    assert "Foreign Person" not in page.text + client.get(at("attendance", dialogue)).text


def test_a_walk_in_of_a_known_name_and_a_full_room_are_asked_about(dialogue, convenor, client):
    client.force_login(convenor)
    make.PlanFactory(dialogue=dialogue, capacity=1)
    somebody(dialogue, "Kofi Ansah")
    sent = {"name": "Kofi Ansah", "day": "2026-01-05"}
    page = client.post(at("walk_in", dialogue), sent)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["another"]
    page = client.post(at("walk_in", dialogue), sent | {"another": "on"})
    assert list(page.context["form"].errors) == ["over"]
    page = client.post(at("walk_in", dialogue), sent | {"another": "on", "over": "on"})
    assert page.status_code == 302
    assert Participation.objects.filter(status="attended").count() == 1


def test_who_takes_the_notes_adds_somebody_by_name_and_group_alone(
    dialogue, rapporteur, client, world
):
    client.force_login(rapporteur)
    assert "organisation" not in client.get(at("walk_in", dialogue)).context["form"].fields
    sent = {"name": "Walter Walkin", "day": "2026-01-05", "organisation": "Convening NGO"}
    assert (
        client.post(at("walk_in", dialogue), sent | {"group": world.miners.pk}).status_code == 302
    )
    row = Participation.objects.get(person__name="Walter Walkin")
    assert (row.status, row.group, row.person.organisation) == ("attended", world.miners, None)


def test_the_file_of_attendance_names_nobody_protected_and_is_written_down(
    dialogue, convenor, client
):
    client.force_login(convenor)
    there = somebody(dialogue, "Kofi Ansah")
    somebody(dialogue, "A Hidden Witness", protected=True)
    client.post(at("door", dialogue), {"day": "2026-01-05", "present": there.pk})
    answer = client.get(at("attendance_export", dialogue, "?format=xlsx"))
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[1][0] == "Kofi Ansah"
    assert rows[1][3:] == ("here", None, 1)
    assert "Hidden" not in str(rows)
    assert "Hidden" not in client.get(at("attendance_export", dialogue, "?format=csv")).text
    assert [row.number for row in Disclosure.objects.all()] == [2, 2]
    assert client.get(at("attendance_export", dialogue, "?format=pdf")).status_code == 404


def test_the_table_shows_each_day_and_its_sum(dialogue, convenor, client):
    client.force_login(convenor)
    row = somebody(dialogue, "Kofi Ansah")
    client.post(at("door", dialogue), {"day": "2026-01-06", "present": row.pk})
    page = client.get(at("attendance", dialogue))
    assert page.context["totals"] == [(DAY, 0), (DAY + timedelta(days=1), 1)]


def test_the_desk_costs_as_many_queries_for_three_as_for_one(
    dialogue, convenor, client, django_assert_max_num_queries
):
    client.force_login(convenor)
    for number in range(3):
        somebody(dialogue, f"Person {number}")
        for page in ("door", "attendance"):
            with django_assert_max_num_queries(15):
                client.get(at(page, dialogue))
