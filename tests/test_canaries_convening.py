"""Who is asked, answers, is paid for and stands at the door: told to whom it concerns, and no further."""

import json
import re

import pytest

from accounts.roles import Role
from tests import factories as make
from tests.links import let_in
from tests.planting_convening import plant_convening
from tests.routes import Route, routes
from tests.test_canaries import OUTSIDE, told
from tests.test_canaries_register import unzipped

pytestmark = pytest.mark.once

NAME = "Zebedia Quillonsense"
CANARIES = ("Zebedia", "Quillonsense", "zq-canary@")
WORD = "Xylophant"
# What belongs to a dialogue, and where names come together from everywhere.
NEAR = re.compile(r"/(dialogues|attending|convening|programmes|search|reports|work)/|^/$|\.ics")


def addresses(world):
    """The pages of the dialogue and of its convening, with what is searched there."""
    near = [route.url for route in routes(world) if NEAR.search(route.url)]
    slug = world.dialogue.slug
    for word in ("Zebedia", WORD):
        near.append(Route("search", query=f"?q={word}").url)
        for name in ("dialogues:dialogue_people", "convening:answers"):
            near.append(Route(name, (slug,), f"?q={word}").url)
    return near


def signs_in(client, pages, signs):
    """`{(address, sign)}` of what is told to `client`, without the words that were looked for."""
    found = set()
    for address in pages:
        response = client.get(address)
        text = told(response) + unzipped(response)
        for mark in ('value="{}"', "“{}”", "q={}"):
            for word in ("Zebedia", WORD):
                text = text.replace(mark.format(word), "")
        found |= {(address, sign) for sign in signs if sign in text}
    return found


@pytest.fixture
def planted(world, convenor):
    """Somebody protected, asked and seen, their name typed into every text beside."""
    person = make.PersonFactory(
        programme=world.programme,
        name=NAME,
        email="zq-canary@example.org",
        group=world.miners,
        protected=True,
        held_by=world.partner_body,
    )
    other = make.PersonFactory(programme=world.programme, email="other@example.org")
    text = f"We heard of it from {NAME} first. "
    return plant_convening(world, text, person=person, other=other, by=convenor)


@pytest.mark.parametrize("name", OUTSIDE)
def test_nobody_outside_the_team_learns_of_somebody_protected(cast, world, planted, sign_in, name):
    world.dialogue.is_public = world.initiative.is_public = name in ("visitor", "donor")
    world.dialogue.save()
    world.initiative.save()
    assert signs_in(sign_in(cast[name]), addresses(world), CANARIES) == set()


def test_the_team_does_know_the_name(world, planted, convenor, sign_in):
    found = {url for url, sign in signs_in(sign_in(convenor), addresses(world), CANARIES)}
    for page in ("answers", "sponsorship", "door"):
        assert any(
            url.startswith(f"/dialogues/{world.dialogue.slug}/convening/{page}/") for url in found
        )


def test_a_personal_link_tells_nobody_of_another(world, planted, client):
    base = let_in(client, planted.asked.link)
    pages = [url.replace(_key_in(url), str(planted.asked.link.key)) for url in _by_link(world)]
    assert base in pages
    assert signs_in(client, pages, CANARIES) == set()
    # And opens nothing but its own.
    others = base.replace(str(planted.asked.link.key), str(planted.registration.link.key))
    assert client.get(others).status_code == 403


def _by_link(world):
    return [route.url for route in routes(world) if "/attending/" in route.url]


def _key_in(url):
    return re.search(r"/attending/([0-9a-f-]{36})/", url)[1]


def test_no_file_names_somebody_protected(world, planted, convenor, sign_in):
    client, named = sign_in(convenor), set()
    for url in addresses(world):
        response = client.get(url)
        if "attachment" in response.get("Content-Disposition", ""):
            text = told(response) + unzipped(response)
            named |= {(url, sign) for sign in CANARIES if sign in text}
    assert named == set()


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
    told_to = signs_in(sign_in(partner), pages, (f"{WORD} Nobody", f"{WORD} Two"))
    # Who appears on the agenda is known to whoever reads it.
    assert {(url, sign) for url, sign in told_to if "agenda" not in url} == set()
    assert signs_in(sign_in(user), pages, (f"{WORD} Nobody",))


def test_what_the_door_keeps_on_a_phone_says_no_more_than_the_page(
    world, planted, rapporteur, sign_in
):
    slug = world.dialogue.slug
    answered = sign_in(rapporteur).get(f"/dialogues/{slug}/convening/door/people.json")
    assert answered.status_code == 200
    text = json.dumps(answered.json())
    assert not any(sign in text for sign in CANARIES)
