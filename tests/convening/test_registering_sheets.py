"""The people of a sheet are registered for a dialogue, in its order, and taken back with it."""

import pytest
from django.urls import reverse

from convening.models import Plan
from dialogues.models import Participation
from stakeholders import production
from stakeholders.models import Import, Person
from stakeholders.services import imports
from tests import factories as make
from tests.stakeholders.sheets import csv, write

pytestmark = pytest.mark.django_db
SHEET = "Name;E-mail\nAma Mensah;\nKofi Boateng;kofi@example.org\nEfua Owusu;\n"


@pytest.fixture
def plan(world):
    world.dialogue.starts_on = world.dialogue.ends_on = "2099-06-01"
    world.dialogue.save()
    return make.PlanFactory(dialogue=world.dialogue, capacity=2)


def brought(world, user, *, held_by=None, text=SHEET):
    """An import for the world's dialogue, read and ready to be confirmed."""
    import_ = imports.begin_import(
        programme=world.programme,
        held_by=held_by,
        by=user,
        brought=csv(text),
        follow=f"dialogue:{world.dialogue.pk}",
    )
    imports.match_columns(import_, by=user, columns={"name": 0, "email": 1})
    production.bring_on(import_.pk)
    import_.refresh_from_db()
    return import_


def statuses():
    rows = Participation.objects.order_by("position", "pk")
    return list(rows.values_list("person__name", "status"))


def test_places_are_given_in_the_order_of_the_rows(plan, world, convenor, sign_in):
    import_ = write(brought(world, convenor), convenor)
    assert import_.state == "done"
    assert statuses() == [
        ("Ama Mensah", "registered"),
        ("Kofi Boateng", "registered"),
        ("Efua Owusu", "waiting"),
    ]
    text = sign_in(convenor).get(import_.get_absolute_url()).content.decode()
    assert "on the waiting list" in text


def test_a_partner_brings_its_people_within_its_quota_and_awaits_approval(
    plan, world, convenor, partner
):
    Plan.objects.update(capacity=9)
    make.QuotaFactory(dialogue=world.dialogue, partner=world.partner_body, most=1)
    write(brought(world, partner, held_by=world.partner_body), partner)
    assert [status for _name, status in statuses()] == ["registered", "waiting", "waiting"]
    assert set(Person.objects.values_list("held_by", flat=True)) == {world.partner_body.pk}


def test_approval_is_asked_of_a_partner(plan, world, partner):
    Plan.objects.update(needs_approval=True)
    write(brought(world, partner, held_by=world.partner_body), partner)
    assert {status for _name, status in statuses()} == {"requested"}


def test_who_is_on_the_list_already_keeps_their_part(plan, world, convenor):
    known = make.PersonFactory(
        programme=world.programme, name="Kofi Boateng", email="kofi@example.org"
    )
    make.ParticipationFactory(dialogue=world.dialogue, person=known, status="declined")
    import_ = brought(world, convenor)
    imports.decide_many(import_, "sure")
    import_ = write(import_, convenor)
    assert ("Kofi Boateng", "declined") in statuses()
    assert import_.counts["follow"]["counts"]["there"] == 1


def test_undoing_takes_the_registrations_back(plan, world, convenor):
    import_ = write(brought(world, convenor), convenor)
    imports.undo(import_, by=convenor)
    assert statuses() == []
    assert not Person.objects.exists()


def test_what_was_changed_since_is_not_taken_back(plan, world, convenor):
    import_ = write(brought(world, convenor), convenor)
    row = Participation.objects.get(person__name="Ama Mensah")
    row.table = "3"
    row.save()
    from stakeholders.exceptions import UndoRefused

    with pytest.raises(UndoRefused):
        imports.undo(import_, by=convenor)
    assert len(statuses()) == 3


def test_the_way_in_and_what_is_said_of_it(plan, world, partner, stranger, sign_in):
    client = sign_in(partner)
    page = client.get(reverse("convening:register", args=[world.dialogue.slug])).content.decode()
    add = f"{reverse('stakeholders:import_add')}?for=dialogue:{world.dialogue.pk}"
    assert add in page
    assert "registers them for “Tarkwa dialogue”" in client.get(add).content.decode()
    client.post(add, {"target": f"partner-{world.partner_body.pk}", "file": csv(SHEET)})
    assert Import.objects.get().follow == f"dialogue:{world.dialogue.pk}"


@pytest.mark.parametrize(
    "follow", ["dialogue:999999", "dialogue:x", "nothing:1", "dialogue:" + "9" * 40]
)
def test_what_is_not_theirs_to_register_for_is_not_found(plan, world, partner, sign_in, follow):
    answer = sign_in(partner).get(reverse("stakeholders:import_add"), {"for": follow})
    assert answer.status_code == 404


def test_a_partner_whose_part_ended_meanwhile_registers_nobody(plan, world, partner):
    import_ = brought(world, partner, held_by=world.partner_body)
    imports.confirm(import_, by=partner)
    other = make.DialogueFactory(initiative=world.initiative)
    partner.appointments.update(dialogue=other)
    production.bring_on(import_.pk)
    import_.refresh_from_db()
    assert import_.state == "failed"
    assert statuses() == []
