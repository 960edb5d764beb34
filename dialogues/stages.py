"""The registry of stages that an initiative may go through, and the blueprints that choose from them.

The course and its grouping follow IIED's account of The Forests Dialogue: engage, explore, change. Which
criteria a gate has stands here, by key; how each is judged stands in dialogues.criteria.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class StageKind:
    """What a stage is.

    `yields` says what it comes to, `asks` what has to be there before its gate, `criteria` (keys of
    dialogues.criteria) what the gate is judged by, `pages` (tabs of the initiative) where the work is
    done, `opens` the kinds of stage that a *go* may lead to, `dialogue_kinds` the dialogues that belong
    to it.
    """

    key: str
    label: str
    phase: str
    yields: str
    asks: tuple = ()
    criteria: tuple = ()
    pages: tuple = ()
    opens: tuple = ()
    dialogue_kinds: tuple = ()


ENGAGE, EXPLORE, CHANGE = _("Engage"), _("Explore"), _("Change")
PHASES = (ENGAGE, EXPLORE, CHANGE)
HELD = ("meetings-held", "messages-written")

_ENGAGE = (
    StageKind(
        "concept-note",
        _("Concept note"),
        ENGAGE,
        _("Why this issue, why dialogue, and who must be at the table."),
        asks=(
            _("A concept note that the programme has approved"),
            _("The preconditions for dialogue and the selection criteria, scored with reasons"),
            _("A sign that those concerned want to talk"),
        ),
        criteria=(
            "concept-note-approved",
            "preconditions-met",
            "selection-scored",
            "asked-for",
            "money-secured",
        ),
        pages=("concept-note",),
        opens=("advisory-group", "scoping-paper", "pre-dialogue", "fundraising", "workshop"),
    ),
    StageKind(
        "fundraising",
        _("Partners and money"),
        ENGAGE,
        _("Who convenes with us in the country, and what pays for it."),
        asks=(
            _("A budget by line"),
            _("A partner in the country who convenes with us"),
            _("Commitments in writing"),
        ),
        criteria=("budget-planned", "partner-confirmed", "money-secured"),
        pages=("budget", "team"),
        opens=("advisory-group", "scoping-paper", "scoping-dialogue", "field-dialogues"),
    ),
    StageKind(
        "pre-dialogue",
        _("Work with single groups"),
        ENGAGE,
        _("A group that is used to being overlooked comes prepared, and with its own view."),
        asks=(
            _("A meeting with one or two groups, before all meet"),
            _("What each of them wants to raise, in its own words"),
        ),
        criteria=(*HELD, "ready-to-meet"),
        pages=("fault-lines", "surveys"),
        opens=("scoping-dialogue", "field-dialogues", "visioning"),
        dialogue_kinds=("pre-dialogue",),
    ),
    StageKind(
        "advisory-group",
        _("Advisory group"),
        ENGAGE,
        _("Advisers from every stakeholder group, who steer the process."),
        asks=(
            _("A member from every stakeholder group, with a term"),
            _("An understanding of what the group decides and what it advises on"),
        ),
        criteria=("groups-advised", "group-works"),
        pages=("advisers",),
        opens=("scoping-paper", "scoping-dialogue"),
    ),
    StageKind(
        "scoping-paper",
        _("Scoping paper"),
        ENGAGE,
        _("What is known, what is disputed, reviewed by the advisers."),
        asks=(
            _("A paper that sets out what is known and what is disputed"),
            _("A review by the advisers, every comment answered with a reason"),
        ),
        criteria=("scoping-version", "scoping-reviewed", "comments-answered", "each-side-heard"),
        pages=("scoping-paper",),
        opens=("scoping-dialogue", "field-dialogues", "thematic-dialogues"),
    ),
)

_EXPLORE = (
    StageKind(
        "scoping-dialogue",
        _("Scoping dialogue"),
        EXPLORE,
        _("The fault lines, agreed by those who stand on either side."),
        asks=(
            _("A dialogue of all sides on what divides them"),
            _("Fault lines with the positions of at least two groups each"),
        ),
        criteria=(*HELD, "fault-lines-heard", "targets-set", "go-on-wanted", "money-secured"),
        pages=("fault-lines", "surveys"),
        opens=("field-dialogues", "thematic-dialogues", "visioning", "summary"),
        dialogue_kinds=("scoping",),
    ),
    StageKind(
        "visioning",
        _("Visioning"),
        EXPLORE,
        _("Where those concerned want to be in ten years, before they quarrel about the way."),
        asks=(_("A workshop on the future that they would share"), _("The vision in a few lines")),
        criteria=(*HELD, "vision-shared"),
        pages=("fault-lines",),
        opens=("field-dialogues", "thematic-dialogues", "learning-group", "roadmap"),
        dialogue_kinds=("visioning",),
    ),
    StageKind(
        "field-dialogues",
        _("Field dialogues"),
        EXPLORE,
        _("The issue seen where it happens, with those it happens to."),
        asks=(
            _("Visits and talks in the places concerned"),
            _("The view of every group on at least one fault line"),
            _("What was heard, told again to those who were visited"),
        ),
        criteria=(*HELD, "fault-lines-heard", "no-group-silent", "read-back"),
        pages=("fault-lines",),
        opens=("thematic-dialogues", "national-dialogues", "summary", "learning-group"),
        dialogue_kinds=("field",),
    ),
    StageKind(
        "thematic-dialogues",
        _("Thematic dialogues"),
        EXPLORE,
        _("One theme at a time, in depth."),
        asks=(
            _("A dialogue on each theme that needs one"),
            _("Key messages, and actions that have an owner"),
        ),
        criteria=(*HELD, "actions-owned"),
        pages=("fault-lines",),
        opens=("field-dialogues", "national-dialogues", "summary"),
        dialogue_kinds=("thematic", "technical"),
    ),
    StageKind(
        "workshop",
        _("Workshop"),
        EXPLORE,
        _("One meeting on one question, from invitation to agreed actions."),
        asks=(_("A workshop with all sides"), _("Key messages, and actions that have an owner")),
        criteria=(*HELD, "actions-owned"),
        pages=("fault-lines",),
        opens=("summary", "roadmap", "follow-up"),
        dialogue_kinds=("workshop", "technical", "thematic", "visioning"),
    ),
    StageKind(
        "national-dialogues",
        _("National and international dialogues"),
        EXPLORE,
        _("What was learned in places is put before those who decide for a country or beyond it."),
        asks=(
            _("A dialogue with those who can change rules"),
            _("Key messages, and actions that have an owner"),
        ),
        criteria=(*HELD, "actions-owned", "deciders-came"),
        pages=("fault-lines",),
        opens=("summary", "learning-group", "roadmap"),
        dialogue_kinds=("national", "international"),
    ),
)

_CHANGE = (
    StageKind(
        "summary",
        _("Summary and recommendations"),
        CHANGE,
        _("From the problem to what each should do about it."),
        asks=(
            _("A report of every dialogue that was held, published"),
            _("Recommendations that name who should act"),
        ),
        criteria=("reports-published", "actions-owned", "recommendations-accepted"),
        opens=("learning-group", "roadmap", "follow-up"),
    ),
    StageKind(
        "learning-group",
        _("Learning and Leadership Group"),
        CHANGE,
        _("A group in the country that owns the roadmap."),
        asks=(
            _("A standing group with members from the stakeholder groups"),
            _("A host, and a convenor in the country"),
        ),
        criteria=("learning-group-formed", "host-found"),
        opens=("roadmap", "follow-up"),
        dialogue_kinds=("learning-group",),
    ),
    StageKind(
        "roadmap",
        _("Roadmap"),
        CHANGE,
        _("Who does what by when, agreed by those who will do it."),
        asks=(_("A roadmap with themes and actions"), _("A lead for every action")),
        criteria=("roadmap-exists", "roadmap-led", "roadmap-agreed"),
        opens=("follow-up", "learning-events"),
    ),
    StageKind(
        "learning-events",
        _("Shared learning"),
        CHANGE,
        _("What worked here is told to those who try it elsewhere."),
        asks=(_("A learning event, with what others can take from it"),),
        criteria=HELD,
        opens=("follow-up",),
        dialogue_kinds=("learning-event",),
    ),
    StageKind(
        "follow-up",
        _("Follow-up"),
        CHANGE,
        _("Actions tracked until something has changed."),
        asks=(
            _("Actions that are done, or dropped with a reason"),
            _("Somebody in the country who carries on"),
        ),
        criteria=("roadmap-exists", "roadmap-finished", "handed-over"),
        opens=("learning-events",),
    ),
)

REGISTRY = {kind.key: kind for kind in (*_ENGAGE, *_EXPLORE, *_CHANGE)}

# key -> its name and the kinds of stage that an initiative starts with, in order. A kind may come twice.
BLUEPRINTS = {
    "series": (
        _("Dialogue series"),
        (
            "concept-note",
            "advisory-group",
            "scoping-paper",
            "scoping-dialogue",
            "field-dialogues",
            "thematic-dialogues",
            "summary",
            "learning-group",
            "follow-up",
        ),
    ),
    "country": (
        _("Country dialogue"),
        (
            "concept-note",
            "fundraising",
            "scoping-paper",
            "pre-dialogue",
            "field-dialogues",
            "national-dialogues",
            "summary",
            "learning-group",
            "roadmap",
            "follow-up",
        ),
    ),
    "workshop": (_("Single workshop"), ("concept-note", "workshop", "follow-up")),
}
STANDARD = "series"


def blueprint_choices():
    """Key and name of every blueprint, for a form."""
    return [(key, label) for key, (label, _kinds) in BLUEPRINTS.items()]


def kind_of(stage):
    """The StageKind of `stage`; None where the registry does not know it any more."""
    return REGISTRY.get(stage.kind)


def free_key(kind, taken):
    """The address of one more stage of `kind` in an initiative whose stages have the addresses `taken`."""
    key, number = kind, 2
    while key in taken:
        key = f"{kind}-{number}"
        number += 1
    return key
