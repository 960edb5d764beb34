"""When a survey ends, and how it is forgotten who answered what."""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from core.days import LAST_PLACES, day_everywhere
from core.models import Mail
from core.outbox import cancel
from dialogues.models import Survey, SurveyInvitation, SurveyResponse

# For so long a link still opens the page that says the survey is over.
KEPT = timedelta(days=30)


def end_of_links(closes_on):
    """The moment from which links to a survey that takes answers until `closes_on` open nothing."""
    return datetime.combine(closes_on + timedelta(days=1), time(), UTC) + LAST_PLACES + KEPT


def takes_answers(survey, *, at=None):
    """True if `survey` is open and its last day has not ended everywhere."""
    is_over = survey.closes_on is not None and survey.closes_on < day_everywhere(at=at)
    return survey.state == Survey.State.OPEN and not is_over


@transaction.atomic
def close(survey, *, at=None):
    """Close an open survey and cut the tie between answers and those who gave them, for good.

    Atomic and idempotent: False if it was not open (any more). What still waits in the outbox about
    it is not sent.
    """
    at = at or timezone.now()
    standing = Survey.objects.filter(pk=survey.pk, state=Survey.State.OPEN)
    if not standing.update(state=Survey.State.CLOSED, closed_at=at, updated_at=at):
        return False
    SurveyResponse.objects.filter(survey=survey).update(invitation=None)
    # Nor may the moments at which the rows were written tell whose answer is whose.
    SurveyInvitation.objects.filter(survey=survey).update(updated_at=at)
    cancel(Mail.objects.filter(link__survey_invitation__survey=survey))
    return True


def close_due(*, at=None):
    """Close all surveys whose last day has ended; answers with how many they were."""
    over = Survey.objects.filter(state=Survey.State.OPEN, closes_on__lt=day_everywhere(at=at))
    return sum(close(survey, at=at) for survey in over)
