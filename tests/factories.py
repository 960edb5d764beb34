"""Makes rows for tests: believable defaults, one factory a model that tests need."""

from datetime import UTC, date, datetime, time, timedelta

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from convening import models as convening
from core import models as core
from dialogues import models as dialogues
from reports import models as reports
from roadmaps import models as roadmaps
from stakeholders import models as stakeholders


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence("user{}@example.org".format)
    name = factory.Sequence("User {}".format)
    password = factory.django.Password("meet under the tree")


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Programme

    title = factory.Sequence("Programme {}".format)
    slug = factory.Sequence("programme-{}".format)


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Group

    programme = factory.SubFactory(ProgrammeFactory)
    key = factory.Sequence("group-{}".format)
    name = factory.Sequence("Group {}".format)
    position = factory.Sequence(int)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Organisation

    programme = factory.SubFactory(ProgrammeFactory)
    key = factory.Sequence("organisation-{}".format)
    name = factory.Sequence("Organisation {}".format)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Person

    programme = factory.SubFactory(ProgrammeFactory)
    key = factory.Sequence("person-{}".format)
    name = factory.Sequence("Person {}".format)


class InitiativeFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Initiative

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence("Initiative {}".format)
    slug = factory.Sequence("initiative-{}".format)


class StageFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Stage

    initiative = factory.SubFactory(InitiativeFactory)
    kind = "concept-note"


class FaultLineFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.FaultLine

    initiative = factory.SubFactory(InitiativeFactory)
    title = factory.Sequence("Fault line {}".format)


class DialogueFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Dialogue

    initiative = factory.SubFactory(InitiativeFactory)
    title = factory.Sequence("Dialogue {}".format)
    slug = factory.Sequence("dialogue-{}".format)
    starts_on = date(2026, 1, 12)
    ends_on = date(2026, 1, 15)
    timezone = "Africa/Accra"
    attribution = dialogues.Attribution.ON_THE_RECORD


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Appointment

    user = factory.SubFactory(UserFactory)


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Question

    dialogue = factory.SubFactory(DialogueFactory)
    key = factory.Sequence("question-{}".format)
    text = factory.Sequence("Question {}?".format)


class AgendaPartFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.AgendaPart

    dialogue = factory.SubFactory(DialogueFactory)
    title = factory.Sequence("Part {}".format)


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.AgendaItem

    part = factory.SubFactory(AgendaPartFactory)
    title = factory.Sequence("Item {}".format)


class AppearanceFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Appearance

    item = factory.SubFactory(AgendaItemFactory)
    person = factory.SubFactory(PersonFactory)


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Participation

    dialogue = factory.SubFactory(DialogueFactory)
    person = factory.SubFactory(PersonFactory)


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Session
        skip_postgeneration_save = True

    dialogue = factory.SubFactory(DialogueFactory)
    title = factory.Sequence("Session {}".format)
    position = factory.Sequence(int)


class ContributionFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Contribution

    session = factory.SubFactory(SessionFactory)
    text = factory.Sequence("Contribution {}".format)
    position = factory.Sequence(int)


class KeyMessageFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.KeyMessage

    dialogue = factory.SubFactory(DialogueFactory)
    text = factory.Sequence("Message {}".format)


class ActionPointFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.ActionPoint

    dialogue = factory.SubFactory(DialogueFactory)
    title = factory.Sequence("Action point {}".format)


class AnnexFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Annex

    dialogue = factory.SubFactory(DialogueFactory)
    title = factory.Sequence("Annex {}".format)


class LearningGroupFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.LearningGroup

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence("Learning and Leadership Group {}".format)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.Membership

    learning_group = factory.SubFactory(LearningGroupFactory)
    person = factory.SubFactory(PersonFactory)


class RoadmapFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.Roadmap

    dialogue = factory.SubFactory(DialogueFactory)
    title = factory.Sequence("Roadmap {}".format)


def roadmap_of(dialogue):
    """The first roadmap of `dialogue`; one is made where there is none."""
    rows = roadmaps.Roadmap.objects.filter(dialogue=dialogue).order_by("pk")
    return rows.first() or RoadmapFactory(dialogue=dialogue)


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.Theme

    roadmap = factory.SubFactory(RoadmapFactory)
    title = factory.Sequence("Theme {}".format)


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.Action

    theme = factory.SubFactory(ThemeFactory)
    title = factory.Sequence("Action {}".format)


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = reports.Report

    dialogue = factory.SubFactory(DialogueFactory)
    title = factory.Sequence("Report {}".format)


