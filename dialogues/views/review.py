"""A version under review, as those with an account read it and comment on it; and what is the same for
reviewers with a personal link (dialogues.views.review_by_link)."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import Refusal, StaleVersion
from core.paging import page_of
from core.permissions import require
from core.text import as_key
from dialogues.forms.review import CommentForm, OwnCommentForm
from dialogues.models import PaperVersion, ReviewRequest, ReviewRound
from dialogues.reviewing import AT_ONCE, Review, Viewer, comments_of
from dialogues.services.review import (
    add_comment,
    change_comment,
    finish,
    resume,
    withdraw_comment,
)
from dialogues.views.papers import desk_or_404

WHOLE, GONE = "whole", "gone"  # what `?only=` shows besides a single paragraph


@dataclass
class Entrance:
    """How somebody came to a version under review: who they are, and where its pages are for them."""

    version: PaperVersion
    viewer: Viewer
    review: ReviewRound | None
    request: ReviewRequest | None  # what they were asked, if they were
    frame: str
    page_url: str
    comment_url: str
    finish_url: str
    file_url: str
    edit: object  # function(pk) -> address of the page to reword a comment
    withdraw: object
    answer: object = None
    src: object = None  # function(key) -> address of a figure
    crumbs: list = field(default_factory=list)

    @property
    def at_comment(self):
        return lambda comment: f"{self.page_url}?at={comment.block}#c-{comment.pk}"


# What both entrances share ----------------------------------------------------------------------
def show(request, entrance, *, form=None):
    """One page of the version with its comments; `form` is a comment that could not be stored."""
    review = Review(entrance.version, entrance.viewer, src=entrance.src)
    asked = form["block"].value() if form else request.GET.get("at", "")
    page = Paginator(range(len(review.pages)), 1).get_page(
        review.page_of(asked) if asked else request.GET.get("page")
    )
    only = "" if form else request.GET.get("only", "")
    context = {
        "frame": entrance.frame,
        "entrance": entrance,
        "version": entrance.version,
        "paper": entrance.version.paper,
        "review": review,
        "crumbs": entrance.crumbs,
        "form": form or CommentForm(version=entrance.version),
        "failed": form,
        "failed_at": asked if form else None,
        "is_closed": entrance.review is not None and entrance.review.closed_at is not None,
        "today": timezone.localdate(),
    }
    if only in (WHOLE, GONE) or only in review.places:
        return _one_place(request, entrance, review, only, context)
    whole, gone = review.remarks[""], review.remarks[None]
    context |= {
        "page": page,
        "blocks": review.on_page(page.number),
        "contents": review.contents(page.number),
        "whole": whole[-AT_ONCE:] if page.number == 1 or entrance.version.file_id else [],
        "gone": [] if page.has_next() else gone[:AT_ONCE],
        "more_whole": max(0, len(whole) - AT_ONCE),
        "more_gone": max(0, len(gone) - AT_ONCE),
    }
    for block in context["blocks"]:
        _link(entrance, block["remarks"])
    _link(entrance, context["whole"] + context["gone"])
    return render(request, "dialogues/review.html", context)


def _one_place(request, entrance, review, only, context):
    """All comments at one place, some fifty at a time."""
    remarks = review.remarks[{WHOLE: "", GONE: None}.get(only, only)]
    page = page_of(request, remarks)
    place = review.places.get(only)
    context |= {
        "remarks": _link(entrance, list(page)),
        "page": page,
        "only": only,
        "block": None if place is None else review.shown(entrance.version.blocks[place]),
    }
    return render(request, "dialogues/review_place.html", context)


def _link(entrance, remarks):
    for remark in remarks:
        if remark.may_change:
            remark.edit_url = entrance.edit(remark.comment.pk)
        if entrance.viewer.answers and entrance.answer:
            remark.answer_url = entrance.answer(remark.comment.pk)
    return remarks


def take_comment(request, entrance):
    """Store the comment that was sent, or show the page again with what was typed."""
    asked = entrance.request
    form = CommentForm(request.POST, version=entrance.version)
    if form.is_valid():
        try:
            comment = add_comment(
                entrance.version,
                text=form.cleaned_data["text"],
                block=form.place,
                page=form.cleaned_data.get("page"),
                request=asked,
                user=request.user if entrance.viewer.request is None else None,
                person=asked.person if asked else None,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your comment is kept."))
            return redirect(entrance.at_comment(comment))
    return show(request, entrance, form=form)


def take_finish(request, entrance):
    """Note that the reviewer is through, or (`undo`) that they are not."""
    if request.POST.get("undo"):
        try:
            resume(entrance.request)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
    else:
        finish(entrance.request)
        messages.success(request, _("Thank you. Those who asked you can see that you are through."))
    return redirect(entrance.page_url)


def reword(request, entrance, comment):
    """Reword one's own comment."""
    form = OwnCommentForm(request.POST or None, instance=comment)
    if request.method == "POST" and form.is_valid():
        try:
            change_comment(comment, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your comment is kept."))
            return redirect(entrance.at_comment(comment))
    context = {
        "frame": entrance.frame,
        "crumbs": entrance.crumbs,
        "form": form,
        "comment": comment,
        "withdraw_url": entrance.withdraw(comment.pk),
        "cancel_url": entrance.at_comment(comment),
    }
    status = 409 if form.conflict else 200
    return render(request, "dialogues/review_comment_edit.html", context, status=status)


def take_back_comment(request, entrance, comment):
    """Withdraw one's own comment, having been asked."""
    if request.method == "POST":
        try:
            withdraw_comment(comment)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Your comment is withdrawn."))
        return redirect(f"{entrance.page_url}?at={comment.block}")
    context = {
        "frame": entrance.frame,
        "crumbs": entrance.crumbs,
        "comment": comment,
        "cancel_url": entrance.at_comment(comment),
    }
    return render(request, "dialogues/review_comment_withdraw.html", context)


def round_of(version):
    """The review of `version` that goes on, else the last one; None if it was never sent out."""
    rounds = version.rounds.select_related("asked_by")
    return rounds.filter(closed_at__isnull=True).first() or rounds.first()


# With an account --------------------------------------------------------------------------------
def _enter(request, slug, kind, number):
    desk = desk_or_404(request, slug, kind)
    version = desk.version_or_404(number)
    review = round_of(version)
    if review is not None:
        review.version = version
    goes_on = review is not None and review.closed_at is None
    permitted = request.user.has_perm("dialogues.comment_on_papers", desk.initiative)
    viewer = Viewer(
        request.user,
        answers=desk.may_write,
        comments=permitted and (goes_on or desk.may_write),
    )
    own = ReviewRequest.objects.of(request.user).filter(round=review).select_related("person")
    asked = own.first() if goes_on else None
    if asked is not None:
        asked.round = review
    request.knows_everybody = request.user.has_perm("dialogues.see_identities", desk.initiative)
    return Entrance(
        version=version,
        viewer=viewer,
        review=review,
        request=asked,
        frame="base.html",
        page_url=desk.url("paper_review", version.number),
        comment_url=desk.url("paper_comment", version.number),
        finish_url=desk.url("paper_review_finish", version.number),
        file_url=desk.url("paper_file", version.number),
        edit=lambda pk: desk.url("comment_edit", pk),
        withdraw=lambda pk: desk.url("comment_withdraw", pk),
        answer=lambda pk: desk.url("comment_answer", pk),
        crumbs=[*desk.crumbs, {"label": _("Review"), "url": desk.url("paper_reviews")}],
    )


@login_required
@require_safe
def paper_review(request, slug, kind, number):
    """A version, paragraph by paragraph, with the comments on it."""
    return show(request, _enter(request, slug, kind, number))


@login_required
@require_POST
def paper_comment(request, slug, kind, number):
    """Comment on it."""
    entrance = _enter(request, slug, kind, number)
    if not entrance.viewer.comments:
        require(request.user, "dialogues.comment_on_papers", entrance.version.paper.initiative)
        form = CommentForm(request.POST, version=entrance.version)
        form.add_error(None, _("This version takes no comments now. Your words are kept below."))
        return show(request, entrance, form=form)
    return take_comment(request, entrance)


@login_required
@require_POST
def paper_review_finish(request, slug, kind, number):
    """Say that one is through."""
    entrance = _enter(request, slug, kind, number)
    if entrance.request is None:
        messages.info(request, _("You were not asked to review this version."))
        return redirect(entrance.page_url)
    return take_finish(request, entrance)


def _own_comment(request, slug, kind, pk):
    desk = desk_or_404(request, slug, kind)
    comment = get_object_or_404(comments_of(desk.paper), pk=as_key(pk))
    entrance = _enter(request, slug, kind, comment.version_of.number)
    if not entrance.viewer.owns(comment):
        raise PermissionDenied(comment.pk)
    return entrance, comment


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(request, slug, kind, pk):
    """Reword one's own comment."""
    entrance, comment = _own_comment(request, slug, kind, pk)
    return reword(request, entrance, comment)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comment_withdraw(request, slug, kind, pk):
    """Withdraw one's own comment."""
    entrance, comment = _own_comment(request, slug, kind, pk)
    return take_back_comment(request, entrance, comment)
