"""Indicators and the logical framework as they stood at the end of a period."""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from reports.progress.facts import Measured, Part, Result
from roadmaps.figures import number_of, per_cent
from roadmaps.levels import in_tree
from roadmaps.models import Indicator
from roadmaps.models import Result as Line


def framework_of(initiative, first, last):
    """The Results of all roadmaps of `initiative`, each below what it contributes to, and the Measured of
    its actions; four queries."""
    of_initiative = Q(result__roadmap__dialogue__initiative=initiative)
    of_initiative |= Q(action__theme__roadmap__dialogue__initiative=initiative)
    rows = Indicator.objects.filter(of_initiative).select_related("action", "result")
    by_result, of_actions = defaultdict(list), []
    for row in rows.prefetch_related("values__parts__disaggregation").order_by("position", "pk"):
        told = measured(row, first, last)
        if row.result_id:
            by_result[row.result_id].append(told)
        else:
            of_actions.append(told)
    lines = Line.objects.filter(roadmap__dialogue__initiative=initiative)
    tree = in_tree(list(lines.order_by("roadmap", "position", "pk")))
    results = tuple(_result(row, depth, by_result[row.pk]) for row, depth in tree)
    return results, tuple(of_actions)


def _result(row, depth, indicators):
    return Result(
        level=row.level,
        level_label=str(row.get_level_display()),
        title=row.title,
        depth=depth,
        text=row.text,
        assumptions=row.assumptions,
        verification=row.verification,
        indicators=tuple(indicators),
    )


def measured(indicator, first, last):
    """The Measured of `indicator` at the end of a period: the newest value that holds and is dated until
    then; `before` is that of the day before the period."""
    now = _latest(indicator, last)
    before = _latest(indicator, first, inclusive=False)
    is_number = indicator.measure == Indicator.Measure.QUANTITATIVE
    told = now.value if now else ""
    return Measured(
        title=indicator.title,
        of=(indicator.action or indicator.result).title,
        level=indicator.result.level if indicator.result else "",
        unit=indicator.unit,
        is_in_words=not is_number,
        less_is_better=indicator.direction == Indicator.Direction.DOWN,
        baseline=indicator.baseline,
        baseline_on=_day(indicator.baseline_on),
        target=indicator.target,
        target_on=_day(indicator.target_on),
        actual=told,
        actual_on=_day(now.date) if now else "",
        source=now.source if now else "",
        variance=_variance(indicator.target, told) if is_number else "",
        percent=per_cent(indicator.baseline, indicator.target, told) if is_number else None,
        before=before.value if before else "",
        parts=_parts(now) if now else (),
    )


def _latest(indicator, day, *, inclusive=True):
    """The value that held at the end of `day`, or, if it is not to count, of the day before. What corrects
    a value stands in its place, whenever that was written."""
    corrected = {value.corrects_id for value in indicator.values.all()}
    holding = [value for value in indicator.values.all() if value.pk not in corrected]
    dated = [(value.date or date.min, value.pk, value) for value in holding]
    known = [row for row in dated if row[0] < day or (inclusive and row[0] == day)]
    return max(known)[2] if known else None


def _variance(target, actual):
    wanted, reached = number_of(target), number_of(actual)
    if wanted is None or reached is None:
        return ""
    return f"{(reached - wanted).normalize():+f}"


def _parts(value):
    return tuple(
        Part(part.disaggregation.name, part.part, f"{part.number.normalize():f}")
        for part in value.parts.all()
    )


def _day(day):
    return day.isoformat() if day else ""
