"""The people at a dialogue: who sees whom, and who puts whom on the list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogues.models import Attribution, Participation
from stakeholders.models import Organisation, Person
from tests import factories as make


@pytest.fixture
def address(world):
    return reverse("dialogues:dialogue_people", args=[world.dialogue.slug])


@pytest.fixture
def adding(world):
    return reverse("dialogues:participant_add", args=[world.dialogue.slug])


@pytest.fixture
def held(world):
    """Somebody whom Partner Body registered."""
    person = make.PersonFactory(
        programme=world.programme, name="Hanna Held", held_by=world.partner_body
    )
    return make.ParticipationFactory(dialogue=world.dialogue, person=person)


@pytest.fixture
def other(world):
    """Somebody whom the team registered."""
    person = make.PersonFactory(
        programme=world.programme, name="Otto Other", email="otto@example.org"
    )
    return make.ParticipationFactory(dialogue=world.dialogue, person=person)


def edit_url(participation, name="participant_edit"):
    slug = participation.dialogue.slug
    return reverse(f"dialogues:{name}", args=[slug, participation.pk])


def somebody(**more):
    return {"person-name": "Nana New", "status": "registered", **more}


def text_of(page):
    return page.content.decode()


def test_each_sees_whom_they_may(sign_in, cast, address, held, other, world):
    listed = make.PersonFactory(programme=world.programme, name="Lisa Listed")
    make.ParticipationFactory(dialogue=world.dialogue, person=listed, listed=True)
    names = ("Hanna Held", "Otto Other", "Lisa Listed")
    seen = {}
    for name, user in cast.items():
        page = sign_in(user).get(address)
        seen[name] = (
            {words for words in names if words in text_of(page)}
            if page.status_code == 200
            else page.status_code
        )
    assert seen == {
        "convenor": set(names),
        "partner": {"Hanna Held"},
        "rapporteur": set(names),
        "adviser": {"Lisa Listed"},
        "donor": 404,
        "participant": {"Lisa Listed"},
        "llg_member": 404,
        "administrator": 403,
        "stranger": 404,
        "visitor": 302,
    }


def test_somebody_protected_is_a_pseudonym_to_the_rapporteur(
    sign_in, convenor, rapporteur, address, other, world
):
    person = other.person
    person.protected = True
    person.role = "Treasurer of the union"
    person.organisation = world.ngo
    person.save()
    text = text_of(sign_in(rapporteur).get(address))
    for words in ("Otto Other", "Treasurer of the union", "otto@example.org"):
        assert words not in text
    assert "Otto Other" in text_of(sign_in(convenor).get(address))


def test_a_search_does_not_confirm_who_a_pseudonym_is(
    sign_in, convenor, rapporteur, address, other
):
    other.person.protected = True
    other.person.save()
    for words in ("Otto", "otto@example.org"):
        page = sign_in(rapporteur).get(address, {"q": words})
        assert page.context["page"].paginator.count == 0
        page = sign_in(convenor).get(address, {"q": words})
        assert page.context["page"].paginator.count == 1


def test_the_list_is_narrowed_by_name_group_and_status(sign_in, convenor, address, world):
    for name, group, status in (
        ("Åse Miner", world.miners, "attended"),
        ("Bo Miner", world.miners, "invited"),
        ("Cy Nobody", None, "attended"),
    ):
        person = make.PersonFactory(programme=world.programme, name=name)
        make.ParticipationFactory(
            dialogue=world.dialogue, person=person, group=group, status=status
        )
    client = sign_in(convenor)

    def names(**filters):
        rows = client.get(address, filters).context["rows"]
        return [row["name"] for row in rows]

    assert names(q="ase") == ["Åse Miner"]
    assert names(group=world.miners.pk) == ["Åse Miner", "Bo Miner"]
    assert names(group="none", status="attended") == ["Cy Nobody"]
    assert len(names(group="not a group", status="unknown")) == 3


def test_small_counts_are_not_told_outside_the_team(sign_in, participant, convenor, address, world):
    def add(number, group):
        for _ in range(number):
            person = make.PersonFactory(programme=world.programme)
            make.ParticipationFactory(dialogue=world.dialogue, person=person, group=group)

    add(4, world.companies)
    text = text_of(sign_in(participant).get(address))
    assert "5–9" not in text
    assert "fewer than 5" in text
    add(1, world.companies)
    assert "5–9" in text_of(sign_in(participant).get(address))
    assert "fewer than 5" not in text_of(sign_in(convenor).get(address))


def test_somebody_new_is_entered_in_the_register_and_on_the_list(
    sign_in, convenor, adding, address, world
):
    typed = somebody(
        **{
            "person-title": "Dr",
            "person-role": "Geologist",
            "person-new_organisation": "Survey Office",
            "person-country": "Ghana",
            "person-email": "nana@example.org",
            "person-languages": "en, tw",
            "person-protected": "on",
        },
        group=world.miners.pk,
        acts_as="Presenter",
        table="2",
        listed="on",
    )
    response = sign_in(convenor).post(adding, typed)
    assert response.url == address
    person = Person.objects.get(name="Nana New")
    assert (person.organisation.name, person.country) == ("Survey Office", "GH")
    assert (person.languages, person.protected) == (["en", "tw"], True)
    assert (person.group, person.held_by) == (world.miners, None)
    entry = person.participations.get()
    assert (entry.acts_as, entry.table, entry.listed) == ("presenter", "2", True)
    assert (entry.group, entry.dialogue) == (world.miners, world.dialogue)


def test_what_is_wrong_with_somebody_is_said_and_what_was_typed_is_kept(sign_in, convenor, adding):
    typed = {"person-name": "", "person-email": "no address", "person-role": "Cook"}
    page = sign_in(convenor).post(adding, typed | {"status": "registered"})
    assert set(page.context["forms"]["person"].errors) == {"name", "email"}
    assert 'value="Cook"' in text_of(page)
    assert not Participation.objects.exists()


def test_somebody_of_the_register_is_found_and_chosen(sign_in, convenor, adding, world):
    person = make.PersonFactory(
        programme=world.programme, name="Reggie Registered", group=world.miners
    )
    client = sign_in(convenor)
    page = client.get(adding, {"q": "reggie"})
    assert f"?person={person.pk}" in text_of(page)
    page = client.get(adding, {"person": person.pk})
    assert "Reggie Registered" in text_of(page)
    chosen = f"{adding}?person={person.pk}"
    client.post(chosen, {"status": "invited", "group": world.miners.pk})
    assert person.participations.get().status == "invited"
    page = client.post(chosen, {"status": "invited"})
    assert "takes part in the dialogue already" in text_of(page)
    assert person.participations.count() == 1


def test_an_address_that_is_taken_is_explained_to_the_convenor(sign_in, convenor, adding, world):
    known = make.PersonFactory(
        programme=world.programme, name="Kofi Known", email="kofi@example.org"
    )
    page = sign_in(convenor).post(adding, somebody(**{"person-email": "KOFI@example.org"}))
    assert "Kofi Known" in str(page.context["forms"]["person"].errors["email"])
    assert f"?person={known.pk}" in text_of(page)


def test_a_partner_does_not_learn_of_people_it_may_not_see(sign_in, partner, adding, other, world):
    client = sign_in(partner)
    response = client.post(adding, somebody(**{"person-email": "otto@example.org"}))
    assert response.status_code == 302
    new = Person.objects.get(name="Nana New")
    assert (new.held_by, new.email) == (world.partner_body, "otto@example.org")
    assert "Otto Other" not in text_of(client.get(adding, {"q": "otto"}))
    assert client.get(adding, {"person": other.person.pk}).status_code == 404
    assert client.get(edit_url(other)).status_code == 404
    assert client.get(edit_url(other, "participant_remove")).status_code == 404
    page = client.post(adding, somebody(**{"person-email": "otto@example.org"}))
    assert "already" in str(page.context["forms"]["person"].errors["email"])


def test_a_partner_chooses_among_the_organisations_it_may_know_of(sign_in, partner, adding, world):
    page = sign_in(partner).post(adding, somebody(**{"person-organisation": world.ngo.pk}))
    assert "organisation" in page.context["forms"]["person"].errors
    assert "Convening NGO" not in text_of(page)


def test_an_organisation_that_is_there_is_not_entered_twice(sign_in, convenor, adding, world):
    typed = somebody(**{"person-new_organisation": "convening  NGO"})
    sign_in(convenor).post(adding, typed)
    assert Person.objects.get(name="Nana New").organisation == world.ngo
    assert Organisation.objects.filter(name__iexact="convening ngo").count() == 1


def test_a_partner_corrects_those_it_registered(sign_in, partner, held):
    client = sign_in(partner)
    page = client.get(edit_url(held))
    assert "held_by" not in page.context["forms"]["person"].fields
    typed = {"person-name": "Hanna Held-Newby", "person-version": 1, "status": "attended"}
    assert client.post(edit_url(held), typed).status_code == 302
    held.refresh_from_db()
    assert (held.status, held.person.name) == ("attended", "Hanna Held-Newby")


def test_who_refused_to_be_listed_is_not_listed_by_a_tick(sign_in, partner, held):
    make.ConsentFactory(person=held.person, given=False)
    typed = {"person-name": "Hanna Held", "person-version": 1, "status": "attended", "listed": "on"}
    answer = sign_in(partner).post(edit_url(held), typed)
    assert "refused" in str(answer.context["forms"]["participation"].errors["listed"])


def test_two_who_correct_the_same_person_lose_nothing(sign_in, partner, held):
    client = sign_in(partner)
    typed = {"person-name": "Hanna Held-Newby", "person-version": 1, "status": "attended"}
    base = client.get(edit_url(held)).context["forms"]["person"]["base"].value()
    client.post(edit_url(held), typed | {"person-name": "Hanna Newby-Held"})
    answer = client.post(edit_url(held), typed | {"person-base": base})
    assert answer.status_code == 409
    assert "Hanna Newby-Held" in answer.text
    assert "Hanna Held-Newby" in answer.text
    held.person.refresh_from_db()
    assert held.person.name == "Hanna Newby-Held"


def test_a_partner_cannot_lift_a_protection(sign_in, partner, held):
    held.person.protected = True
    held.person.save()
    client = sign_in(partner)
    page = client.get(edit_url(held))
    assert "person" not in page.context["forms"]
    assert "Hanna Held" not in text_of(page)
    client.post(edit_url(held), {"status": "attended", "person-name": "Somebody"})
    held.refresh_from_db()
    assert (held.person.protected, held.person.name) == (True, "Hanna Held")
    assert held.status == "attended"


def test_somebody_taken_off_the_list_stays_in_the_register(sign_in, convenor, other):
    client = sign_in(convenor)
    here = edit_url(other, "participant_remove")
    assert "Otto Other" in text_of(client.get(here))
    assert Participation.objects.count() == 1
    client.post(here)
    assert not Participation.objects.exists()
    assert Person.objects.filter(name="Otto Other").exists()


def test_only_convenors_and_partners_register_people(sign_in, cast, adding):
    answers = {name: sign_in(user).get(adding).status_code for name, user in cast.items()}
    assert {name for name, answer in answers.items() if answer == 200} == {"convenor", "partner"}
    assert answers["rapporteur"] == 403
    assert answers["stranger"] == 404


def test_nobody_of_another_programme_can_be_added(sign_in, convenor, adding):
    outside = make.PersonFactory()
    assert sign_in(convenor).get(adding, {"person": outside.pk}).status_code == 404
    for forged in ("x", "9" * 30, "-1"):
        assert sign_in(convenor).get(adding, {"person": forged}).status_code == 404


def test_long_lists_come_in_pages_of_fifty(sign_in, convenor, address, world):
    for _number in range(51):
        person = make.PersonFactory(programme=world.programme)
        make.ParticipationFactory(dialogue=world.dialogue, person=person)
    client = sign_in(convenor)
    assert len(client.get(address).context["rows"]) == 50
    assert len(client.get(address, {"page": 2}).context["rows"]) == 1


@pytest.mark.parametrize("who", ["convenor", "rapporteur", "partner", "participant"])
def test_three_people_ask_no_more_queries_than_one(sign_in, cast, address, adding, world, who):
    world.dialogue.attribution = Attribution.CHATHAM_HOUSE
    world.dialogue.save()

    def add():
        organisation = make.OrganisationFactory(programme=world.programme)
        person = make.PersonFactory(
            programme=world.programme,
            name="Somebody",
            organisation=organisation,
            held_by=world.partner_body,
        )
        group = make.GroupFactory(programme=world.programme)
        make.ParticipationFactory(dialogue=world.dialogue, person=person, group=group, listed=True)

    client = sign_in(cast[who])
    pages = [address, f"{address}?q=some", f"{address}?status=invited"]
    if who in ("convenor", "partner"):
        pages += [adding, f"{adding}?q=some"]
    counts = []
    for more in (1, 2):
        for _number in range(more):
            add()
        row = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            row.append(len(queries))
        counts.append(row)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
