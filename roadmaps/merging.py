"""What becomes of seats and actions of roadmaps when two entries of the register become one, in words."""

from django.utils.translation import ngettext_lazy

WORDS = (
    (
        "roadmaps.Membership.person",
        ngettext_lazy(
            "%(number)d seat in a Learning and Leadership Group",
            "%(number)d seats in Learning and Leadership Groups",
            "number",
        ),
    ),
    (
        "roadmaps.LearningGroup.host",
        ngettext_lazy(
            "%(number)d Learning and Leadership Group hosted",
            "%(number)d Learning and Leadership Groups hosted",
            "number",
        ),
    ),
    (
        "roadmaps.LearningGroup.convenor_person",
        ngettext_lazy(
            "%(number)d Learning and Leadership Group convened",
            "%(number)d Learning and Leadership Groups convened",
            "number",
        ),
    ),
    (
        "roadmaps.LearningGroup.convenor_organisation",
        ngettext_lazy(
            "%(number)d Learning and Leadership Group convened",
            "%(number)d Learning and Leadership Groups convened",
            "number",
        ),
    ),
    (
        "roadmaps.Action.lead_person",
        ngettext_lazy("%(number)d action led", "%(number)d actions led", "number"),
    ),
    (
        "roadmaps.Action.lead_organisation",
        ngettext_lazy("%(number)d action led", "%(number)d actions led", "number"),
    ),
    (
        "roadmaps.Support.person",
        ngettext_lazy("%(number)d action supported", "%(number)d actions supported", "number"),
    ),
    (
        "roadmaps.Support.organisation",
        ngettext_lazy("%(number)d action supported", "%(number)d actions supported", "number"),
    ),
    (
        "roadmaps.ActionUpdate.by_person",
        ngettext_lazy("%(number)d update of an action", "%(number)d updates of actions", "number"),
    ),
    (
        "roadmaps.ActionUpdate.by_organisation",
        ngettext_lazy("%(number)d update of an action", "%(number)d updates of actions", "number"),
    ),
)
