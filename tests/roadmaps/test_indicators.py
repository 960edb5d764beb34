"""Indicators with values over time, and the logical framework that they hang on."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from roadmaps.charts import chart_of
from roadmaps.figures import number_of, per_cent
from roadmaps.models import Indicator, IndicatorValue, Result, Roadmap
from tests import factories as make


def url(name, *args):
    return reverse(f"roadmaps:{name}", args=args)


@pytest.fixture
def roadmap(llg_member):
    return Roadmap.objects.get()


@pytest.fixture
def indicator(roadmap):
    action = make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap))
    found = make.IndicatorFactory(
        action=action, title="People with a tag", baseline="0", target="280"
    )
    found.disaggregations.create(name="Sex", parts=["women", "men"])
    return found


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("-2,5", Decimal("-2.5")),
        ("12.50 %", Decimal("12.50")),
        ("1 250", 1250),
        ("1,250", 1250),
        ("1.250,75", Decimal("1250.75")),
        ("about ten", None),
        ("", None),
        ("1e5", None),
        ("9" * 15, None),
        ("٣", None),
    ],
)
def test_figures_are_read_as_people_write_them(text, number):
    assert number_of(text) == number


@pytest.mark.once
@pytest.mark.parametrize(
    ("baseline", "target", "value", "way"),
    [
        ("0", "100", "25", 25),
        ("42", "7", "24.5", 50),
        ("10", "10", "10", None),
        ("0", "100", "-50", -50),
        ("0", "10", "20", 200),
        ("low", "10", "5", None),
    ],
)
def test_how_far_it_is_follows_the_direction(baseline, target, value, way):
    assert per_cent(baseline, target, value) == way


@pytest.mark.once
def test_a_chart_stays_in_its_box_whatever_the_figures():
    days = [date(2026, month, 1) for month in (1, 6, 12)]
    for values in (("5", "5", "5"), ("-1", "90000000", "0.0001"), ("1", "words", "2")):
        chart = chart_of(list(zip(days, values, strict=True)), "3", "3")
        for point in chart.points:
            assert 0 <= point["x"] <= 100
            assert 0 <= point["y"] <= 100
    assert chart_of([(days[0], "1"), (None, "2")], "", "") is None


def test_a_member_writes_a_value_with_its_parts(sign_in, llg_member, indicator):
    client, page = sign_in(llg_member), url("value_new", indicator.pk)
    row = indicator.disaggregations.get()
    sent = {
        "value": "224",
        "date": "2026-10-31",
        "source": "Register",
        f"part-{row.pk}-0": "69",
        f"part-{row.pk}-1": "150",
    }
    client.post(page, sent)
    value = IndicatorValue.objects.get()
    assert [part.number for part in value.parts.all()] == [69, 150]
    shown = client.get(url("indicator", indicator.pk)).text
    assert "80 per cent of the way" in shown
    assert "do not" in shown  # 69 and 150 are not 224
    assert "Register" in shown


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"value": "many"}, "value"),
        ({"value": "9" * 20}, "value"),
        ({"date": "2099-01-01"}, "date"),
        ({"date": "31 February"}, "date"),
        ({"source": ""}, "source"),
        ({"value": ""}, "value"),
    ],
)
def test_bad_values_are_explained_and_nothing_is_lost(sign_in, llg_member, indicator, sent, field):
    typed = {"value": "5", "date": "2026-01-01", "source": "Typed with care", "note": "A note"}
    answer = sign_in(llg_member).post(url("value_new", indicator.pk), typed | sent)
    assert field in answer.context["form"].errors
    assert "A note" in answer.text
    assert not IndicatorValue.objects.exists()


def test_a_corrected_value_stays_to_be_read_and_counts_no_more(sign_in, llg_member, indicator):
    wrong = make.IndicatorValueFactory(indicator=indicator, value="280")
    by_sex = indicator.disaggregations.get()
    wrong.parts.create(disaggregation=by_sex, part="women", number=100)
    client = sign_in(llg_member)
    page = url("value_correct", wrong.pk)
    form = client.get(page).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert sent[f"part-{by_sex.pk}-0"] == "100"
    sent |= {"value": "140", "date": "2026-01-15", "source": "Counted again"}
    client.post(page, sent)
    assert IndicatorValue.objects.get(corrects=wrong).parts.get().number == 100
    assert "corrected" in client.post(page, sent).text
    shown = client.get(url("indicator", indicator.pk)).text
    assert "50 per cent of the way" in shown
    assert "<del>280</del>" in "".join(shown.split())
    assert IndicatorValue.objects.count() == 2


def test_what_is_measured_is_changed_by_who_runs_the_roadmap(
    sign_in, convenor, llg_member, indicator
):
    page = url("indicator_edit", indicator.pk)
    assert sign_in(llg_member).get(page).status_code == 403
    client = sign_in(convenor)
    form = client.get(page).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"categories": ["Sex: women, men", "Age: young, old"]}
    for bad, field in (
        ({"categories": ["Sex women men"]}, "categories"),
        ({"target": "a lot"}, "target"),
        ({"baseline_on": "2026-06-01", "target_on": "2026-01-01"}, "target_on"),
    ):
        assert field in client.post(page, sent | bad).context["form"].errors, bad
    client.post(page, sent | {"categories": [*sent["categories"], "Age: very old, old"]})
    assert indicator.disaggregations.get(name="Age").parts == ["young", "old", "very old"]
    names = indicator.disaggregations.values_list("name", flat=True)
    assert list(names) == ["Sex", "Age"]
    Indicator.objects.update(title="Theirs", version=9)
    assert client.post(page, sent | {"title": "Mine"}).status_code == 409


def test_a_framework_leads_from_impact_to_activity(sign_in, convenor, roadmap):
    client, page = sign_in(convenor), url("result_new", roadmap.pk)
    client.post(page, {"level": "impact", "title": "Peace"})
    impact = Result.objects.get()
    wrong = client.post(page, {"level": "output", "title": "A scale", "parent": impact.pk})
    assert "parent" in wrong.context["form"].errors
    client.post(page, {"level": "outcome", "title": "Contracts are kept", "parent": impact.pk})
    outcome = Result.objects.get(level="outcome")
    edit = url("result_edit", impact.pk)
    sent = {"level": "outcome", "title": "Peace", "version": 1}
    assert "level" in client.post(edit, sent).context["form"].errors
    made = url("indicator_new", roadmap.pk) + f"?result={outcome.pk}"
    client.post(made, {"title": "Kept", "measure": "quantitative", "direction": "up"})
    assert "Kept" in client.get(url("framework", roadmap.pk)).text
    gone = url("result_delete", impact.pk)
    assert "1 line below it goes with it" in client.get(gone).text
    client.post(gone)
    assert not Result.objects.exists()
    assert not Indicator.objects.exists()


def test_a_line_of_another_roadmap_is_no_parent(sign_in, convenor, roadmap):
    other = make.ResultFactory(level="impact")
    answer = sign_in(convenor).post(
        url("result_new", roadmap.pk), {"level": "outcome", "title": "x", "parent": other.pk}
    )
    assert "parent" in answer.context["form"].errors


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("indicators", 9), ("indicator", 10), ("framework", 10)]
)
def test_pages_ask_as_often_for_one_as_for_three(
    sign_in, convenor, roadmap, indicator, count, name, queries, django_assert_num_queries
):
    for _number in range(count):
        result = make.ResultFactory(roadmap=roadmap)
        make.IndicatorFactory(action=None, result=result)
        make.ActionFactory(theme=indicator.action.theme, result=result)
        value = make.IndicatorValueFactory(indicator=indicator)
        value.parts.create(
            disaggregation=indicator.disaggregations.get(), part="women", number=count
        )
    client = sign_in(convenor)
    key = indicator.pk if name == "indicator" else roadmap.pk
    with django_assert_num_queries(queries):
        client.get(url(name, key))
