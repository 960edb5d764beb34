"""Groups with their looks, categories, dated affiliations, and two people at one entry."""

from datetime import date

import pytest
from django.urls import reverse

from stakeholders.models import Category, Group, Person
from stakeholders.services import register as services
from tests import factories as make

GROUPS = reverse("stakeholders:group_list")


def url(name, *args):
    return reverse(f"stakeholders:{name}", args=args)


# Groups ------------------------------------------------------------------------------------------
def test_a_new_group_gets_a_look_that_no_other_has(world):
    for number in range(14):
        services.add_group(programme=world.programme, name=f"Group {number} of many")
    looks = {(group.tone, group.weave) for group in world.programme.groups.all()}
    assert len(looks) == world.programme.groups.count() == 16


def test_a_group_keeps_its_colour_wherever_it_stands(sign_in, convenor, world):
    before = {group.pk: (group.tone, group.weave) for group in world.programme.groups.all()}
    sign_in(convenor).post(url("group_move", world.companies.pk), {"to": "up"})
    first, second = world.programme.groups.order_by("position")
    assert (first, second) == (world.companies, world.miners)
    assert {group.pk: (group.tone, group.weave) for group in (first, second)} == before


def test_colour_and_pattern_are_chosen(sign_in, convenor, world):
    client = sign_in(convenor)
    page = client.get(url("group_add", world.programme.slug))
    assert page.text.count('type="radio"') == 16
    client.post(
        url("group_add", world.programme.slug), {"name": "Lenders", "colour": 3, "pattern": 7}
    )
    group = Group.objects.get(name="Lenders")
    assert (group.tone, group.weave) == (3, 7)
    assert "swatch--3 swatch--w7" in client.get(GROUPS).text
    answer = client.post(url("group_edit", group.pk), {"name": "Lenders", "colour": 99})
    assert "colour" in answer.context["form"].errors


def test_a_group_that_is_used_is_not_deleted(sign_in, convenor, world):
    make.PersonFactory(programme=world.programme, group=world.miners)
    client = sign_in(convenor)
    answer = client.post(url("group_delete", world.miners.pk))
    assert "1 people" in answer.text
    assert Group.objects.filter(pk=world.miners.pk).exists()
    client.post(url("group_delete", world.companies.pk))
    assert not Group.objects.filter(pk=world.companies.pk).exists()


# Categories --------------------------------------------------------------------------------------
def test_a_category_is_added_given_to_somebody_and_deleted(sign_in, convenor, world):
    client = sign_in(convenor)
    client.post(
        url("category_add", world.programme.slug), {"name": "Young people", "description": "< 35"}
    )
    category = Category.objects.get(name="Young people")
    person = make.PersonFactory(programme=world.programme, name="Yaa Young")
    typed = {"name": "Yaa Young", "categories": [category.pk], "version": 1}
    assert client.post(url("person_edit", person.pk), typed).status_code == 302
    assert list(person.categories.all()) == [category]
    assert "Young people" in client.get(person.get_absolute_url()).text
    make.TargetFactory(initiative=world.initiative, category=category)
    confirm = client.get(url("category_delete", category.pk)).text
    assert "1 people" in confirm
    assert "1 targets" in confirm
    client.post(url("category_delete", category.pk))
    assert not Category.objects.exists()
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_category_has_its_name_alone(sign_in, convenor, world):
    make.CategoryFactory(programme=world.programme, name="Young people")
    answer = sign_in(convenor).post(
        url("category_add", world.programme.slug), {"name": " Young  people "}
    )
    assert "name" in answer.context["form"].errors


def test_what_somebody_counts_in_is_not_told_to_others(sign_in, participant, world):
    person = Person.objects.get(name="Paula Participant")
    make.CategoryFactory(programme=world.programme, name="Has a disability").people.add(person)
    page = sign_in(participant).get(person.get_absolute_url())
    assert page.status_code == 200
    assert "Has a disability" not in page.text


def test_categories_of_another_programme_are_not_taken(sign_in, convenor, world):
    make.CategoryFactory(programme=world.programme)
    other = make.CategoryFactory()
    person = make.PersonFactory(programme=world.programme)
    typed = {"name": "Somebody", "categories": [other.pk, "9" * 20], "version": 1}
    answer = sign_in(convenor).post(url("person_edit", person.pk), typed)
    assert "categories" in answer.context["form"].errors


