"""Refusals while a dialogue is convened, each named by the fact."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exceptions import Refusal


class NoPlaceLeft(Refusal):
    """No place is free for somebody, and the dialogue keeps no waiting list. Says which limit it is."""

    WORDS = {
        "all": gettext_lazy("Every place is taken."),
        "group": gettext_lazy("Every place of this stakeholder group is taken."),
        "partner": gettext_lazy("Every place of the partner that registers them is taken."),
    }

    def __init__(self, which="all"):
        self.which = which
        super().__init__(str(self.WORDS[which]))


class AnswersClosed(Refusal):
    """Somebody answered after the last day for answers."""

    def __init__(self):
        super().__init__(
            _("The last day for answers is over. Please write to those who invited you.")
        )


class AnsweredMeanwhile(Refusal):
    """A step was to be taken that no longer fits where the person stands."""

    def __init__(self):
        super().__init__(_("Where this person stands has changed meanwhile: look again."))


class AgendaUnchanged(Refusal):
    """An agenda was to be released that says what the last release says."""

    def __init__(self):
        super().__init__(
            _("Nothing has changed since the last version, so there is nothing to release.")
        )


class AgendaChangedMeanwhile(Refusal):
    """An agenda was to be released that is no longer the one that was looked at."""

    def __init__(self):
        super().__init__(
            _(
                "The agenda has changed meanwhile, so nothing was released. It stands here as it is now: "
                "look again, then release it."
            )
        )


class LimitReached(Refusal):
    """A place was to be given that is not there. Says which limit it is, and no more than that it is
    reached: how many others hold a place is not for every reader."""

    WORDS = {
        "all": gettext_lazy("Every place is taken. They can go on the waiting list."),
        "group": gettext_lazy(
            "The places of this stakeholder group are taken. They can go on the waiting list."
        ),
        "partner": gettext_lazy(
            "The places of the partner that registered them are taken. They can go on the waiting list."
        ),
        "moved": gettext_lazy(
            "The places of that stakeholder group are taken. They keep their place in the group for which "
            "they stand now."
        ),
    }

    def __init__(self, which):
        self.which = which
        super().__init__(str(self.WORDS[which]))


class ApprovalNeeded(Refusal):
    """Somebody who may not approve gave a place at a dialogue where a convenor says yes to each."""

    def __init__(self):
        super().__init__(
            _(
                "A convenor says yes to each registration of this dialogue: choose “Awaits approval”."
            )
        )


class RegisteredAlready(Refusal):
    """Somebody was to be registered who has a place already, or waits for one."""

    def __init__(self, status):
        text = _("This person is on the list already: %(status)s.")
        super().__init__(text % {"status": status.lower()})


class NobodyToWriteTo(Refusal):
    """A mailing was to be drafted that goes to nobody."""

    def __init__(self):
        super().__init__(_("Nobody on the dialogue’s list fits: there is nobody to write to."))


class MailingGone(Refusal):
    """A mailing was to be sent, changed or dropped that is no draft any more."""

    def __init__(self):
        super().__init__(
            _("Somebody has sent or dropped this mailing meanwhile. Nothing was done twice.")
        )


class MailingChanged(Refusal):
    """A mailing was to be sent whose words are no longer those that were looked at."""

    def __init__(self):
        super().__init__(
            _(
                "Somebody has changed the words meanwhile, so nothing was sent. Look again, then send."
            )
        )


class ReminderSent(Refusal):
    """A reminder was to be changed or taken away that has gone out."""

    def __init__(self):
        super().__init__(_("This reminder has been sent. Add another one if you need it."))


class EntriesUnreadable(Refusal):
    """Entries of check-in were to be taken in that are none, or too many at once; says which."""


class SponsoredAlready(Refusal):
    """Something was asked for somebody for whom it was asked before."""

    def __init__(self):
        super().__init__(_("This was asked for them already: it stands in the list."))


class FundInUse(Refusal):
    """A fund was to be deleted from which something is or was paid."""

    def __init__(self):
        super().__init__(_("Something is paid from this fund, so it stays."))


class CurrencyStands(Refusal):
    """The currency of a fund was to be changed from which something is promised or paid: each of these
    amounts would have become another one."""

    field = "currency"

    def __init__(self, currency):
        text = _(
            "Amounts in %(currency)s are promised or paid from this fund, so its currency stays. Add "
            "a fund for the other currency."
        )
        super().__init__(text % {"currency": currency})


class FormOrder(Refusal):
    """A question of a form was to hang on one that does not come before it, or on an answer it has not."""

    def __init__(self, label, earlier, option=""):
        if option:
            text = _(
                "“%(label)s” hangs on the answer %(option)s to “%(earlier)s”, which cannot be given."
            )
        else:
            text = _("“%(label)s” hangs on “%(earlier)s”, which must be asked before it.")
        super().__init__(text % {"label": label, "earlier": earlier, "option": option})


class InvitingOver(Refusal):
    """People were to be invited to a dialogue that is cancelled or over."""

    def __init__(self):
        super().__init__(_("The dialogue is cancelled or over: nobody is invited to it any more."))


class ProposalDecided(Refusal):
    """A proposal was to be decided that somebody has decided already."""

    def __init__(self):
        super().__init__(_("Somebody has decided on this proposal meanwhile."))
