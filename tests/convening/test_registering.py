"""Registering others: one after another at the keyboard, by convenors and by the partner that brings them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from convening.models import Plan, Registration
from dialogues.models import Participation
from stakeholders.models import Consent, Person
from tests import factories as make


@pytest.fixture
def plan(world):
    world.dialogue.starts_on = world.dialogue.ends_on = "2099-06-01"
    world.dialogue.save()
    return make.PlanFactory(dialogue=world.dialogue, capacity=2)


@pytest.fixture
def page(world):
    return reverse("convening:register", args=[world.dialogue.slug])


def part_of(name):
    return Participation.objects.select_related("person__organisation", "registration").get(
        person__name=name
    )


def test_a_name_is_enough_and_the_group_is_remembered(plan, world, page, partner, sign_in):
    client = sign_in(partner)
    data = {
        "name": " Ama  Mensah ",
        "organisation": "Small Pit Union",
        "group": world.miners.pk,
        "gender": "woman",
    }
    answer = client.post(page, data)
    assert answer.url == f"{page}?group={world.miners.pk}&organisation=Small+Pit+Union"
    row = part_of("Ama Mensah")
    assert (row.status, row.group, row.person.held_by) == (
        "registered",
        world.miners,
        world.partner_body,
    )
    assert row.person.organisation.name == "Small Pit Union"
    assert row.registration.via == "partner"
    text = client.get(answer.url).content.decode()
    assert "Ama Mensah is registered." in text
    assert f'value="{world.miners.pk}" selected' in text


def test_the_next_who_finds_no_place_waits_and_is_told_so(plan, world, page, partner, sign_in):
    make.QuotaFactory(dialogue=world.dialogue, partner=world.partner_body, most=1)
    client = sign_in(partner)
    client.post(page, {"name": "Ama Mensah"})
    text = client.post(page, {"name": "Kofi Boateng"}, follow=True).content.decode()
    assert "No place is free for Kofi Boateng" in text
    assert part_of("Kofi Boateng").status == "waiting"


def test_without_a_list_nobody_is_entered_and_what_was_typed_stays(
    plan, world, page, partner, sign_in
):
    Plan.objects.update(capacity=0, keeps_waiting_list=False)
    answer = sign_in(partner).post(page, {"name": "Ama Mensah", "phone": "0244 000 111"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Every place is taken." in text
    assert "0244 000 111" in text
    assert not Person.objects.exists()


def test_an_offered_place_is_not_carried_into_a_full_group(plan, world, page, convenor, sign_in):
    Plan.objects.update(capacity=9)
    make.QuotaFactory(dialogue=world.dialogue, group=world.companies, most=1)
    make.ParticipationFactory(dialogue=world.dialogue, group=world.companies, status="registered")
    person = make.PersonFactory(programme=world.programme, name="Ama Mensah")
    row = make.ParticipationFactory(
        dialogue=world.dialogue, person=person, group=world.miners, status="offered"
    )
    until = timezone.now() + timedelta(days=1)
    make.RegistrationFactory(participation=row, offer_until=until)
    data = {"name": "Ama Mensah", "same": person.pk, "group": world.companies.pk}
    answer = sign_in(convenor).post(page, data)
    assert answer.status_code == 422
    assert "The places of that stakeholder group are taken" in answer.content.decode()
    row.refresh_from_db()
    assert (row.status, row.group) == ("offered", world.miners)


def test_what_a_partner_registers_awaits_approval_and_what_a_convenor_does_not(
    plan, page, partner, convenor, sign_in
):
    Plan.objects.update(needs_approval=True)
    sign_in(partner).post(page, {"name": "Ama Mensah"})
    sign_in(convenor).post(page, {"name": "Kofi Boateng"})
    assert part_of("Ama Mensah").status == "requested"
    assert part_of("Kofi Boateng").status == "registered"


def test_somebody_who_is_known_is_asked_about(plan, world, page, partner, sign_in):
    known = make.PersonFactory(
        programme=world.programme,
        held_by=world.partner_body,
        name="Ama Mensah",
        email="ama@example.org",
    )
    client = sign_in(partner)
    data = {"name": "Ama Mensa", "email": "AMA@example.org"}
    answer = client.post(page, data)
    assert answer.status_code == 422
    assert "Do you know this person already?" in answer.content.decode()
    assert not Participation.objects.exists()
    client.post(page, data | {"same": str(known.pk)})
    assert Participation.objects.get().person == known
    client.post(page, {"name": "Ama Mensah", "same": "new"})
    assert Person.objects.filter(name="Ama Mensah").count() == 2
    answer = client.post(page, data | {"same": str(known.pk)})
    assert "on the list already" in answer.content.decode()


def test_a_partner_is_told_nothing_of_those_whom_others_brought(
    plan, world, page, partner, sign_in
):
    other = make.OrganisationFactory(programme=world.programme, name="Planted Body")
    planted = make.PersonFactory(
        programme=world.programme, held_by=other, name="Planted Person", email="planted@example.org"
    )
    hidden = make.PersonFactory(
        programme=world.programme,
        held_by=world.partner_body,
        protected=True,
        name="Hidden Person",
        email="hidden@example.org",
    )
    for person in (planted, hidden):
        make.ParticipationFactory(dialogue=world.dialogue, person=person, status="registered")
    Plan.objects.update(capacity=9)
    client = sign_in(partner)
    for person in (planted, hidden):
        data = {"name": person.name, "email": person.email}
        assert client.post(page, data | {"same": str(person.pk)}).status_code == 404
        assert client.post(page, data).status_code == 302
    text = client.get(page).content.decode()
    assert "Planted Body" not in text
    rows = client.get(page).context["rows"]
    assert planted.pk not in [row["participation"].person_id for row in rows]


def test_the_convenor_is_asked_about_protected_people_too(plan, world, page, convenor, sign_in):
    make.PersonFactory(programme=world.programme, protected=True, name="Hidden Person")
    answer = sign_in(convenor).post(page, {"name": "Hidden Person"})
    assert answer.status_code == 422
    assert len(answer.context["found"]) == 1


def test_undo_takes_back_the_part_and_the_entry_that_came_with_it(
    plan, world, page, partner, convenor, sign_in
):
    client = sign_in(partner)
    client.post(page, {"name": "Ama Mensah", "listed": "on", "email": "ama@example.org"})
    row = part_of("Ama Mensah")
    undo = reverse("convening:register_undo", args=[world.dialogue.slug, row.pk])
    # Not by somebody else.
    text = sign_in(convenor).post(undo, follow=True).content.decode()
    assert "changed meanwhile" in text
    text = sign_in(partner).post(undo, follow=True).content.decode()
    assert "off the list again" in text
    assert not Person.objects.filter(name="Ama Mensah").exists()
    assert not Registration.objects.exists()


def test_undo_leaves_somebody_of_the_register_there(plan, world, page, convenor, sign_in):
    known = make.PersonFactory(programme=world.programme, name="Ama Mensah")
    client = sign_in(convenor)
    client.post(page, {"name": "Ama Mensah", "same": str(known.pk)})
    row = part_of("Ama Mensah")
    client.post(reverse("convening:register_undo", args=[world.dialogue.slug, row.pk]))
    assert Person.objects.filter(pk=known.pk).exists()
    assert not Participation.objects.exists()


def test_agreeing_to_be_listed_is_kept_with_its_wording(plan, page, partner, sign_in):
    sign_in(partner).post(page, {"name": "Ama Mensah", "listed": "on"})
    assert part_of("Ama Mensah").listed
    consent = Consent.objects.get()
    assert (consent.kind, consent.given) == ("listed", True)
    assert "list of participants" in consent.wording


@pytest.mark.parametrize(
    "data",
    [
        {"name": ""},
        {"name": "\0\x07"},
        {"name": "Ama", "email": "no address"},
        {"name": "Ama", "group": "9" * 30},
        {"name": "Ama", "gender": "unknown"},
        {"name": "A" * 300},
    ],
)
def test_bad_input_is_answered_in_the_form(plan, page, partner, sign_in, data):
    assert sign_in(partner).post(page, data).status_code == 422
    assert not Participation.objects.exists()


def test_more_people_cost_no_more_queries(
    plan, world, page, partner, sign_in, django_assert_max_num_queries
):
    client = sign_in(partner)
    counts = []
    for _round in range(2):
        for _one in range(2):
            body = make.OrganisationFactory(programme=world.programme)
            person = make.PersonFactory(
                programme=world.programme, held_by=world.partner_body, organisation=body
            )
            row = make.ParticipationFactory(dialogue=world.dialogue, person=person)
            make.RegistrationFactory(participation=row)
        with django_assert_max_num_queries(60) as caught:
            client.get(page)
        counts.append(len(caught.captured_queries))
    assert counts[0] == counts[1]
