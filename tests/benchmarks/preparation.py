"""Fills what comes before and beside the meetings: the course, advisers, papers and their review, fault
lines, surveys, budgets, calendar addresses, what is printed of papers."""

from datetime import UTC, date, datetime, timedelta
from itertools import count, cycle, islice
from uuid import uuid4

from accounts.models import User
from core.links import make_link
from core.models import Upload
from dialogues import models as m
from dialogues.blocks import blocks_of
from dialogues.criteria import CRITERIA
from dialogues.services.stages import MOST_STAGES
from dialogues.stages import REGISTRY
from reports.models import Printing, Report

numbers = count(1)
DAY = date(2026, 1, 12)
NOW = datetime(2026, 1, 12, 12, tzinfo=UTC)
LATER = datetime(2099, 1, 1, tzinfo=UTC)
WORDS = "Small mines wait for a licence for two years, and nobody tells them why. "


def prepare(world, size):
    """Add `size` of everything that prepares `world.initiative`, under what is there as under what is new."""
    initiative = world.initiative
    people = list(world.programme.people.order_by("pk"))
    users = list(User.objects.order_by("pk")[:20])
    _course(initiative, users, size)
    _seats(initiative, people, size)
    _papers(initiative, people, users, size)
    _fault_lines(world, users, size)
    _surveys(initiative, people, size)
    _budget(world, users, size)
    _feeds(world, users, size)


def _times(number, make):
    return [make(next(numbers)) for _ in range(number)]


def _course(initiative, users, size):
    kinds, states = cycle(REGISTRY), cycle(m.Stage.State.values)
    room = max(0, MOST_STAGES - initiative.stages.count())
    m.Stage.objects.bulk_create(
        _times(
            min(size.stages, room),
            lambda n: m.Stage(
                initiative=initiative,
                kind=next(kinds),
                key=f"stage-{n}",
                title=f"A further stage {n}",
                position=n,
                state=next(states),
                opened_on=DAY,
                planned_until=DAY + timedelta(days=n),
                lead=users[n % len(users)],
            ),
        )
    )
    criteria = [
        {"key": key, "label": key, "computed": False, "met": True, "detail": WORDS}
        for key in ("money-secured", "asked-for")
    ]
    for stage in initiative.stages.all():
        m.Decision.objects.bulk_create(
            m.Decision(
                stage=stage,
                move="not-yet",
                before="open",
                after="open",
                decided_by=users[next(numbers) % len(users)],
                decided_at=NOW,
                reason=WORDS,
                criteria=criteria,
            )
            for _ in range(size.decisions)
        )
        asked = [key for key, criterion in CRITERIA.items() if not criterion.computed]
        there = stage.attestations.count()
        m.Attestation.objects.bulk_create(
            (
                m.Attestation(
                    stage=stage, criterion=key, met=True, reason=WORDS, attested_by=users[0]
                )
                for key in islice(asked, there, there + size.decisions)
            ),
            ignore_conflicts=True,
        )


def _seats(initiative, people, size):
    states = cycle(["accepted", "invited", "declined", "left", "nominated"])
    seated = set(initiative.seats.values_list("person_id", flat=True))
    free = [person for person in people if person.pk not in seated][: size.seats]
    m.Seat.objects.bulk_create(
        m.Seat(
            initiative=initiative,
            person=person,
            group_id=person.group_id,
            state=next(states),
            starts_on=DAY,
            link=make_link("advise", expires_at=LATER),
        )
        for person in free
    )


def _papers(initiative, people, users, size):
    for kind in m.PaperKind.values:
        paper, _made = m.Paper.objects.get_or_create(
            initiative=initiative, kind=kind, defaults={"title": f"The {kind}"}
        )
        _versions(paper, users, size)
        _figures(paper, size)
        for version in paper.versions.order_by("number"):
            _longer(version, size)
            _review(version, people, users, size)
            _printed(version, size)


def _versions(paper, users, size):
    # Between those that the routes of the tests look at: which version is the newest stays as it is.
    taken = set(paper.versions.values_list("number", flat=True))
    free = [number for number in range(2, 99) if number not in taken]
    m.PaperVersion.objects.bulk_create(
        m.PaperVersion(
            paper=paper,
            number=number,
            title=paper.title,
            body=WORDS,
            blocks=blocks_of(WORDS),
            made_by=users[number % len(users)],
            made_at=NOW,
            note="A paragraph more",
        )
        for number in free[: size.versions]
    )
    version = paper.versions.last()
    m.PaperDecision.objects.bulk_create(
        m.PaperDecision(
            version=version, step="returned", reason=WORDS, taken_at=NOW, taken_by=users[0]
        )
        for _ in range(size.versions)
    )


def _figures(paper, size):
    uploads = Upload.objects.bulk_create(
        Upload(
            key=uuid4(), name="map.png", media_type="image/png", size=1, sha256="0" * 64, width=9
        )
        for _ in range(size.lines)
    )
    m.Figure.objects.bulk_create(
        m.Figure(paper=paper, upload=upload, alternative="A map of the concessions")
        for upload in uploads
    )


def _longer(version, size):
    more = _times(size.blocks, lambda n: f"{n}. paragraph. {WORDS}")
    version.body = "\n\n".join([version.body, *more])
    version.blocks = blocks_of(version.body, previous=version.blocks)
    version.save()


