"""What one partner brought into the register stays with that partner. The pages are found by walking every
route; for what is told of protected people there see test_canaries.py."""

import pytest

from accounts.roles import Role
from tests import factories as make
from tests.canaries import WORD, answers, exports, searches
from tests.routes import routes

pytestmark = pytest.mark.once


def signs_of(client, world, signs):
    """`{(address, sign)}` of what is told to `client`."""
    addresses = [*(route.url for route in routes(world)), *searches(world), *exports()]
    return {
        (address, sign)
        for address, text in answers(client, addresses)
        for sign in signs
        if sign in text
    }


@pytest.fixture
def others(world, convenor):
    """What another partner brought, full of a word that is nowhere else."""
    body = make.OrganisationFactory(programme=world.programme, name=f"{WORD} Partner")
    user = make.UserFactory(name=f"{WORD} Registrar", email="other.partner@example.org")
    make.AppointmentFactory(
        user=user, role=Role.PARTNER, dialogue=world.dialogue, organisation=body
    )
    firm = make.OrganisationFactory(
        programme=world.programme, name=f"{WORD} Diggers", acronym=f"{WORD}D", held_by=body
    )
    person = make.PersonFactory(
        programme=world.programme,
        name=f"{WORD} Nobody",
        role=f"{WORD} foreman",
        email="xylophant@example.org",
        phone="0244000111",
        organisation=firm,
        group=world.miners,
        held_by=body,
    )
    make.ParticipationFactory(dialogue=world.dialogue, person=person)
    world.initiative.stakeholder_map = make.StakeholderMapFactory(
        programme=world.programme, is_shared=True
    )
    world.initiative.save()
    for who in ({"person": person}, {"organisation": firm}):
        entry = make.StakeholderFactory(
            map=world.initiative.stakeholder_map, **who, reached_by_person=person, plan=WORD
        )
        make.AssessmentFactory(stakeholder=entry, note=WORD)
    bringing = make.ImportFactory(
        programme=world.programme, held_by=body, by=user, state="preview", file_name=f"{WORD}.csv"
    )
    make.ImportRowFactory(import_of=bringing, cells=[WORD], values={"name": WORD})
    return user


def test_one_partner_learns_nothing_of_anothers_people(partner, world, others, sign_in):
    signs = (WORD, WORD.lower() + "@", "0244000111")
    assert signs_of(sign_in(partner), world, signs) == set()


def test_whoever_brought_them_does_see_them(world, others, sign_in):
    seen = {url for url, _sign in signs_of(sign_in(others), world, (f"{WORD} Nobody",))}
    assert any("/people/export/" in url for url in seen)
    assert any(url.startswith("/stakeholders/?q=") for url in seen)
