"""Who is asked, answers, is paid for and stands at the door: told to whom it concerns, and no further."""

import json
import re

import pytest

from accounts.roles import Role
from tests import factories as make
from tests.canaries import (
    NAME,
    WORD,
    answers,
    leaks,
    searches,
    signs_in,
    somebody_else,
    somebody_protected,
)
from tests.links import let_in
from tests.planting_convening import plant_convening
from tests.routes import routes

pytestmark = pytest.mark.once

# What belongs to a dialogue, and where names come together from everywhere.
NEAR = re.compile(r"/(dialogues|attending|convening|programmes|search|reports|work)/|^/$|\.ics")


def addresses(world):
    """The pages of the dialogue and of its convening, with what is searched there."""
    return [*(route.url for route in routes(world) if NEAR.search(route.url)), *searches(world)]


def signs_of(client, pages, signs):
    """`{(address, sign)}` of what is told to `client`."""
    return {(url, sign) for url, text in answers(client, pages) for sign in signs if sign in text}


@pytest.fixture
def planted(world, convenor):
    """Somebody protected, asked and seen, their name typed into every text beside."""
    person = somebody_protected(world, held_by=world.partner_body)
    other = somebody_else(world)
    text = f"We heard of it from {NAME} first. "
    return plant_convening(world, text, person=person, other=other, by=convenor)


def test_a_personal_link_tells_nobody_of_another(world, planted, client):
    base = let_in(client, planted.asked.link)
    pages = [url.replace(_key_in(url), str(planted.asked.link.key)) for url in _by_link(world)]
    assert base in pages
    assert leaks(answers(client, pages)) == {}
    # And opens nothing but its own.
    others = base.replace(str(planted.asked.link.key), str(planted.registration.link.key))
    assert client.get(others).status_code == 403


def _by_link(world):
    return [route.url for route in routes(world) if "/attending/" in route.url]


def _key_in(url):
    return re.search(r"/attending/([0-9a-f-]{36})/", url)[1]


def test_one_partner_learns_nothing_of_anothers_people(partner, world, convenor, sign_in):
    body = make.OrganisationFactory(programme=world.programme, name=f"{WORD} Partner")
    user = make.UserFactory(name=f"{WORD} Registrar", email="other.partner@example.org")
    make.AppointmentFactory(
        user=user, role=Role.PARTNER, dialogue=world.dialogue, organisation=body
    )
    person = make.PersonFactory(programme=world.programme, name=f"{WORD} Nobody", held_by=body)
    other = make.PersonFactory(programme=world.programme, name=f"{WORD} Two", held_by=body)
    text = f"{WORD} asked for it. "
    plant_convening(world, text, person=person, other=other, by=user)
    pages = addresses(world)
    told_to = signs_of(sign_in(partner), pages, (f"{WORD} Nobody", f"{WORD} Two"))
    # Who appears on the agenda is known to whoever reads it.
    assert {(url, sign) for url, sign in told_to if "agenda" not in url} == set()
    assert signs_of(sign_in(user), pages, (f"{WORD} Nobody",))


def test_what_the_door_keeps_on_a_phone_says_no_more_than_the_page(
    world, planted, rapporteur, sign_in
):
    slug = world.dialogue.slug
    answered = sign_in(rapporteur).get(f"/dialogues/{slug}/convening/door/people.json")
    assert answered.status_code == 200
    assert not signs_in(json.dumps(answered.json()))
