"""How a paper is reviewed: sending a version out, reminding, commenting, and answering each comment.

Whatever depends on a review being open locks its row first, so that it is not closed underneath.
"""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from core.links import issue, make_link, revoke
from core.models import Mail, PersonalLink
from core.outbox import cancel
from core.services import save_version
from dialogues.blocks import quote_of
from dialogues.exceptions import CommentAnswered, InReviewAlready, ReviewClosed
from dialogues.mail.review import request_mail
from dialogues.models import Comment, Paper, ReviewRequest, ReviewRound
from dialogues.production import send
from dialogues.survey_people import reachable

PURPOSE = "review"
# For so long after the due day links still open the paper: late comments are comments too.
KEPT = timedelta(days=28)
# The same words at the same place within this time are one comment that was sent twice.
SENT_TWICE = timedelta(minutes=1)

OPEN = Comment.Disposition.OPEN


def end_of_links(due_on):
    """The moment from which links to a review that is due on `due_on` open nothing."""
    return datetime.combine(due_on + timedelta(days=1), time(), UTC) + KEPT


# Rounds -----------------------------------------------------------------------------------------
@transaction.atomic
def send_for_review(version, *, people, due_on, message, by):
    """Send `version` for review to `people`, a queryset of Person, until the day `due_on`; the round.

    Atomic. A mail goes to everybody who has an address and wants mail; for the others `hand_over` gives
    a link. Raises InReviewAlready while a review of this version is open: sent twice is sent once.
    """
    Paper.objects.select_for_update().get(pk=version.paper_id)
    if version.rounds.filter(closed_at__isnull=True).exists():
        raise InReviewAlready
    review = ReviewRound.objects.create(
        version=version, due_on=due_on, message=message, asked_by=by
    )
    _ask(review, people)
    return review


@transaction.atomic
def add_reviewers(review, *, people):
    """Ask `people` too; how many were new. Atomic and idempotent; raises ReviewClosed."""
    return _ask(_locked(review), people)


@transaction.atomic
def change_due_day(review, *, due_on):
    """Set another due day; links follow it, and reminders that wait are worked out anew.

    Atomic; raises ReviewClosed.
    """
    review = _locked(review)
    review.due_on = due_on
    review.save(update_fields=["due_on", "updated_at"])
    links = PersonalLink.objects.filter(review_request__round=review)
    links.update(expires_at=end_of_links(due_on))
    _waiting(review).filter(reminded_at__isnull=False).update(reminded_at=None)
    reminders = Mail.objects.filter(key__startswith="review-reminder:")
    cancel(reminders.filter(link__review_request__round=review))


@transaction.atomic
def close_round(review):
    """Close a review: its links show that it is over, and nothing more is sent. Atomic and idempotent."""
    now = timezone.now()
    rows = ReviewRound.objects.filter(pk=review.pk, closed_at__isnull=True)
    rows.update(closed_at=now, updated_at=now)
    cancel(Mail.objects.filter(link__review_request__round=review))


def _locked(review):
    review = ReviewRound.objects.select_for_update().get(pk=review.pk)
    if review.closed_at:
        raise ReviewClosed
    return review


def _waiting(review):
    return review.requests.filter(finished_at__isnull=True)


def _ask(review, people):
    new = list(people.exclude(review_requests__round=review))
    by_mail = set(reachable(people).order_by().values_list("pk", flat=True))
    for person in new:
        link = make_link(PURPOSE, expires_at=end_of_links(review.due_on))
        request = ReviewRequest.objects.create(round=review, person=person, link=link)
        if person.pk in by_mail:
            send(request, request_mail(request), key=f"review:{request.pk}")
    return len(new)


# Reviewers --------------------------------------------------------------------------------------
def finish(request, *, at=None):
    """Note that a reviewer is through. Idempotent; what waits for them in the outbox is not sent."""
    rows = ReviewRequest.objects.filter(pk=request.pk, finished_at__isnull=True)
    rows.update(finished_at=at or timezone.now())
    cancel(Mail.objects.filter(link__review_request=request))


def resume(request):
    """Take that back: they have more to say. Idempotent; raises ReviewClosed."""
    with transaction.atomic():
        _locked(request.round)
        ReviewRequest.objects.filter(pk=request.pk).update(finished_at=None)


@transaction.atomic
def hand_over(request):
    """A new copy of a reviewer's personal link, as a path: to be shown once.

    Atomic; a link that was taken back or has ended is replaced by a new one. Raises ReviewClosed.
    """
    review = _locked(request.round)
    if not PersonalLink.objects.valid().filter(pk=request.link_id).exists():
        ends = max(end_of_links(review.due_on), timezone.now() + KEPT)
        request.link = make_link(PURPOSE, expires_at=ends)
        request.save(update_fields=["link", "updated_at"])
    return issue(request.link)


@transaction.atomic
def take_back(request):
    """Take a reviewer's personal link back, with what waits in the outbox. Atomic and idempotent."""
    if request.link:
        revoke(request.link)
        cancel(Mail.objects.filter(link=request.link))


# Comments ---------------------------------------------------------------------------------------
@transaction.atomic
def add_comment(version, *, text, block=None, page=None, request=None, user=None, person=None):
    """Store a comment on `block`, one of the version's, or on the whole; the comment.

    Atomic. Sent twice within a minute it is stored once. With `request` it is that reviewer's, and
    raises ReviewClosed when the review is over.
    """
    if request is not None:
        _locked(request.round)
    Paper.objects.select_for_update().get(pk=version.paper_id)
    fields = {
        "paper_id": version.paper_id,
        "version_of": version,
        "block": block["id"] if block else "",
        "page": page,
        "text": text,
        "author_user": user,
        "author_person": person or (request and request.person),
    }
    since = timezone.now() - SENT_TWICE
    same = Comment.objects.filter(created_at__gte=since, **fields).first()
    if same is not None:
        return same
    quote = quote_of(block["text"]) if block else ""
    return Comment.objects.create(request=request, quote=quote, **fields)


@transaction.atomic
def change_comment(comment, *, based_on, fields):
    """Save what its author wrote. Atomic; raises CommentAnswered once it has a disposition,
    ReviewClosed when its review is over, StaleVersion when it was saved meanwhile."""
    _still_open(comment)
    return save_version(comment, based_on=based_on, fields=fields)


@transaction.atomic
def withdraw_comment(comment):
    """Delete a comment for its author. Atomic and idempotent; raises CommentAnswered, ReviewClosed."""
    _still_open(comment)
    Comment.objects.filter(pk=comment.pk).delete()


def _still_open(comment):
    now = Comment.objects.select_for_update().filter(pk=comment.pk).first()
    if now is not None and now.disposition != OPEN:
        raise CommentAnswered
    if comment.request_id:
        _locked(comment.request.round)


@transaction.atomic
def answer_comment(comment, *, based_on, by):
    """Save the disposition and the response that `comment` holds, as answered by `by`.

    Atomic compare-and-set: raises StaleVersion when somebody answered or changed it meanwhile.
    """
    comment.disposed_by, comment.disposed_at = by, timezone.now()
    fields = ("disposition", "response", "disposed_by", "disposed_at")
    return save_version(comment, based_on=based_on, fields=fields)
