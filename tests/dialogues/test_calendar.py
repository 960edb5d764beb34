"""The calendar: a month of dialogues, and the days by which something is due."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dialogues.almanac import days_shown, entries_between, month_asked, weeks_of
from dialogues.services.dialogues import cancel_dialogue
from tests import factories as make

URL = "/calendar/"
JANUARY = date(2026, 1, 1)


def january(user, **narrowed):
    return entries_between(user, *days_shown(JANUARY), **narrowed)


class TestTheMonth:
    @pytest.mark.parametrize(
        "asked",
        [
            *("", "2026", "2026-13", "2026-00", "26-01", "0001-01", "9999-12", "2026-1", "-1"),
            *("2026-01-01", "२०२६-०१", "x", "\x00", "2026-011", "99999999999999999999-01"),
        ],
    )
    def test_an_address_that_names_none_shows_this_one(self, client, db, asked):
        page = client.get(URL, {"month": asked})
        assert page.status_code == 200
        assert page.context["month"] == timezone.localdate().replace(day=1)

    def test_one_goes_on_and_back_with_the_same_filter(self, client, db):
        page = client.get(URL, {"month": "2026-01", "kind": "field"})
        assert page.context["before_url"] == "/calendar/?kind=field&month=2025-12"
        assert page.context["after_url"] == "/calendar/?kind=field&month=2026-02"
        assert page.context["today_url"] == "/calendar/?kind=field"

    def test_there_is_a_first_and_a_last_one(self, client, db):
        assert client.get(URL, {"month": "1970-01"}).context["before_url"] == ""
        assert client.get(URL, {"month": "2099-12"}).context["after_url"] == ""
        assert month_asked("2099-12") == date(2099, 12, 1)

    def test_weeks_run_from_monday_to_sunday_and_cover_it(self):
        for month in (date(2026, 2, 1), date(2026, 11, 1), date(2027, 2, 1)):
            first, last = days_shown(month)
            assert (first.weekday(), last.weekday()) == (0, 6)
            assert first <= month
            weeks = weeks_of(month, [], today=JANUARY)
            assert [day.on for week in weeks for day in week.days][:: len(weeks) * 7 - 1] == [
                first,
                last,
            ]

    @time_machine.travel("2026-01-13T12:00:00Z")
    def test_today_is_marked(self, client, db):
        page = client.get(URL)
        marked = [day for week in page.context["weeks"] for day in week.days if day.is_today]
        assert [day.on for day in marked] == [date(2026, 1, 13)]


class TestWhatStandsInIt:
    def test_a_dialogue_of_several_days_is_one_bar_a_week(self, convenor, world):
        world.dialogue.starts_on, world.dialogue.ends_on = date(2026, 1, 9), date(2026, 1, 20)
        world.dialogue.save()
        weeks = weeks_of(JANUARY, january(convenor), today=JANUARY)
        bars = [
            (bar.start, bar.length, bar.continues, bar.goes_on) for w in weeks for bar in w.bars
        ]
        assert bars == [(5, 3, False, True), (1, 7, True, True), (1, 2, True, False)]

    def test_many_on_one_day_fold_and_none_is_lost(self, sign_in, convenor, world):
        for number in range(5):
            make.DialogueFactory(
                initiative=world.initiative, title=f"Side event {number}", slug=f"side-{number}"
            )
        weeks = weeks_of(JANUARY, january(convenor), today=JANUARY)
        (week,) = (week for week in weeks if week.bars)
        assert len(week.bars) == 3
        assert {len(day.folded) for day in week.days} == {0, 3}
        page = sign_in(convenor).get(URL, {"month": "2026-01"})
        assert "3 more" in page.text
        for number in range(5):
            assert f"Side event {number}" in page.text

    def test_a_cancelled_one_is_struck_through_and_says_so(self, sign_in, convenor, world):
        cancel_dialogue(world.dialogue, by=convenor, reason="Floods.")
        page = sign_in(convenor).get(URL, {"month": "2026-01"})
        assert re.search(r"<s\s*>Tarkwa dialogue</s>", page.text)
        assert "Cancelled" in page.text

    def test_hours_say_in_which_zone_they_are(self, sign_in, convenor, world):
        world.dialogue.starts_at = "09:00"
        world.dialogue.save()
        page = sign_in(convenor).get(URL, {"month": "2026-01"})
        assert "12–15 January 2026, 09:00 (Africa/Accra, UTC+0)" in page.text

    @pytest.fixture
    def due(self, world):
        """A gate, a review and a survey of the initiative, each due in January 2026."""
        initiative = world.initiative
        make.StageFactory(initiative=initiative, planned_until=date(2026, 1, 20))
        version = make.PaperVersionFactory(paper=make.PaperFactory(initiative=initiative))
        make.ReviewRoundFactory(version=version, due_on=date(2026, 1, 21))
        make.SurveyFactory(initiative=initiative, closes_on=date(2026, 1, 22))

    def kinds(self, user, **narrowed):
        return [entry.kind for entry in january(user, **narrowed)]

    @pytest.mark.usefixtures("due")
    def test_days_by_which_something_is_due_are_for_those_who_prepare_it(
        self, convenor, adviser, participant, administrator, stranger, visitor
    ):
        everything = ["dialogue", "gate", "review", "survey"]
        assert self.kinds(convenor) == self.kinds(adviser) == everything
        assert self.kinds(participant) == self.kinds(administrator) == ["dialogue"]
        assert self.kinds(stranger) == self.kinds(visitor) == []

    @pytest.mark.usefixtures("due")
    def test_it_is_narrowed_by_kind_initiative_and_programme(
        self, sign_in, convenor, world, client
    ):
        other = make.InitiativeFactory(programme=world.programme, slug="other")
        make.DialogueFactory(initiative=other, kind="field", title="Field", slug="field")
        assert self.kinds(convenor, kind="gate") == ["gate"]
        assert self.kinds(convenor, kind="field") == ["dialogue"]
        assert self.kinds(convenor, initiative=other) == ["dialogue"]
        assert len(self.kinds(convenor, programme=world.programme)) == 5
        assert self.kinds(convenor, programme=make.ProgrammeFactory()) == []
        sign_in(convenor)
        page = client.get(URL, {"month": "2026-01", "initiative": "other"})
        assert [entry.title for entry in page.context["entries"]] == ["Field"]
        for nonsense in ({"initiative": "nobody"}, {"kind": "x"}, {"programme": "\x00"}):
            page = client.get(URL, {"month": "2026-01", **nonsense})
            assert len(page.context["entries"]) == 5

    @pytest.mark.usefixtures("due")
    def test_every_entry_leads_to_a_page(self, sign_in, convenor, client):
        sign_in(convenor)
        for entry in january(convenor):
            assert client.get(entry.url).status_code == 200, entry

    def test_what_is_over_is_not_due(self, convenor, world):
        make.StageFactory(initiative=world.initiative, state="done", planned_until=JANUARY)
        make.SurveyFactory(initiative=world.initiative, state="closed", closes_on=JANUARY)
        assert self.kinds(convenor) == ["dialogue"]

    def test_protected_people_are_not_named_in_it(self, sign_in, adviser, world):
        make.PersonFactory(programme=world.programme, name="Zed Quillfeather", protected=True)
        world.dialogue.title = "With Zed Quillfeather"
        world.dialogue.save()
        page = sign_in(adviser).get(URL, {"month": "2026-01"})
        assert "With Protected person" in page.text
        assert "Quillfeather" not in page.text

    def test_its_queries_do_not_grow(self, sign_in, convenor, world, client):
        sign_in(convenor)
        counts = []
        for _round in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(URL, {"month": "2026-01"})
            counts.append(len(queries))
            for number in range(3):
                initiative = make.InitiativeFactory(programme=world.programme)
                make.DialogueFactory(initiative=initiative)
                make.StageFactory(initiative=initiative, planned_until=date(2026, 1, number + 1))
        assert counts[0] == counts[1] <= 12

    def test_one_finds_it_from_the_list_and_the_programme(self, sign_in, convenor, world, client):
        sign_in(convenor)
        assert f'href="{URL}"' in client.get("/dialogues/").text
        programme = client.get(reverse("dialogues:programme", args=[world.programme.slug]))
        assert f'href="{URL}?programme=mining-dialogues"' in programme.text
