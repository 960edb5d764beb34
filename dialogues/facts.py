"""What gates are judged by: the facts of one initiative, read in a fixed small number of queries.

Most facts are numbers, and all numbers are columns of one query. An application above adds its own as
it starts:

    facts.fact_provider(lambda today: {"roadmaps": facts.number_of(Roadmap.objects.filter(…), "…")})
    facts.place("roadmaps", _("Roadmaps"), lambda initiative: reverse("roadmaps:roadmap_list"))
"""

from functools import cached_property

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from dialogues.models import (
    ActionPoint,
    BudgetLine,
    Comment,
    Dialogue,
    FaultLine,
    GroupPosition,
    Initiative,
    KeyMessage,
    Paper,
    PaperDecision,
    PaperKind,
    PaperVersion,
    ReviewRound,
    Seat,
    Target,
)
from stakeholders.models import Group

PREFIX = "fact_"
_providers = []
_places = {}


def fact_provider(function):
    """Register `function(today) -> {name: expression}`: columns of a query of initiatives."""
    if function not in _providers:
        _providers.append(function)
    return function


def place(key, label, url_of):
    """Register where work is done that this application does not know: `url_of(initiative)`."""
    _places[key] = (label, url_of)


def place_of(key, initiative):
    """Label and address of a place that was registered as `key`; None if there is none."""
    if key not in _places:
        return None
    label, url_of = _places[key]
    return label, url_of(initiative)


def number_of(rows, group):
    """How many of `rows` there are, as a column; `group` is their way to what the outer query asks for."""
    counted = rows.order_by().values(group).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def held_by(today):
    """The condition that a dialogue was over before `today`, and took place."""
    return Q(ends_on__lt=today, cancelled_at__isnull=True)


def columns(today):
    """Every number and state, as columns of a query of initiatives."""
    of_it = {"initiative": OuterRef("pk")}
    note = Paper.objects.filter(**of_it, kind=PaperKind.CONCEPT_NOTE)
    approved = PaperDecision.objects.filter(
        version__paper__initiative=OuterRef("pk"),
        version__paper__kind=PaperKind.CONCEPT_NOTE,
        step=PaperDecision.Step.APPROVED,
    ).order_by("-taken_at", "-pk")
    scoping = {
        "paper__initiative": OuterRef("pk"),
        "paper__kind": PaperKind.SCOPING_PAPER,
    }
    rounds = ReviewRound.objects.filter(
        **{f"version__{name}": row for name, row in scoping.items()}
    )
    under_way = rounds.filter(closed_at__isnull=True, due_on__gte=today)
    unanswered = Comment.objects.filter(**scoping).unanswered()
    found = {
        "note_state": Subquery(note.values("state")),
        "note_approved": Subquery(approved.values("version__number")[:1]),
        "note_scores": Subquery(note.values("scores")),
        "scoping_versions": number_of(PaperVersion.objects.filter(**scoping), "paper__initiative"),
        "reviews": number_of(rounds, "version__paper__initiative"),
        "reviews_open": number_of(under_way, "version__paper__initiative"),
        "unanswered": number_of(unanswered, "paper__initiative"),
        "targets": number_of(Target.objects.filter(**of_it), "initiative"),
        "budget_lines": number_of(BudgetLine.objects.filter(**of_it), "initiative"),
    }
    for give in _providers:
        found |= give(today)
    return {f"{PREFIX}{name}": column for name, column in found.items()}


def with_numbers(initiatives, today=None):
    """`initiatives` with all columns, so that whoever fetches one need not ask for its numbers again."""
    return initiatives.annotate(**columns(today or timezone.localdate()))


def with_what_came_of_them(dialogues):
    """`dialogues` with `has_messages` and `ownerless`, the number of action points without an owner."""
    messages = KeyMessage.objects.filter(dialogue=OuterRef("pk"))
    ownerless = ActionPoint.objects.filter(
        dialogue=OuterRef("pk"),
        owner_person__isnull=True,
        owner_organisation__isnull=True,
        owner_text="",
    )
    return dialogues.annotate(
        has_messages=Exists(messages), ownerless=number_of(ownerless, "dialogue")
    )


def with_heard(fault_lines, initiative):
    """`fault_lines` with `heard`, the number of the programme's groups whose position is known."""
    heard = GroupPosition.objects.filter(
        fault_line=OuterRef("pk"), group__programme=initiative.programme_id
    )
    return fault_lines.annotate(heard=number_of(heard, "fault_line"))


class Facts:
    """The facts of one initiative. Each kind is read once, when something asks for it.

    A page that shows dialogues or fault lines anyway hands them over, with the columns that
    `with_what_came_of_them` and `with_heard` give.
    """

    def __init__(self, initiative, *, today=None, dialogues=None, fault_lines=None):
        self.initiative = initiative
        self.today = today or timezone.localdate()
        if dialogues is not None:
            self.dialogues = dialogues
        if fault_lines is not None:
            self.fault_lines = fault_lines

    @cached_property
    def numbers(self):
        """The columns, by their names without the prefix."""
        names = columns(self.today)
        if hasattr(self.initiative, next(iter(names))):
            values = {name: getattr(self.initiative, name) for name in names}
        else:
            rows = Initiative.objects.filter(pk=self.initiative.pk)
            values = with_numbers(rows, self.today).values(*names).get()
        return {name.removeprefix(PREFIX): value for name, value in values.items()}

    @cached_property
    def dialogues(self):
        """All dialogues, with what came of them; those that were cancelled are among them."""
        rows = Dialogue.objects.filter(initiative=self.initiative).order_by("starts_on", "pk")
        return list(
            with_what_came_of_them(rows).only(
                "slug", "title", "kind", "starts_on", "ends_on", "cancelled_at", "initiative_id"
            )
        )

    @cached_property
    def groups(self):
        """The programme's stakeholder groups with `is_advised` and `heard`: on how many fault lines."""
        seats = Seat.objects.serving().filter(initiative=self.initiative, group=OuterRef("pk"))
        heard = GroupPosition.objects.filter(
            group=OuterRef("pk"), fault_line__initiative=self.initiative
        )
        rows = Group.objects.filter(programme=self.initiative.programme_id)
        return list(rows.annotate(is_advised=Exists(seats), heard=number_of(heard, "group")))

    @cached_property
    def fault_lines(self):
        """The fault lines, each with the number of groups heard on it."""
        rows = FaultLine.objects.filter(initiative=self.initiative)
        return list(with_heard(rows, self.initiative).only("title", "initiative_id"))

    def dialogues_of(self, stage, kinds):
        """The dialogues that belong to `stage`, whose kinds are `kinds`; without cancelled ones.

        Where a kind of stage comes again, what was over before the later one began is the earlier one's.
        """
        rows = [row for row in self.dialogues if row.kind in kinds and not row.cancelled_at]
        if stage.key == stage.kind:
            return rows
        return [row for row in rows if stage.opened_on and row.ends_on >= stage.opened_on]
