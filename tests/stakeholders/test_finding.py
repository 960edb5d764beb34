"""Search in the register: it forgives how a name is spelled, and finds nobody who may not be found."""

import pytest
from django.urls import reverse

from stakeholders.finding import ENOUGH, find, sounds_of, words_of
from stakeholders.models import Organisation, Person
from tests import factories as make

PEOPLE = reverse("stakeholders:person_list")


def found(words):
    return [person.name for person in find(Person.objects.all(), words)]


@pytest.mark.once
@pytest.mark.parametrize(
    "spellings",
    [
        ("Mohamed", "Muhammad", "Mohammed", "Mohamad"),
        ("Kwame", "Kouame", "Kwamé"),
        ("Phiri", "Firi"),
        ("Wattara", "Ouattara"),
        ("Djibril", "Jibril"),
        ("Christine", "Kristine"),
        ("Cheikh", "Sheikh"),
        ("Azonto", "Asonto"),
        ("Boateng", "Boatteng"),
        ("N’Guessan", "Nguessan", "N'Guessan"),
    ],
)
def test_spellings_that_sound_alike_share_their_consonants(spellings):
    assert len({sounds_of(name) for name in spellings}) == 1


@pytest.mark.once
def test_words_lose_accents_capitals_hyphens_and_apostrophes():
    assert words_of("Jean-Baptiste N’GUESSAN Łukasz Øst") == [
        "jean",
        "baptiste",
        "nguessan",
        "lukasz",
        "ost",
    ]
    assert words_of("Ama-Rose ama-rose@example.org") == ["ama", "rose", "ama-rose@example.org"]


@pytest.mark.parametrize(
    "words",
    [
        "Fatoumata",  # as it is
        "fatoumta",  # a letter missing
        "fatoummatta",  # two too many
        "fatuomata",  # swapped
        "fatoumeda",  # two wrong
        "gatoumata",  # the first one wrong
        "FATOUMATÁ",
        "fatimata",
        "traoré fatoumata",  # another order
        "fato",  # still being typed
        "trao fat",
        "traore",
        "traoe",
        "taroré",
        "raore",
        "traora",
        "fatoumeta traorre",
        "fatoumata@example",
    ],
)
def test_a_name_is_found_however_it_is_typed(world, words):
    make.PersonFactory(
        programme=world.programme, name="Fatoumata Traoré", email="fatoumata@example.org"
    )
    make.PersonFactory(programme=world.programme, name="Kwame Boateng")
    assert found(words) == ["Fatoumata Traoré"]


@pytest.mark.parametrize("words", ["xylophone", "traoré kwame", "zzzz", "%", "_", "", " "])
def test_what_is_in_no_name_finds_nobody(world, words):
    make.PersonFactory(programme=world.programme, name="Fatoumata Traoré")
    make.PersonFactory(programme=world.programme, name="Kwame Boateng")
    assert found(words) == []


def test_short_words_are_not_guessed_at(world):
    make.PersonFactory(programme=world.programme, name="Ama Owusu")
    assert found("ana") == []
    assert found("kma") == []


def test_names_as_typed_come_first(world):
    for name in ("Muhammad Abu", "Mohamed Zongo", "Mohammed Bah"):
        make.PersonFactory(programme=world.programme, name=name)
    assert found("mohamed") == ["Mohamed Zongo", "Mohammed Bah", "Muhammad Abu"]


def test_where_many_are_as_typed_nothing_else_is_read(world, django_assert_num_queries):
    Person.objects.bulk_create(
        Person(programme=world.programme, key=f"k{number}", name="Kofi", search=" kofi ")
        for number in range(ENOUGH)
    )
    with django_assert_num_queries(1):
        rows = find(Person.objects.all(), "kofi")
    assert rows.count() == ENOUGH


def test_organisations_are_found_by_name_and_acronym(world):
    body = make.OrganisationFactory(
        programme=world.programme, name="Chambre des Mines du Sénégal", acronym="CMS"
    )
    for words in ("chambre senegal", "cms", "chamber mines", "chamre des mine"):
        assert list(find(Organisation.objects.all(), words)) == [body], words


@pytest.mark.parametrize("words", ["harriet", "hariet", "heriat", "harriet@example.org", "hrrt"])
def test_nobody_finds_a_protected_person_whom_they_may_not_know(sign_in, partner, world, words):
    make.PersonFactory(
        programme=world.programme,
        name="Hidden Harriet",
        email="harriet@example.org",
        held_by=world.partner_body,
        protected=True,
    )
    client = sign_in(partner)
    assert "Nobody matches" in client.get(PEOPLE, {"q": words}).text
    everywhere = client.get(reverse("search"), {"q": words}).text.partition("<main")[2]
    assert PEOPLE + "people" not in everywhere


def test_the_box_everywhere_forgives_too_and_knows_no_other_partners_people(
    sign_in, partner, world
):
    own = make.PersonFactory(
        programme=world.programme, name="Mohamed Own", held_by=world.partner_body
    )
    others = make.PersonFactory(programme=world.programme, name="Muhammad Other", held_by=world.ngo)
    text = sign_in(partner).get(reverse("search"), {"q": "mohammed"}).text
    assert own.name in text
    assert others.name not in text
