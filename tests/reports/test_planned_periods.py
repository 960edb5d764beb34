"""Periods of progress reports that are planned ahead, by a rhythm."""

from datetime import date
from itertools import pairwise

import pytest
from django.urls import reverse

from reports.exceptions import PeriodsOverlap
from reports.models import Period
from reports.progress.planning import Rhythm, stretches
from reports.progress.services import begin_period, change_period

YEAR = {"first": "2027-01-01", "last": "2027-12-31", "due_after": "30"}


@pytest.mark.parametrize(("rhythm", "number"), [("3", 8), ("6", 4), ("12", 2)])
def test_stretches_follow_each_other_without_a_gap(rhythm, number):
    found = stretches(date(2027, 1, 1), date(2028, 12, 31), rhythm)
    assert len(found) == number
    assert found[0][0] == date(2027, 1, 1)
    assert found[-1][1] == date(2028, 12, 31)
    for (_first, last), (following, _last) in pairwise(found):
        assert (following - last).days == 1


def test_a_stretch_from_the_end_of_a_month_keeps_to_it_and_the_last_is_cut():
    found = stretches(date(2027, 1, 31), date(2027, 8, 15), Rhythm.QUARTERLY)
    assert found == [
        (date(2027, 1, 31), date(2027, 4, 29)),
        (date(2027, 4, 30), date(2027, 7, 30)),
        (date(2027, 7, 31), date(2027, 8, 15)),
    ]


def test_a_year_is_planned_by_quarters_and_not_twice(world, convenor, sign_in):
    page = reverse("reports:periods_plan", args=[world.initiative.slug])
    client = sign_in(convenor)
    assert "4 periods planned." in client.post(page, YEAR | {"rhythm": "3"}, follow=True).text
    last = Period.objects.order_by("starts_on").last()
    assert (last.starts_on, last.due_on) == (date(2027, 10, 1), date(2028, 1, 30))
    assert last.title == "1 October 2027 to 31 December 2027"
    again = client.post(page, YEAR | {"rhythm": "12"})
    assert "Nothing was stored" in again.text
    assert Period.objects.count() == 4


def test_two_who_tell_of_the_same_days_at_once(world):
    days = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 6, 30)}
    first = begin_period(Period(initiative=world.initiative, title="Spring", **days))
    for again in ({"title": "Summer"}, {"title": "Spring", "starts_on": date(2027, 6, 30)}):
        with pytest.raises(PeriodsOverlap, match="Spring"):
            begin_period(Period(initiative=world.initiative, **days | again))
    days = {"starts_on": date(2027, 7, 1), "ends_on": date(2027, 12, 31)}
    second = begin_period(Period(initiative=world.initiative, title="Autumn", **days))
    second.starts_on = first.ends_on
    with pytest.raises(PeriodsOverlap, match="Spring"):
        change_period(second, based_on=second.version, fields=["starts_on"])
    second.refresh_from_db()
    assert second.starts_on == date(2027, 7, 1)


@pytest.mark.parametrize(
    "changes",
    [{"last": "2026-01-01"}, {"last": "2099-01-01"}, {"first": "9999-01-01", "last": "9999-12-31"}],
)
def test_a_plan_of_wrong_length_is_refused(world, convenor, sign_in, changes):
    page = reverse("reports:periods_plan", args=[world.initiative.slug])
    answer = sign_in(convenor).post(page, YEAR | {"rhythm": "3"} | changes)
    assert "last" in answer.context["form"].errors
    assert not Period.objects.exists()
