"""What the services of groups and roadmaps refuse, each named by the fact."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from core.exceptions import Refusal


class LearningGroupNameTaken(Refusal):
    """Another group of the programme has this name."""

    field = "name"

    def __init__(self):
        super().__init__(_("Another group of this programme is called so."))


class AlreadyMember(Refusal):
    """Somebody who sits in the group was to be given a second seat."""

    def __init__(self):
        super().__init__(_("They sit in the group already."))


class LeftAlready(Refusal):
    """A seat was to be ended that has ended."""

    def __init__(self):
        super().__init__(_("They have left already."))


class OfferedAlready(Refusal):
    """The convening rights were to be offered while another offer stands."""

    def __init__(self):
        super().__init__(_("An offer stands already: withdraw it first."))


class NoAccount(Refusal):
    """Convening rights were to be offered to somebody who could not use them."""

    def __init__(self):
        super().__init__(_("They have no account here, and could not convene the group."))


class OfferMoved(Refusal):
    """An offer of convening rights was answered or withdrawn meanwhile."""

    def __init__(self):
        super().__init__(_("This offer was answered or withdrawn meanwhile."))


class LastConvenor(Refusal):
    """The last who convenes a group was to stop, and nobody could go on."""

    def __init__(self):
        super().__init__(
            _("Nobody else convenes the group. Name somebody first, or pass the rights on.")
        )


class StillConvened(Refusal):
    """The founders were to take a group back that somebody convenes."""

    def __init__(self):
        super().__init__(_("Somebody convenes the group: they can pass the rights back."))


class MeetingMoved(Refusal):
    """A step of a meeting was to be taken that does not fit where it stands."""

    def __init__(self):
        super().__init__(_("Where this meeting stands has changed meanwhile: look again."))


class MinutesApproved(Refusal):
    """Minutes were to be changed that a later meeting approved."""

    def __init__(self):
        super().__init__(
            _(
                "These minutes were approved. What is to be put right is a point of the next meeting."
            )
        )


class WaitsForItself(Refusal):
    """An action was to wait, by way of others, for itself; or to be a part of itself."""


class HasUpdates(Refusal):
    """Something was to be deleted of which updates tell: that is history."""

    def __init__(self):
        super().__init__(
            _("There are updates on it, which stay: drop it by an update instead of deleting it.")
        )


class NothingChanged(Refusal):
    """A version was to be made of what the last version says already."""

    def __init__(self):
        super().__init__(_("Nothing has changed since the last version."))


class PlanMoved(Refusal):
    """A version was to be made of something else than what was looked at."""

    def __init__(self):
        super().__init__(
            _("Somebody changed the roadmap meanwhile: look at what changed, then try again.")
        )


class Superseded(Refusal):
    """An answer to a version of which there is a later one."""

    def __init__(self):
        super().__init__(_("There is a newer version of the roadmap: this one takes no answers."))


class NotOfTheGroup(Refusal):
    """Somebody was to answer for a seat that is not, or no longer, of the roadmap's group."""

    def __init__(self):
        super().__init__(_("This member has left the group."))


class CorrectedAlready(Refusal):
    """An update was to be corrected that somebody corrected meanwhile."""

    def __init__(self):
        super().__init__(_("Somebody has corrected this update already: correct theirs instead."))


class SaidNowhereElse(Refusal):
    """A correction left out `field`, of which nothing but the corrected update says anything."""

    WORDS = {
        "status": _l("Only the update that you correct says how it stands: choose what is true."),
        "progress": _l("Only the update that you correct says how far it is: give what is true."),
        "due": _l("Only the update that you correct says when it is due: give the right day."),
    }

    def __init__(self, field):
        self.field = field
        super().__init__(str(self.WORDS[field]))


class DueBeforeStart(Refusal):
    """An action was to be due before it starts, since somebody moved the other of its dates meanwhile."""

    def __init__(self, start, due):
        text = _("It would be due on %(due)s, before its start on %(start)s.")
        super().__init__(text % {"due": date_format(due), "start": date_format(start)})
