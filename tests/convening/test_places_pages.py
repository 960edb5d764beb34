"""The pages of places: what convenors are shown of them, decide, and are told."""

import pytest
from django.urls import reverse

from convening.models import Plan, Quota
from dialogues.models import Participation
from tests import factories as make


@pytest.fixture
def plan(world):
    world.dialogue.starts_on = world.dialogue.ends_on = "2099-06-01"
    world.dialogue.save()
    return make.PlanFactory(dialogue=world.dialogue, capacity=2)


def address(name, world, *more):
    return reverse(f"convening:{name}", args=[world.dialogue.slug, *more])


def somebody(world, status, **person):
    row = make.PersonFactory(programme=world.programme, **person)
    part = make.ParticipationFactory(dialogue=world.dialogue, person=row, status=status)
    make.RegistrationFactory(participation=part)
    return part


def filled_in(client, world, **changes):
    form = client.get(address("places", world)).context["form"]
    data = {name: field.value() for name, field in ((f.name, f) for f in form)}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    return data | changes


def test_the_form_keeps_places_and_quotas(plan, world, convenor, partner, sign_in):
    client = sign_in(convenor)
    data = filled_in(client, world, capacity="40")
    data |= {f"group-{world.miners.pk}": "10", f"partner-{world.partner_body.pk}": "5"}
    assert client.post(address("places", world), data).status_code == 302
    plan.refresh_from_db()
    assert plan.capacity == 40
    kept = set(Quota.objects.values_list("group", "partner", "most"))
    assert kept == {(world.miners.pk, None, 10), (None, world.partner_body.pk, 5)}
    # An empty field takes the limit away.
    data = filled_in(client, world)
    del data[f"group-{world.miners.pk}"]
    client.post(address("places", world), data)
    assert [quota.partner for quota in Quota.objects.all()] == [world.partner_body]


def test_two_who_change_the_places_at_once(plan, world, convenor, sign_in):
    client = sign_in(convenor)
    data = filled_in(client, world, capacity="30")
    assert client.post(address("places", world), data | {"capacity": "35"}).status_code == 302
    answer = client.post(address("places", world), data)
    assert answer.status_code == 409
    assert "35" in answer.content.decode()
    assert Plan.objects.get().capacity == 35


def test_bad_numbers_are_answered_in_the_form(plan, world, convenor, sign_in):
    client = sign_in(convenor)
    for bad in ("-1", "many", "9" * 30, "\0"):
        answer = client.post(address("places", world), filled_in(client, world, capacity=bad))
        assert answer.status_code == 200
        assert answer.context["form"].errors["capacity"]


def test_fewer_places_than_taken_are_warned_of_in_words(plan, world, convenor, sign_in):
    for _one in range(3):
        somebody(world, "registered")
    text = sign_in(convenor).get(address("places", world)).content.decode()
    assert "3 hold a place, and there are 2" in " ".join(text.split())


def test_who_is_probably_twice_on_the_list_is_shown_with_the_way_to_merge(
    plan, world, convenor, sign_in
):
    one = somebody(world, "registered", name="Ama Mensah", email="ama@example.org")
    other = somebody(world, "invited", name="Ama Mensah", email="ama@example.org")
    text = sign_in(convenor).get(address("places", world)).content.decode()
    merge = reverse("stakeholders:person_merge", args=[one.person_id])
    assert f"{merge}?with={other.person_id}" in text


def test_the_waiting_list_is_moved_and_left(plan, world, convenor, sign_in):
    client = sign_in(convenor)
    first, second = somebody(world, "waiting"), somebody(world, "waiting")
    client.post(address("waiting_move", world, second.pk), {"do": "first"})
    rows = client.get(address("waiting", world)).context["rows"]
    assert [row["participation"] for row in rows] == [second, first]
    client.post(address("waiting_move", world, first.pk), {"do": "offer"})
    first.refresh_from_db()
    assert first.status == "offered"
    assert client.get(address("waiting_off", world, second.pk)).status_code == 200
    client.post(address("waiting_off", world, second.pk), {"reason": "No visa"})
    second.refresh_from_db()
    assert (second.status, second.registration.reason) == ("declined", "No visa")
    answer = client.post(address("waiting_move", world, second.pk), {"do": "offer"}, follow=True)
    assert "changed meanwhile" in answer.content.decode()


def test_several_are_approved_at_once_and_those_without_a_place_wait(
    plan, world, convenor, sign_in
):
    client = sign_in(convenor)
    people = [somebody(world, "requested") for _one in range(3)]
    keys = [str(row.pk) for row in people]
    data = {"do": "approve", "people": [*keys, "x", "9" * 40]}
    asked = sign_in(convenor).post(address("approval", world), data)
    assert asked.context["approves"]
    assert not Participation.objects.filter(status="registered").exists()
    data["sure"] = "yes"
    text = client.post(address("approval", world), data, follow=True).content.decode()
    assert "2 are registered." in text
    assert "For 1 there was no place" in text
    statuses = (
        Participation.objects.filter(pk__in=keys).order_by("pk").values_list("status", flat=True)
    )
    assert list(statuses) == ["registered", "registered", "waiting"]


