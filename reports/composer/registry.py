"""The registry of the parts of which reports are composed, and the lists with which each kind begins.

A new part needs an entry here and what makes it of the facts (`reports.pages.MAKERS`).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class PartKind:
    """A part that a report may have.

    `fields` are those of a ReportContext that it prints, and that are in no snapshot without it. `written`
    says that no data stand behind it, `drawn` that its text is the notation of a diagram. `tab` names the
    page of the dialogue on which its data are written.
    """

    key: str
    label: str
    fields: tuple = ()
    tab: str = ""
    written: bool = False
    drawn: bool = False
    shows: bool = False

    @property
    def has_data(self):
        return not self.written


PARTS = {
    kind.key: kind
    for kind in (
        PartKind("acknowledgements", _("Acknowledgements"), ("acknowledgements",), "report"),
        PartKind("introduction", _("Introduction"), ("introduction",), "outcomes"),
        PartKind(
            "summary",
            _("Summary"),
            ("summary_heading", "summary", "key_messages", "action_points"),
            "outcomes",
        ),
        PartKind("messages", _("What we heard"), ("key_messages",), "outcomes"),
        PartKind("actions", _("Action points"), ("action_points",), "outcomes"),
        PartKind("recommendations", _("Recommendations"), ("recommendations",), "recommendations"),
        PartKind("background", _("Background"), ("background",), "overview"),
        PartKind(
            "logistics",
            _("Session logistics"),
            ("logistics", "materials_intro", "materials", "questions", "agenda"),
            "agenda",
        ),
        PartKind("notes", _("Session notes"), ("sessions",), "said"),
        PartKind("next-steps", _("Next steps"), ("next_steps",), "outcomes"),
        PartKind("annexes", _("Annexes"), ("annexes",), "annexes"),
        PartKind("participants", _("Participants"), ("participants",), "people"),
        PartKind("pathway", _("Impact pathway"), drawn=True, tab="framework"),
        PartKind("components", _("Components of the process"), drawn=True, tab="stages"),
        PartKind("process", _("The process so far"), drawn=True, tab="stages"),
        PartKind("written", _("A text of your own"), written=True),
        PartKind("diagram", _("A diagram of your own"), written=True, drawn=True),
        PartKind("photographs", _("Photographs"), written=True, shows=True),
        PartKind("about", _("About this report"), ("theme", "keywords", "imprint"), "report"),
    )
}

# Kind of report -> the parts with which it begins.
STANDARD = {
    "meeting-report": (
        *("acknowledgements", "introduction", "summary", "background", "logistics"),
        *("notes", "next-steps", "annexes", "participants", "about"),
    ),
    "co-chairs-summary": (
        *("introduction", "messages", "recommendations", "actions", "next-steps"),
        "about",
    ),
    "summary": (
        *("process", "introduction", "messages", "recommendations", "actions", "pathway"),
        "about",
    ),
}
COMPOSED = tuple(STANDARD)
# Every field that some part prints.
OPTIONAL = frozenset(name for kind in PARTS.values() for name in kind.fields)


def fields_of(keys):
    """The fields of a ReportContext that parts with these keys print."""
    return {name for key in keys if key in PARTS for name in PARTS[key].fields}
