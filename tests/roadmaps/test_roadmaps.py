"""Roadmaps, as each of the cast reads them."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook

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
from roadmaps.naming import names_for_roadmap
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


def read(roadmap, user):
    return RoadmapReader(roadmap, names_for_roadmap(user, roadmap)).read()


def test_a_roadmap_shows_its_vision_and_its_actions_as_lines(sign_in, convenor, roadmap):
    filled(roadmap, 1)
    action = Action.objects.get()
    answer = sign_in(convenor).get(page(roadmap))
    for words in ("Was 0", "Becomes 0", action.title, "days late", action.lead_person.name):
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
    view = read(roadmap, convenor)
    assert [line.is_late for line in view.lines] == [late]
    assert ("1 overdue" in sign_in(convenor).get(LIST).text) == late


def test_parts_stand_below_their_action_and_make_up_its_progress(convenor, roadmap):
    theme = make.ThemeFactory(roadmap=roadmap)
    last = make.ActionFactory(theme=theme, position=2, title="Last")
    whole = make.ActionFactory(theme=theme, position=1, title="Whole", progress=5)
    make.ActionFactory(theme=theme, position=4, title="Second", parent=whole, progress=50)
    make.ActionFactory(theme=theme, position=3, title="First", parent=whole, status="done")
    lines = read(roadmap, convenor).lines
    assert [(line.title, line.depth, line.progress) for line in lines] == [
        ("Whole", 0, 75),
        ("First", 1, 100),
        ("Second", 1, 50),
        (last.title, 0, 0),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=done", {"Done one"}),
        ("look=late", {"Late one"}),
        ("look=blocked", {"Blocked one"}),
        ("lead=none", {"Done one", "Late one", "Blocked one"}),
        ("q=LATE+one", {"Late one"}),
        ("theme=99999999999999999999", {"Done one", "Late one", "Blocked one"}),
        ("status=nonsense&look=&lead=x", {"Done one", "Late one", "Blocked one"}),
    ],
)
def test_actions_are_found_by_how_they_stand(sign_in, convenor, roadmap, query, found):
    theme = make.ThemeFactory(roadmap=roadmap)
    make.ActionFactory(theme=theme, title="Done one", status="done")
    make.ActionFactory(theme=theme, title="Late one", due=date(2020, 1, 1))
    stopped = make.ActionFactory(theme=theme, title="Blocked one")
    make.BlockageFactory(action=stopped)
    make.BlockageFactory(action=Action.objects.get(title="Done one"), resolved_on=date(2026, 2, 2))
    answer = sign_in(convenor).get(f"{page(roadmap)}?{query}")
    lines = [line.title for section in answer.context["sections"] for line in section["lines"]]
    assert set(lines) == found


def test_a_long_roadmap_is_read_by_pages_and_themes(sign_in, convenor, roadmap):
    themes = [make.ThemeFactory(roadmap=roadmap, position=number) for number in range(2)]
    for theme in themes:
        Action.objects.bulk_create(
            Action(theme=theme, title=f"Action {number}", position=number) for number in range(60)
        )
    client = sign_in(convenor)
    first = client.get(page(roadmap))
    assert [len(section["lines"]) for section in first.context["sections"]] == [60, 40]
    assert f"?theme={themes[1].pk}" in first.text
    second = client.get(f"{page(roadmap)}?page=2")
    assert [len(section["lines"]) for section in second.context["sections"]] == [20]


@pytest.mark.parametrize("picture", ["board", "timeline", "progress"])
def test_each_picture_shows_an_action_and_says_what_will_stand_there(
    sign_in, convenor, roadmap, picture
):
    url, client = reverse(f"roadmaps:{picture}", args=[roadmap.pk]), sign_in(convenor)
    assert "yet" in client.get(url).text
    theme = make.ThemeFactory(roadmap=roadmap)
    action = make.ActionFactory(theme=theme, start=date(2026, 1, 1), due=date(2026, 6, 1))
    Milestone.objects.create(action=action, title="A step", due=date(2026, 3, 1))
    make.ActionFactory(theme=theme, title="Without dates")
    answer = client.get(url)
    shown = theme.title if picture == "progress" else action.title
    assert shown in answer.text
    assert "style=" not in answer.text


def test_a_timeline_holds_dates_at_the_ends_of_the_calendar(sign_in, convenor, roadmap):
    theme = make.ThemeFactory(roadmap=roadmap)
    make.ActionFactory(theme=theme, start=date(1, 1, 1))
    make.ActionFactory(theme=theme, due=date(9999, 12, 31))
    client = sign_in(convenor)
    for span in ("", "half", "year", "nonsense"):
        url = reverse("roadmaps:timeline", args=[roadmap.pk])
        assert client.get(url, {"span": span}).status_code == 200


@pytest.mark.parametrize("form", ["xlsx", "csv", "ics", "json"])
def test_files_hold_every_action_and_nobody_protected(sign_in, convenor, roadmap, form):
    programme = roadmap.dialogue.initiative.programme
    hidden = make.PersonFactory(programme=programme, name="Hidden Harriet", protected=True)
    theme = make.ThemeFactory(roadmap=roadmap)
    for title in ("=1+1 of Hidden Harriet", "Second"):
        action = make.ActionFactory(
            theme=theme, title=title, lead_person=hidden, due=date(2026, 6, 1)
        )
        ActionUpdate.objects.create(action=action, by_person=hidden, text="Hidden Harriet did it")
    answer = sign_in(convenor).get(reverse("roadmaps:export", args=[roadmap.pk, form]))
    assert answer["Content-Disposition"].endswith(f'.{form}"')
    text = _text_of(answer.content, form)
    assert "Harriet" not in text
    assert "Second" in text
    assert "Protected person" in text
    if form == "csv":
        assert "'=1+1" in text


def _text_of(content, form):
    if form == "xlsx":
        book = load_workbook(io.BytesIO(content))
        return " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    if form == "ics":
        calendar = Calendar.from_ical(content)
        assert len(calendar.walk("VEVENT")) == 2
    return content.decode()


def test_a_file_of_another_kind_is_not_there(sign_in, convenor, roadmap):
    url = reverse("roadmaps:export", args=[roadmap.pk, "exe"])
    assert sign_in(convenor).get(url).status_code == 404


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
    assert hidden.name in sign_in(convenor).get(page(roadmap)).text
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
    with django_assert_num_queries(8):
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
    with django_assert_num_queries(7):
        client.get(LIST)


def test_counts_in_the_list_do_not_multiply(sign_in, convenor, roadmap):
    filled(roadmap, 2)
    (row,) = sign_in(convenor).get(LIST).context["page"].object_list
    assert (row.action_count, row.done_count, row.late_count) == (2, 0, 2)
