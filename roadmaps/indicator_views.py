"""Indicators as pages show them: the value that holds, how far it is, its parts, what was corrected."""

from dataclasses import dataclass, field
from datetime import date

from roadmaps.charts import Chart, chart_of
from roadmaps.figures import Brief, brief_of, number_of
from roadmaps.models import Indicator


@dataclass
class IndicatorView:
    """An indicator with its values, the newest first."""

    row: Indicator
    of: object
    brief: Brief = None
    values: list = field(default_factory=list)
    chart: Chart | None = None
    disaggregations: list = field(default_factory=list)


def fetched(rows):
    """`rows` of indicators with what `shown` reads."""
    return rows.select_related("action", "result").prefetch_related(
        "values__by_user", "values__parts", "disaggregations"
    )


def shown(indicator):
    """The IndicatorView of an indicator of `fetched`."""
    values = list(indicator.values.all())
    corrected = {value.corrects_id for value in values if value.corrects_id}
    holding = [value for value in values if value.pk not in corrected]
    holding.sort(key=lambda value: (value.date or date.min, value.pk))
    latest = holding[-1] if holding else None
    by_key = {value.pk: value for value in values}
    return IndicatorView(
        row=indicator,
        of=indicator.action or indicator.result,
        brief=brief_of(indicator, latest),
        values=[_told(value, by_key, indicator) for value in reversed(holding)],
        chart=chart_of(
            [(value.date, value.value) for value in holding], indicator.baseline, indicator.target
        ),
        disaggregations=[_parts(row, latest) for row in indicator.disaggregations.all()],
    )


def _told(value, by_key, indicator):
    before, earlier = value, []
    while before.corrects_id in by_key:
        before = by_key[before.corrects_id]
        earlier.append(before)
    return {
        "row": value,
        "by": value.by_user.get_full_name() if value.by_user else "",
        "before": earlier,
        "gap": _gap(value, indicator),
    }


def _gap(value, indicator):
    """The names of categories whose parts do not add up to the value."""
    total = number_of(value.value)
    if total is None:
        return []
    found = []
    for row in indicator.disaggregations.all():
        numbers = [part.number for part in value.parts.all() if part.disaggregation_id == row.pk]
        if numbers and sum(numbers) != total:
            found.append(row.name)
    return found


def _parts(row, latest):
    numbers = {}
    if latest is not None:
        numbers = {
            part.part: part.number
            for part in latest.parts.all()
            if part.disaggregation_id == row.pk
        }
    return {
        "row": row,
        "parts": [(name, numbers.get(name)) for name in row.parts],
        "total": sum(numbers.values()) if numbers else None,
    }