class PrintingFactory(DjangoModelFactory):
    class Meta:
        model = reports.Printing
        skip_postgeneration_save = True

    report = factory.SubFactory(ReportFactory)
    edition = reports.Edition.PUBLIC


# The life of an initiative -----------------------------------------------------------------------
class PersonalLinkFactory(DjangoModelFactory):
    class Meta:
        model = core.PersonalLink

    purpose = "test"
    expires_at = factory.LazyFunction(lambda: datetime.now(UTC) + timedelta(days=30))


class UploadFactory(DjangoModelFactory):
    class Meta:
        model = core.Upload

    name = "paper.pdf"
    media_type = "application/pdf"
    size = 1000
    sha256 = "0" * 64


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Seat

    initiative = factory.SubFactory(InitiativeFactory)
    person = factory.SubFactory(
        PersonFactory, programme=factory.SelfAttribute("..initiative.programme")
    )


class PaperFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Paper

    initiative = factory.SubFactory(InitiativeFactory)
    kind = dialogues.PaperKind.SCOPING_PAPER
    title = factory.Sequence("Paper {}".format)


class PaperVersionFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.PaperVersion

    paper = factory.SubFactory(PaperFactory)
    number = 1
    title = factory.SelfAttribute("paper.title")
    body = "First paragraph.\n\nSecond paragraph.\n"
    blocks = factory.LazyFunction(
        lambda: [
            {"id": "first", "line": 0, "until": 1, "text": "First paragraph."},
            {"id": "second", "line": 2, "until": 3, "text": "Second paragraph."},
        ]
    )
    made_at = factory.LazyFunction(lambda: datetime.now(UTC))


class PaperDecisionFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.PaperDecision

    version = factory.SubFactory(PaperVersionFactory)
    step = dialogues.PaperDecision.Step.SUBMITTED
    taken_at = factory.LazyFunction(lambda: datetime.now(UTC))


class FigureFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Figure

    paper = factory.SubFactory(PaperFactory)
    upload = factory.SubFactory(UploadFactory, name="figure.png", media_type="image/png")
    alternative = factory.Sequence("What figure {} shows".format)


class ReviewRoundFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.ReviewRound

    version = factory.SubFactory(PaperVersionFactory)
    due_on = factory.LazyFunction(lambda: datetime.now(UTC).date() + timedelta(days=14))


class ReviewRequestFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.ReviewRequest

    round = factory.SubFactory(ReviewRoundFactory)
    person = factory.SubFactory(
        PersonFactory, programme=factory.SelfAttribute("..round.version.paper.initiative.programme")
    )


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Comment

    version_of = factory.SubFactory(PaperVersionFactory)
    paper = factory.SelfAttribute("version_of.paper")
    block = "first"
    quote = "First paragraph."
    text = factory.Sequence("Comment {}".format)


class GroupPositionFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.GroupPosition

    fault_line = factory.SubFactory(FaultLineFactory)
    group = factory.SubFactory(
        GroupFactory, programme=factory.SelfAttribute("..fault_line.initiative.programme")
    )


class SurveyFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Survey

    initiative = factory.SubFactory(InitiativeFactory)
    title = factory.Sequence("Survey {}".format)
    languages = factory.LazyFunction(lambda: ["en"])


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Statement

    survey = factory.SubFactory(SurveyFactory)
    texts = factory.Sequence(lambda number: {"en": f"Statement {number}"})


class SurveyInvitationFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.SurveyInvitation

    survey = factory.SubFactory(SurveyFactory)
    person = factory.SubFactory(
        PersonFactory, programme=factory.SelfAttribute("..survey.initiative.programme")
    )


class SurveyResponseFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.SurveyResponse

    survey = factory.SubFactory(SurveyFactory)


class VoteFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Vote

    response = factory.SubFactory(SurveyResponseFactory)
    statement = factory.SubFactory(StatementFactory)
    choice = "agree"


class BudgetLineFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.BudgetLine

    initiative = factory.SubFactory(InitiativeFactory)
    planned = 1000


class BudgetEntryFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.BudgetEntry

    line = factory.SubFactory(BudgetLineFactory)
    amount = 100
    what = factory.Sequence("Entry {}".format)
    committed_on = date(2026, 1, 5)


class CalendarFeedFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.CalendarFeed

    user = factory.SubFactory(UserFactory)
    digest = factory.Sequence("{:064d}".format)


# Stakeholders ------------------------------------------------------------------------------------
class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Category

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence("Category {}".format)
    position = factory.Sequence(int)


class AffiliationFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Affiliation

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(
        OrganisationFactory, programme=factory.SelfAttribute("..person.programme")
    )


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Consent

    person = factory.SubFactory(PersonFactory)
    kind = "listed"
    given = True
    asked_on = date(2026, 1, 12)


class ImportFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Import

    programme = factory.SubFactory(ProgrammeFactory)
    file_name = "people.csv"
    size = 100


class ImportRowFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.ImportRow

    import_of = factory.SubFactory(ImportFactory)
    number = factory.Sequence(lambda number: number + 2)
    state = "new"


class MergeFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Merge

    programme = factory.SubFactory(ProgrammeFactory)
    kind = "person"
    kept = 1
    gone = 2
    at = factory.LazyFunction(lambda: datetime.now(UTC))


class StakeholderMapFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.StakeholderMap

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence("Map {}".format)
    slug = factory.Sequence("map-{}".format)


class StakeholderFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Stakeholder

    map = factory.SubFactory(StakeholderMapFactory)


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Assessment

    stakeholder = factory.SubFactory(StakeholderFactory)
    on = date(2026, 1, 12)
    influence = 50
    interest = 50


class BriefingFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.Briefing

    map = factory.SubFactory(StakeholderMapFactory)
    group = factory.SubFactory(GroupFactory, programme=factory.SelfAttribute("..map.programme"))
    title = factory.Sequence("Briefing {}".format)


class BriefingVersionFactory(DjangoModelFactory):
    class Meta:
        model = stakeholders.BriefingVersion

    briefing = factory.SubFactory(BriefingFactory)
    number = 1
    title = factory.SelfAttribute("briefing.title")
    made_at = factory.LazyFunction(lambda: datetime.now(UTC))


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.Target

    least = 5


# Convening ---------------------------------------------------------------------------------------
class AgendaDayFactory(DjangoModelFactory):
    class Meta:
        model = dialogues.AgendaDay
        django_get_or_create = ("dialogue", "date")

    dialogue = factory.SubFactory(DialogueFactory)
    date = factory.SelfAttribute("dialogue.starts_on")


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = convening.Plan
        django_get_or_create = ("dialogue",)

    dialogue = factory.SubFactory(DialogueFactory)


class QuotaFactory(DjangoModelFactory):
    class Meta:
        model = convening.Quota

    dialogue = factory.SubFactory(DialogueFactory)
    most = 5


class RegistrationFactory(DjangoModelFactory):
    class Meta:
        model = convening.Registration
        django_get_or_create = ("participation",)

    participation = factory.SubFactory(ParticipationFactory)


class ProposalFactory(DjangoModelFactory):
    class Meta:
        model = convening.Proposal

    registration = factory.SubFactory(RegistrationFactory)
    name = factory.Sequence("Proposed Person {}".format)


class FormSectionFactory(DjangoModelFactory):
    class Meta:
        model = convening.FormSection

    dialogue = factory.SubFactory(DialogueFactory)
    title = factory.Sequence("Section {}".format)


class FormQuestionFactory(DjangoModelFactory):
    class Meta:
        model = convening.FormQuestion

    section = factory.SubFactory(FormSectionFactory)
    key = factory.Sequence("asked-{}".format)
    label = factory.Sequence("What do we ask {}?".format)


class FundFactory(DjangoModelFactory):
    class Meta:
        model = convening.Fund

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence("Fund {}".format)
    amount = 10_000


class SponsorshipFactory(DjangoModelFactory):
    class Meta:
        model = convening.Sponsorship

    participation = factory.SubFactory(ParticipationFactory)
    what = "travel"


