"""What a dialogue came to, and who may read and write it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogues.models import ActionPoint
from tests import factories as make


@pytest.fixture
def address(world):
    return reverse("dialogues:dialogue_outcomes", args=[world.dialogue.slug])


def test_messages_points_owners_and_next_steps_are_there(sign_in, convenor, world, address):
    make.KeyMessageFactory(dialogue=world.dialogue, text="**Map** first")
    owner = make.PersonFactory(programme=world.programme, name="Olu Owner")
    make.ActionPointFactory(
        dialogue=world.dialogue,
        title="Draw the map",
        owner_person=owner,
        owner_organisation=world.ngo,
        owner_text="with all who wish",
        due="2026-03-01",
    )
    world.dialogue.next_steps = "Meet again."
    world.dialogue.save()
    text = sign_in(convenor).get(address).content.decode()
    for words in (
        *("<strong>Map</strong> first", "Draw the map", "due 1 March 2026", "Meet again."),
        "Olu Owner, Convening NGO, with all who wish",
    ):
        assert words in text


def test_a_protected_owner_is_a_pseudonym_to_others(sign_in, convenor, rapporteur, world, address):
    owner = make.PersonFactory(programme=world.programme, name="Olu Owner", protected=True)
    make.ActionPointFactory(dialogue=world.dialogue, owner_person=owner)
    assert "Olu Owner" not in sign_in(rapporteur).get(address).content.decode()
    assert "Olu Owner" in sign_in(convenor).get(address).content.decode()


def test_an_action_point_says_what_is_to_be_done(sign_in, convenor, world):
    client = sign_in(convenor)
    here = reverse("dialogues:part_add", args=[world.dialogue.slug, "action-points"])
    page = client.post(here, {"owner_text": "Everybody"})
    assert "title" in page.context["form"].errors
    assert "Everybody" in page.content.decode()
    client.post(here, {"title": "Fundraising", "due": "5 February 2026"})
    assert ActionPoint.objects.get().due.isoformat() == "2026-02-05"


def test_only_convenors_are_offered_to_write(sign_in, convenor, rapporteur, address):
    assert "Add a key message" in sign_in(convenor).get(address).content.decode()
    assert "Add a key message" not in sign_in(rapporteur).get(address).content.decode()


def test_three_of_each_ask_no_more_queries_than_one(sign_in, convenor, world, address):
    def add():
        make.KeyMessageFactory(dialogue=world.dialogue)
        organisation = make.OrganisationFactory(programme=world.programme)
        owner = make.PersonFactory(programme=world.programme, organisation=organisation)
        make.ActionPointFactory(
            dialogue=world.dialogue, owner_person=owner, owner_organisation=organisation
        )

    client = sign_in(convenor)
    counts = []
    for more in (1, 2):
        for _number in range(more):
            add()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
