"""Open vocabularies: the known words have labels, and any other word may be used too."""

from django.utils.translation import gettext_lazy as _

FORMATS = {
    "presentation": _("Presentation"),
    "introduction": _("Introduction"),
    "discussants": _("Discussants"),
    "panel": _("Panel"),
    "buzz-group": _("Buzz groups"),
    "plenary": _("Plenary"),
    "field-visit": _("Field visit"),
    "dialogue": _("Dialogue"),
    "working-group": _("Working groups"),
    "break": _("Break"),
    "closing": _("Closing"),
}

ACTS_AS = {
    "participant": _("Participant"),
    "presenter": _("Presenter"),
    "discussant": _("Discussant"),
    "chair": _("Chair"),
    "co-chair": _("Co-chair"),
    "facilitator": _("Facilitator"),
    "moderator": _("Moderator"),
    "rapporteur": _("Rapporteur"),
    "host": _("Host"),
    "observer": _("Observer"),
    "interpreter": _("Interpreter"),
}


def label_of(vocabulary, word):
    """The label of a known word; an unknown one as it was written, a slug in readable form."""
    if word in vocabulary:
        return vocabulary[word]
    return word.replace("-", " ").capitalize() if word.islower() and " " not in word else word