class MailTemplateFactory(DjangoModelFactory):
    class Meta:
        model = convening.MailTemplate

    programme = factory.SubFactory(ProgrammeFactory)
    kind = "invitation"
    language = "en"
    subject = factory.Sequence("Subject {}".format)
    body = "Dear {name}\n\n{link}\n"


class ReminderFactory(DjangoModelFactory):
    class Meta:
        model = convening.Reminder

    dialogue = factory.SubFactory(DialogueFactory)
    days = -7
    at = time(9)


class MailingFactory(DjangoModelFactory):
    class Meta:
        model = convening.Mailing

    dialogue = factory.SubFactory(DialogueFactory)
    kind = "other"


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = convening.Message

    mailing = factory.SubFactory(MailingFactory)
    participation = factory.SubFactory(ParticipationFactory)


class AgendaReleaseFactory(DjangoModelFactory):
    class Meta:
        model = convening.AgendaRelease

    dialogue = factory.SubFactory(DialogueFactory)
    number = factory.Sequence(lambda number: number + 1)
    snapshot = factory.Dict({})
    digest = "0" * 64


class CheckInFactory(DjangoModelFactory):
    class Meta:
        model = convening.CheckIn

    participation = factory.SubFactory(ParticipationFactory)
    day = date(2026, 1, 20)
    at = datetime(2026, 1, 20, 9, tzinfo=UTC)


# Groups and their roadmaps ------------------------------------------------------------------------
class TopicFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.Topic

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence("Shared theme {}".format)


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.Recommendation

    initiative = factory.SubFactory(InitiativeFactory)
    text = factory.Sequence("Recommendation {}".format)


class ActionUpdateFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.ActionUpdate

    action = factory.SubFactory(ActionFactory)
    date = date(2026, 1, 15)
    text = factory.Sequence("Update {}".format)


class BlockageFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.Blockage

    action = factory.SubFactory(ActionFactory)
    text = factory.Sequence("Blockage {}".format)
    since = date(2026, 1, 15)


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.Meeting

    learning_group = factory.SubFactory(LearningGroupFactory)
    number = factory.Sequence(lambda number: number + 1)
    on = date(2026, 3, 3)


class MeetingItemFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.MeetingItem

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence("Point {}".format)


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.Decision

    meeting = factory.SubFactory(MeetingFactory)
    text = factory.Sequence("Decision {}".format)


class RoadmapVersionFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.RoadmapVersion

    roadmap = factory.SubFactory(RoadmapFactory)
    number = factory.Sequence(lambda number: number + 1)
    snapshot = factory.LazyFunction(dict)


class EndorsementFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.Endorsement

    version = factory.SubFactory(RoadmapVersionFactory)
    member = factory.SubFactory(MembershipFactory)


class EndorsementAnswerFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.EndorsementAnswer

    endorsement = factory.SubFactory(EndorsementFactory)
    state = "endorsed"
    via = "person"
    answered_on = date(2026, 1, 15)


class ResultFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.Result

    roadmap = factory.SubFactory(RoadmapFactory)
    level = "outcome"
    title = factory.Sequence("Result {}".format)


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.Indicator

    action = factory.SubFactory(ActionFactory)
    title = factory.Sequence("Indicator {}".format)


class IndicatorValueFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.IndicatorValue

    indicator = factory.SubFactory(IndicatorFactory)
    date = date(2026, 1, 15)
    value = "7"


class LessonFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.Lesson

    programme = factory.SelfAttribute("learning_group.programme")
    learning_group = factory.SubFactory(LearningGroupFactory)
    title = factory.Sequence("Lesson {}".format)


class HandOverFactory(DjangoModelFactory):
    class Meta:
        model = roadmaps.HandOver

    learning_group = factory.SubFactory(LearningGroupFactory)


class PublishingProfileFactory(DjangoModelFactory):
    class Meta:
        model = reports.PublishingProfile
        django_get_or_create = ("initiative",)

    reporter_ref = "GB-CHC-1"
    identifier = "GB-CHC-1-land"
    sector = "32220"


class PeriodFactory(DjangoModelFactory):
    class Meta:
        model = reports.Period

    initiative = factory.SubFactory(InitiativeFactory)
    title = factory.Sequence("Period {}".format)
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 6, 30)
