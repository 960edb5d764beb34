"""Figures of indicators as people write them, read in one place: for per cent and for charts."""

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from roadmaps.models import Indicator, IndicatorValue

# What a part of a value can hold: 14 digits before the point and 4 behind it.
LIMIT = Decimal(10) ** 14
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def number_of(text):
    """The number that `text` writes, as a Decimal, or None for words and for what is too large.

    One comma or point followed by three digits after one to three (not a lone nought) is read as
    thousands if it is a comma, as decimals if it is a point; two kinds of marks: the last is decimal.
    """
    text = _SPACES.sub("", str(text).strip().replace("\u2212", "-")).removesuffix("%").strip()
    text = _plain(text)
    if len(text) > 40 or not text.isascii() or not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    return number if abs(number) < LIMIT else None


def _plain(text):
    """`text` without marks for thousands, with a point before decimals."""
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return text
    mark = text[last]
    other = "." if mark == "," else ","
    if other in text:
        whole = text[:last]
        grouped = re.fullmatch(rf"[+-]?\d{{1,3}}({re.escape(other)}\d{{3}})+", whole)
        return whole.replace(other, "") + "." + text[last + 1 :] if grouped else ""
    if text.count(mark) > 1 or (mark == "," and re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", text)):
        grouped = re.fullmatch(rf"[+-]?\d{{1,3}}({re.escape(mark)}\d{{3}})+", text)
        return text.replace(mark, "") if grouped else ""
    return text.replace(mark, ".")


def per_cent(baseline, target, latest):
    """How far `latest` is from `baseline` to `target`, in whole per cent, either direction.

    None where one of them is no number, or where baseline and target are the same. Below nought
    when it went the wrong way, above a hundred when it went past the target.
    """
    start, end, now = number_of(baseline), number_of(target), number_of(latest)
    if None in (start, end, now) or start == end:
        return None
    return round((now - start) / (end - start) * 100)


@dataclass(frozen=True)
class Brief:
    """An indicator in short: itself, its latest value, and how far it is."""

    indicator: Indicator
    latest: IndicatorValue | None
    percent: int | None

    @property
    def words(self):
        """How far it is, in words where there is no per cent."""
        if self.latest is None:
            return _("No value yet")
        if self.percent is not None:
            return _("%(percent)d per cent of the way") % {"percent": self.percent}
        if self.indicator.measure == Indicator.Measure.QUALITATIVE:
            return _("Measured in words")
        start, end = number_of(self.indicator.baseline), number_of(self.indicator.target)
        if start is not None and start == end:
            return _("Baseline and target are the same")
        return _("Not to be reckoned: a figure is missing or in words")


def briefs(indicators):
    """A Brief of each of `indicators`, in their order; one query for all values."""
    indicators = list(indicators)
    latest = {}
    rows = IndicatorValue.objects.filter(indicator__in=indicators, corrected_by__isnull=True)
    for row in rows.order_by("pk"):
        known = latest.get(row.indicator_id)
        if known is None or _when(row) >= _when(known):
            latest[row.indicator_id] = row
    return [brief_of(one, latest.get(one.pk)) for one in indicators]


def briefs_of(actions):
    """`{action id: [Brief, …]}` of the indicators of `actions`, in two queries."""
    found = defaultdict(list)
    for brief in briefs(Indicator.objects.filter(action__in=list(actions))):
        found[brief.indicator.action_id].append(brief)
    return dict(found)


def _when(row):
    return (row.date is not None, row.date.toordinal() if row.date else 0)


def brief_of(indicator, latest):
    """The Brief of an indicator whose latest value is `latest`."""
    counted = latest and indicator.measure == Indicator.Measure.QUANTITATIVE
    percent = per_cent(indicator.baseline, indicator.target, latest.value) if counted else None
    return Brief(indicator, latest, percent)
