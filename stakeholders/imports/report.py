"""What became of each row of an import, as a sheet to take away."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stakeholders.imports.marks import sentence, where
from stakeholders.naming import PROTECTED

OUTCOMES = {
    "added": gettext_lazy("Added"),
    "changed": gettext_lazy("Changed"),
    "same": gettext_lazy("Known already"),
    "skipped": gettext_lazy("Skipped"),
    "gone": gettext_lazy("Not in the register any more: left out"),
    "": gettext_lazy("Not written"),
}


def headings():
    """What stands above the columns."""
    return [_("Row"), _("Name"), _("Outcome"), _("Notes")]


def lines(import_):
    """A line for each row. A file that leaves never holds a protected name, whoever asks for it."""
    rows = import_.rows.select_related("person").only(
        "import_of", "number", "values", "marks", "outcome", "person__name", "person__protected"
    )
    for row in rows.order_by("number").iterator(chunk_size=1000):
        hidden = is_protected(row)
        yield [
            row.number,
            str(PROTECTED) if hidden else row.values.get("name", ""),
            str(OUTCOMES[row.outcome]),
            "" if hidden else " ".join(_notes(row, import_.columns)),
        ]


def is_protected(row):
    """True if the sheet or the register protects whom `row` is about."""
    return bool(row.values.get("protected") or (row.person and row.person.protected))


def _notes(row, columns):
    return [f"{where(mark, columns)}: {sentence(mark)}" for mark in row.marks]