def test_refusing_is_confirmed_in_words(plan, world, convenor, sign_in):
    client = sign_in(convenor)
    row = somebody(world, "requested", name="Kofi Boateng")
    data = {"do": "refuse", "people": [str(row.pk)]}
    text = client.post(address("approval", world), data).content.decode()
    assert "Refuse 1 registration?" in text
    assert "Kofi Boateng" in text
    client.post(address("approval", world), data | {"sure": "yes", "reason": "Too late"})
    row.refresh_from_db()
    assert (row.status, row.registration.reason) == ("declined", "Too late")


@pytest.mark.parametrize("name", ["places", "waiting", "approval"])
def test_more_people_cost_no_more_queries(
    name, plan, world, convenor, sign_in, django_assert_max_num_queries
):
    client = sign_in(convenor)
    counts = []
    for _round in range(2):
        for status in ("waiting", "requested", "offered"):
            somebody(
                world, status, organisation=make.OrganisationFactory(programme=world.programme)
            )
        with django_assert_max_num_queries(60) as caught:
            client.get(address(name, world))
        counts.append(len(caught.captured_queries))
    assert counts[0] == counts[1]


# The forms of the list of people -----------------------------------------------------------------
def edit(world, row):
    return reverse("dialogues:participant_edit", args=[world.dialogue.slug, row.pk])


def test_the_list_of_people_gives_no_place_that_is_not_there(plan, world, convenor, sign_in):
    Plan.objects.update(capacity=1)
    somebody(world, "registered")
    row = somebody(world, "invited")
    client = sign_in(convenor)
    form = client.get(edit(world, row)).context["forms"]["person"]
    data = {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    data |= {"status": "registered", "seen_status": "invited"}
    answer = client.post(edit(world, row), data)
    assert "Every place is taken" in answer.content.decode()
    row.refresh_from_db()
    assert row.status == "invited"
    # Knowingly, a convenor may.
    assert client.post(edit(world, row), data | {"over_limit": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.status == "registered"


def test_an_old_page_sets_nobody_back_who_answered_meanwhile(plan, world, convenor, sign_in):
    row = somebody(world, "invited")
    client = sign_in(convenor)
    form = client.get(edit(world, row)).context["forms"]["person"]
    data = {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    Participation.objects.filter(pk=row.pk).update(status="registered")
    client.post(
        edit(world, row), data | {"status": "invited", "seen_status": "invited", "table": "4"}
    )
    row.refresh_from_db()
    assert (row.status, row.table) == ("registered", "4")


def test_a_partner_neither_approves_nor_goes_over_the_limit(plan, world, partner, sign_in):
    client = sign_in(partner)
    add = reverse("dialogues:participant_add", args=[world.dialogue.slug])
    data = {"person-name": "Efua Owusu", "status": "registered", "over_limit": "on"}
    Plan.objects.update(needs_approval=True)
    assert "says yes to each" in client.post(add, data).content.decode()
    Plan.objects.update(needs_approval=False, capacity=0)
    text = client.post(add, data).content.decode()
    assert "Every place is taken" in text
    assert "over the limit" not in text
    assert not Participation.objects.exists()


def test_who_is_taken_off_the_list_leaves_a_place_to_the_next(plan, world, convenor, sign_in):
    Plan.objects.update(capacity=1)
    holds, waits = somebody(world, "registered"), somebody(world, "waiting")
    off = reverse("dialogues:participant_remove", args=[world.dialogue.slug, holds.pk])
    sign_in(convenor).post(off)
    waits.refresh_from_db()
    assert waits.status == "offered"


# Quotas of groups ---------------------------------------------------------------------------------
@pytest.mark.parametrize("capacity", [9, 1])
def test_nobody_is_moved_into_a_full_group_however_many_hold_a_place(
    capacity, plan, world, partner, sign_in
):
    Plan.objects.update(capacity=capacity)
    make.QuotaFactory(dialogue=world.dialogue, group=world.companies, most=1)
    make.ParticipationFactory(dialogue=world.dialogue, group=world.companies, status="registered")
    row = somebody(world, "registered", held_by=world.partner_body)
    said = {"do": "group", "group": world.companies.pk}
    answer = sign_in(partner).post(address("answer", world, row.pk), said)
    assert answer.status_code == 422
    assert "The places of that stakeholder group are taken" in answer.content.decode()
    row.refresh_from_db()
    assert row.group is None


def test_several_mails_are_announced_before_more_places_are_saved(plan, world, convenor, sign_in):
    client = sign_in(convenor)
    Plan.objects.update(capacity=0)
    for number in range(3):
        somebody(world, "waiting", email=f"w{number}@example.org")
    data = filled_in(client, world, capacity="2")
    answer = client.post(address("places", world), data)
    assert answer.status_code == 200
    assert "this offers a place to 2 people who wait" in " ".join(answer.content.decode().split())
    assert Plan.objects.get().capacity == 0
    assert not Participation.objects.filter(status="offered").exists()
    # What was typed stands in the form, which is sent once more.
    again = {field.name: field.value() for field in answer.context["form"]}
    again = {name: value for name, value in again.items() if value not in (None, False)}
    assert again["capacity"] == "2"
    answer = client.post(address("places", world), again | {"sure": "yes"})
    assert answer.status_code == 302
    assert Participation.objects.filter(status="offered").count() == 2
