"""The donors' door: the newest period of what somebody funds, beside the one before; and nothing else."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from reports.models import Edition, Format, Period, Printing
from reports.progress import charts, services
from reports.progress.context import ProgressContext
from reports.progress.facts import Attendance, Count, Measured, Money
from reports.services import report_of
from tests import factories as make

DOOR = reverse("reports:door")


def published(initiative, convenor, *, year=2026, at=None, **texts):
    """A period of a whole year that is published at the moment `at`, or now."""
    period = services.begin_period(
        Period(
            initiative=initiative,
            title=f"The year {year}",
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            **texts,
        )
    )
    services.send(period, by=convenor)
    services.approve(period, by=convenor, seen=services.mark_of(Period.objects.get(pk=period.pk)))
    services.publish(period, by=convenor, at=at)
    return Period.objects.get(pk=period.pk)


def printed(initiative, *, at):
    """A meeting report of a dialogue of `initiative` that is published at the moment `at`."""
    dialogue = initiative.dialogues.first() or make.DialogueFactory(initiative=initiative)
    return Printing.objects.create(
        report=report_of(dialogue),
        edition=Edition.PUBLIC,
        format=Format.PDF,
        state=Printing.State.READY,
        size=2048,
        published_at=at,
    )


def held(initiative, group, *, year, women, men):
    """A dialogue of `initiative` at which so many of `group` were."""
    day = date(year, 3, 1)
    dialogue = make.DialogueFactory(initiative=initiative, starts_on=day, ends_on=day)
    for gender, number in (("woman", women), ("man", men)):
        for _number in range(number):
            person = make.PersonFactory(programme=initiative.programme, gender=gender)
            make.ParticipationFactory(
                dialogue=dialogue, person=person, group=group, status="attended"
            )


def test_the_newest_period_stands_beside_the_one_before(world, convenor, donor, sign_in):
    held(world.initiative, world.miners, year=2025, women=2, men=3)
    held(world.initiative, world.miners, year=2026, women=5, men=2)
    published(world.initiative, convenor, year=2025)
    published(world.initiative, convenor, year=2026)
    answer = sign_in(donor).get(DOOR)
    [funded] = answer.context["funded"]
    [pair] = funded.newest["attendance"]
    assert (pair.now, pair.before, pair.now_width) == (7, 5, 100.0)
    assert {row.label: (row.now, row.before) for row in funded.newest["genders"]} == {
        "Women": (5, 2),
        "Men": (2, 3),
    }
    assert "2 more, before: 5" in answer.text
    assert "The year 2025" in answer.text
    assert "<svg" in answer.text
    assert "<script" not in answer.text.partition("<main")[2].partition("</main")[0]
    for form in ("xlsx",):
        assert reverse("reports:period_file", args=[funded.periods[0].pk, form]) in answer.text


def test_a_period_that_is_not_open_to_them_is_not_drawn_beside_it(world, convenor, donor, sign_in):
    held(world.initiative, world.miners, year=2025, women=2, men=3)
    before = published(world.initiative, convenor, year=2025)
    published(world.initiative, convenor, year=2026)
    services.withdraw(before, by=convenor)
    [funded] = sign_in(donor).get(DOOR).context["funded"]
    assert funded.newest["before"] is None
    assert funded.newest["attendance"] == []


def test_what_they_do_not_fund_is_not_there(world, convenor, donor, sign_in):
    other = make.InitiativeFactory(title="Somebody else's")
    published(other, convenor)
    printed(other, at=timezone.now())
    answer = sign_in(donor).get(DOOR)
    assert answer.context["funded"] == []
    assert "Somebody else" not in answer.text


def test_published_reports_of_what_they_fund_stand_there_when_their_moment_has_come(
    world, donor, sign_in, time_machine
):
    time_machine.move_to(datetime(2026, 7, 1, 8, tzinfo=UTC), tick=False)
    shown = printed(world.initiative, at=timezone.now() + timedelta(hours=1))
    window = Client()
    window.force_login(donor)
    assert shown.get_absolute_url() not in window.get(DOOR).text
    time_machine.move_to(datetime(2026, 7, 1, 9, tzinfo=UTC), tick=False)
    assert shown.get_absolute_url() in window.get(DOOR).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_door_takes_the_same_queries_however_much_is_funded(
    world, convenor, number, django_assert_max_num_queries
):
    donor = make.UserFactory()
    for _number in range(number):
        initiative = make.InitiativeFactory(programme=world.programme)
        make.AppointmentFactory(user=donor, role=Role.DONOR, initiative=initiative)
        make.PublishingProfileFactory(initiative=initiative, reporter=world.partner_body)
        for year in range(2026 - number, 2027):
            published(initiative, convenor, year=year)
        printed(initiative, at=timezone.now())
    window = Client()
    window.force_login(donor)
    with django_assert_max_num_queries(14):
        answer = window.get(DOOR)
    assert len(answer.context["funded"]) == number


# Pictures ----------------------------------------------------------------------------------------
def facts_with(**more):
    base = {
        "edition": "public",
        "language": "en-gb",
        "composed_at": "",
        "title": "Now",
        "initiative": "Land",
        "programme": "Mining",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "currency": "GBP",
    }
    return ProgressContext(**base | more)


@pytest.mark.parametrize(
    ("number", "before", "way", "words"),
    [
        (5, 3, "up", "2 more"),
        (3, 5, "down", "2 fewer"),
        (3, 3, "same", "as many"),
        (3, None, "", ""),
    ],
)
def test_a_difference_is_told_in_words(number, before, way, words):
    [told] = charts.figures(facts_with(counts=(Count("x", "People", number, before),)))
    assert (told["way"], told["words"]) == (way, words)


def test_a_small_group_is_not_told_apart():
    rows = (Attendance("Miners", 6, 4, 2), Attendance("Companies", 2, is_small=True))
    facts = facts_with(attendance=rows)
    assert [(row.label, row.now) for row in charts.genders(facts)] == [("Women", 4), ("Men", 2)]
    assert charts.untold(facts) == 2


def test_a_group_that_came_only_before_is_still_drawn():
    now = facts_with(attendance=(Attendance("Miners", 6),))
    before = facts_with(attendance=(Attendance("Companies", 12),))
    told = [(row.label, row.now_width, row.before_width) for row in charts.attendance(now, before)]
    assert told == [("Miners", 50.0, 0.0), ("Companies", 0.0, 100.0)]


def test_money_over_budget_says_so():
    line = Money("Travel", planned="100.00", before="20.00", spent="105.00", to_date="125.00")
    total, told = charts.money(facts_with(money=(line,), sums=line))
    assert (told["planned"], told["before"], told["spent"]) == (80.0, 16.0, 84.0)
    assert told["is_over"]
    assert total["is_sum"]
    assert charts.drawn_of([total, told]) == [total, told]


@pytest.mark.parametrize("actual", ["", "many", "-3"])
def test_what_is_no_figure_has_no_bar(actual):
    row = Measured("Trust", target="10", actual=actual)
    [bullet] = charts.bullets(facts_with(indicators=(row,)))
    assert bullet.width is None


def test_a_bar_that_goes_past_its_target_ends_in_the_picture():
    row = Measured("Hectares", target="40", actual="50", before="10")
    [bullet] = charts.bullets(facts_with(indicators=(row,)))
    assert bullet.before < bullet.target < bullet.width < 100
    assert Decimal(str(bullet.target)) == Decimal("76.92")
