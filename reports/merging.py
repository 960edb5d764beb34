"""What becomes of reports when two entries of the register become one, in words."""

from django.utils.translation import ngettext_lazy

WORDS = (
    (
        "reports.Authorship.person",
        ngettext_lazy("%(number)d report written", "%(number)d reports written", "number"),
    ),
)
