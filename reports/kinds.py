"""The registry of what can be printed: for each kind of report where its facts come from, what they are
made into, and who may have it.

What reads and writes is named by its dotted path, so that rules and querysets may ask here without
loading what prints.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Model, Q
from django.utils.module_loading import import_string

from accounts.roles import Role
from dialogues.querysets import noted_by, prepared_by
from dialogues.standing import standing_of

INITIATIVE = "report__paper_version__paper__initiative__"


@dataclass(frozen=True)
class Offer:
    """How a kind of report is read and written, and for whom.

    `context` names a class with `of(report, edition)` and `from_snapshot(dict)`, and of its instances
    `to_snapshot()`. `formats` names for each format a function `(context, pictures, path)` that writes
    the file and answers with its number of pages, or None. `pictures` names a function that reads the
    files which a context shows. `permission` is asked about what `belongs_to` finds, and `visible` is
    the same as a condition on printings.
    """

    context: str
    formats: dict[str, str]
    editions: tuple[str, ...]
    permission: str
    belongs_to: Callable[[Model], Model]
    visible: Callable[[Model], Q]
    pictures: str = ""

    def read(self, report, edition):
        """The facts of `report` for `edition` as they are now."""
        return import_string(self.context).of(report, edition)

    def thaw(self, snapshot):
        """The facts of a snapshot. Raises ValueError for one of another format."""
        return import_string(self.context).from_snapshot(snapshot)

    def pictures_of(self, context):
        """The pictures that `context` shows, by key: (media type, content)."""
        return import_string(self.pictures)(context) if self.pictures else {}

    def writer(self, file_format):
        """The function that writes the facts as `file_format`. Raises KeyError where there is none."""
        return import_string(self.formats[file_format])

    def offers(self, edition, file_format):
        """True if this kind is printed in this edition and format."""
        return edition in self.editions and file_format in self.formats


def _dialogue(report):
    return report.dialogue


def _initiative(report):
    return report.paper_version.paper.initiative


def _with_its_team(user):
    return noted_by(user, "report__dialogue__")


def _in_preparation(user):
    return prepared_by(user, INITIATIVE)


def _run(user):
    standing = standing_of(user)
    programmes = Q(**{f"{INITIATIVE}programme__in": standing.ids("programme", Role.CONVENOR)})
    return programmes | Q(**{f"{INITIATIVE}in": standing.ids("initiative", Role.CONVENOR)})


PAPER = Offer(
    context="reports.contexts.papers.PaperContext",
    formats={"pdf": "reports.printers.paper_pdf", "docx": "reports.printers.paper_docx"},
    editions=("internal",),
    permission="dialogues.view_preparation",
    belongs_to=_initiative,
    visible=_in_preparation,
    pictures="reports.contexts.papers.pictures_of",
)
KINDS = {
    "meeting-report": Offer(
        context="reports.contexts.ReportContext",
        formats={"pdf": "reports.printers.meeting_pdf"},
        editions=("internal", "public"),
        permission="reports.request_printing",
        belongs_to=_dialogue,
        visible=_with_its_team,
    ),
    "concept-note": PAPER,
    "scoping-paper": PAPER,
    "comments": Offer(
        context="reports.contexts.comments.CommentsContext",
        formats={"pdf": "reports.printers.comments_pdf", "docx": "reports.printers.comments_docx"},
        editions=("internal",),
        permission="dialogues.change_initiative",
        belongs_to=_initiative,
        visible=_run,
    ),
}


def offer_of(report):
    """The Offer of `report`'s kind."""
    return KINDS[report.kind]


def may_print(user, report):
    """True if `user` may ask for printings of `report`, and see them."""
    offer = offer_of(report)
    return user.has_perm(offer.permission, offer.belongs_to(report))


def printed_for(user):
    """The condition on printings that `user` may ask for them (the twin of `may_print`)."""
    conditions = (Q(report__kind=kind) & offer.visible(user) for kind, offer in KINDS.items())
    return reduce(or_, conditions)
