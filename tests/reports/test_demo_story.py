"""The demo's story: three initiatives at three stages, two countries, a register worth searching, charts with
something to say, and a report of each stage. A visitor should believe it, so its days must agree."""

from collections import Counter

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from accounts.models import User
from dialogues.models import Dialogue, FaultLine, Initiative, Participation
from reports import demonstration
from reports.demo_life import TODAY
from reports.demo_reports import printed_of
from reports.models import Edition, Period
from roadmaps.charts import chart_of
from roadmaps.models import Action, ActionUpdate, Indicator
from roadmaps.state import standing_on
from stakeholders.models import Assessment, Organisation, Person, Programme

pytestmark = pytest.mark.django_db
OURS = ("accounts", "stakeholders", "dialogues", "convening", "roadmaps", "reports")


@pytest.fixture
def programme():
    demonstration.load_demo()
    return Programme.objects.get(title=demonstration.PROGRAMME)


def rows_of_everything():
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: model.objects.count() for model in models}


def test_the_demo_tells_one_story(programme):
    an_initiative_stands_at_each_stage(programme)
    the_register_is_worth_searching(programme)
    the_first_note_divides_people_and_costs_something(programme)
    the_second_series_stands_between_its_field_dialogues(programme)
    the_roadmap_moved_for_eighteen_months()
    charts_have_something_to_say()
    nothing_that_happened_is_ahead()
    there_is_a_report_of_each_stage(programme)
    the_donor_sees_a_period_beside_the_one_before()


def test_loading_twice_changes_nothing(programme):
    once = rows_of_everything()
    demonstration.load_demo()
    assert rows_of_everything() == once


def test_who_is_protected_is_named_to_no_donor_and_no_stranger(programme):
    names = [*programme.people.filter(protected=True).values_list("name", flat=True)]
    donor = Client()
    donor.force_login(User.objects.get(email="donor@example.org"))
    land = Initiative.objects.get(title=demonstration.LAND)
    read = [donor.get(reverse("reports:door")).content.decode()]
    read += [client.get(land.get_absolute_url()).content.decode() for client in (donor, Client())]
    assert len(names) >= 10
    assert [name for name in names for page in read if name and name in page] == []


def an_initiative_stands_at_each_stage(programme):
    now = {
        row.title: {stage.kind for stage in row.stages.filter(state="open")}
        for row in programme.initiatives.all()
    }
    assert now == {
        demonstration.SCHOOL: {"concept-note"},
        demonstration.MERCURY: {"field-dialogues"},
        demonstration.LAND: {"learning-group", "follow-up"},
    }


def the_register_is_worth_searching(programme):
    people = Person.objects.filter(programme=programme)
    assert Organisation.objects.filter(programme=programme).count() >= 40
    assert people.count() >= 200
    countries = Counter(people.values_list("country", flat=True)).most_common(2)
    assert {country for country, _number in countries} == {"GH", "TZ"}
    assert all(number >= 60 for _country, number in countries)
    women = people.filter(gender="woman").count() / people.count()
    assert 0.4 < women < 0.6
    assert people.values("group").distinct().count() == 8
    assert Assessment.objects.values("stakeholder__map", "on").distinct().count() >= 4


def the_second_series_stands_between_its_field_dialogues(programme):
    rows = Dialogue.objects.filter(initiative__title=demonstration.MERCURY, kind="field")
    held, ahead = rows.order_by("starts_on")
    assert held.ends_on < TODAY < ahead.starts_on
    came = Participation.objects.filter(dialogue=held, status="attended").count()
    assert 40 <= came <= 60
    for line in FaultLine.objects.filter(initiative=held.initiative):
        assert line.positions.exclude(text="").count() >= 3


def the_first_note_divides_people_and_costs_something(programme):
    school = programme.initiatives.get(title=demonstration.SCHOOL)
    assert school.fault_lines.count() == 2
    assert school.budget_amount


def the_roadmap_moved_for_eighteen_months():
    days = sorted(ActionUpdate.objects.values_list("date", flat=True))
    assert len(days) >= 30
    assert (days[-1] - days[0]).days > 540
    last = {row.action_id: row.date for row in ActionUpdate.objects.order_by("date")}
    actions = Action.objects.all()
    standing = [standing_on(TODAY, row, last_word=last.get(row.pk)) for row in actions]
    assert 1 <= sum(row.is_late for row in standing) < len(standing) / 2
    assert 1 <= sum(row.is_silent for row in standing) <= 4
    assert 1 <= actions.filter(blockages__isnull=False).distinct().count() < 4
    states = Counter(actions.values_list("status", flat=True))
    assert set(states) == {"planned", "in-progress", "done", "delayed", "dropped"}


def charts_have_something_to_say():
    drawn = [
        chart_of(
            [(value.date, value.value) for value in row.values.all()], row.baseline, row.target
        )
        for row in Indicator.objects.prefetch_related("values")
    ]
    assert sum(chart is not None and len(chart.points) >= 4 for chart in drawn) >= 9


def nothing_that_happened_is_ahead():
    assert not ActionUpdate.objects.filter(date__gt=TODAY).exists()
    assert not Indicator.objects.filter(values__date__gt=TODAY).exists()
    ahead = Participation.objects.filter(dialogue__starts_on__gt=TODAY)
    assert not ahead.filter(status="attended").exists()


def there_is_a_report_of_each_stage(programme):
    printed = list(printed_of(programme))
    kinds = {report.kind for report, _edition, _published in printed}
    assert kinds == {
        *("concept-note", "scoping-paper", "meeting-report", "summary", "co-chairs-summary"),
        *("minutes", "roadmap"),
    }
    assert all(edition == Edition.PUBLIC for _report, edition, published in printed if published)


def the_donor_sees_a_period_beside_the_one_before():
    open_to_them = Period.objects.open_to(User.objects.get(email="donor@example.org"))
    periods = Counter(open_to_them.values_list("initiative__title", flat=True))
    assert periods[demonstration.LAND] == 3
    assert periods[demonstration.MERCURY] == 1
