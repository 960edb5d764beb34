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
from dialogues.querysets import convened_by, noted_by, prepared_by
from dialogues.standing import standing_of
from roadmaps.models import LearningGroup, Roadmap
from roadmaps.standing import group_standing_of
from stakeholders.access import access_of

INITIATIVE = "report__paper_version__paper__initiative__"
EVERY = ("internal", "participants", "public")


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

    def read(self, report, edition, *, as_of=None, choices=None):
        """The facts of `report` for `edition` as they are now; those of a kind that is printed as of a
        day as they were on the day `as_of`, if there is one. `choices` are what else was chosen."""
        asked = {} if as_of is None else {"on": as_of}
        if choices:
            asked["choices"] = choices
        return import_string(self.context).of(report, edition, **asked)

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


def _dialogue_of_participation(report):
    return report.participation.dialogue


def _initiative(report):
    return report.paper_version.paper.initiative


def _map(report):
    return report.stakeholder_map


def _map_of_briefing(report):
    return report.briefing_version.briefing.map


def _of_maps_run(user):
    return Q(report__stakeholder_map__programme__in=access_of(user).programmes)


def _of_briefings_run(user):
    programmes = access_of(user).programmes
    return Q(report__briefing_version__briefing__map__programme__in=programmes)


def _with_its_team(user):
    return noted_by(user, "report__dialogue__")


def _convened(user):
    return convened_by(user, "report__dialogue__")


def _of_people_convened(user):
    return convened_by(user, "report__participation__dialogue__")


def _dialogue_of_release(report):
    return report.agenda_release.dialogue


def _of_releases_convened(user):
    return convened_by(user, "report__agenda_release__dialogue__")


def _group(report):
    return report.group_meeting.learning_group


def _of_groups_inside(user):
    groups = LearningGroup.objects.inside(user).order_by().values("pk")
    return Q(report__group_meeting__learning_group__in=groups)


def _roadmap(report):
    return report.roadmap_version.roadmap


def _of_roadmaps_inside(user):
    inside = Q(learning_group__in=group_standing_of(user).inside)
    runs = Q(pk__in=Roadmap.objects.run_by(user).order_by().values("pk"))
    roadmaps = Roadmap.objects.filter(inside | runs).order_by().values("pk")
    return Q(report__roadmap_version__roadmap__in=roadmaps)


def _in_preparation(user):
    return prepared_by(user, INITIATIVE)


def _initiative_of_period(report):
    return report.period.initiative


def _of_periods_run(user):
    return _run_below(user, "report__period__initiative__")


def _run(user):
    return _run_below(user, INITIATIVE)


def _run_below(user, prefix):
    standing = standing_of(user)
    programmes = Q(**{f"{prefix}programme__in": standing.ids("programme", Role.CONVENOR)})
    return programmes | Q(**{f"{prefix}in": standing.ids("initiative", Role.CONVENOR)})


def _written(name, *formats):
    """The writers in reports.printers of what is called `name` there, by format."""
    return {each: f"reports.printers.{name}_{each}" for each in formats}


PAPER = Offer(
    context="reports.contexts.papers.PaperContext",
    formats=_written("paper", "pdf", "docx", "pdfa", "html"),
    editions=EVERY,
    permission="dialogues.view_preparation",
    belongs_to=_initiative,
    visible=_in_preparation,
    pictures="reports.contexts.papers.pictures_of",
)


COMPOSED = Offer(
    context="reports.contexts.ReportContext",
    formats=_written("meeting", "pdf", "docx", "pdfa", "html", "xlsx"),
    editions=EVERY,
    permission="reports.request_printing",
    belongs_to=_dialogue,
    visible=_with_its_team,
    pictures="reports.composer.pieces.pictures_of",
)


def _day_paper(name, *further, editions=("internal",)):
    """A paper for the day of a dialogue, or for after it, as PDF and in `further` formats."""
    return Offer(
        context="reports.contexts.day.DayContext",
        formats=_written(name, "pdf", *further),
        editions=editions,
        permission="convening.convene",
        belongs_to=_dialogue,
        visible=_convened,
        pictures="reports.contexts.house.logo_of",
    )


KINDS = {
    "meeting-report": COMPOSED,
    "co-chairs-summary": COMPOSED,
    "summary": COMPOSED,
    "concept-note": PAPER,
    "scoping-paper": PAPER,
    "comments": Offer(
        context="reports.contexts.comments.CommentsContext",
        formats=_written("comments", "pdf", "docx", "pdfa", "html", "xlsx"),
        editions=("internal",),
        permission="dialogues.change_initiative",
        belongs_to=_initiative,
        visible=_run,
    ),
    "stakeholder-map": Offer(
        context="reports.contexts.maps.StakeholderMapContext",
        formats=_written("map", "pdf", "png", "pdfa"),
        editions=("internal",),
        permission="stakeholders.change_map",
        belongs_to=_map,
        visible=_of_maps_run,
    ),
    "briefing": Offer(
        context="reports.contexts.briefings.BriefingContext",
        formats=_written("briefing", "pdf", "docx", "pdfa", "html"),
        editions=("internal",),
        permission="stakeholders.change_map",
        belongs_to=_map_of_briefing,
        visible=_of_briefings_run,
    ),
    "agenda": Offer(
        context="reports.contexts.agenda.AgendaContext",
        formats=_written("agenda", "pdf", "pdfa", "html", "xlsx"),
        editions=EVERY,
        permission="convening.convene",
        belongs_to=_dialogue_of_release,
        visible=_of_releases_convened,
        pictures="reports.contexts.house.logo_of",
    ),
    "minutes": Offer(
        context="reports.contexts.minutes.MinutesContext",
        formats=_written("minutes", "pdf", "pdfa", "html", "xlsx"),
        editions=("internal",),
        permission="roadmaps.inside_group",
        belongs_to=_group,
        visible=_of_groups_inside,
        pictures="reports.contexts.house.logo_of",
    ),
    "progress-report": Offer(
        context="reports.progress.context.ProgressContext",
        formats=_written("progress", "pdf", "docx", "pdfa", "html"),
        editions=("internal", "public"),
        permission="reports.run_periods",
        belongs_to=_initiative_of_period,
        visible=_of_periods_run,
        pictures="reports.contexts.house.logo_of",
    ),
    "roadmap": Offer(
        context="reports.contexts.roadmaps.RoadmapContext",
        formats=_written("roadmap", "pdf", "docx", "pdfa", "html", "xlsx"),
        editions=("internal", "public"),
        permission="reports.print_roadmap",
        belongs_to=_roadmap,
        visible=_of_roadmaps_inside,
        pictures="reports.contexts.house.logo_of",
    ),
    "sign-in-sheet": _day_paper("sign_in"),
    "badges": _day_paper("badges"),
    "table-cards": _day_paper("table_cards"),
    "certificates": _day_paper("certificates"),
    "participants": _day_paper("participants", "pdfa", "html", "xlsx", editions=EVERY),
    "invitation-letter": Offer(
        context="reports.contexts.day.letter.LetterContext",
        formats=_written("letter", "pdf"),
        editions=("internal",),
        permission="convening.convene",
        belongs_to=_dialogue_of_participation,
        visible=_of_people_convened,
        pictures="reports.contexts.house.logo_of",
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
