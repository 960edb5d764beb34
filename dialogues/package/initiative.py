"""The initiative in a package: one dialogue series on one issue, with its fault lines."""

from decimal import Decimal

from django.utils.translation import gettext as _

from core.package import (
    Group,
    Integer,
    Key,
    Many,
    Ref,
    Rows,
    Text,
    Words,
    differences,
    dotted,
    shown,
)
from core.services import free_slug
from dialogues.models import FaultLine, GroupPosition, Initiative
from dialogues.services.initiatives import lay_out_course
from stakeholders.package import fill_versioned

CENT = Decimal("0.01")
MOST = Decimal(10) ** 12


class Amount(Key):
    """An amount of money, to the cent."""

    def __init__(self, name, field):
        super().__init__(name, field, default=None)

    def parse(self, value):
        amount = Decimal(str(value))
        if not 0 <= amount < MOST or amount != amount.quantize(CENT):
            message = _("%s is not an amount from 0 to 999,999,999,999.99, to the cent")
            raise ValueError(message % shown(value))
        return amount.quantize(CENT)

    def write(self, value):
        return int(value) if value == value.to_integral_value() else float(value)


POSITION = Rows(
    GroupPosition,
    Ref("group", to="groups"),
    Text("stance"),
    Integer("strength"),
    Text("text"),
    Text("interests"),
    Text("sources"),
    parent="fault_line",
    unique="group",
)
FAULT_LINE = Rows(
    FaultLine,
    Text("title"),
    Text("text"),
    Text("status", default=FaultLine.Status.SURFACED.value),
    Text("evidence_gaps"),
    Many("positions", POSITION),
    parent="initiative",
)
INITIATIVE = Rows(
    Initiative,
    Text("title"),
    Text("issue"),
    Text("purpose"),
    Group(
        "budget",
        Amount("amount", "budget_amount"),
        Text("currency", "budget_currency"),
        Text("note", "budget_note"),
    ),
    Words("outcome_areas"),
    Words("preconditions"),
    Words("impact_factors"),
    Words("policy_processes"),
    Many("fault_lines", FAULT_LINE),
)


def check_initiative(doc, place):
    """Note what is wrong in the file's initiative."""
    INITIATIVE.check(doc.get("initiative", {}), place.at("initiative"))


def load_initiative(doc, programme, book):
    """The programme's initiative of that title, made if there is none; and notes of what was kept.

    One that is there already has its blanks filled; fault lines count as blank only if it has none.
    """
    node = INITIATIVE.build(doc, book)
    initiative = Initiative.objects.filter(programme=programme, title=doc["title"]).first()
    if initiative is None:
        return _create(node, programme, book), []
    notes = fill_versioned(initiative, INITIATIVE, doc, book, ("initiative",))
    ours = INITIATIVE.fetch_one("pk", initiative.pk).children["fault_lines"]
    theirs = node.children["fault_lines"]
    if not ours:
        FAULT_LINE.create([({"initiative": initiative}, theirs)], book)
    elif theirs:
        lines = [[FAULT_LINE.dump(line, book) for line in lines] for lines in (ours, theirs)]
        differing = next(differences(*lines), None)
        if differing is not None:
            path = dotted(("initiative", "fault_lines", *differing))
            notes.append(_("%s: kept the fault lines that are there") % path)
    return initiative, notes


def _create(node, programme, book):
    slug = free_slug(Initiative, node.values["title"], fallback="initiative")
    (initiative,) = INITIATIVE.create([({"programme": programme, "slug": slug}, [node])], book)
    lay_out_course(initiative, programme.blueprint)
    return initiative
