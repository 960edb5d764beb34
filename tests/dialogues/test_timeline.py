"""The timeline: initiatives in lanes, their stages and dialogues over the years."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogues.models import Initiative
from dialogues.services.dialogues import cancel_dialogue
from dialogues.timeline import WIDTH, chart_of
from tests import factories as make

URL = "/calendar/timeline/"


@pytest.fixture(autouse=True)
def _in_summer():
    with time_machine.travel("2026-07-01T12:00:00Z"):
        yield


def drawn(user):
    return chart_of(user, Initiative.objects.visible_to(user).order_by("title"))


def stage(initiative, kind, state="done", **days):
    return make.StageFactory(initiative=initiative, kind=kind, key=kind, state=state, **days)


class TestWhatIsDrawn:
    def test_stages_as_they_went_and_as_they_are_planned(self, convenor, world):
        initiative = world.initiative
        stage(initiative, "concept-note", opened_on=date(2026, 1, 1), closed_on=date(2026, 3, 1))
        stage(
            initiative,
            "scoping-paper",
            "open",
            opened_on=date(2026, 3, 1),
            planned_until=date(2026, 9, 1),
        )
        stage(
            initiative,
            "field-dialogues",
            "ahead",
            planned_from=date(2026, 10, 1),
            planned_until=date(2026, 12, 1),
        )
        stage(initiative, "summary", "dropped")
        ((done, under_way, ahead),) = [lane.bars for lane in drawn(convenor).lanes]
        assert (done.span.label, done.span.days) == ("Concept note", "1 January – 1 March 2026")
        assert done.known == done.width
        assert under_way.span.days == "since 1 March 2026, planned until 1 September 2026"
        assert 0 < under_way.known < under_way.width
        assert (ahead.known, ahead.span.state) == (0, "Planned")
        assert done.x < under_way.x < ahead.x

    def test_plans_are_for_those_who_prepare_it(self, adviser, administrator, world):
        stage(world.initiative, "summary", "ahead", planned_until=date(2026, 12, 1))
        (lane,) = drawn(adviser).lanes
        assert len(lane.bars) == 1
        (lane,) = drawn(administrator).lanes
        assert lane.bars == []

    def test_initiatives_stand_in_the_phase_they_are_in(self, convenor, world):
        stage(world.initiative, "concept-note")
        stage(world.initiative, "field-dialogues", "open", opened_on=date(2026, 2, 1))
        make.InitiativeFactory(programme=world.programme, title="Another")
        assert [(phase.label, len(phase.lanes)) for phase in drawn(convenor).phases] == [
            ("Explore", 1),
            ("Not begun", 1),
        ]

    def test_dialogues_that_one_may_not_see_are_not_marked(self, participant, world):
        make.DialogueFactory(initiative=world.initiative, title="Closed doors")
        (lane,) = drawn(participant).lanes
        assert [mark.dialogue.title for mark in lane.marks] == ["Tarkwa dialogue"]

    @pytest.mark.parametrize("number", [1, 3, 30])
    def test_nothing_overlaps_and_nothing_leaves_the_picture(self, convenor, world, number):
        for place in range(number):
            initiative = make.InitiativeFactory(programme=world.programme)
            for month, kind in enumerate(("concept-note", "scoping-paper", "summary"), start=1):
                opened = date(2020 + place % 7, month * 3, 1)
                stage(initiative, kind, "open", opened_on=opened)
            make.DialogueFactory(initiative=initiative, starts_on=opened, ends_on=opened)
        chart = drawn(convenor)
        for lane in chart.lanes:
            for things in (lane.bars, lane.marks):
                for one in things:
                    assert 0 <= one.x <= one.x + one.width <= WIDTH + 11
                    assert lane.y < one.y < chart.height
                    for other in things:
                        if other is not one and other.y == one.y:
                            left, right = one.words, other.words
                            assert left.right <= right.left or right.right <= left.left

    @pytest.mark.parametrize("year", [1, 9999])
    def test_a_mistyped_year_does_not_break_it(self, convenor, world, year):
        day = date(year, 12, 31)
        make.DialogueFactory(initiative=world.initiative, starts_on=day, ends_on=day)
        chart = drawn(convenor)
        assert len(chart.ticks) < 80
        assert all(tick.x <= WIDTH for tick in chart.ticks)


class TestItsPages:
    def test_the_picture_is_described_and_stands_as_a_table_too(self, sign_in, convenor, world):
        stage(world.initiative, "concept-note", opened_on=date(2026, 1, 1))
        cancel_dialogue(world.dialogue, by=convenor, reason="Floods.")
        page = sign_in(convenor).get(URL)
        svg = re.search(r"<svg.*</svg>", page.text, re.DOTALL)[0]
        assert "<title" in svg
        assert "<desc" in svg
        assert "var(" not in svg
        assert "style=" not in svg
        table = re.search(r"<table.*</table>", page.text, re.DOTALL)[0]
        for words in ("Access to land", "Concept note", "Tarkwa dialogue", "Cancelled"):
            assert words in svg
            assert words in table

    def test_protected_people_are_not_named_in_it_not_even_by_half(self, sign_in, adviser, world):
        make.PersonFactory(programme=world.programme, name="Zed Quillfeather", protected=True)
        world.dialogue.title = "A day in the field with Zed Quillfeather"
        world.dialogue.save()
        assert "Quill" not in sign_in(adviser).get(URL).text

    def test_one_programme_has_its_own(self, sign_in, convenor, stranger, world):
        make.InitiativeFactory(is_public=True, title="Elsewhere")
        url = reverse("dialogues:programme_timeline", args=[world.programme.slug])
        page = sign_in(convenor).get(url)
        assert "Access to land" in page.text
        assert "Elsewhere" not in page.text
        assert "Elsewhere" in sign_in(convenor).get(URL).text
        assert sign_in(stranger).get(url).status_code == 404

    def test_a_visitor_sees_what_is_public(self, client, world):
        page = client.get(URL)
        assert "No initiative to see yet" in page.text
        assert "Access to land" not in page.text

    def test_numbers_are_written_for_machines_in_every_language(self, client, world):
        world.initiative.is_public = True
        world.initiative.save()
        stage(world.initiative, "concept-note", opened_on=date(2026, 1, 3))
        page = client.get(URL, headers={"Accept-Language": "fr"})
        assert re.search(r'[xy]="\d+,\d', page.text) is None

    def test_its_queries_do_not_grow(self, sign_in, convenor, world, client):
        sign_in(convenor)
        counts = []
        for _round in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(URL)
            counts.append(len(queries))
            for _number in range(3):
                initiative = make.InitiativeFactory(programme=world.programme)
                stage(initiative, "concept-note", opened_on=date(2026, 1, 1))
                make.DialogueFactory(initiative=initiative)
        assert counts[0] == counts[1] <= 10


def test_a_crowded_picture_has_numbers_with_a_key(sign_in, convenor, world):
    for _number in range(13):
        initiative = make.InitiativeFactory(programme=world.programme)
        stage(initiative, "concept-note", opened_on=date(2026, 1, 1))
        stage(initiative, "summary", opened_on=date(2025, 1, 1), closed_on=date(2026, 6, 1))
    chart = drawn(convenor)
    assert [number for number, _label in chart.key] == [1, 2]
    assert {bar.words.text for lane in chart.lanes for bar in lane.bars} == {"1", "2"}
    page = sign_in(convenor).get(URL)
    assert "<strong>1</strong> Concept note" in " ".join(page.text.split())
