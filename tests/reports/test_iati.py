"""IATI activity files are valid by the standard's own schema and code lists, whatever they are made of."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reports.exceptions import NotForIati
from reports.iati.checking import problems_of
from reports.iati.writer import activity_file

pytestmark = pytest.mark.once

FULL = {
    "frozen_at": "2026-07-01T09:00:00+00:00",
    "language": "en",
    "identifier": "GB-CHC-327173-shared-ground",
    "title": "Shared ground",
    "summary": "Small mines on land of large ones.",
    "status": "2",
    "reporting": {"name": "A convenor", "ref": "GB-CHC-327173", "type": "21"},
    "participating": [
        {"name": "A convenor", "ref": "GB-CHC-327173", "role": "2", "type": "21"},
        {"name": "A donor", "role": "1"},
    ],
    "starts_on": "2026-01-01",
    "ends_on": "2028-12-31",
    "actual_start": "2026-01-12",
    "countries": ["GH", "TZ", "XX"],
    "sectors": [{"code": "32220"}, {"code": "15150"}],
    "locations": [{"name": "Tarkwa", "latitude": "5.30", "longitude": "-1.99"}],
    "default_currency": "GBP",
    "aid_type": "C01",
    "finance_type": "110",
    "flow_type": "30",
    "tied_status": "5",
    "budgets": [
        {
            "starts_on": "2026-03-01",
            "ends_on": "2028-12-31",
            "value": "100000.01",
            "currency": "GBP",
        }
    ],
    "transactions": [
        {
            "type": "expenditure",
            "date": "2026-02-03",
            "value": "1200.50",
            "currency": "GHS",
            "provider": {"name": "A convenor", "ref": "GB-CHC-327173"},
            "description": "Travel",
        }
    ],
    "contact_email": "hello@example.org",
    "documents": [
        {"url": "https://example.org/1.pdf", "format": "application/pdf", "title": "One"}
    ],
    "results": [
        {
            "title": "Miners have land",
            "level": "outcome",
            "description": "Land that lies idle is shared.",
            "indicators": [
                {
                    "title": "Hectares",
                    "measure": "unit",
                    "ascending": True,
                    "baseline": {"date": "2026-01-01", "value": "0"},
                    "periods": [
                        {
                            "starts_on": "2026-01-01",
                            "ends_on": "2026-06-30",
                            "target": {"value": "40"},
                            "actuals": [
                                {"value": "12", "comment": "Survey"},
                                {"value": "5", "dimensions": [{"name": "sex", "value": "women"}]},
                            ],
                        }
                    ],
                },
                {
                    "title": "Trust",
                    "measure": "qualitative",
                    "baseline": {"year": 2025, "comment": "None"},
                    "periods": [
                        {
                            "starts_on": "2026-01-01",
                            "ends_on": "2026-06-30",
                            "actuals": [{"comment": "They greet each other."}],
                        }
                    ],
                },
            ],
        }
    ],
}


def values(content, path):
    return etree.fromstring(content).xpath(path)


def test_a_whole_file_is_valid_and_equal_facts_give_equal_bytes():
    content = activity_file(FULL)
    assert problems_of(content) == []
    assert activity_file(FULL) == content
    assert values(content, "//recipient-country/@code") == ["GH", "TZ"]
    shares = values(content, "//recipient-country/@percentage")
    assert sum(map(Decimal, shares)) == 100
    assert values(content, "//dimension/@value") == ["women"]


@pytest.mark.parametrize("name", sorted(FULL))
def test_without_any_one_fact_it_is_valid_still(name):
    assert problems_of(activity_file({**FULL, name: None})) == []


def test_of_nothing_at_all_it_is_valid_still():
    assert problems_of(activity_file({})) == []


def test_a_budget_over_years_is_told_year_by_year_and_adds_up():
    content = activity_file(FULL)
    assert values(content, "//budget/period-start/@iso-date") == [
        *("2026-03-01", "2027-01-01", "2028-01-01"),
    ]
    assert sum(map(Decimal, values(content, "//budget/value/text()"))) == Decimal("100000.01")


def test_a_wrong_code_and_a_wrong_element_are_named():
    content = activity_file(FULL)
    wrong = content.replace(b'<activity-status code="2"/>', b'<activity-status code="77"/>')
    [problem] = problems_of(wrong)
    assert "77" in problem
    assert "ActivityStatus" in problem
    wrong = content.replace(b"activity-status", b"activity-mood")
    assert "activity-mood" in problems_of(wrong)[0]
    assert "not XML" in problems_of(b"<iati-activities")[0]


def test_an_entity_is_not_resolved():
    entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    hostile = entity + b'<iati-activities version="2.03">&x;</iati-activities>'
    assert all("root:" not in problem for problem in problems_of(hostile))


def refused(facts):
    """What is said instead of writing a file; nothing if one is written."""
    try:
        activity_file(facts)
    except NotForIati as refusal:
        return refusal.problems
    return []


ANY = st.text(max_size=40)


@given(
    title=ANY,
    name=ANY,
    code=ANY,
    amount=st.one_of(ANY, st.decimals(allow_nan=True, allow_infinity=True), st.integers()),
    day=st.one_of(ANY, st.dates().map(str)),
)
@settings(max_examples=100, deadline=None)
def test_whatever_people_type_the_file_is_valid(title, name, code, amount, day):
    facts = {
        **FULL,
        "title": title,
        "summary": title,
        "identifier": name,
        "reporting": {"name": name, "ref": code, "type": code},
        "participating": [{"name": name, "role": code, "type": code, "ref": code}],
        "countries": [code, "GH"],
        "sectors": [{"code": code}],
        "default_currency": code,
        "starts_on": day,
        "budgets": [{"starts_on": day, "ends_on": "2027-01-01", "value": amount, "currency": code}],
        "transactions": [
            {"type": "expenditure", "date": day, "value": amount, "description": title}
        ],
        "results": [
            {
                "title": title,
                "level": code,
                "indicators": [
                    {
                        "title": title,
                        "measure": code,
                        "baseline": {"date": day, "value": amount, "year": code},
                        "periods": [
                            {"starts_on": day, "ends_on": day, "target": {"value": amount}}
                        ],
                    }
                ],
            }
        ],
    }
    assert refused(facts) or problems_of(activity_file(facts)) == []


@pytest.mark.parametrize("code", ["GPB", "Cedi", "gbp", "XYZ"])
def test_an_unknown_currency_is_refused_and_its_place_named(code):
    rows = [{**FULL["transactions"][0]}, {**FULL["transactions"][0], "currency": code}]
    with pytest.raises(NotForIati) as refused:
        activity_file({**FULL, "transactions": rows})
    [problem] = refused.value.problems
    assert "transaction 2" in problem
    assert code in problem
    with pytest.raises(NotForIati, match="the activity"):
        activity_file({**FULL, "default_currency": code})


def test_an_amount_without_a_currency_is_refused():
    budgets = [{**FULL["budgets"][0], "currency": ""}]
    with pytest.raises(NotForIati, match="budget 1"):
        activity_file({**FULL, "default_currency": "", "budgets": budgets})


@pytest.mark.parametrize("sign", list("/&|?"))
def test_an_identifier_with_a_forbidden_sign_is_refused(sign):
    with pytest.raises(NotForIati, match="GB-CHC-1"):
        activity_file({**FULL, "identifier": f"GB-CHC-1{sign}land"})
    funder = {"name": "A donor", "role": "1", "ref": f"GB-CHC-1{sign}"}
    with pytest.raises(NotForIati):
        activity_file({**FULL, "participating": [funder]})
