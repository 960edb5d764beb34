"""Refusals while a dialogue is convened, each named by the fact."""

from django.utils.translation import gettext as _

from core.exceptions import Refusal


class NoPlaceLeft(Refusal):
    """Every place is taken, and the dialogue keeps no waiting list."""

    def __init__(self):
        super().__init__(_("Every place is taken."))


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
