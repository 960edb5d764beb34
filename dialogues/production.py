"""What happens by itself in the life of an initiative: reminders to reviewers who are late."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.models import Mail, PersonalLink
from core.outbox import post
from dialogues.mail.review import reminder_mail
from dialogues.models import ReviewRequest
from dialogues.survey_people import reachable
from stakeholders.models import Person
from stakeholders.naming import name_on_mail

# A reminder comes so long before the due day, and again after so long.
BEFORE, AGAIN = timedelta(days=2), timedelta(days=5)


def remind_reviewers(*, at=None):
    """Remind reviewers whose comments are due in two days or overdue, at most every five days; how many
    mails that made.

    Idempotent: whom to remind follows from the rows as they are at `at` (now). Nobody is reminded who
    has finished, or was asked less than two days ago.
    """
    at = at or timezone.now()
    rows = ReviewRequest.objects.filter(
        Q(reminded_at__isnull=True) | Q(reminded_at__lte=at - AGAIN),
        round__due_on__lte=timezone.localdate(at) + BEFORE,
        created_at__lte=at - BEFORE,
    )
    return remind(rows, at=at)


def remind(requests, *, at=None):
    """Remind those of `requests` who are not through, whose link opens and who can be written to, each
    at most once a day; how many mails that made."""
    at = at or timezone.now()
    rows = requests.open().filter(link__in=PersonalLink.objects.valid(at=at))
    rows = list(rows.select_related("person", "link", "round__version__paper__initiative"))
    people = Person.objects.filter(pk__in=[request.person_id for request in rows])
    willing = set(reachable(people).order_by().values_list("pk", flat=True))
    return sum(_remind(request, at) for request in rows if request.person_id in willing)


@transaction.atomic
def _remind(request, at):
    key = f"review-reminder:{request.pk}:{at.date().isoformat()}"
    if Mail.objects.filter(key=key).exists():
        return False
    still = ReviewRequest.objects.open().filter(pk=request.pk, reminded_at=request.reminded_at)
    if not still.update(reminded_at=at):
        return False
    send(request, reminder_mail(request, at=at), key=key)
    return True


def send(request, mail, *, key):
    """Put `mail`, a subject and a body, to the reviewer of `request` into the outbox, once by `key`."""
    person = request.person
    post(key=key, to_email=person.email, to_name=name_on_mail(person), link=request.link, **mail)
