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
    """Only an edition for others that is ready can be published, and only once."""

    def __init__(self, printing):
        super().__init__(
            _("Only an edition for others that is ready can be published, and only once.")
        )
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


class NotForIati(Refusal):
    """Facts that no activity file may be written of; `problems` are sentences that name the places."""

    def __init__(self, problems):
        super().__init__(" ".join(problems))
        self.problems = problems


class PeriodMoved(Refusal):
    """A step of a reporting period was to be taken that does not fit where it stands."""

    def __init__(self):
        super().__init__(_("Where this period stands has changed meanwhile: look again."))


class PeriodsOverlap(Refusal):
    """Periods were to be stored whose days, or whose title, `other` has."""

    def __init__(self, other):
        super().__init__(
            _("Nothing was stored: “%(title)s” tells of some of these days already.")
            % {"title": other.title}
        )
        self.other = other


class FiguresMoved(Refusal):
    """A period was to be approved whose figures are no longer those that were looked at."""

    def __init__(self):
        super().__init__(
            _(
                "The figures have changed meanwhile, so nothing was approved: look at them, then approve."
            )
        )


class SectionMoved(Refusal):
    """A section is not where it was: handed in, taken or returned meanwhile, or its period was sent."""

    def __init__(self):
        super().__init__(_("Somebody has moved this section on meanwhile. Look at it again."))


class SectionsOut(Refusal):
    """A period was to be sent while sections of it are still out."""

    def __init__(self, titles):
        self.titles = titles
        super().__init__(
            _("These sections are still out: %(titles)s.") % {"titles": ", ".join(titles)}
        )


class PartStands(Refusal):
    """A part that may stand once is in the report already."""

    def __init__(self, label):
        super().__init__(_("“%(part)s” is in this report already.") % {"part": label})


class TemplateStands(Refusal):
    """A programme has a template of this title."""

    field = "title"

    def __init__(self):
        super().__init__(_("Another template of this programme is called so."))


class NotSignedOff(Refusal):
    """A report that is published only once all of it is signed off has parts that are not."""

    def __init__(self, labels):
        words = _("These parts are not signed off as they stand: %(parts)s.")
        super().__init__(words % {"parts": ", ".join(labels)})


class PrintedBefore(Refusal):
    """A report that is published only once it is signed off was printed while it said something else."""

    def __init__(self):
        super().__init__(
            _(
                "It says something else than what was signed off. Print it again, and publish that one."
            )
        )
