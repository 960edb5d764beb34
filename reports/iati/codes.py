"""The code lists of the IATI Standard 2.03."""

import json
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

STANDARD = Path(__file__).parent / "standard"
# Of OrganisationType those that convene and fund dialogues.
ORGANISATION_TYPES = (
    ("10", _("Government")),
    ("15", _("Other public body")),
    ("21", _("International NGO")),
    ("22", _("National NGO")),
    ("23", _("Regional NGO")),
    ("24", _("NGO of a partner country")),
    ("30", _("Public-private partnership")),
    ("40", _("Multilateral")),
    ("60", _("Foundation")),
    ("70", _("Private company")),
    ("80", _("Academic or research body")),
)


@cache
def standard():
    """The places at which codes stand, as (path, condition, list), and the codes of each list."""
    read = json.loads((STANDARD / "codelists.json").read_text("utf-8"))
    return read["mapping"], {name: frozenset(codes) for name, codes in read["codes"].items()}


def is_code(name, code):
    """True if the list `name` of the standard holds `code`."""
    return code in standard()[1][name]
