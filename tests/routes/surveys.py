"""Surveys of statements: a draft, an open one that the participant is asked to answer, a closed one."""

from datetime import timedelta

from django.utils import timezone

from tests import factories as make
from tests.routes import Route


def routes(world):
    """A Route for every name of dialogues/urls_surveys.py."""
    i = (world.initiative.slug,)
    draft = make.SurveyFactory(initiative=world.initiative, title="Draft survey")
    opened = make.SurveyFactory(
        initiative=world.initiative,
        title="Open survey",
        state="open",
        closes_on=timezone.localdate() + timedelta(days=9),
    )
    closed = make.SurveyFactory(initiative=world.initiative, title="Closed survey", state="closed")
    statement = make.StatementFactory(survey=draft)
    asked = make.StatementFactory(survey=opened)
    make.StatementFactory(survey=closed)
    link = make.PersonalLinkFactory(purpose="survey")
    person = world.programme.people.filter(user__isnull=False, participations__isnull=False).first()
    person = person or make.PersonFactory(programme=world.programme)
    invitation = make.SurveyInvitationFactory(survey=opened, link=link, person=person)
    one = (*i, opened.pk)
    return [
        Route("dialogues:surveys", i),
        Route("dialogues:survey_add", i),
        Route("dialogues:survey", (*i, draft.pk)),
        Route("dialogues:survey", one, label="open"),
        Route("dialogues:survey", (*i, closed.pk), label="closed"),
        Route("dialogues:survey_edit", one),
        Route("dialogues:survey_delete", (*i, draft.pk)),
        Route("dialogues:survey_open", (*i, draft.pk)),
        Route("dialogues:survey_close", one),
        Route("dialogues:survey_invite", one),
        Route("dialogues:survey_invitations", one),
        Route("dialogues:survey_link", (*one, invitation.pk)),
        Route("dialogues:survey_remind", one),
        Route("dialogues:survey_mine", one),
        Route("dialogues:statement_add", (*i, draft.pk)),
        Route("dialogues:statement_edit", (*i, draft.pk, statement.pk)),
        Route("dialogues:statement_delete", (*i, draft.pk, statement.pk)),
        Route("dialogues:statement_move", (*i, draft.pk, statement.pk)),
        Route("dialogues:survey_fault_line", (*one, asked.pk)),
        Route("dialogues:survey_by_link", (link.key,)),
    ]
