"""What waits on *My work*: surveys that one runs, and those that one is asked to answer."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.days import day_everywhere
from core.work import WorkItem
from dialogues.models import Initiative, Survey, SurveyInvitation
from dialogues.standing import standing_of

SOON = timedelta(days=7)


def ending_work(user):
    """Open surveys of initiatives that the user convenes and that end within a week."""
    today = day_everywhere()
    rows = Survey.objects.filter(
        state=Survey.State.OPEN,
        closes_on__range=(today, today + SOON),
        initiative__in=Initiative.objects.run_by(user),
    ).select_related("initiative")
    for survey in rows.annotate(asked=Count("invitations")):
        asked = ngettext(
            "%(number)d person asked; results are told when it closes",
            "%(number)d people asked; results are told when it closes",
            survey.asked,
        )
        yield WorkItem(
            title=survey.title,
            url=survey.get_absolute_url(),
            kind=_("Survey ends soon"),
            detail=asked % {"number": survey.asked} if survey.asked else _("nobody asked yet"),
            due=survey.closes_on,
            tone="quiet" if survey.asked else "warn",
        )


def asked_work(user):
    """Surveys that the user is asked to answer, as a person of some register, and has not."""
    open_ones = Q(survey__state=Survey.State.OPEN, survey__closes_on__gte=day_everywhere())
    rows = SurveyInvitation.objects.filter(
        open_ones, person__in=standing_of(user).people, has_answered=False
    ).select_related("survey__initiative")
    for invitation in rows:
        survey = invitation.survey
        yield WorkItem(
            title=survey.title,
            url=reverse("dialogues:survey_mine", args=[survey.initiative.slug, survey.pk]),
            kind=_("Your view is asked for"),
            detail=_("a short list of statements"),
            due=survey.closes_on,
        )


PROVIDERS = (ending_work, asked_work)
