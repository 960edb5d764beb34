"""Two who do the same thing at once, each with what they saw: one of them does it, the other is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import outbox
from core.exceptions import Refusal, StaleVersion
from core.models import Mail
from dialogues import closing
from dialogues import models as m
from dialogues.services import advisers, papers, review, stages, surveys
from reports.progress.services import save_profile
from reports.services import report_of_version, request_printing
from roadmaps.exceptions import LearningGroupNameTaken
from roadmaps.models import LearningGroup
from roadmaps.services.groups import change_group, found_group
from stakeholders.models import Person
from tests import factories as make


def twice(model, pk):
    """The same row as two people hold it."""
    return model.objects.get(pk=pk), model.objects.get(pk=pk)


def test_two_approvals(world, convenor):
    paper = make.PaperFactory(initiative=world.initiative, state="submitted")
    make.PaperVersionFactory(paper=paper)
    one, other = twice(m.Paper, paper.pk)
    papers.approve_paper(one, number=1, by=convenor)
    with pytest.raises(Refusal):
        papers.return_paper(other, number=1, by=convenor, reason="Too long")
    with pytest.raises(Refusal):
        papers.approve_paper(other, number=1, by=convenor)
    paper.refresh_from_db()
    assert paper.state == "approved"
    assert m.PaperDecision.objects.count() == 1


def test_two_versions_of_one_draft(world, convenor):
    paper = make.PaperFactory(initiative=world.initiative, sections={"body": "Text."})
    one, other = twice(m.Paper, paper.pk)
    papers.make_version(one, by=convenor, based_on=one.version)
    with pytest.raises(Refusal):
        papers.make_version(other, by=convenor, based_on=other.version, note="The same")
    assert [version.number for version in paper.versions.all()] == [1]


def test_two_decisions_about_a_stage(world, convenor):
    stage = make.StageFactory(initiative=world.initiative, state="open")
    one, other = twice(m.Stage, stage.pk)
    seen = stages.seen_of(stage, None)
    stages.decide(one, move="no-go", seen=seen, by=convenor, reason="No money")
    with pytest.raises(Refusal):
        stages.decide(other, move="not-yet", seen=seen, by=convenor, reason="Wait")
    stage.refresh_from_db()
    assert stage.state == "stopped"
    assert [row.move for row in stage.decisions.all()] == ["no-go"]


def test_two_decisions_that_leave_a_stage_open(world, convenor):
    stage = make.StageFactory(initiative=world.initiative, state="open")
    seen = stages.seen_of(stage, None)
    stages.decide(stage, move="not-yet", seen=seen, by=convenor, reason="Wait")
    with pytest.raises(Refusal):
        stages.decide(stage, move="not-yet", seen=seen, by=convenor, reason="Wait")
    assert stage.decisions.count() == 1


def test_two_attestations(world, convenor):
    stage = make.StageFactory(initiative=world.initiative, state="open")
    one, other = twice(m.Stage, stage.pk)
    told = {"met": True, "by": convenor, "seen": ""}
    stages.attest(one, "money-secured", reason="A letter", **told)
    with pytest.raises(Refusal):
        stages.attest(other, "money-secured", reason="No letter", **told)
    assert [row.reason for row in stage.attestations.all()] == ["A letter"]


def test_two_dispositions_of_a_comment(world, convenor):
    comment = make.CommentFactory()
    one, other = twice(m.Comment, comment.pk)
    one.disposition, one.response = "accepted", "Yes"
    other.disposition, other.response = "declined", "No"
    review.answer_comment(one, based_on=1, by=convenor)
    with pytest.raises(StaleVersion):
        review.answer_comment(other, based_on=1, by=convenor)
    comment.refresh_from_db()
    assert (comment.disposition, comment.response) == ("accepted", "Yes")


def test_an_answer_and_a_withdrawal_of_a_comment(world, convenor):
    comment = make.CommentFactory()
    one, other = twice(m.Comment, comment.pk)
    one.disposition, one.response = "accepted", "Yes"
    review.answer_comment(one, based_on=1, by=convenor)
    for action in (
        lambda: review.withdraw_comment(other),
        lambda: review.change_comment(other, based_on=1, fields=["text"]),
    ):
        with pytest.raises(Refusal):
            action()
    assert m.Comment.objects.get().response == "Yes"


def test_two_reviews_of_one_version(world, convenor):
    version = make.PaperVersionFactory()
    people = Person.objects.none()
    asked = {"people": people, "due_on": timezone.localdate(), "message": "", "by": convenor}
    review.send_for_review(version, **asked)
    with pytest.raises(Refusal):
        review.send_for_review(m.PaperVersion.objects.get(), **asked)
    assert m.ReviewRound.objects.count() == 1


def test_a_comment_on_a_review_that_was_closed_meanwhile(world):
    request = make.ReviewRequestFactory()
    held = m.ReviewRequest.objects.select_related("round__version").get()
    review.close_round(request.round)
    with pytest.raises(Refusal):
        review.add_comment(held.round.version, text="Late", request=held)
    assert not m.Comment.objects.exists()


def test_two_invitations_to_serve_are_one_mail(world):
    person = make.PersonFactory(programme=world.programme, email="ama@example.org")
    seat = make.SeatFactory(initiative=world.initiative, person=person)
    one, other = twice(m.Seat, seat.pk)
    advisers.invite(one, seen=None)
    with pytest.raises(Refusal):
        advisers.invite(other, seen=None)
    assert Mail.objects.count() == 1


def test_two_openings_and_closings_of_a_survey(world):
    survey = make.SurveyFactory(initiative=world.initiative)
    make.StatementFactory(survey=survey)
    one, other = twice(m.Survey, survey.pk)
    day = timezone.localdate() + timedelta(days=9)
    surveys.open_survey(one, closes_on=day)
    assert closing.close(one)
    assert not closing.close(other)
    with pytest.raises(Refusal):
        surveys.open_survey(other, closes_on=day)
    survey.refresh_from_db()
    assert survey.state == "closed"


def test_an_answer_to_a_survey_that_was_closed_meanwhile(world):
    invitation = make.SurveyInvitationFactory(survey=make.SurveyFactory(state="open"))
    statement = make.StatementFactory(survey=invitation.survey)
    closing.close(m.Survey.objects.get())
    with pytest.raises(Refusal):
        surveys.answer(invitation, group=None, language="en", votes={statement.pk: ("agree", "")})
    assert not m.SurveyResponse.objects.exists()


def test_two_fault_lines_of_one_statement(world):
    statement = make.StatementFactory()
    one, other = twice(m.Statement, statement.pk)
    assert surveys.turn_into_fault_line(one, text="Land") == surveys.turn_into_fault_line(
        other, text="Land"
    )
    assert m.FaultLine.objects.count() == 1


def test_two_mails_of_one_key(db):
    mail = {"key": "one", "to_email": "ama@example.org", "subject": "S"}
    first = outbox.post(body="First", **mail)
    assert outbox.post(body="Second", **mail) == first
    assert [row.body for row in Mail.objects.all()] == ["First"]


def test_two_requests_to_print_a_paper_are_one(world, convenor, adviser):
    version = make.PaperVersionFactory()
    asked = [
        request_printing(report_of_version(version, "scoping-paper"), edition="internal", by=user)
        for user in (convenor, adviser)
    ]
    assert asked[0] == asked[1]


def test_two_groups_of_one_name(world):
    one, other = (LearningGroup(programme=world.programme, name="Ghana LLG") for _ in range(2))
    found_group(one)
    with pytest.raises(LearningGroupNameTaken):
        found_group(other)
    assert LearningGroup.objects.get() == one
    third = found_group(LearningGroup(programme=world.programme, name="Togo LLG"))
    third.name = one.name
    with pytest.raises(LearningGroupNameTaken):
        change_group(third, based_on=third.version, fields=["name"])


def test_two_who_say_first_what_iati_files_say(world):
    facts = {"initiative": world.initiative, "reporter": world.ngo}
    one, other = (make.PublishingProfileFactory.build(**facts) for _ in range(2))
    save_profile(one, based_on=None, fields=[])
    with pytest.raises(StaleVersion) as stale:
        save_profile(other, based_on=None, fields=[])
    assert stale.value.current == one
