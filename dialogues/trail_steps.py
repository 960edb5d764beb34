"""The steps of a fault line's trail that dialogues themselves hold: paper, statements, dialogues, outcomes.

Each step reads with the twin of the permission that opens its place: papers and surveys for those who
prepare the initiative, questions for whoever sees the dialogue, notes for those who take them, and
outcomes for those who are inside.
"""

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Role
from core.paging import page_of
from dialogues.models import (
    ActionPoint,
    Contribution,
    Dialogue,
    KeyMessage,
    Passage,
    Question,
    Statement,
)
from dialogues.querysets import convened_by, noted_by, prepared_by
from dialogues.standing import standing_of
from dialogues.trail import Entry, Step, further_steps


def steps_of(request, fault_line, *, prepares, may_change):
    """All steps of the trail that the viewer may follow, each read once; `fault_line` has its initiative.

    Who prepares the initiative sees empty steps too, with what will stand there.
    """
    user = request.user
    steps = [_papers(user, fault_line), _statements(user, fault_line)] if prepares else []
    steps += [_dialogues(request, fault_line, may_change), _outcomes(user, fault_line, may_change)]
    steps += further_steps(user, fault_line, may_change=may_change)
    return [step for step in steps if step.entries or prepares]


def inside(user, prefix):
    """The condition that `user` is inside the dialogue to which `prefix` leads: the twin of what opens
    its outcomes (`dialogues.view_people` or `dialogues.take_notes`)."""
    standing = standing_of(user)
    own = standing.ids("dialogue") | standing.takes_part_in
    advises = standing.ids("initiative", Role.ADVISER)
    return (
        convened_by(user, prefix)
        | Q(**{f"{prefix}pk__in": own})
        | Q(**{f"{prefix}initiative__in": advises})
    )


def _papers(user, fault_line):
    rows = (
        Passage.objects.filter(prepared_by(user, "paper__initiative__"), fault_line=fault_line)
        .select_related("paper")
        .annotate(latest=Max("paper__versions__number"))
        .order_by("pk")
    )
    return Step(
        key="papers",
        title=_("In the scoping paper"),
        empty=_(
            "The passages of the scoping paper that speak of it. They are tied from the paper, beside "
            "each paragraph."
        ),
        entries=[
            Entry(
                text=row.quote,
                url=_version_url(fault_line.initiative, row),
                label=row.paper.get_kind_display(),
                kind="passage",
                pk=row.pk,
            )
            for row in rows
        ],
    )


def _version_url(initiative, passage):
    if passage.latest is None:
        return reverse("dialogues:paper", args=[initiative.slug, passage.paper.kind])
    return paragraph_url(initiative, passage.paper.kind, passage.latest, passage.block)


def paragraph_url(initiative, kind, number, block):
    """A paragraph of version `number` of a paper, on the page where it is read and commented on."""
    address = reverse("dialogues:paper_review", args=[initiative.slug, kind, number])
    return f"{address}?at={block}#b-{block}"


def _statements(user, fault_line):
    rows = Statement.objects.filter(
        prepared_by(user, "survey__initiative__"), fault_line=fault_line
    ).select_related("survey")
    slug = fault_line.initiative.slug
    return Step(
        key="statements",
        title=_("As a statement"),
        empty=_("The statements that stakeholders were asked to agree or disagree with."),
        entries=[
            Entry(
                text=str(row),
                url=reverse("dialogues:survey", args=[slug, row.survey_id]),
                label=row.survey.title,
            )
            for row in rows
        ],
    )


def _tie_url(fault_line):
    return reverse("dialogues:fault_line_tie", args=[fault_line.initiative.slug, fault_line.pk])


def _dialogues(request, fault_line, may_change):
    user = request.user
    seen = Dialogue.objects.visible_to(user).filter(initiative=fault_line.initiative_id)
    questions = Question.objects.filter(fault_lines=fault_line, dialogue__in=seen.values("pk"))
    notes = (
        Contribution.objects.filter(
            noted_by(user, "session__dialogue__"),
            fault_lines=fault_line,
            session__dialogue__initiative=fault_line.initiative_id,
        )
        .select_related("session__dialogue", "group", "question")
        .order_by("session__dialogue__starts_on", "session__position", "session_id", "pk")
    )
    page = page_of(request, notes)
    entries = [
        _question(row)
        for row in questions.select_related("dialogue").order_by("dialogue__starts_on", "position")
    ]
    # The questions stand on the first page only: the others go on with the notes.
    entries = entries if page.number == 1 else []
    return Step(
        key="dialogues",
        title=_("At the dialogues"),
        empty=_("The questions that dialogues asked about it, and what was said."),
        entries=[*entries, *(_note(row) for row in page)],
        tie_url=_tie_url(fault_line) if may_change else "",
        tie_label=_("Tie questions and notes"),
        page=page if page.paginator.num_pages > 1 else None,
    )


def _question(row):
    return Entry(
        text=row.text,
        url=row.dialogue.get_absolute_url(),
        label=row.dialogue.title,
        detail=_("Question"),
        kind="questions",
        pk=row.pk,
    )


def _note(row):
    dialogue = row.session.dialogue
    return Entry(
        text=row.text,
        url=row.get_absolute_url(),
        label=_("%(dialogue)s, %(session)s")
        % {"dialogue": dialogue.title, "session": row.session.title},
        detail=row.get_kind_display(),
        group=row.group,
        kind="contributions",
        pk=row.pk,
    )


def _outcomes(user, fault_line, may_change):
    condition = inside(user, "dialogue__") & Q(
        fault_lines=fault_line, dialogue__initiative=fault_line.initiative_id
    )
    order = ("dialogue__starts_on", "dialogue_id", "position", "pk")
    messages = KeyMessage.objects.filter(condition).select_related("dialogue").order_by(*order)
    points = ActionPoint.objects.filter(condition).select_related("dialogue").order_by(*order)
    entries = [_outcome(row, "key_messages", _("Key message")) for row in messages]
    entries += [_outcome(row, "action_points", _("Action point")) for row in points]
    return Step(
        key="outcomes",
        title=_("In recommendations and action points"),
        empty=_("The key messages and action points that answer it."),
        entries=entries,
        tie_url=_tie_url(fault_line) if may_change else "",
        tie_label=_("Tie messages and action points"),
    )


def _outcome(row, kind, detail):
    address = reverse("dialogues:dialogue_outcomes", args=[row.dialogue.slug])
    return Entry(
        text=getattr(row, "title", "") or row.text,
        url=f"{address}#{kind.replace('_', '-')}-{row.pk}",
        label=row.dialogue.title,
        detail=detail,
        kind=kind,
        pk=row.pk,
    )
