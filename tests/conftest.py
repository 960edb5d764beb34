"""The cast: one person for each role, and the small world in which they meet.

The world is a programme with one initiative and one dialogue in Ghana, which is not public. Whoever
needs another one makes it with the factories.
"""

import gc
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.roles import Role
from tests import factories as make


def pytest_collection_finish():
    """What is loaded by now stays until the end: the collector need not look at it again and again, which
    took a fifth of the whole time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    """Each test writes its files to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path


@pytest.fixture
def world(db):
    """A programme with its register, an initiative and a dialogue."""
    programme = make.ProgrammeFactory(title="Mining Dialogues", slug="mining-dialogues")
    miners = make.GroupFactory(programme=programme, key="asm", name="Artisanal miners")
    companies = make.GroupFactory(programme=programme, key="lsm", name="Mining companies")
    ngo = make.OrganisationFactory(programme=programme, name="Convening NGO", key="ngo")
    partner_body = make.OrganisationFactory(programme=programme, name="Partner Body", key="partner")
    initiative = make.InitiativeFactory(
        programme=programme, title="Access to land", slug="access-to-land"
    )
    dialogue = make.DialogueFactory(
        initiative=initiative, title="Tarkwa dialogue", slug="tarkwa-dialogue"
    )
    return SimpleNamespace(
        programme=programme,
        miners=miners,
        companies=companies,
        ngo=ngo,
        partner_body=partner_body,
        initiative=initiative,
        dialogue=dialogue,
    )


def _appointed(email, name, role, **scope):
    user = make.UserFactory(email=email, name=name)
    make.AppointmentFactory(user=user, role=role, **scope)
    return user


@pytest.fixture
def convenor(world):
    """Runs the programme."""
    return _appointed(
        "connie.convenor@example.org", "Connie Convenor", Role.CONVENOR, programme=world.programme
    )


@pytest.fixture
def partner(world):
    """Registers people for Partner Body at the dialogue."""
    return _appointed(
        "pat.partner@example.org",
        "Pat Partner",
        Role.PARTNER,
        dialogue=world.dialogue,
        organisation=world.partner_body,
    )


@pytest.fixture
def rapporteur(world):
    """Takes down what is said at the dialogue."""
    return _appointed(
        "ray.rapporteur@example.org", "Ray Rapporteur", Role.RAPPORTEUR, dialogue=world.dialogue
    )


@pytest.fixture
def adviser(world):
    """Sits in the initiative's advisory group."""
    return _appointed(
        "ada.adviser@example.org", "Ada Adviser", Role.ADVISER, initiative=world.initiative
    )


@pytest.fixture
def donor(world):
    """Funds the programme."""
    return _appointed("don.donor@example.org", "Don Donor", Role.DONOR, programme=world.programme)


@pytest.fixture
def participant(world):
    """Takes part in the dialogue, and has an account."""
    user = make.UserFactory(email="paula.participant@example.org", name="Paula Participant")
    person = make.PersonFactory(
        programme=world.programme, name="Paula Participant", user=user, group=world.miners
    )
    make.ParticipationFactory(dialogue=world.dialogue, person=person, listed=True)
    return user


@pytest.fixture
def llg_member(world):
    """Sits in the Learning and Leadership Group that owns the dialogue's roadmap."""
    user = make.UserFactory(email="lena.leader@example.org", name="Lena Leader")
    person = make.PersonFactory(programme=world.programme, name="Lena Leader", user=user)
    group = make.LearningGroupFactory(programme=world.programme, dialogue=world.dialogue)
    make.MembershipFactory(learning_group=group, person=person)
    make.RoadmapFactory(dialogue=world.dialogue, learning_group=group)
    return user


@pytest.fixture
def administrator(db):
    """Runs the installation: users and vocabularies."""
    return make.UserFactory(
        email="alex.administrator@example.org", name="Alex Administrator", is_staff=True
    )


@pytest.fixture
def stranger(db):
    """Has an account and no part in anything."""
    return make.UserFactory(email="sam.stranger@example.org", name="Sam Stranger")


@pytest.fixture
def visitor():
    """Has not signed in."""
    return AnonymousUser()


@pytest.fixture
def cast(
    convenor,
    partner,
    rapporteur,
    adviser,
    donor,
    participant,
    llg_member,
    administrator,
    stranger,
    visitor,
):
    """Everybody, by the name of their role."""
    return {
        "convenor": convenor,
        "partner": partner,
        "rapporteur": rapporteur,
        "adviser": adviser,
        "donor": donor,
        "participant": participant,
        "llg_member": llg_member,
        "administrator": administrator,
        "stranger": stranger,
        "visitor": visitor,
    }


@pytest.fixture
def sign_in(client):
    """`sign_in(user)` returns a client that is signed in as that user (or not, for the visitor)."""

    def signed_in(user):
        if user.is_authenticated:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        else:
            client.logout()
        return client

    return signed_in
