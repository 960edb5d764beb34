"""Sending a version for review, and what a convenor does while it is out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import Refusal
from core.links import address_of
from core.models import PersonalLink
from core.text import as_key
from dialogues.forms.review import DueDayForm, ReviewersForm, SendForm
from dialogues.models import Comment, ReviewRequest, ReviewRound
from dialogues.production import remind
from dialogues.services.review import (
    add_reviewers,
    change_due_day,
    close_round,
    hand_over,
    send_for_review,
    take_back,
)
from dialogues.survey_people import reachable
from dialogues.views.papers import desk_or_404
from stakeholders.models import Person
from stakeholders.naming import is_hidden_from, name_for


@login_required
@require_safe
def paper_reviews(request, slug, kind):
    """The reviews of a paper, the latest first."""
    desk = desk_or_404(request, slug, kind)
    rounds = ReviewRound.objects.filter(version__paper=desk.paper).select_related("version")
    rounds = rounds.defer("version__body", "version__blocks", "version__sections")
    rounds = rounds.annotate(
        asked=Count("requests"), through=Count("requests", Q(requests__finished_at__isnull=False))
    )
    counts = desk.paper.comments.aggregate(
        every=Count("pk"), waiting=Count("pk", Q(disposition=Comment.Disposition.OPEN))
    )
    newest = desk.paper.versions.only("number", "paper").first()
    rows = list(rounds)
    in_review = {row.version_id for row in rows if row.closed_at is None}
    may_send = desk.may_write and newest is not None and newest.pk not in in_review
    context = {
        "desk": desk,
        "rounds": rows,
        "counts": counts,
        "newest": newest,
        "send_url": desk.url("review_send", newest.number) if may_send else "",
        "today": timezone.localdate(),
        "crumbs": desk.crumbs,
    }
    return render(request, "dialogues/review_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_send(request, slug, kind, number):
    """Send a version for review: who, until when; then what that does; then it is sent."""
    desk = desk_or_404(request, slug, kind, writes=True)
    version = desk.version_or_404(number)
    form = SendForm(request.POST or None, initiative=desk.initiative, user=request.user)
    if request.method == "POST" and form.is_valid():
        people = Person.objects.filter(pk__in=form.chosen)
        if "back" not in request.POST and "confirmed" not in request.POST:
            return _confirm(request, desk, version, form, people)
        if "confirmed" in request.POST:
            try:
                review = send_for_review(
                    version,
                    people=people,
                    due_on=form.cleaned_data["due_on"],
                    message=form.cleaned_data["message"],
                    by=request.user,
                )
            except Refusal as refusal:
                messages.info(request, str(refusal))
                return redirect(desk.url("paper_reviews"))
            messages.success(request, _("The version is out for review."))
            return redirect(desk.url("review_round", review.pk))
    context = {
        "desk": desk,
        "form": form,
        "title": _("Send version %(number)d for review") % {"number": version.number},
        "submit": _("Look at what will be sent"),
        "cancel_url": desk.url("paper_reviews"),
        "crumbs": desk.crumbs,
    }
    return render(request, "dialogues/review_form.html", context)


def _confirm(request, desk, version, form, people):
    by_mail = set(reachable(people).order_by().values_list("pk", flat=True))
    rows = [
        {
            "who": name_for(request.user, person),
            "email": "" if is_hidden_from(request.user, person) else person.email,
            "by_mail": person.pk in by_mail,
        }
        for person in people
    ]
    rows.sort(key=lambda row: (not row["by_mail"], row["who"]))
    context = {
        "desk": desk,
        "version": version,
        "form": form,
        "rows": rows,
        "mails": len(by_mail),
        "without": len(rows) - len(by_mail),
        "crumbs": desk.crumbs,
    }
    return render(request, "dialogues/review_confirm.html", context)


def _round(request, slug, kind, pk):
    desk = desk_or_404(request, slug, kind, writes=True)
    rows = ReviewRound.objects.filter(version__paper=desk.paper).select_related(
        "version", "asked_by"
    )
    review = get_object_or_404(rows, pk=as_key(pk))
    review.version.paper = desk.paper
    return desk, review


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_round(request, slug, kind, pk):
    """Who was asked, who is through, and another due day."""
    desk, review = _round(request, slug, kind, pk)
    form = DueDayForm(request.POST or None, initial={"due_on": review.due_on})
    if request.method == "POST" and form.is_valid():
        try:
            change_due_day(review, due_on=form.cleaned_data["due_on"])
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Comments are due on another day now; links follow it."))
        return redirect(desk.url("review_round", review.pk))
    return _show_round(request, desk, review, form)


def _show_round(request, desk, review, form, *, handed=None):
    valid = PersonalLink.objects.valid().filter(pk=OuterRef("link"))
    requests = review.requests.select_related("person").annotate(
        number=Count("comments"), opens=Exists(valid)
    )
    rows = [
        {
            "request": row,
            "who": name_for(request.user, row.person),
            "has_address": bool(row.person.email),
            "handed": handed[1] if handed and handed[0].pk == row.pk else "",
        }
        for row in requests
    ]
    rows.sort(key=lambda row: (row["request"].finished_at is not None, row["who"]))
    today = timezone.localdate()
    context = {
        "desk": desk,
        "review": review,
        "form": form,
        "rows": rows,
        "through": sum(row["request"].finished_at is not None for row in rows),
        "is_late": review.due_on < today and review.closed_at is None,
        "is_open": review.closed_at is None,
        "reminds": any(row["request"].finished_at is None and row["has_address"] for row in rows),
        "handed": handed,
        "crumbs": [*desk.crumbs, {"label": _("Reviews"), "url": desk.url("paper_reviews")}],
    }
    request.knows_everybody = request.user.has_perm("dialogues.see_identities", desk.initiative)
    response = render(request, "dialogues/review_round.html", context)
    if handed:
        response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_add(request, slug, kind, pk):
    """Ask further people."""
    desk, review = _round(request, slug, kind, pk)
    back = desk.url("review_round", review.pk)
    form = ReviewersForm(
        request.POST or None, initiative=desk.initiative, user=request.user, review=review
    )
    if request.method == "POST" and form.is_valid():
        try:
            number = add_reviewers(review, people=Person.objects.filter(pk__in=form.chosen))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            told = ngettext(
                "%(number)d person more is asked; mails go to those who have an address.",
                "%(number)d people more are asked; mails go to those who have an address.",
                number,
            )
            messages.success(request, told % {"number": number})
        return redirect(back)
    context = {
        "desk": desk,
        "form": form,
        "title": _("Ask further people"),
        "submit": _("Ask them"),
        "cancel_url": back,
        "crumbs": [*desk.crumbs, {"label": _("Review"), "url": back}],
    }
    return render(request, "dialogues/review_form.html", context)


@login_required
@require_POST
def review_remind(request, slug, kind, pk):
    """Remind those who are not through."""
    desk, review = _round(request, slug, kind, pk)
    number = remind(ReviewRequest.objects.filter(round=review))
    told = ngettext(
        "%(number)d reminder is on its way.", "%(number)d reminders are on their way.", number
    )
    if not number:
        told = _("Nobody to remind: who is not through was reminded today, or has no address.")
    messages.success(request, told % {"number": number})
    return redirect(desk.url("review_round", review.pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_close(request, slug, kind, pk):
    """Close a review, having been asked."""
    desk, review = _round(request, slug, kind, pk)
    if request.method == "POST":
        close_round(review)
        messages.success(request, _("The review is closed. Its comments wait for answers."))
        return redirect(desk.url("comment_list"))
    context = {
        "desk": desk,
        "review": review,
        "cancel_url": desk.url("review_round", review.pk),
        "crumbs": desk.crumbs,
    }
    return render(request, "dialogues/review_close.html", context)


def _request(request, slug, kind, pk, request_pk):
    desk, review = _round(request, slug, kind, pk)
    asked = get_object_or_404(
        review.requests.select_related("person", "link"), pk=as_key(request_pk)
    )
    asked.round = review
    return desk, asked


@login_required
@require_POST
def review_hand_over(request, slug, kind, pk, request_pk):
    """Show a fresh copy of a reviewer's personal link, once."""
    desk, asked = _request(request, slug, kind, pk, request_pk)
    try:
        path = hand_over(asked)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect(desk.url("review_round", asked.round_id))
    form = DueDayForm(initial={"due_on": asked.round.due_on})
    handed = (asked, address_of(path), name_for(request.user, asked.person))
    return _show_round(request, desk, asked.round, form, handed=handed)


@login_required
@require_POST
def review_take_back(request, slug, kind, pk, request_pk):
    """Take a reviewer's personal link back."""
    desk, asked = _request(request, slug, kind, pk, request_pk)
    take_back(asked)
    messages.success(request, _("The link opens nothing any more. Comments made with it stay."))
    return redirect(desk.url("review_round", asked.round_id))
