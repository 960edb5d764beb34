"""Writes of the register."""

from datetime import date

import pytest

from stakeholders.exceptions import GroupNameTaken
from stakeholders.models import Person
from stakeholders.services import register as services
from tests import factories as make

JANUARY, MARCH = date(2026, 1, 5), date(2026, 3, 9)


@pytest.fixture
def amina(world):
    return services.add_person(
        programme=world.programme,
        name="Amina Diallo",
        role="Secretary",
        organisation=world.ngo,
        at=JANUARY,
    )


def spans(person):
    rows = person.affiliations.order_by("pk")
    return [(row.organisation.key, row.role, row.since, row.until) for row in rows]


def test_somebody_new_gets_a_key_and_a_present_affiliation(amina):
    assert amina.key == "amina-diallo"
    assert spans(amina) == [("ngo", "Secretary", JANUARY, None)]


def test_two_people_of_one_name_get_different_keys(world, amina):
    other = services.add_person(programme=world.programme, name="Amina Diallo")
    assert other.key == "amina-diallo-2"


def test_a_name_without_latin_letters_gets_a_key_all_the_same(world):
    assert services.add_person(programme=world.programme, name="李").key == "person"


def test_a_new_organisation_closes_the_affiliation_before_it(world, amina):
    services.change_person(amina, organisation=world.partner_body, at=MARCH)
    assert spans(amina) == [
        ("ngo", "Secretary", JANUARY, MARCH),
        ("partner", "Secretary", MARCH, None),
    ]


def test_leaving_an_organisation_closes_the_affiliation(world, amina):
    services.change_person(amina, organisation=None, role="", at=MARCH)
    assert spans(amina) == [("ngo", "Secretary", JANUARY, MARCH)]


def test_a_slip_corrected_on_the_same_day_leaves_no_trace(world, amina):
    services.change_person(amina, role="Treasurer", at=JANUARY)
    assert spans(amina) == [("ngo", "Treasurer", JANUARY, None)]


def test_another_name_touches_no_affiliation(amina):
    services.change_person(amina, name="Amina Bah", at=MARCH)
    assert spans(amina) == [("ngo", "Secretary", JANUARY, None)]
    assert Person.objects.matching("bah").get() == amina


def test_what_was_known_before_affiliations_were_kept_is_not_lost(world):
    person = make.PersonFactory(programme=world.programme, organisation=world.ngo, role="Elder")
    services.change_person(person, organisation=world.partner_body, role="Chief", at=MARCH)
    assert spans(person) == [("ngo", "Elder", None, MARCH), ("partner", "Chief", MARCH, None)]


def test_groups_come_one_after_the_other(world):
    group = services.add_group(programme=world.programme, name="Landholders", acronym="LH")
    assert group.key == "lh"
    assert group == world.programme.groups.order_by("position").last()


def test_a_programme_has_a_group_only_once(world):
    with pytest.raises(GroupNameTaken):
        services.add_group(programme=world.programme, name=world.miners.name)
    with pytest.raises(GroupNameTaken):
        services.change_group(world.companies, name=world.miners.name, acronym="")
