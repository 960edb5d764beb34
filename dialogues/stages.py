"""The registry of stages that an initiative may go through, and the blueprints that choose from them.

The course and its grouping follow IIED's account of The Forests Dialogue: engage, explore, change.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class StageKind:
    """What a stage is: its name, its phase, what it yields, and the kinds of dialogue that belong to it."""

    key: str
    label: str
    phase: str
    yields: str
    dialogue_kinds: tuple = ()


ENGAGE, EXPLORE, CHANGE = _("Engage"), _("Explore"), _("Change")

REGISTRY = {
    kind.key: kind
    for kind in (
        StageKind(
            "concept-note",
            _("Concept note"),
            ENGAGE,
            _("Why this issue, why dialogue, and who must be at the table."),
        ),
        StageKind(
            "advisory-group",
            _("Advisory group"),
            ENGAGE,
            _("Advisers from every stakeholder group, who steer the process."),
        ),
        StageKind(
            "scoping-paper",
            _("Scoping paper"),
            ENGAGE,
            _("What is known, what is disputed, reviewed by the advisers."),
        ),
        StageKind(
            "scoping-dialogue",
            _("Scoping dialogue"),
            EXPLORE,
            _("The fault lines, agreed by those who stand on either side."),
            ("scoping", "pre-dialogue", "visioning"),
        ),
        StageKind(
            "field-dialogues",
            _("Field dialogues"),
            EXPLORE,
            _("The issue seen where it happens, with those it happens to."),
            ("field", "national"),
        ),
        StageKind(
            "thematic-dialogues",
            _("Thematic dialogues"),
            EXPLORE,
            _("One theme at a time, in depth."),
            ("thematic", "technical", "international", "workshop"),
        ),
        StageKind(
            "summary",
            _("Summary and recommendations"),
            CHANGE,
            _("From the problem to what each should do about it."),
        ),
        StageKind(
            "learning-group",
            _("Learning and Leadership Group"),
            CHANGE,
            _("A group in the country that owns the roadmap."),
            ("learning-group", "learning-event"),
        ),
        StageKind(
            "follow-up",
            _("Follow-up"),
            CHANGE,
            _("Actions tracked until something has changed."),
        ),
    )
}

BLUEPRINTS = {
    "series": (_("Dialogue series"), tuple(REGISTRY)),
    "country": (
        _("Country dialogue"),
        (
            "concept-note",
            "scoping-paper",
            "field-dialogues",
            "summary",
            "learning-group",
            "follow-up",
        ),
    ),
    "workshop": (_("Single workshop"), ("concept-note", "thematic-dialogues", "follow-up")),
}