def _review(version, people, users, size):
    m.ReviewRound.objects.bulk_create(
        m.ReviewRound(version=version, due_on=DAY, asked_by=users[0], closed_at=NOW)
        for _ in range(size.rounds)
    )
    for review in version.rounds.all():
        asked = set(review.requests.values_list("person_id", flat=True))
        m.ReviewRequest.objects.bulk_create(
            m.ReviewRequest(round=review, person=person, link=make_link("review", expires_at=LATER))
            for person in [one for one in people if one.pk not in asked][: size.rounds]
        )
    blocks = [block["id"] for block in version.blocks] + ["", "gone"]
    m.Comment.objects.bulk_create(
        m.Comment(
            paper=version.paper,
            version_of=version,
            block=block,
            text=WORDS,
            author_user=users[n % len(users)] if n % 2 else None,
            author_person=None if n % 2 else people[n % len(people)],
            disposition="accepted" if n % 3 else "open",
            response=WORDS if n % 3 else "",
            disposed_by=users[n % len(users)],
        )
        for n, block in enumerate(block for block in blocks for _ in range(size.comments))
    )


def _printed(version, size):
    for kind in (version.paper.kind, "comments"):
        report, _made = Report.objects.get_or_create(paper_version=version, kind=kind)
        Printing.objects.bulk_create(
            Printing(report=report, edition="internal", state="ready", file_name="a.pdf", pages=9)
            for _ in range(size.paper_printings)
        )


def _fault_lines(world, users, size):
    here = world.dialogue
    ties = {
        "questions": list(here.questions.all()),
        "contributions": list(m.Contribution.objects.filter(session__dialogue=here)[:20]),
        "key_messages": list(here.key_messages.all()),
        "action_points": list(here.action_points.all()),
    }
    papers = list(world.initiative.papers.all())
    for line in world.initiative.fault_lines.all():
        for name, rows in ties.items():
            tied = getattr(line, name)
            tied.add(*[row for row in rows if row not in set(tied.all())][: size.ties])
        m.FaultLineMoment.objects.bulk_create(
            m.FaultLineMoment(
                fault_line=line,
                dialogue=None if n % 2 else here,
                on=DAY,
                status="contested",
                text=WORDS,
                noted_by=users[n % len(users)],
            )
            for n in islice(numbers, size.ties)
        )
        m.Passage.objects.bulk_create(
            m.Passage(fault_line=line, paper=paper, block=f"block-{n}", quote=WORDS)
            for paper in papers
            for n in islice(numbers, size.ties)
        )


def _surveys(initiative, people, size):
    states = cycle(m.Survey.State.values)
    m.Survey.objects.bulk_create(
        _times(
            size.surveys,
            lambda n: m.Survey(
                initiative=initiative,
                title=f"Where do you stand {n}?",
                languages=["en"],
                state=next(states),
                closes_on=date(2099, 1, 1),
            ),
        )
    )
    lines = list(initiative.fault_lines.all())
    for survey in initiative.surveys.all():
        m.Statement.objects.bulk_create(
            m.Statement(
                survey=survey,
                texts={"en": f"{n}. {WORDS}"},
                position=n,
                fault_line=lines[n % len(lines)] if n % 2 else None,
            )
            for n in islice(numbers, size.statements)
        )
        asked = set(survey.invitations.values_list("person_id", flat=True))
        invitations = m.SurveyInvitation.objects.bulk_create(
            m.SurveyInvitation(
                survey=survey, person=person, link=make_link("survey", expires_at=LATER)
            )
            for person in [one for one in people if one.pk not in asked][: size.invitations]
        )
        _answers(survey, invitations)


def _answers(survey, invitations):
    responses = m.SurveyResponse.objects.bulk_create(
        m.SurveyResponse(
            survey=survey, invitation=invitation, group_id=invitation.person.group_id, language="en"
        )
        for invitation in invitations
    )
    choices = cycle(m.Vote.Choice.values)
    m.Vote.objects.bulk_create(
        m.Vote(response=response, statement=statement, choice=next(choices), comment=WORDS)
        for response in responses
        for statement in survey.statements.all()
    )


def _budget(world, users, size):
    categories = cycle(m.BudgetLine.Category.values)
    m.BudgetLine.objects.bulk_create(
        m.BudgetLine(
            initiative=world.initiative,
            dialogue=dialogue,
            category=next(categories),
            title=f"Line {n}",
            planned=1000,
            position=n,
        )
        for dialogue in (None, world.dialogue)
        for n in islice(numbers, size.budget)
    )
    m.BudgetEntry.objects.bulk_create(
        m.BudgetEntry(
            line=line, amount=10, what=WORDS, committed_on=DAY, recorded_by=users[n % len(users)]
        )
        for line in world.initiative.budget_lines.all()
        for n in islice(numbers, size.budget)
    )


def _feeds(world, users, size):
    m.CalendarFeed.objects.bulk_create(
        m.CalendarFeed(user=user, name=f"Feed {n}", digest=f"measured{n:056d}", **narrowed)
        for user in users
        for narrowed in ({}, {"programme": world.programme}, {"initiative": world.initiative})
        for n in islice(numbers, size.feeds)
    )
