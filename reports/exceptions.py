"""Refusals and failures of reports, each named by the fact."""

from django.utils.translation import gettext as _

from core.exceptions import Refusal


class PrintFailed(Exception):
    """A report could not be printed; `str()` says why, in a sentence for whoever asked for it."""


class PrintingNotFailed(Refusal):
    """Only a failed printing can be tried again."""

    def __init__(self, printing):
        super().__init__(_("This printing did not fail, or somebody has tried it again already."))
        self.printing = printing


class PrintingNotPublishable(Refusal):
    """Only a ready public edition can be published, and only once."""

    def __init__(self, printing):
        super().__init__(_("Only a public edition that is ready can be published, and only once."))
        self.printing = printing


class PrintingNotPublished(Refusal):
    """What is not published cannot be withdrawn."""

    def __init__(self, printing):
        super().__init__(_("This report is not published, or has been withdrawn already."))
        self.printing = printing


class PrintingTellsTooMuch(Refusal):
    """A printing names somebody who has been protected since, or breaks a rule that came later."""

    def __init__(self, printing):
        super().__init__(
            _(
                "This edition says what may not be said any more. Print it again, and publish that one."
            )
        )
        self.printing = printing


class LetterNotOffered(Refusal):
    """No letter is written for somebody; `str()` says why."""


class PrintingNotOffered(Refusal):
    """A kind of report is not printed in this edition or format."""

    def __init__(self):
        super().__init__(_("This is not printed in that form. Choose PDF or Word."))


class PeriodMoved(Refusal):
    """A step of a reporting period was to be taken that does not fit where it stands."""

    def __init__(self):
        super().__init__(_("Where this period stands has changed meanwhile: look again."))


class FiguresMoved(Refusal):
    """A period was to be approved whose figures are no longer those that were looked at."""

    def __init__(self):
        super().__init__(
            _(
                "The figures have changed meanwhile, so nothing was approved: look at them, then approve."
            )
        )
