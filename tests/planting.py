"""Plants a text wherever the preparation of an initiative holds words that people write."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from core.links import make_link
from dialogues import models as m
from dialogues.blocks import blocks_of
from tests import factories as make

LATER = datetime(2099, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 1, 12, 12, tzinfo=UTC)


def plant(world, text, *, person, other, by):
    """Write `text` into every text of `world.initiative`, where `person` sits wherever a person may.

    `other` is asked the same things as `person` through personal links of their own, which are answered;
    `by` is the account of whoever ran it all.
    """
    initiative, dialogue = world.initiative, world.dialogue
    _course(initiative, text, by)
    _beside(initiative, dialogue, text, by)
    return SimpleNamespace(
        seats=_seats(initiative, text, person, other),
        requests=_papers(initiative, text, person, other, by),
        invitations=_surveys(world, text, person, other),
        fault_line=_fault_line(world, text, by),
    )


def short(text, length):
    """As many whole sentences of `text`, which end with a full stop and a blank, as `length` letters hold."""
    return text[:length].rpartition(". ")[0] + ". "


def _course(initiative, text, by):
    for kind, state in (("concept-note", "open"), ("analysis", "ahead"), ("fundraising", "done")):
        stage = make.StageFactory(
            initiative=initiative, kind=kind, title=short(text, 200), state=state
        )
        m.Attestation.objects.create(
            stage=stage, criterion="money-secured", met=True, reason=text, attested_by=by
        )
        m.Decision.objects.create(
            stage=stage,
            move="not-yet",
            before="open",
            after="open",
            decided_by=by,
            decided_at=NOW,
            reason=text,
            criteria=[{"key": "k", "label": text, "met": True, "detail": text, "reason": text}],
        )


def _seats(initiative, text, person, other):
    words = {"message": text, "answer": text, "left_reason": text}
    make.SeatFactory(initiative=initiative, person=person, state="accepted", **words)
    link = make_link("advise", expires_at=LATER)
    seat = make.SeatFactory(
        initiative=initiative, person=other, state="invited", link=link, message=text
    )
    return [seat]


def _papers(initiative, text, person, other, by):
    requests = []
    for kind in m.PaperKind.values:
        sections = {"body": text, "issue": text, "why_dialogue": text}
        scores = {"urgency": {"score": 3, "reason": text}}
        paper = make.PaperFactory(
            initiative=initiative,
            kind=kind,
            title=short(text, 300),
            sections=sections,
            scores=scores,
        )
        figure = make.FigureFactory(
            paper=paper,
            caption=short(text, 500),
            alternative=short(text, 500),
            credit=short(text, 200),
        )
        shown = {"key": str(figure.upload.key), "alternative": text, "caption": text, "credit": ""}
        bodies = (
            f"# {text}\n\nAnd then.",
            f"# {text}\n\nBut {text}\n\n| a | b |\n|---|---|\n| {text} | b |\n",
        )
        for number, body in enumerate(bodies, start=1):
            version = make.PaperVersionFactory(
                paper=paper,
                number=number,
                body=body,
                blocks=blocks_of(body),
                sections=sections,
                scores=scores,
                figures=[shown],
                note=short(text, 500),
                made_by=by,
            )
            make.PaperDecisionFactory(version=version, step="returned", reason=text, taken_by=by)
        review = make.ReviewRoundFactory(version=version, message=text, asked_by=by)
        asked = make.ReviewRequestFactory(round=review, person=person)
        request = make.ReviewRequestFactory(
            round=review, person=other, link=make_link("review", expires_at=LATER)
        )
        requests.append(request)
        for block in ("", "gone", version.blocks[0]["id"]):
            words = {"version_of": version, "block": block, "quote": text, "text": text}
            make.CommentFactory(author_person=person, request=asked, **words)
            make.CommentFactory(author_user=by, disposition="accepted", response=text, **words)
            make.CommentFactory(author_person=other, request=request, **words)
    return requests


def _surveys(world, text, person, other):
    invitations = []
    for state in m.Survey.State.values:
        survey = make.SurveyFactory(
            initiative=world.initiative,
            title=short(text, 300),
            introductions={"en": text},
            state=state,
            closes_on=date(2099, 1, 1),
        )
        statements = [
            make.StatementFactory(survey=survey, texts={"en": f"{text} {n}"}) for n in range(3)
        ]
        make.SurveyInvitationFactory(survey=survey, person=person)
        invitation = make.SurveyInvitationFactory(
            survey=survey, person=other, link=make_link("survey", expires_at=LATER)
        )
        if state == "open":
            invitations.append(invitation)
        for number in range(12):
            group = world.miners if number % 2 else world.companies
            response = make.SurveyResponseFactory(survey=survey, group=group)
            for statement in statements:
                make.VoteFactory(response=response, statement=statement, comment=text)
    return invitations


def _fault_line(world, text, by):
    line = make.FaultLineFactory(
        initiative=world.initiative, title=short(text, 300), text=text, evidence_gaps=text
    )
    make.GroupPositionFactory(
        fault_line=line, group=world.miners, text=text, interests=text, sources=text
    )
    for dialogue in (world.dialogue, None):
        m.FaultLineMoment.objects.create(
            fault_line=line,
            dialogue=dialogue,
            on=date(2026, 1, 13),
            status="contested",
            text=text,
            noted_by=by,
        )
    session = make.SessionFactory(dialogue=world.dialogue, title=short(text, 300))
    line.contributions.add(make.ContributionFactory(session=session, text=text))
    line.questions.add(make.QuestionFactory(dialogue=world.dialogue, text=text))
    line.key_messages.add(make.KeyMessageFactory(dialogue=world.dialogue, text=text))
    line.action_points.add(make.ActionPointFactory(dialogue=world.dialogue, title=short(text, 300)))
    for paper in world.initiative.papers.all():
        block = paper.versions.first().blocks[0]
        m.Passage.objects.create(fault_line=line, paper=paper, block=block["id"], quote=text)
    survey = world.initiative.surveys.first()
    survey.statements.update(fault_line=line)
    return line


def _beside(initiative, dialogue, text, by):
    """The budget, and a dialogue that was called off."""
    for where in (None, dialogue):
        line = make.BudgetLineFactory(initiative=initiative, dialogue=where, title=short(text, 300))
        make.BudgetEntryFactory(line=line, what=short(text, 300), recorded_by=by)
    make.DialogueFactory(
        initiative=initiative,
        title=short(text, 200),
        is_public=True,
        cancelled_at=NOW,
        cancel_reason=text,
        cancelled_by=by,
    )
