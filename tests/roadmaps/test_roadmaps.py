"""Roadmaps, as each of the cast reads them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmaps.contexts import RoadmapReader
from roadmaps.models import (
    Action,
    ActionUpdate,
    Indicator,
    IndicatorValue,
    Milestone,
    Roadmap,
    Support,
    VisionLine,
)
from tests import factories as make

LIST = reverse("roadmaps:roadmap_list")


@pytest.fixture
def roadmap(llg_member):
    return Roadmap.objects.get()


def page(roadmap):
    return reverse("roadmaps:roadmap", args=[roadmap.pk])


def filled(roadmap, count):
    """`count` of everything that a roadmap holds, each with `count` of what belongs to it."""
    programme = roadmap.dialogue.initiative.programme
    for number in range(count):
        VisionLine.objects.create(roadmap=roadmap, was=f"Was {number}", becomes=f"Becomes {number}")
        make.MembershipFactory(
            learning_group=roadmap.learning_group,
            person=make.PersonFactory(programme=programme),
            represents=make.GroupFactory(programme=programme),
        )
        theme = make.ThemeFactory(roadmap=roadmap)
        action = make.ActionFactory(
            theme=theme,
            lead_person=make.PersonFactory(programme=programme),
            progress=40,
            due=date(2020, 1, 1),
        )
        body = make.OrganisationFactory(programme=programme)
        for _step in range(count):
            Support.objects.create(action=action, organisation=body)
            Support.objects.create(action=action, person=action.lead_person)
            Milestone.objects.create(action=action, title="Milestone")
            indicator = Indicator.objects.create(action=action, title="Licences", unit="a year")
            IndicatorValue.objects.create(indicator=indicator, value="12", date=date(2021, 1, 1))
            ActionUpdate.objects.create(action=action, text="An update", by_organisation=body)


def test_the_list_and_the_page_agree_on_who_may_read(sign_in, cast, roadmap):
    answers = {}
    for name, user in cast.items():
        client = sign_in(user)
        listed = roadmap.title in client.get(LIST).text
        answers[name] = (listed, client.get(page(roadmap)).status_code)
        if user.is_authenticated:
            assert user.has_perm("roadmaps.view_roadmap", roadmap) == listed, name
    assert answers == {
        "convenor": (True, 200),
        "administrator": (True, 200),
        "llg_member": (True, 200),
        "partner": (False, 404),
        "rapporteur": (False, 404),
        "adviser": (False, 404),
        "donor": (False, 404),
        "participant": (False, 404),
        "stranger": (False, 404),
        "visitor": (False, 302),
    }


def test_who_convenes_the_dialogue_reads_its_roadmap(sign_in, stranger, roadmap):
    make.AppointmentFactory(user=stranger, role="convenor", dialogue=roadmap.dialogue)
    assert sign_in(stranger).get(page(roadmap)).status_code == 200
    assert roadmap.title in sign_in(stranger).get(LIST).text


def test_a_page_cannot_be_written_to(sign_in, convenor, roadmap):
    assert sign_in(convenor).post(page(roadmap)).status_code == 405
    assert sign_in(convenor).post(LIST).status_code == 405


def test_a_roadmap_shows_all_that_belongs_to_it(sign_in, convenor, roadmap):
    filled(roadmap, 1)
    answer = sign_in(convenor).get(page(roadmap))
    for words in ("Was 0", "Becomes 0", "Milestone", "Licences", "a year", "12", "An update"):
        assert words in answer.text, words
    assert '<progress max="100" value="40"' in answer.text
    assert "style=" not in answer.text


def test_an_empty_roadmap_says_what_will_stand_there(sign_in, convenor, roadmap):
    assert "No action yet" in sign_in(convenor).get(page(roadmap)).text


def test_a_theme_without_actions_is_shown(sign_in, convenor, roadmap):
    theme = make.ThemeFactory(roadmap=roadmap)
    assert theme.title in sign_in(convenor).get(page(roadmap)).text


@pytest.mark.parametrize(
    ("status", "days", "late"),
    [
        ("planned", -1, True),
        ("in-progress", -1, True),
        ("delayed", -1, True),
        ("done", -1, False),
        ("dropped", -1, False),
        ("planned", 0, False),
        ("planned", None, False),
    ],
)
def test_what_is_overdue_follows_from_dates(sign_in, convenor, roadmap, status, days, late):
    due = None if days is None else timezone.localdate() + timedelta(days=days)
    make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap), due=due, status=status)
    view = RoadmapReader(roadmap, convenor).read()
    assert [action.is_late for action in view.actions] == [late]
    assert ("1 overdue" in sign_in(convenor).get(LIST).text) == late


def test_the_newest_update_stands_first_and_none_is_lost(convenor, roadmap):
    action = make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap))
    for text, day in (("second", 2), ("third", 3), ("first", 1)):
        ActionUpdate.objects.create(action=action, text=text, date=date(2026, 1, day))
    (shown,) = RoadmapReader(roadmap, convenor).read().actions
    assert [update["text"] for update in shown.updates] == ["third", "second", "first"]


def test_indicators_keep_their_values_in_order_and_those_without_are_shown(convenor, roadmap):
    action = make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap))
    first = Indicator.objects.create(action=action, title="Licences", position=0)
    Indicator.objects.create(action=action, title="Trust", position=1)
    for value in ("10", "20"):
        IndicatorValue.objects.create(indicator=first, value=value)
    (shown,) = RoadmapReader(roadmap, convenor).read().actions
    assert [(row.title, row.values) for row in shown.indicators] == [
        ("Licences", [(None, "10"), (None, "20")]),
        ("Trust", []),
    ]


def test_a_protected_lead_is_named_to_the_convening_team_only(
    sign_in, convenor, llg_member, administrator, roadmap
):
    programme = roadmap.dialogue.initiative.programme
    hidden = make.PersonFactory(programme=programme, name="Hidden Harriet", protected=True)
    action = make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap), lead_person=hidden)
    Support.objects.create(action=action, person=hidden)
    ActionUpdate.objects.create(action=action, by_person=hidden, text="Done")
    make.MembershipFactory(learning_group=roadmap.learning_group, person=hidden)
    roadmap.learning_group.convenor_person = hidden
    roadmap.learning_group.save()
    assert sign_in(convenor).get(page(roadmap)).text.count(hidden.name) == 5
    for user in (llg_member, administrator):
        answer = sign_in(user).get(page(roadmap))
        assert hidden.name not in answer.text
        assert "Protected person" in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_a_roadmap_asks_as_often_for_one_as_for_three(
    sign_in, convenor, roadmap, count, django_assert_num_queries
):
    filled(roadmap, count)
    client = sign_in(convenor)
    with django_assert_num_queries(11):
        client.get(page(roadmap))
    assert Action.objects.count() == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    sign_in, convenor, roadmap, count, django_assert_num_queries
):
    for _number in range(count):
        filled(
            make.RoadmapFactory(dialogue=roadmap.dialogue, learning_group=roadmap.learning_group), 1
        )
    client = sign_in(convenor)
    with django_assert_num_queries(6):
        client.get(LIST)


def test_counts_in_the_list_do_not_multiply(sign_in, convenor, roadmap):
    filled(roadmap, 2)
    (row,) = sign_in(convenor).get(LIST).context["page"].object_list
    assert (row.action_count, row.done_count, row.late_count) == (2, 0, 2)
