"""The register of people, as each of the cast meets it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from stakeholders.models import Affiliation, Consent, Organisation, Person
from tests import factories as make

PEOPLE = reverse("stakeholders:person_list")


def page(person):
    return reverse("stakeholders:person", args=[person.pk])


def edit(person):
    return reverse("stakeholders:person_edit", args=[person.pk])


@pytest.fixture
def zoe(world):
    return make.PersonFactory(
        programme=world.programme,
        name="Zoé Côté",
        organisation=world.ngo,
        group=world.miners,
        country="CI",
        email="zoe@example.org",
    )


@pytest.fixture
def held(world):
    """Registered by the partner, and protected."""
    return make.PersonFactory(
        programme=world.programme,
        name="Hidden Harriet",
        phone="+233 999",
        email="harriet@example.org",
        held_by=world.partner_body,
        protected=True,
    )


def test_visitors_are_led_to_sign_in(client):
    for url in (
        PEOPLE,
        reverse("stakeholders:organisation_list"),
        reverse("stakeholders:group_list"),
    ):
        assert client.get(url).status_code == 302


def test_a_convenor_finds_people_whatever_the_accents(sign_in, convenor, zoe):
    answer = sign_in(convenor).get(PEOPLE, {"q": "zoe cote"})
    assert "Zoé Côté" in answer.text


def test_the_filters_narrow_the_register(sign_in, convenor, world, zoe):
    other = make.PersonFactory(
        programme=world.programme,
        name="Other Olga",
        group=world.companies,
        organisation=world.partner_body,
        country="GH",
    )
    client = sign_in(convenor)
    for query in (
        {"group": world.companies.pk},
        {"organisation": world.partner_body.pk},
        {"country": "GH"},
    ):
        answer = client.get(PEOPLE, query)
        assert other.name in answer.text, query
        assert zoe.name not in answer.text, query


def test_a_group_holds_those_whose_organisation_belongs_to_it(sign_in, convenor, world, zoe):
    union = make.OrganisationFactory(programme=world.programme, group=world.companies)
    member = make.PersonFactory(programme=world.programme, name="Union Ulla", organisation=union)
    answer = sign_in(convenor).get(PEOPLE, {"group": world.companies.pk})
    assert member.name in answer.text


def test_a_filter_that_asks_for_nonsense_is_left_out(sign_in, convenor, zoe):
    answer = sign_in(convenor).get(PEOPLE, {"group": "x", "country": "??", "page": "-1"})
    assert answer.status_code == 200
    assert zoe.name in answer.text


def test_strangers_see_nobody(sign_in, stranger, zoe):
    client = sign_in(stranger)
    assert zoe.name not in client.get(PEOPLE).text
    assert client.get(page(zoe)).status_code == 404
    assert client.get(edit(zoe)).status_code == 404


def test_another_programme_is_not_seen(sign_in, convenor):
    elsewhere = make.PersonFactory(name="Elsewhere Elsa")
    client = sign_in(convenor)
    assert elsewhere.name not in client.get(PEOPLE).text
    assert client.get(page(elsewhere)).status_code == 404


def test_a_partner_sees_those_it_registered_and_names_only_the_unprotected(
    sign_in, partner, world, zoe, held
):
    own = make.PersonFactory(
        programme=world.programme, name="Open Otto", held_by=world.partner_body
    )
    client = sign_in(partner)
    answer = client.get(PEOPLE)
    assert own.name in answer.text
    assert zoe.name not in answer.text
    assert held.name not in answer.text
    assert "Protected person" in answer.text


def test_a_protected_person_is_not_found_by_name(sign_in, partner, held):
    answer = sign_in(partner).get(PEOPLE, {"q": "harriet"})
    assert "Nobody matches" in answer.text


def test_the_order_of_the_list_betrays_no_hidden_name(partner, world, held):
    for name in ("Adam", "Irene"):
        make.PersonFactory(programme=world.programme, name=name, held_by=world.partner_body)
    rows = Person.objects.visible_to(partner).by_shown_name(partner)
    assert [row.name for row in rows] == ["Hidden Harriet", "Adam", "Irene"]


def test_a_protected_persons_page_tells_a_partner_nothing_that_names_them(sign_in, partner, held):
    client = sign_in(partner)
    answer = client.get(page(held))
    assert answer.status_code == 200
    for secret in ("Harriet", "999", "harriet@example.org"):
        assert secret not in answer.text
    assert client.get(edit(held)).status_code == 403


def test_the_convenor_names_a_protected_person(sign_in, convenor, held):
    assert held.name in sign_in(convenor).get(page(held)).text
    assert sign_in(convenor).get(edit(held)).status_code == 200


def test_somebody_may_see_their_own_entry_and_not_change_it(sign_in, participant):
    own = participant.people.get()
    client = sign_in(participant)
    assert own.name in client.get(page(own)).text
    assert client.get(edit(own)).status_code == 403


def test_a_persons_page_shows_dialogues_affiliations_and_consents(sign_in, convenor, world, zoe):
    make.ParticipationFactory(dialogue=world.dialogue, person=zoe, acts_as="chair")
    Affiliation.objects.create(person=zoe, organisation=world.ngo, role="Chief surveyor")
    Consent.objects.create(
        person=zoe, kind="listed", given=True, wording="Yes, on the list", asked_on="2026-01-02"
    )
    answer = sign_in(convenor).get(page(zoe))
    for words in (world.dialogue.title, "Chair", "Chief surveyor", "Yes, on the list"):
        assert words in answer.text


def test_a_partner_is_not_told_of_dialogues_that_are_not_theirs(sign_in, partner, world):
    own = make.PersonFactory(programme=world.programme, held_by=world.partner_body)
    make.ParticipationFactory(dialogue=world.dialogue, person=own)
    other = make.DialogueFactory(initiative=world.initiative, title="The other dialogue")
    make.ParticipationFactory(dialogue=other, person=own)
    answer = sign_in(partner).get(page(own))
    assert world.dialogue.title in answer.text
    assert other.title not in answer.text


def test_a_convenor_enters_somebody(sign_in, convenor, world):
    answer = sign_in(convenor).post(
        reverse("stakeholders:person_add"),
        {
            "name": "  Kofi   Mensah ",
            "organisation": world.ngo.pk,
            "group": world.miners.pk,
            "country": "gh",
            "languages": "en, tw",
            "protected": "on",
        },
    )
    person = Person.objects.get(name="Kofi Mensah")
    assert answer.url == page(person)
    assert (person.country, person.languages, person.protected) == ("GH", ["en", "tw"], True)
    assert person.programme == world.programme
    assert person.affiliations.get().since == timezone.localdate()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "This field is required"),
        ("country", "Atlantis", "Atlantis"),
        ("languages", "en, n/a", "n/a"),
        ("email", "ZOE@example.org", "Zoé Côté"),
        ("email", "no address", "valid email"),
    ],
)
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(
    sign_in, convenor, zoe, field, value, message
):
    typed = {"name": "Kept Kate", "role": "Kept role", field: value}
    answer = sign_in(convenor).post(reverse("stakeholders:person_add"), typed)
    assert answer.status_code == 200
    assert any(message in str(error) for error in answer.context["form"].errors[field])
    assert "Kept role" in answer.text
    assert not Person.objects.filter(role="Kept role").exists()


def test_choices_are_those_of_the_programme(sign_in, convenor):
    elsewhere = make.OrganisationFactory(name="Elsewhere Limited")
    client = sign_in(convenor)
    add = reverse("stakeholders:person_add")
    assert elsewhere.name not in client.get(add).text
    answer = client.post(add, {"name": "Somebody", "organisation": elsewhere.pk})
    assert "organisation" in answer.context["form"].errors


def test_a_partner_corrects_whom_it_registered_and_learns_of_nobody_else(
    sign_in, partner, world, zoe
):
    own = make.PersonFactory(
        programme=world.programme, name="Open Otto", held_by=world.partner_body
    )
    client = sign_in(partner)
    assert "held_by" not in client.get(edit(own)).context["form"].fields
    answer = client.post(edit(own), {"name": "Otto Open", "email": zoe.email, "version": 1})
    assert answer.status_code == 302
    own.refresh_from_db()
    assert (own.name, own.held_by) == ("Otto Open", world.partner_body)
    assert client.get(reverse("stakeholders:person_add")).status_code == 403


def test_who_runs_two_programmes_chooses_one_first(sign_in, convenor, world):
    other = make.ProgrammeFactory(title="Forests")
    make.AppointmentFactory(user=convenor, role="convenor", programme=other)
    client = sign_in(convenor)
    add = reverse("stakeholders:person_add")
    assert "Forests" in client.get(add).text
    client.post(f"{add}?programme={other.slug}", {"name": "Forest Fay"})
    assert Person.objects.get(name="Forest Fay").programme == other
    strange = make.ProgrammeFactory()
    assert client.get(f"{add}?programme={strange.slug}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    sign_in, convenor, world, count, django_assert_num_queries
):
    for number in range(count):
        organisation = make.OrganisationFactory(programme=world.programme, group=world.miners)
        make.PersonFactory(
            programme=world.programme, organisation=organisation, country=("GH", "TZ", "KE")[number]
        )
    client = sign_in(convenor)
    with django_assert_num_queries(11):
        client.get(PEOPLE, {"q": "person"})


@pytest.mark.parametrize("count", [1, 3])
def test_a_persons_page_asks_as_often_for_one_dialogue_as_for_three(
    sign_in, convenor, world, zoe, count, django_assert_num_queries
):
    for _number in range(count):
        dialogue = make.DialogueFactory(initiative=world.initiative)
        make.ParticipationFactory(dialogue=dialogue, person=zoe)
        Affiliation.objects.create(
            person=zoe, organisation=make.OrganisationFactory(), until="2026-01-01"
        )
    client = sign_in(convenor)
    with django_assert_num_queries(19):
        client.get(page(zoe))


def test_rules_and_querysets_agree(cast, world, zoe, held):
    people = [zoe, held, cast["participant"].people.get(), make.PersonFactory()]
    organisations = [world.ngo, world.partner_body, make.OrganisationFactory()]
    for name, user in cast.items():
        for rows, perm, queryset in (
            (people, "view_person", Person.objects.visible_to(user)),
            (organisations, "view_organisation", Organisation.objects.visible_to(user)),
        ):
            for row in rows:
                expected = queryset.filter(pk=row.pk).exists()
                assert user.has_perm(f"stakeholders.{perm}", row) == expected, (name, perm, row)


def test_a_long_register_is_paged_and_keeps_its_filters(sign_in, convenor, world):
    for number in range(52):
        make.PersonFactory(programme=world.programme, name=f"Long {number:02}", country="GH")
    make.PersonFactory(programme=world.programme, name="Long elsewhere", country="TZ")
    answer = sign_in(convenor).get(PEOPLE, {"q": "long", "country": "GH", "page": "2"})
    assert [row["name"] for row in answer.context["people"]] == ["Long 50", "Long 51"]
    assert "q=long&amp;country=GH&amp;page=1" in answer.text


def test_languages_are_told_by_their_names(sign_in, convenor, world):
    person = make.PersonFactory(programme=world.programme, languages=["en", "tw", "pt-MZ", "qqx"])
    answer = sign_in(convenor).get(page(person))
    assert "English, Twi, Portuguese, qqx" in answer.text
