"""Values of an indicator over time, as places in a picture. Pure."""

import itertools
from dataclasses import dataclass
from decimal import Decimal

from roadmaps.figures import number_of


@dataclass(frozen=True)
class Chart:
    """Values over time as points in per cent of a box; lines of baseline and target likewise."""

    points: list
    path: list
    baseline: float | None
    target: float | None
    low: Decimal
    high: Decimal


def chart_of(values, baseline, target):
    """The Chart of `values`, pairs of a day and text, the first day first; None if fewer than two of them
    are numbers with a day."""
    pairs = [(day, number_of(text)) for day, text in values if day]
    pairs = sorted((day, number) for day, number in pairs if number is not None)
    if len(pairs) < 2:
        return None
    ends = [number for text in (baseline, target) if (number := number_of(text)) is not None]
    every = [number for _day, number in pairs] + ends
    low, high = min(every), max(every)
    room = (high - low) or Decimal(1)
    first, days = pairs[0][0], max((pairs[-1][0] - pairs[0][0]).days, 1)

    def up(number):
        return round(float(95 - 90 * (number - low) / room), 2)

    points = [
        {
            "x": round(3 + 94 * (day - first).days / days, 2),
            "y": up(number),
            "day": day,
            "value": number,
        }
        for day, number in pairs
    ]
    start, end = number_of(baseline), number_of(target)
    return Chart(
        points=points,
        path=list(itertools.pairwise(points)),
        baseline=None if start is None else up(start),
        target=None if end is None else up(end),
        low=low,
        high=high,
    )
