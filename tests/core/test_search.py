"""Search from one box: what each of the cast may find."""

import pytest
from django.urls import reverse

from tests import factories as make

SEARCH = reverse("search")


@pytest.fixture
def planted(world):
    """The word “quartz” in everything that can be found."""
    world.initiative.title = "Quartz initiative"
    world.initiative.save()
    world.dialogue.title = "Quartz dialogue"
    world.dialogue.save()
    roadmap = make.RoadmapFactory(dialogue=world.dialogue, title="Quartz roadmap")
    make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap), title="Quartz action")
    make.OrganisationFactory(programme=world.programme, name="Quartz organisation")
    make.PersonFactory(programme=world.programme, name="Quártz person")
    make.PersonFactory(
        programme=world.programme,
        name="Quartz hidden",
        protected=True,
        held_by=world.partner_body,
    )
    return world


def found(client, words="quartz"):
    findings = client.get(SEARCH, {"q": words}).context["findings"]
    return {row.title for finding in findings for row in finding.shown}


def test_visitors_are_led_to_sign_in(client, db):
    assert client.get(SEARCH, {"q": "quartz"}).status_code == 302


def test_each_finds_what_they_may_see(sign_in, cast, planted):
    everything = {
        "Quartz initiative",
        "Quartz dialogue",
        "Quartz roadmap",
        "Quartz action",
        "Quartz organisation",
        "Quártz person",
        "Quartz hidden",
    }
    expected = {
        "convenor": everything,
        "administrator": everything - {"Quártz person", "Quartz hidden", "Quartz organisation"},
        "partner": {"Quartz initiative", "Quartz dialogue"},
        "rapporteur": {"Quartz initiative", "Quartz dialogue"},
        "adviser": {"Quartz initiative", "Quartz dialogue"},
        "participant": {"Quartz initiative", "Quartz dialogue"},
        "llg_member": set(),
        "donor": set(),
        "stranger": set(),
    }
    assert {name: found(sign_in(cast[name])) for name in expected} == expected


def test_accents_do_not_matter_and_every_word_has_to_occur(sign_in, convenor, planted):
    client = sign_in(convenor)
    assert found(client, "PÉRSON quartz") == {"Quártz person"}
    assert found(client, "person slate") == set()


def test_nothing_asked_finds_nothing(sign_in, convenor, planted):
    client = sign_in(convenor)
    assert found(client, "   ") == set()
    assert client.get(SEARCH).status_code == 200


def test_what_was_asked_is_shown_as_text(sign_in, convenor, planted):
    answer = sign_in(convenor).get(SEARCH, {"q": "<script>alert(1)</script>\x00%_'"})
    assert "Nothing found" in answer.text
    assert "<script>alert" not in answer.text


def test_more_than_ten_lead_to_the_whole_list(sign_in, convenor, planted):
    for number in range(11):
        make.PersonFactory(programme=planted.programme, name=f"Slate {number}")
    answer = sign_in(convenor).get(SEARCH, {"q": "slate"})
    assert len(answer.context["findings"][0].shown) == 10
    assert reverse("stakeholders:person_list") + "?q=slate" in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_search_asks_as_often_for_one_as_for_three(
    sign_in, convenor, planted, count, django_assert_num_queries
):
    for number in range(count):
        make.PersonFactory(
            programme=planted.programme, name=f"Quartz {number}", organisation=planted.ngo
        )
        make.DialogueFactory(initiative=planted.initiative, title=f"Quartz {number}")
    client = sign_in(convenor)
    with django_assert_num_queries(14):
        client.get(SEARCH, {"q": "quartz"})
