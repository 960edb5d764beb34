"""Ready-made questions of a registration form, and what is known of an answer by its key.

Texts are kept in a form in English, as they stand here, and shown in the reader's language as long as
nobody has reworded them (`in_words`).
"""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from stakeholders.models import Consent


@dataclass(frozen=True)
class Known:
    """A ready-made question: what FormQuestion holds, with `depends` as (key, answers)."""

    label: str
    kind: str
    help: str = ""
    options: tuple = ()
    required: bool = False
    depends: tuple = ()


KNOWN = {
    "access": Known(
        _("What do you need so that you can take part fully?"),
        "long",
        _("For example a place for a wheelchair, an interpreter, a room on the ground floor."),
    ),
    "diet": Known(
        _("What do you eat?"),
        "choices",
        options=(_("Everything"), _("Vegetarian"), _("Vegan"), _("Halal"), _("Kosher")),
    ),
    "diet-other": Known(
        _("What should the kitchen know besides?"), "short", _("Such as allergies.")
    ),
    "languages": Known(_("Which languages do you speak?"), "languages"),
    "needs-visa": Known(_("Do you need a visa?"), "yes-no"),
    "passport-name": Known(
        _("Your name as in your passport"), "short", depends=("needs-visa", ["yes"])
    ),
    "passport-number": Known(
        _("Number of your passport"), "short", depends=("needs-visa", ["yes"])
    ),
    "passport-expires": Known(
        _("Your passport is valid until"), "date", depends=("needs-visa", ["yes"])
    ),
    "nationality": Known(_("Nationality"), "country"),
    "travel-from": Known(_("Where do you travel from?"), "short"),
    "arrives-on": Known(_("When do you arrive?"), "date"),
    "leaves-on": Known(_("When do you leave?"), "date"),
    "needs-sponsorship": Known(_("Do you ask for help with the costs?"), "yes-no"),
    "sponsorship-for": Known(
        _("What do you need help with?"),
        "choices",
        options=(_("Travel"), _("Lodging"), _("Allowance"), _("Visa")),
        depends=("needs-sponsorship", ["yes"]),
    ),
    "consent-listed": Known(_("May your name stand in the participants’ list?"), "consent"),
    "consent-quoted": Known(_("May we quote what you say, with your name?"), "consent"),
    "consent-photographed": Known(_("May pictures show you?"), "consent"),
    "consent-contacted": Known(_("May we write to you about later dialogues?"), "consent"),
}

# Ready-made sections: key -> title and the questions in them.
SECTIONS = {
    "access": (_("Access needs"), ("access",)),
    "diet": (_("Diet"), ("diet", "diet-other")),
    "languages": (_("Languages"), ("languages",)),
    "travel": (
        _("Travel documents"),
        (
            *("nationality", "travel-from", "arrives-on", "leaves-on"),
            *("needs-visa", "passport-name", "passport-number", "passport-expires"),
        ),
    ),
    "sponsorship": (_("Help with the costs"), ("needs-sponsorship", "sponsorship-for")),
    "consents": (
        _("What you agree to"),
        ("consent-listed", "consent-quoted", "consent-photographed", "consent-contacted"),
    ),
}

# Which consent of the register an answer is.
CONSENTS = {
    "consent-listed": Consent.Kind.LISTED,
    "consent-quoted": Consent.Kind.QUOTED,
    "consent-photographed": Consent.Kind.PHOTOGRAPHED,
    "consent-contacted": Consent.Kind.CONTACTED,
}

# Shown by their last characters alone once they are saved.
SENSITIVE = {"passport-number"}
SHOWN = 3


def masked(text):
    """The end of a sensitive answer; nothing of one that is as short as that."""
    text = str(text)
    return "•••" + (text[-SHOWN:] if len(text) > 2 * SHOWN else "")


def _texts():
    for known in KNOWN.values():
        yield from (known.label, known.help, *known.options)
    for title, _keys in SECTIONS.values():
        yield title


TEXTS = frozenset(_texts()) - {""}


def in_words(text):
    """A text of a form in the reader's language, if it is ready-made; else as it was written."""
    return gettext(text) if text in TEXTS else text
