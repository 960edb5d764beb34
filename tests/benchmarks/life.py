"""The initiative that issue 3 names: 12 stages, 40 dialogues, 30 fault lines, 500 comments."""

from datetime import UTC, date, datetime, timedelta

from accounts.models import User
from dialogues import models as m
from dialogues.stages import REGISTRY
from stakeholders.models import Group
from tests import factories as make

STAGES, DIALOGUES, FAULT_LINES, GROUPS, COMMENTS = 12, 40, 30, 8, 500
FIRST = date(2024, 1, 8)
NOW = datetime(2026, 1, 12, 12, tzinfo=UTC)
TEXT = (
    "The district officers said that **small mines** wait for a licence for two years, and that "
    "nobody tells them where their application lies meanwhile. "
) * 6


def fill_up(world):
    """Bring the world's initiative to that size, with everything that its page tells of."""
    initiative = world.initiative
    initiative.issue = initiative.purpose = TEXT
    initiative.outcome_areas = initiative.preconditions = ["Trust", "Practice", "Policy"]
    initiative.is_public = True
    initiative.save()
    groups = list(world.programme.groups.all())
    while len(groups) < GROUPS:
        groups.append(make.GroupFactory(programme=world.programme))
    _stages(initiative)
    _dialogues(initiative)
    _fault_lines(initiative, groups)
    _papers(initiative)
    for group in groups[1:]:
        person = make.PersonFactory(programme=world.programme, group=group)
        make.SeatFactory(initiative=initiative, person=person, group=group, state="accepted")
    return initiative


def _stages(initiative):
    states = ["done"] * 6 + ["dropped"] + ["open"] * 3 + ["ahead"] * 2
    user = User.objects.first() or make.UserFactory()
    rows = m.Stage.objects.bulk_create(
        m.Stage(
            initiative=initiative,
            kind=kind,
            key=kind,
            position=place,
            state=states[place],
            opened_on=FIRST,
            closed_on=FIRST,
            lead=user if place % 2 else None,
        )
        for place, kind in enumerate(list(REGISTRY)[:STAGES])
    )
    for stage in rows:
        criteria = [
            {"key": key, "label": key, "computed": True, "met": True, "detail": TEXT}
            for key in REGISTRY[stage.kind].criteria
        ]
        m.Decision.objects.bulk_create(
            m.Decision(
                stage=stage,
                move="go",
                before="open",
                after="done",
                decided_by=user,
                decided_at=NOW,
                reason=TEXT,
                criteria=criteria,
            )
            for _ in range(4)
        )
        m.Attestation.objects.bulk_create(
            m.Attestation(stage=stage, criterion=key, met=True, reason=TEXT, attested_by=user)
            for key in ("money-secured", "read-back", "go-on-wanted")
        )


def _dialogues(initiative):
    number = DIALOGUES - initiative.dialogues.count()
    rows = m.Dialogue.objects.bulk_create(
        m.Dialogue(
            initiative=initiative,
            slug=f"large-{place}",
            title=f"Dialogue in the district {place}",
            kind=m.Kind.values[place % len(m.Kind.values)],
            starts_on=FIRST + timedelta(days=30 * place),
            ends_on=FIRST + timedelta(days=30 * place + 3),
            timezone="Africa/Accra",
            city="Tarkwa",
            country="GH",
            introduction=TEXT,
            summary_body=TEXT,
            is_public=True,
        )
        for place in range(number)
    )
    for model in (m.KeyMessage, m.ActionPoint):
        model.objects.bulk_create(model(dialogue=row, text=TEXT) for row in rows for _ in range(5))


def _fault_lines(initiative, groups):
    rows = m.FaultLine.objects.bulk_create(
        m.FaultLine(
            initiative=initiative, title=f"Who pays for the pit {place}?", text=TEXT, position=place
        )
        for place in range(FAULT_LINES)
    )
    m.GroupPosition.objects.bulk_create(
        m.GroupPosition(fault_line=line, group=group, text=TEXT)
        for line in rows
        for group in Group.objects.filter(pk__in=[group.pk for group in groups])
    )


def _papers(initiative):
    make.PaperFactory(initiative=initiative, kind="concept-note", state="approved")
    version = make.PaperVersionFactory(paper=make.PaperFactory(initiative=initiative))
    make.ReviewRoundFactory(version=version)
    m.Comment.objects.bulk_create(
        m.Comment(paper=version.paper, version_of=version, block="first", text=TEXT)
        for _ in range(COMMENTS)
    )
