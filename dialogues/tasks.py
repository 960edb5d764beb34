"""What the clock wakes a worker for. The rows say what is to be done; a lost message only delays."""

from celery import shared_task
from django.utils import timezone

from dialogues import closing, production, terms


@shared_task
def remind_reviewers():
    """Remind reviewers who are late."""
    production.remind_reviewers()


@shared_task
def end_terms():
    """Take back the roles of advisers whose term is over."""
    terms.end_terms(today=timezone.localdate())


@shared_task
def close_surveys():
    """Close the surveys whose last day has ended."""
    closing.close_due()