# Affiliations ------------------------------------------------------------------------------------
@pytest.fixture
def dora(world):
    """Works for the NGO since a day, and was with the partner before."""
    dora = services.add_person(
        programme=world.programme,
        name="Dora Dated",
        organisation=world.ngo,
        role="Director",
        at=date(2020, 1, 1),
    )
    make.AffiliationFactory(
        person=dora, organisation=world.partner_body, role="Clerk", until=date(2019, 12, 31)
    )
    return dora


def test_an_earlier_affiliation_is_added_and_corrected(sign_in, convenor, world, dora):
    client = sign_in(convenor)
    typed = {
        "organisation": world.partner_body.pk,
        "role": "Apprentice",
        "since": "2010-02-01",
        "until": "2012-01-31",
    }
    assert client.post(url("affiliation_add", dora.pk), typed).status_code == 302
    added = dora.affiliations.get(role="Apprentice")
    wrong = typed | {"until": "2009-01-01"}
    answer = client.post(url("affiliation_edit", dora.pk, added.pk), wrong)
    assert "until" in answer.context["form"].errors
    answer = client.post(url("affiliation_add", dora.pk), typed | {"until": "2999-01-01"})
    assert "until" in answer.context["form"].errors
    client.post(url("affiliation_delete", dora.pk, added.pk))
    assert dora.affiliations.count() == 2


def test_of_the_present_affiliation_only_its_beginning_is_corrected(sign_in, convenor, world, dora):
    present = dora.affiliations.get(until=None)
    client = sign_in(convenor)
    page = client.get(url("affiliation_edit", dora.pk, present.pk))
    assert set(page.context["form"].fields) == {"since"}
    client.post(url("affiliation_edit", dora.pk, present.pk), {"since": "2018-05-01"})
    present.refresh_from_db()
    assert (present.since, present.organisation) == (date(2018, 5, 1), world.ngo)
    assert client.post(url("affiliation_delete", dora.pk, present.pk)).status_code == 404


def test_an_affiliation_is_not_reached_through_somebody_else(sign_in, convenor, world, dora):
    other = make.PersonFactory(programme=world.programme)
    affiliation = dora.affiliations.first()
    answer = sign_in(convenor).get(url("affiliation_edit", other.pk, affiliation.pk))
    assert answer.status_code == 404


# Two at once -------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_the_second_of_two_is_shown_both(sign_in, convenor, world, kind):
    row = (
        make.PersonFactory(programme=world.programme, name="As It Was")
        if kind == "person"
        else make.OrganisationFactory(programme=world.programme, name="As It Was")
    )
    client = sign_in(convenor)
    edit = url(f"{kind}_edit", row.pk)
    form = client.get(edit).context["form"]
    sent = {"version": 1, "base": form["base"].value()}
    assert client.post(edit, sent | {"name": "First Typed"}).status_code == 302
    answer = client.post(edit, sent | {"name": "Second Typed"})
    assert answer.status_code == 409
    assert "First Typed" in answer.text
    assert "Second Typed" in answer.text
    again = answer.context["form"]
    sent = {"version": again["version"].value(), "base": again["base"].value()}
    assert client.post(edit, sent | {"name": "Second Typed"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.version) == ("Second Typed", 3)


def test_a_save_without_a_version_is_refused(sign_in, convenor, world):
    person = make.PersonFactory(programme=world.programme, name="As It Was")
    answer = sign_in(convenor).post(url("person_edit", person.pk), {"name": "Blind"})
    assert answer.status_code == 200
    person.refresh_from_db()
    assert person.name == "As It Was"


def test_a_protection_is_lifted_only_on_purpose(sign_in, convenor, world):
    person = make.PersonFactory(programme=world.programme, name="Pia Hidden", protected=True)
    client = sign_in(convenor)
    typed = {"name": "Pia Hidden", "version": 1}
    answer = client.post(url("person_edit", person.pk), typed)
    assert "lifted" in answer.context["form"].errors
    person.refresh_from_db()
    assert person.protected
    client.post(url("person_edit", person.pk), typed | {"lifted": "on"})
    person.refresh_from_db()
    assert not person.protected
