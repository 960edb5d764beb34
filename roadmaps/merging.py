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
    (
        "roadmaps.HandOver.to_person",
        ngettext_lazy(
            "%(number)d Learning and Leadership Group passed on",
            "%(number)d Learning and Leadership Groups passed on",
            "number",
        ),
    ),
    (
        "roadmaps.HandOver.to_organisation",
        ngettext_lazy(
            "%(number)d Learning and Leadership Group passed on",
            "%(number)d Learning and Leadership Groups passed on",
            "number",
        ),
    ),
    (
        "roadmaps.Payment.organisation",
        ngettext_lazy("%(number)d payment", "%(number)d payments", "number"),
    ),
    (
        "roadmaps.Blockage.unblocker_person",
        ngettext_lazy("%(number)d blockage", "%(number)d blockages", "number"),
    ),
    (
        "roadmaps.Blockage.unblocker_organisation",
        ngettext_lazy("%(number)d blockage", "%(number)d blockages", "number"),
    ),
    (
        "roadmaps.OwnerLink.person",
        ngettext_lazy(
            "%(number)d link to their actions", "%(number)d links to their actions", "number"
        ),
    ),
    (
        "roadmaps.OwnerLink.organisation",
        ngettext_lazy(
            "%(number)d link to their actions", "%(number)d links to their actions", "number"
        ),
    ),
)
