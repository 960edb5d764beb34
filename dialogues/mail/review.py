"""Mails to reviewers of papers: the request, and the reminder."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogues.survey_languages import in_language_of


def request_mail(request):
    """Subject and body of the mail that asks for a review; `{link}` is where the personal link will stand."""
    with in_language_of(request.person):
        return _written("request", request, _("Please review: %(title)s"))


def reminder_mail(request, *, at=None):
    """Subject and body of the mail that reminds of it, as things stand at `at` (now)."""
    late = request.round.due_on < timezone.localdate(at)
    with in_language_of(request.person):
        overdue, due = _("Your comments are overdue: %(title)s"), _("Still to review: %(title)s")
        return _written("reminder", request, overdue if late else due, late=late)


def _written(kind, request, subject, **more):
    review = request.round
    version = review.version
    facts = {
        "person": request.person,
        "round": review,
        "version": version,
        "paper": version.paper,
        "initiative": version.paper.initiative,
        # What people wrote is no place for a link.
        "message": review.message.replace("{link}", ""),
        "title": version.title.replace("{link}", ""),
    } | more
    body = render_to_string(f"dialogues/mail/review_{kind}.txt", facts)
    return {"subject": subject % {"title": version.title}, "body": body.strip() + "\n"}
