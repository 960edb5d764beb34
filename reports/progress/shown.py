"""A progress report as pages show it: the facts in words, with what a picture of them needs."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dialogues.budgeting import in_words
from reports.models import Period
from reports.models.progress import HEADINGS
from reports.progress.facts import Money
from reports.wording import day, span

BARE = re.compile(r"[+-]?[0-9]{1,14}(\.[0-9]{1,10})?")  # a number without marks for thousands


@dataclass(frozen=True)
class Spent:
    """A line of money in words, and how much of what is planned was spent, in per cent."""

    line: str
    planned: str
    before: str
    spent: str
    to_date: str
    left: str
    second: str
    percent: int | None

    @property
    def bar(self):
        """Where the line's bar ends, which cannot leave its track."""
        return max(0, min(100, self.percent or 0))


def labelled(facts):
    """A ProgressContext with our own labels in the language that is active. They are frozen in the site's,
    in which figures are compared with those of other periods and written into tables for machines."""

    def said(rows, *names):
        return tuple(
            replace(row, **{name: _told(getattr(row, name)) for name in names}) for row in rows
        )

    return replace(
        facts,
        counts=said(facts.counts, "label"),
        dialogues=said(facts.dialogues, "kind", "title"),
        attendance=said(facts.attendance, "group"),
        aims=said(facts.aims, "group"),
        results=said(facts.results, "level_label"),
        money=said(facts.money, "line"),
        sums=said([facts.sums], "line")[0] if facts.sums else None,
        texts=tuple(replace(row, heading=_heading(row)) for row in facts.texts),
        corrections=said(facts.corrections, "what"),
    )


def _told(text):
    return _(text) if text else ""


def _heading(text):
    if text.key not in HEADINGS:
        return text.heading
    return capfirst(str(Period._meta.get_field(text.key).verbose_name))


def shown(facts):
    """What the page, the PDF and the Word file show of a ProgressContext, by the names their templates
    know; in the language that is active."""
    most = max((row.people for row in facts.attendance), default=0)
    return {
        "when": span(facts.starts_on, facts.ends_on),
        "due": day(facts.due_on) if facts.due_on else "",
        "stats": [
            {"label": row.label, "value": row.number, "note": _note(row)} for row in facts.counts
        ],
        "dialogues": [
            {"row": row, "when": span(row.starts_on, row.ends_on)} for row in facts.dialogues
        ],
        "attendance": [
            {"row": row, "width": round(100 * row.people / most) if most else 0}
            for row in facts.attendance
        ],
        "results": [
            {"row": row, "indicators": [_indicator(each) for each in row.indicators]}
            for row in facts.results
        ],
        "indicators": [_indicator(row) for row in facts.indicators],
        "money": [_spent(row, facts) for row in facts.money],
        "sums": _spent(facts.sums, facts) if facts.sums and facts.money else None,
    }


def _note(row):
    return "" if row.before is None else _("before: %(number)d") % {"number": row.before}


def figure(text):
    """A figure of an indicator as it is read: thousands apart, and a true minus. Words, and numbers that
    somebody wrote with marks of their own, are left as they are."""
    if not BARE.fullmatch(text):
        return text
    sign = {"-": "−", "+": "+"}.get(text[:1], "")
    places = len(text.partition(".")[2])
    told = number_format(Decimal(text.lstrip("+-")), places, use_l10n=True, force_grouping=True)
    return f"{sign}{told}"


def _indicator(row):
    """An indicator with its figures and dates in words, and where its bar ends."""
    percent = row.percent
    return {
        "row": row,
        **{
            name: figure(getattr(row, name))
            for name in ("baseline", "target", "actual", "variance", "before")
        },
        "baseline_on": _short(row.baseline_on),
        "target_on": _short(row.target_on),
        "actual_on": _short(row.actual_on),
        "bar": None if percent is None else max(0, min(100, percent)),
    }


def _short(iso):
    return day(iso) if iso else ""


def _spent(row: Money, facts):
    planned, to_date = Decimal(row.planned), Decimal(row.to_date)
    amounts = {
        name: in_words(Decimal(getattr(row, name)), facts.currency)
        for name in ("planned", "before", "spent", "to_date", "left")
    }
    second = in_words(Decimal(row.second), facts.second_currency) if row.second else ""
    percent = round(100 * to_date / planned) if planned else None
    return Spent(row.line, second=second, percent=percent, **amounts)
