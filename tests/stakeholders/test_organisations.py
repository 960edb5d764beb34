"""Organisations and stakeholder groups of a register."""

import pytest
from django.urls import reverse

from stakeholders.models import Group, Organisation
from tests import factories as make

ORGANISATIONS = reverse("stakeholders:organisation_list")
GROUPS = reverse("stakeholders:group_list")


def page(organisation):
    return reverse("stakeholders:organisation", args=[organisation.pk])


def test_a_convenor_enters_an_organisation_and_corrects_it(sign_in, convenor, world):
    client = sign_in(convenor)
    typed = {"name": "Chambre des mines", "acronym": "CDM", "country": "Ghana"}
    answer = client.post(
        reverse("stakeholders:organisation_add"), typed | {"website": "example.org"}
    )
    organisation = Organisation.objects.get(key="cdm")
    assert answer.url == page(organisation)
    assert (organisation.country, organisation.website) == ("GH", "https://example.org")
    edit = reverse("stakeholders:organisation_edit", args=[organisation.pk])
    changed = typed | {"name": "Chambre des Mines", "group": world.miners.pk, "version": 1}
    client.post(edit, changed)
    organisation.refresh_from_db()
    assert (organisation.key, organisation.name) == ("cdm", "Chambre des Mines")
    assert "Chambre des Mines" in client.get(ORGANISATIONS, {"q": "CHAMBRE"}).text


def test_an_organisation_is_in_the_register_once(sign_in, convenor, world):
    add = reverse("stakeholders:organisation_add")
    answer = sign_in(convenor).post(add, {"name": world.ngo.name.upper()})
    assert "name" in answer.context["form"].errors


def test_a_partner_sees_its_own_organisation_and_its_own_people(sign_in, partner, world):
    own = make.PersonFactory(
        programme=world.programme,
        name="Open Otto",
        organisation=world.partner_body,
        held_by=world.partner_body,
    )
    other = make.PersonFactory(
        programme=world.programme, name="Not Theirs", organisation=world.partner_body
    )
    client = sign_in(partner)
    answer = client.get(page(world.partner_body))
    assert own.name in answer.text
    assert other.name not in answer.text
    listed = client.get(ORGANISATIONS)
    assert world.ngo.name not in listed.text
    assert [row["people_count"] for row in listed.context["organisations"]] == [1]
    assert client.get(page(world.ngo)).status_code == 404
    edit = reverse("stakeholders:organisation_edit", args=[world.partner_body.pk])
    assert client.get(edit).status_code == 403
    assert client.get(reverse("stakeholders:organisation_add")).status_code == 403


def test_a_convenor_adds_renames_and_moves_groups(sign_in, convenor, world):
    client = sign_in(convenor)
    client.post(
        reverse("stakeholders:group_add", args=[world.programme.slug]),
        {"name": "Landholders", "acronym": "LH"},
    )
    group = Group.objects.get(name="Landholders")
    client.post(
        reverse("stakeholders:group_edit", args=[group.pk]), {"name": "Landowners", "acronym": ""}
    )
    move = reverse("stakeholders:group_move", args=[group.pk])
    assert client.get(move).status_code == 405
    client.post(move, {"to": "up"})
    assert [row.name for row in world.programme.groups.all()] == [
        "Artisanal miners",
        "Landowners",
        "Mining companies",
    ]


def test_a_groups_name_that_is_taken_is_refused_at_the_field(sign_in, convenor, world):
    answer = sign_in(convenor).post(
        reverse("stakeholders:group_add", args=[world.programme.slug]), {"name": world.miners.name}
    )
    assert "name" in answer.context["form"].errors


def test_groups_are_changed_by_those_who_run_the_programme_only(sign_in, cast, world):
    add = reverse("stakeholders:group_add", args=[world.programme.slug])
    edit = reverse("stakeholders:group_edit", args=[world.miners.pk])
    answers = {
        name: (sign_in(user).get(add).status_code, sign_in(user).get(edit).status_code)
        for name, user in cast.items()
    }
    assert answers == {
        "convenor": (200, 200),
        "administrator": (200, 200),
        "partner": (403, 403),
        "rapporteur": (403, 403),
        "adviser": (403, 403),
        "participant": (403, 403),
        "donor": (404, 404),
        "llg_member": (404, 404),
        "stranger": (404, 404),
        "visitor": (302, 302),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_for_one_as_for_three(
    sign_in, convenor, world, count, django_assert_num_queries
):
    for _number in range(count):
        organisation = make.OrganisationFactory(programme=world.programme, group=world.miners)
        make.PersonFactory(programme=world.programme, organisation=organisation)
        make.GroupFactory(programme=world.programme)
    client = sign_in(convenor)
    with django_assert_num_queries(10):
        client.get(ORGANISATIONS)
    with django_assert_num_queries(7):
        client.get(GROUPS)
    with django_assert_num_queries(13):
        client.get(page(world.ngo))
