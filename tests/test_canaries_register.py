"""What is said of protected people in the register, on maps, in briefings and sheets stays with the team;
and what one partner brought, with that partner. The pages are found by walking every route."""

import zipfile
from io import BytesIO

import pytest

from accounts.roles import Role
from tests import factories as make
from tests.planting_table import plant_table
from tests.routes import Route, routes
from tests.test_canaries import OUTSIDE, told

pytestmark = pytest.mark.once

NAME = "Zebedia Quillonsense"
CANARIES = ("Zebedia", "Quillonsense", "zq-canary@")
WORD = "Xylophant"
FILES = ("csv", "xlsx", "vcf")


def searches():
    for word in (WORD, "Xylofant", "Zebedia", "Zebedya", "Quillonsense"):
        for name in ("search", "stakeholders:person_list", "stakeholders:organisation_list"):
            yield Route(name, query=f"?q={word}").url


def exports():
    for name in ("people_export", "organisations_export"):
        for form in FILES:
            yield Route(f"stakeholders:{name}", query=f"?format={form}").url


def signs_in(client, world, signs, *, spoken=()):
    """`{(address, sign)}` of what is told to `client`; `spoken` are words it looked for itself."""
    addresses = [*(route.url for route in routes(world)), *searches(), *exports()]
    found = set()
    for address in addresses:
        response = client.get(address)
        text = told(response) + unzipped(response)
        for mark in ('value="{}"', "“{}”", "q={}"):
            for word in (*spoken, "Xylofant", "Zebedya"):
                text = text.replace(mark.format(word), "")
        found |= {(address, sign) for sign in signs if sign in text}
    return found


def unzipped(response):
    """What a sheet of Excel says: its texts are packed."""
    if "spreadsheet" not in response.get("Content-Type", ""):
        return ""
    content = response.getvalue() if response.streaming else response.content
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist())


@pytest.fixture
def canary(world, convenor):
    """Somebody protected, planted wherever the register and the map can hold them, their name typed into
    every text beside."""
    person = make.PersonFactory(
        programme=world.programme,
        name=NAME,
        email="zq-canary@example.org",
        group=world.miners,
        protected=True,
        held_by=world.partner_body,
    )
    make.ParticipationFactory(dialogue=world.dialogue, person=person, listed=True)
    text = f"We heard of it from {NAME} first. "
    plant_table(world, text, person=person, by=convenor)
    return person


@pytest.mark.parametrize("name", OUTSIDE)
def test_nobody_outside_the_team_learns_of_somebody_protected(cast, world, canary, sign_in, name):
    spoken = ("Zebedia", "Quillonsense")
    assert signs_in(sign_in(cast[name]), world, CANARIES, spoken=spoken) == set()


def test_no_file_takes_somebody_protected_out_of_the_house(convenor, world, canary, sign_in):
    client = sign_in(convenor)
    named = set()
    for url in [*(route.url for route in routes(world)), *exports()]:
        response = client.get(url)
        if "attachment" in response.get("Content-Disposition", ""):
            text = told(response) + unzipped(response)
            named |= {(url, sign) for sign in CANARIES if sign in text}
    # But for what is handed to that person.
    assert {(url, sign) for url, sign in named if "/data/" not in url} == set()


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
    assert signs_in(sign_in(partner), world, signs, spoken=(WORD,)) == set()


def test_whoever_brought_them_does_see_them(world, others, sign_in):
    seen = {url for url, _sign in signs_in(sign_in(others), world, (f"{WORD} Nobody",))}
    assert any("/people/export/" in url for url in seen)
    assert any(url.startswith("/stakeholders/?q=") for url in seen)
