"""Who is told whose name: protected people, the Chatham House Rule, and outsiders."""

import pytest

from dialogues.models import Attribution
from dialogues.naming import Naming
from tests import factories as make


@pytest.fixture
def people(world):
    dialogue = world.dialogue
    people = {
        "listed": make.PersonFactory(programme=world.programme, name="Lisa Listed"),
        "unlisted": make.PersonFactory(programme=world.programme, name="Uma Unlisted"),
        "protected": make.PersonFactory(
            programme=world.programme, name="Prue Protected", protected=True
        ),
        "moderator": make.PersonFactory(programme=world.programme, name="Mo Moderator"),
    }
    for key, person in people.items():
        person.organisation = world.ngo
        person.save()
        make.ParticipationFactory(
            dialogue=dialogue,
            person=person,
            listed=key in ("listed", "protected"),
            acts_as="moderator" if key == "moderator" else "participant",
        )
    return people


def test_the_convenor_knows_everybody(convenor, world, people):
    naming = Naming(world.dialogue, convenor)
    assert naming.name(people["protected"]) == "Prue Protected"
    assert naming.organisation(people["protected"]) == "Convening NGO"


@pytest.mark.parametrize("who", ["rapporteur", "participant", "partner", "adviser", "visitor"])
def test_nobody_else_knows_who_is_protected(cast, world, people, who):
    naming = Naming(world.dialogue, cast[who])
    told = naming.name(people["protected"])
    assert told.startswith("Participant ")
    assert told == Naming(world.dialogue, cast[who]).name(people["protected"])
    assert naming.organisation(people["protected"]) == ""
    assert naming.role(people["protected"]) == ""


def test_a_pseudonym_tells_nothing_in_another_dialogue(rapporteur, world, people):
    other = make.DialogueFactory(initiative=world.initiative)
    here = Naming(world.dialogue, rapporteur).name(people["protected"])
    assert Naming(other, rapporteur).name(people["protected"]) != here


def test_on_the_record_those_who_were_there_know_each_other(participant, world, people):
    naming = Naming(world.dialogue, participant)
    assert naming.name(people["unlisted"]) == "Uma Unlisted"


def test_under_the_chatham_house_rule_only_who_agreed_to_be_listed_is_named(
    participant, rapporteur, world, people
):
    world.dialogue.attribution = Attribution.CHATHAM_HOUSE
    naming = Naming(world.dialogue, participant)
    assert naming.name(people["listed"]) == "Lisa Listed"
    assert naming.name(people["unlisted"]).startswith("Participant ")
    assert naming.name(people["moderator"]) == "Moderator"
    assert naming.organisation(people["unlisted"]) == ""
    assert Naming(world.dialogue, rapporteur).name(people["unlisted"]) == "Uma Unlisted"


def test_a_partner_knows_those_it_registered(partner, world, people):
    world.dialogue.attribution = Attribution.CHATHAM_HOUSE
    people["unlisted"].held_by = world.partner_body
    naming = Naming(world.dialogue, partner)
    assert naming.name(people["unlisted"]) == "Uma Unlisted"
    assert naming.name(people["moderator"]) == "Moderator"


def test_outsiders_are_given_no_names_at_all(visitor, administrator, world, people):
    for user in (visitor, administrator):
        naming = Naming(world.dialogue, user)
        assert naming.name(people["listed"]).startswith("Participant ")
        assert naming.organisation(people["listed"]) == ""


def test_many_names_cost_one_query(participant, world, people, django_assert_max_num_queries):
    world.dialogue.attribution = Attribution.CHATHAM_HOUSE
    naming = Naming(world.dialogue, participant)
    with django_assert_max_num_queries(1):
        for person in people.values():
            naming.name(person)
