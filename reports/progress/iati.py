"""A frozen progress report as an IATI 2.03 activity: who reports and takes part, results, budget, payments.

Sources: IATI Standard 2.03, the activity standard. No person stands in the file.
"""

from decimal import Decimal

from django.conf import settings

from reports.contexts.papers import redactor_for
from reports.iati.checking import problems_of
from reports.iati.sayable import problems_in
from reports.iati.writer import activity_file
from roadmaps.figures import number_of

__all__ = ["activity_of", "left_out_of", "problems_of", "refused_of"]

FUNDING, ACCOUNTABLE = "1", "2"
PROGRAMME_OR_NGO = "21"
EXPENDITURE = "expenditure"
PIPELINE, IMPLEMENTED = "1", "2"


def activity_of(period, facts, profile):
    """The bytes of the activity file of a frozen `period`, whose `facts` are a ProgressContext; `profile`
    (PublishingProfile) says who reports it. Raises NotForIati."""
    # The names of bodies are read anew; what is frozen came without names already.
    redact = redactor_for(period.initiative.programme_id)
    return activity_file(_without_names(activity_facts(period, facts, profile), redact))


def _without_names(node, redact):
    if isinstance(node, str):
        return redact(node)
    if isinstance(node, list | tuple):
        return [_without_names(each, redact) for each in node]
    if isinstance(node, dict):
        return {key: _without_names(value, redact) for key, value in node.items()}
    return node


def refused_of(period, facts, profile):
    """Why there would be no activity file, in sentences; empty if there is one."""
    return problems_in(activity_facts(period, facts, profile))


def left_out_of(facts):
    """(indicator, value) of what a ProgressContext tells as a number and what is none, such as “about 40”:
    the standard takes numbers only, so an activity file leaves it out."""
    rows = [*(row for each in facts.results for row in each.indicators), *facts.indicators]
    return [
        (row.title, text)
        for row in rows
        if not row.is_in_words
        for text in (row.baseline, row.target, row.actual)
        if text and number_of(text) is None
    ]


def activity_facts(period, facts, profile):
    """What `reports.iati.writer.activity_file` writes."""
    days = {"starts_on": facts.starts_on, "ends_on": facts.ends_on}
    currency = facts.currency
    began = {"actual_start": facts.began_on} if facts.began_on else {"starts_on": facts.starts_on}
    reporter = {"name": profile.reporter.full_name, "ref": profile.reporter_ref}
    return {
        "frozen_at": period.approved_at and period.approved_at.replace(microsecond=0).isoformat(),
        "language": facts.language.partition("-")[0],
        "identifier": profile.identifier,
        "title": facts.initiative,
        "summary": facts.issue or facts.initiative,
        "status": IMPLEMENTED if facts.began_on else PIPELINE,
        "reporting": reporter | {"type": profile.reporter_type},
        "participating": _participating(period, profile),
        **began,
        "countries": profile.countries,
        "sectors": [{"code": profile.sector}],
        "default_currency": currency,
        "aid_type": "C01",
        "finance_type": "110",
        "flow_type": "30",
        "tied_status": "5",
        "budgets": _budgets(facts, currency),
        "transactions": [
            {
                "type": EXPENDITURE,
                "date": row.on,
                "value": row.amount,
                "currency": currency,
                "provider": reporter,
                "description": row.line,
            }
            for row in facts.payments
        ],
        "documents": [
            {
                "url": settings.SITE_URL + period.get_absolute_url(),
                "format": "text/html",
                "title": facts.title,
                "category": "A01",
                "language": facts.language.partition("-")[0],
                "date": facts.ends_on,
            }
        ],
        "results": [*_of_framework(facts, days), *_of_actions(facts, days)],
    }


def _participating(period, profile):
    """Who reports, as accountable, and whose funds stand behind it."""
    funders = period.initiative.programme.funds.exclude(funder=None).values_list(
        "funder__name", flat=True
    )
    return [
        {
            "name": profile.reporter.full_name,
            "ref": profile.reporter_ref,
            "role": ACCOUNTABLE,
            "type": profile.reporter_type,
        },
        *({"name": name, "role": FUNDING} for name in sorted(set(funders))),
    ]


def _budgets(facts, currency):
    """The plan of the whole initiative, which is no budget of one period alone: from its beginning to the
    period's end."""
    if facts.sums is None or not Decimal(facts.sums.planned):
        return []
    began = min(facts.began_on or facts.starts_on, facts.ends_on)
    return [
        {
            "starts_on": began,
            "ends_on": facts.ends_on,
            "value": facts.sums.planned,
            "currency": currency,
            "dated": began,
        }
    ]


def _of_framework(facts, days):
    for row in facts.results:
        if row.indicators:
            yield {
                "title": row.title,
                "level": row.level if row.level != "activity" else "other",
                "description": row.text,
                "indicators": [_indicator(each, days) for each in row.indicators],
            }


def _of_actions(facts, days):
    found = {}
    for row in facts.indicators:
        found.setdefault(row.of, []).append(_indicator(row, days))
    for title, indicators in found.items():
        yield {"title": title, "level": "other", "indicators": indicators}


def _indicator(row, days):
    is_number = not row.is_in_words
    percent = row.unit.strip() in ("%", "per cent", "percent")
    measure = ("percentage" if percent else "unit") if is_number else "qualitative"
    actuals = [{**_value(row.actual, is_number), "comment": row.source}] if row.actual else []
    if is_number:
        actuals += [
            {"value": part.number, "dimensions": [{"name": part.by, "value": part.name}]}
            for part in row.parts
        ]
    return {
        "title": row.title,
        "measure": measure,
        "ascending": not row.less_is_better,
        "description": row.unit,
        "baseline": {
            "date": row.baseline_on,
            "year": (row.baseline_on or days["starts_on"])[:4],
            **_value(row.baseline, is_number),
        }
        if row.baseline
        else None,
        "periods": [
            {
                **days,
                "target": _value(row.target, is_number) if row.target else None,
                "actuals": actuals,
            }
        ],
    }


def _value(text, is_number):
    number = number_of(text) if is_number else None
    return {"comment": text} if number is None else {"value": f"{number.normalize():f}"}
