"""What becomes of parts in dialogues and initiatives when two entries of the register become one."""

from django.utils.translation import ngettext_lazy

STATUSES = (
    *("invited", "declined", "requested", "waiting", "offered"),
    *("registered", "attended"),
)
STATES = ("nominated", "declined", "invited", "left", "accepted")


def furthest_part(plan, stays, goes):
    """Both take part in a dialogue: they were there if one was, and listed only if both agreed."""
    plan.change(stays, "status", max(stays.status, goes.status, key=STATUSES.index))
    plan.change(stays, "listed", stays.listed and goes.listed)
    plan.change(stays, "sponsored", stays.sponsored or goes.sponsored)
    return False


def furthest_seat(plan, stays, goes):
    """Both were asked to advise: they serve if one does."""
    plan.change(stays, "state", max(stays.state, goes.state, key=STATES.index))
    return False


def answered_once(plan, stays, goes):
    """Both were asked in a survey: they have answered if one has."""
    plan.change(stays, "has_answered", stays.has_answered or goes.has_answered)
    return False


WORDS = (
    (
        "dialogues.Participation.person",
        ngettext_lazy("%(number)d dialogue", "%(number)d dialogues", "number"),
    ),
    (
        "dialogues.Appearance.person",
        ngettext_lazy(
            "%(number)d appearance on an agenda", "%(number)d appearances on agendas", "number"
        ),
    ),
    (
        "dialogues.Seat.person",
        ngettext_lazy(
            "%(number)d seat in an advisory group", "%(number)d seats in advisory groups", "number"
        ),
    ),
    (
        "dialogues.Dialogue.chair",
        ngettext_lazy("%(number)d dialogue chaired", "%(number)d dialogues chaired", "number"),
    ),
    (
        "dialogues.Dialogue.facilitator",
        ngettext_lazy(
            "%(number)d dialogue facilitated", "%(number)d dialogues facilitated", "number"
        ),
    ),
    (
        "dialogues.Dialogue.host",
        ngettext_lazy("%(number)d dialogue hosted", "%(number)d dialogues hosted", "number"),
    ),
    (
        "dialogues.Convening.organisation",
        ngettext_lazy("%(number)d dialogue convened", "%(number)d dialogues convened", "number"),
    ),
    (
        "dialogues.Session.facilitator",
        ngettext_lazy(
            "%(number)d session facilitated", "%(number)d sessions facilitated", "number"
        ),
    ),
    (
        "dialogues.Session.rapporteur",
        ngettext_lazy("%(number)d session noted", "%(number)d sessions noted", "number"),
    ),
    (
        "dialogues.SurveyInvitation.person",
        ngettext_lazy(
            "%(number)d invitation to a survey", "%(number)d invitations to surveys", "number"
        ),
    ),
    (
        "dialogues.ReviewRequest.person",
        ngettext_lazy("%(number)d request to review", "%(number)d requests to review", "number"),
    ),
    (
        "dialogues.ActionPoint.owner_person",
        ngettext_lazy("%(number)d action point", "%(number)d action points", "number"),
    ),
    (
        "dialogues.ActionPoint.owner_organisation",
        ngettext_lazy("%(number)d action point", "%(number)d action points", "number"),
    ),
)
SETTLERS = (
    ("dialogues.Participation", furthest_part),
    ("dialogues.Seat", furthest_seat),
    ("dialogues.SurveyInvitation", answered_once),
)
