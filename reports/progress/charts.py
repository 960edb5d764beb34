"""Pictures of a progress report: where bars end, in per cent. Tells no more than the frozen facts do."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.progress.shown import shown
from roadmaps.figures import number_of


@dataclass(frozen=True)
class Pair:
    """A figure beside that of the period before; `before` is None if there is none."""

    label: str
    now: int
    before: int | None
    now_width: float
    before_width: float


@dataclass(frozen=True)
class Bullet:
    """An indicator against its target: where its bar ends, and where target and last value are marked. The
    places are None for what is told in words."""

    told: dict
    of: str
    width: float | None = None
    target: float | None = None
    before: float | None = None


def figures(facts):
    """The key figures of a ProgressContext, each with how it differs from the period before."""
    return [
        {"label": row.label, "number": row.number, "before": row.before, **_change(row)}
        for row in facts.counts
    ]


def _change(row):
    if row.before is None:
        return {"way": "", "words": ""}
    more = row.number - row.before
    if more > 0:
        return {"way": "up", "words": ngettext("%(n)d more", "%(n)d more", more) % {"n": more}}
    if more < 0:
        return {
            "way": "down",
            "words": ngettext("%(n)d fewer", "%(n)d fewer", -more) % {"n": -more},
        }
    return {"way": "same", "words": _("as many")}


def attendance(facts, before=None):
    """Pairs of how many of each group attended, the largest first; then groups that came only before."""
    now = {row.group: row.people for row in facts.attendance}
    earlier = {row.group: row.people for row in before.attendance} if before else None
    return _pairs(now, earlier)


def genders(facts, before=None):
    """Pairs of how many women, men and others attended, of groups that are told apart."""
    return _pairs(_by_gender(facts), _by_gender(before) if before else None)


def untold(facts):
    """How many attended of groups that are too small to be told apart."""
    return sum(row.people for row in facts.attendance if row.is_small)


def _by_gender(facts):
    rows = [row for row in facts.attendance if not row.is_small]
    names = {
        "women": _("Women"),
        "men": _("Men"),
        "others": _("Other"),
        "unsaid": _("Not said"),
    }
    found = {label: sum(getattr(row, name) for row in rows) for name, label in names.items()}
    return {label: number for label, number in found.items() if number}


def _pairs(now, before):
    most = max([*now.values(), *(before or {}).values()], default=0)
    names = dict.fromkeys([*now, *(before or {})])
    return [
        Pair(
            label=name,
            now=now.get(name, 0),
            before=None if before is None else before.get(name, 0),
            now_width=_share(now.get(name, 0), most),
            before_width=_share((before or {}).get(name, 0), most),
        )
        for name in names
    ]


def _share(part, whole):
    return round(float(100 * part / whole), 2) if whole else 0.0


def money(facts):
    """All budget lines together, then each, in words, and where their bars end: what was spent in the period
    stands behind what was spent before it, both on what is planned."""
    if not facts.money:
        return []
    told = shown(facts)
    most = max(max(Decimal(row.planned), Decimal(row.to_date)) for row in facts.money)
    found = [_on_budget(*each, most) for each in zip(facts.money, told["money"], strict=True)]
    whole = max(Decimal(facts.sums.planned), Decimal(facts.sums.to_date))
    return [_on_budget(facts.sums, told["sums"], whole) | {"is_sum": True}, *found]


def drawn_of(lines):
    """Those of `lines` of money that a picture shows: all together, and those on which something was spent
    in the period, or more than was planned."""
    return [
        line
        for line in lines
        if line.get("is_sum") or line["is_over"] or Decimal(line["row"].spent)
    ]


def of_period(facts):
    """All pictures of one period, by the names that its page knows."""
    lines = money(facts)
    drawn = drawn_of(lines)
    return {
        "figures": figures(facts),
        "attendance": attendance(facts),
        "genders": genders(facts),
        "drawn": drawn,
        "quiet_lines": len(lines) - len(drawn),
    }


def _on_budget(row, told, most):
    before, to_date = max(Decimal(row.before), Decimal(0)), max(Decimal(row.to_date), Decimal(0))
    return {
        "row": row,
        "told": told,
        "planned": _share(Decimal(row.planned), most),
        "before": _share(before, most),
        "to_date": _share(to_date, most),
        "spent": max(0.0, round(_share(to_date, most) - _share(before, most), 2)),
        "is_over": to_date > Decimal(row.planned),
    }


def bullets(facts):
    """All indicators of a ProgressContext as Bullets."""
    told = shown(facts)
    rows = [(each["row"].title, row) for each in told["results"] for row in each["indicators"]]
    return [
        _bullet(row, of)
        for of, row in [*rows, *((row["row"].of, row) for row in told["indicators"])]
    ]


def _bullet(told, of):
    row = told["row"]
    actual, target, earlier = (number_of(text) for text in (row.actual, row.target, row.before))
    if actual is None or target is None or min(actual, target) < 0 or not max(actual, target):
        return Bullet(told, of)
    # Room behind the longer of the two, so that a mark at its end is seen.
    most = max(actual, target, earlier or 0) * Decimal("1.04")
    return Bullet(
        told,
        of,
        width=_share(actual, most),
        target=_share(target, most),
        before=None if earlier is None or earlier < 0 else _share(earlier, most),
    )
