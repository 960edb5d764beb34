"""The lists of the register: what narrows them, their order, and whom neither of them gives away."""

from datetime import date

import pytest
from django.urls import reverse

from stakeholders.models import Person
from stakeholders.views.organisations import narrowed_organisations
from stakeholders.views.people import narrowed_people
from tests import factories as make

PEOPLE = reverse("stakeholders:person_list")
ORGANISATIONS = reverse("stakeholders:organisation_list")


@pytest.fixture
def ada(world):
    """Somebody of whom everything is known."""
    person = make.PersonFactory(
        programme=world.programme,
        name="Ada Known",
        organisation=world.ngo,
        languages=["pt-MZ", "en"],
        held_by=world.partner_body,
        protected=True,
    )
    make.ConsentFactory(person=person, kind="listed", given=True, is_current=True)
    make.ConsentFactory(
        person=person, kind="contacted", given=True, is_current=False, asked_on=date(2020, 1, 1)
    )
    make.ConsentFactory(person=person, kind="contacted", given=False, is_current=True)
    person.categories.add(make.CategoryFactory(programme=world.programme, name="Young people"))
    return person


@pytest.fixture
def ben(world):
    """Somebody else."""
    return make.PersonFactory(
        programme=world.programme,
        name="Ben Other",
        organisation=world.partner_body,
        languages=["fr"],
    )


def names(user, **asked):
    rows, _form = narrowed_people(user, asked)
    return [person.name for person in rows]


def ways(person):
    """Filters that only those find `person` by who may know them."""
    return [
        {"q": "ada"},
        {"organisation": "Convening"},
        {"organisation": "convning ngo"},
        {"organisation": str(person.organisation_id)},
        {"language": "pt-MZ"},
        {"consent": "listed-yes"},
        {"consent": "contacted-no"},
        {"category": str(person.categories.get().pk)},
        {"protected": "yes"},
        {"held_by": str(person.held_by_id)},
    ]


def test_each_filter_narrows_the_list(convenor, ada, ben):
    for asked in ways(ada):
        assert names(convenor, **asked) == [ada.name], asked
    assert names(convenor, protected="no") == [ben.name]
    assert names(convenor, held_by="none") == [ben.name]
    assert names(convenor, consent="contacted-yes") == []
    assert names(convenor, language="fr", organisation="partner") == [ben.name]


def test_no_filter_finds_a_protected_person_for_a_partner(partner, world, ada):
    make.PersonFactory(
        programme=world.programme,
        name="Zeno Open",
        held_by=world.partner_body,
        languages=["sw"],
        organisation=world.partner_body,
    )
    assert "Ada Known" in names(partner)
    for asked in ways(ada):
        rows, form = narrowed_people(partner, asked)
        known = form.chosen()
        assert ada not in rows or not known, asked
    _rows, form = narrowed_people(partner, {})
    assert {"protected", "held_by"}.isdisjoint(form.fields)
    assert "pt-MZ" not in str(form)


@pytest.mark.parametrize("sort", ["organisation", "changed", "", "name; DROP", "email"])
def test_the_order_betrays_no_hidden_person(partner, world, ada, sort):
    for name in ("Aaron", "Zeno"):
        make.PersonFactory(programme=world.programme, name=name, held_by=world.partner_body)
    assert names(partner, sort=sort)[0] == ada.name


def test_the_list_may_be_sorted(convenor, ada, ben):
    assert names(convenor) == [ada.name, ben.name]
    assert names(convenor, sort="organisation") == [ada.name, ben.name]
    ada.name = "Zada"
    ada.save()
    assert names(convenor, sort="changed") == ["Zada", ben.name]
    nobody = make.PersonFactory(programme=ben.programme, name="Aaron Alone")
    assert names(convenor, sort="organisation")[-1] == nobody.name


def test_the_choices_are_those_that_occur(convenor, ada, ben):
    _rows, form = narrowed_people(convenor, {})
    assert [tag for tag, _label in form.fields["language"].choices] == ["", "en", "fr", "pt-MZ"]
    assert [label for _pk, label in form.fields["held_by"].choices][1:] == [
        "The team",
        "Partner Body",
    ]


def test_a_link_from_an_organisation_shows_its_name(sign_in, convenor, world, ada, ben):
    answer = sign_in(convenor).get(PEOPLE, {"organisation": world.ngo.pk})
    assert 'value="Convening NGO"' in answer.text
    assert ada.name in answer.text
    assert ben.name not in answer.text


def test_filters_stand_in_the_address_of_the_files_too(sign_in, convenor, ada):
    answer = sign_in(convenor).get(PEOPLE, {"q": "ada", "sort": "changed", "page": "1"})
    assert answer.context["query"] == "q=ada&sort=changed"
    assert answer.context["is_filtered"]
    assert not sign_in(convenor).get(PEOPLE, {"sort": "changed"}).context["is_filtered"]


@pytest.mark.parametrize(
    "asked",
    [
        {"language": '"', "consent": "x-yes", "category": "9" * 30, "held_by": "none'"},
        {"organisation": "\0", "q": "\0"},
        {"organisation": "9" * 30, "protected": "maybe"},
        {"q": "x" * 1000},
    ],
)
def test_nonsense_in_the_address_is_left_out(sign_in, convenor, ada, asked):
    assert sign_in(convenor).get(PEOPLE, asked).status_code == 200


def test_a_partner_learns_nothing_of_anothers_organisations(partner, world):
    own = make.OrganisationFactory(
        programme=world.programme, name="Ours Mining", held_by=world.partner_body
    )
    make.OrganisationFactory(programme=world.programme, name="Theirs Mining", country="ZM")
    rows, form = narrowed_organisations(partner, {"q": "mning", "country": "ZM"})
    assert list(rows) == [own]
    assert "held_by" not in form.fields


def test_organisations_are_filtered_sorted_and_counted(sign_in, convenor, world, ada):
    make.OrganisationFactory(programme=world.programme, name="Held", held_by=world.partner_body)
    rows, _form = narrowed_organisations(convenor, {"held_by": str(world.partner_body.pk)})
    assert [row.name for row in rows] == ["Held"]
    rows, _form = narrowed_organisations(convenor, {"sort": "changed"})
    assert rows[0].name == "Held"
    listed = sign_in(convenor).get(ORGANISATIONS, {"q": "convening"}).context["organisations"]
    assert [(row["name"], row["people_count"]) for row in listed] == [("Convening NGO", 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_all_filters_at_once_ask_as_often_for_one_as_for_three(
    sign_in, convenor, world, ada, count, django_assert_num_queries
):
    for number in range(count):
        other = make.PersonFactory(
            programme=world.programme, name=f"Adda {number}", organisation=world.ngo
        )
        make.ConsentFactory(person=other, kind="listed", given=True)
    client = sign_in(convenor)
    asked = {
        "q": "ada",
        "organisation": "convning",
        "consent": "listed-yes",
        "sort": "organisation",
        "protected": "yes",
    }
    assert Person.objects.count() == count + 1
    with django_assert_num_queries(13):
        client.get(PEOPLE, asked)
