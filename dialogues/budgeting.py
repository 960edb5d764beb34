"""What a budget comes to: planned, committed and spent, by line, by category and by dialogue.

All amounts are in the initiative's currency. Committed is what was promised and is not paid yet; spent is
what was paid; left is what of the plan is neither.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dialogues.models import BudgetLine, Dialogue
from dialogues.presets import CURRENCY, preset_of

NOTHING = Decimal(0)
CHART_WIDTH, CHART_ROW = Decimal(640), 46


@dataclass
class Sums:
    """Planned, committed and spent; sums can be added."""

    planned: Decimal = NOTHING
    committed: Decimal = NOTHING
    spent: Decimal = NOTHING

    def __add__(self, other):
        return Sums(
            self.planned + other.planned,
            self.committed + other.committed,
            self.spent + other.spent,
        )

    @property
    def used(self):
        return self.committed + self.spent

    @property
    def left(self):
        return self.planned - self.used

    @property
    def is_over(self):
        return self.left < 0


@dataclass
class Row:
    """A line of a table or of the chart: what it is of, what it comes to, and where it leads."""

    label: str
    sums: Sums
    url: str = ""
    note: str = ""
    line: BudgetLine | None = None
    lines: list = field(default_factory=list)


def in_words(amount, currency):
    """An amount with its currency, cents only where there are some: “GBP 1,000.50”."""
    places = 0 if amount == amount.to_integral_value() else 2
    digits = number_format(abs(amount), places, use_l10n=True, force_grouping=True)
    sign = "−" if amount < 0 else ""
    return f"{currency} {sign}{digits}".strip()


def with_sums(lines):
    """Budget lines with `committed`, `spent` (None where there is nothing) and `entry_count`."""
    paid = Q(entries__spent_on__isnull=False)
    return lines.annotate(
        committed=Sum("entries__amount", filter=~paid),
        spent=Sum("entries__amount", filter=paid),
        entry_count=Count("entries"),
    )


def sums_of(line):
    """The Sums of a line that `with_sums` read."""
    return Sums(line.planned, _cents(line.committed), _cents(line.spent))


def _cents(amount):
    # SQLite adds decimals as floating point numbers.
    return (amount or NOTHING).quantize(Decimal("0.01"))


def total(rows):
    """What `rows` come to together."""
    return sum((row.sums for row in rows), Sums())


def line_rows(lines, url_of):
    """A Row for each of `lines`, read by `with_sums`; its label is the title, else the category."""
    return [
        Row(
            label=str(line),
            sums=sums_of(line),
            url=url_of(line),
            note=line.get_category_display() if line.title else "",
            line=line,
        )
        for line in lines
    ]


def by_category(rows):
    """The rows of lines added up by category, in the order in which the categories are defined."""
    sums = {}
    for row in rows:
        key = row.line.category
        sums[key] = sums.get(key, Sums()) + row.sums
    labels = dict(BudgetLine.Category.choices)
    return [Row(str(labels[key]), sums[key]) for key in labels if key in sums]


def by_dialogue(initiative, rows, url_of):
    """A Row for each dialogue of `initiative`, with those of `rows` that belong to it; what it comes to
    beside its kind's preset is its note. One query."""
    of_dialogue = {}
    for row in rows:
        of_dialogue.setdefault(row.line.dialogue_id, []).append(row)
    found = []
    for dialogue in Dialogue.objects.filter(initiative=initiative).order_by("starts_on", "pk"):
        inside = of_dialogue.get(dialogue.pk, [])
        sums = total(inside)
        note = beside_preset(dialogue, sums, initiative.budget_currency)
        if dialogue.is_cancelled:
            note = _("Cancelled. %(note)s") % {"note": note}
        found.append(Row(dialogue.title, sums, url_of(dialogue), note.strip(), lines=inside))
    return found


def beside_preset(dialogue, sums, currency):
    """How a dialogue's plan compares with what its kind usually takes, in a sentence; "" without a preset."""
    preset = preset_of(dialogue)
    if preset is None:
        return ""
    usual = in_words(preset.cost, CURRENCY)
    if not currency:
        return _("The preset is %(usual)s; say in which currency this budget is, to compare.") % {
            "usual": usual
        }
    if currency != CURRENCY:
        return _("The preset is %(usual)s, which is not compared with %(currency)s.") % {
            "usual": usual,
            "currency": currency,
        }
    if not sums.planned:
        return _("Nothing is planned; the preset is %(usual)s.") % {"usual": usual}
    difference = sums.planned - preset.cost
    if not difference:
        return _("Planned just as the preset, %(usual)s.") % {"usual": usual}
    words = (
        _("Planned %(difference)s above the preset of %(usual)s.")
        if difference > 0
        else _("Planned %(difference)s below the preset of %(usual)s.")
    )
    return words % {"difference": in_words(abs(difference), currency), "usual": usual}


def chart(rows):
    """Bars for `rows` with anything in them, all on one scale, for `dialogues/budget_chart.html`.

    A bar is as long as what is planned; spent and committed fill it, what is over stands out behind it.
    """
    drawn = [row for row in rows if row.sums.planned or row.sums.used]
    longest = max((max(row.sums.planned, row.sums.used) for row in drawn), default=NOTHING)
    if not longest:
        return None
    bars = [_drawn(row, place, CHART_WIDTH / longest) for place, row in enumerate(drawn)]
    return {"bars": bars, "width": CHART_WIDTH + 2, "height": len(bars) * CHART_ROW - 8}


def _drawn(row, place, unit):
    def length(amount):
        return round(float(amount * unit), 1)

    sums = row.sums
    spent, used = min(sums.spent, sums.planned), min(sums.used, sums.planned)
    over = max(-sums.left, NOTHING)
    return {
        "row": row,
        "y": place * CHART_ROW,
        "planned": length(sums.planned),
        "spent": length(spent),
        "committed": length(used - spent),
        "over_x": length(sums.planned),
        "over": length(over),
        # Behind the bar, or above the end of one that takes the whole width.
        "word_x": length(sums.planned + over) + 8,
        "word_fits": length(sums.planned + over) < CHART_WIDTH - 80,
    }
