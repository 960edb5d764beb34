"""A version under review, as reviewers with a personal link read it and comment on it; signed in, a reviewer
needs no link for the same pages. They open this one version, and nothing else."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.links import by_link, opens
from core.models import PersonalLink, Upload
from core.text import as_key, without_control
from core.uploads import serve
from dialogues.models import ReviewRequest
from dialogues.reviewing import Viewer, comments_of
from dialogues.services.review import PURPOSE
from dialogues.views.review import (
    Entrance,
    reword,
    show,
    take_back_comment,
    take_comment,
    take_finish,
)


@opens(PURPOSE)
def link_address(link):
    """Where a personal link to review a paper leads."""
    return reverse("dialogues:review_by_link", args=[link.key])


def for_reviewers(view):
    """Decorate `view(request, entrance, …)` to answer `(request, key, …)` for the reviewer of that link:
    who opened it, or who is signed in and was asked. When the review is closed a page says so (410)."""

    def entered(request, link, *args, **kwargs):
        asked = get_object_or_404(
            ReviewRequest.objects.select_related(
                "person", "round__asked_by", "round__version__paper__initiative"
            ),
            link=link,
        )
        if asked.round.closed_at is not None:
            typed = without_control(request.POST.get("text", ""))
            context = {"typed": typed, "version": asked.round.version}
            return render(request, "dialogues/review_closed.html", context, status=410)
        return view(request, _enter(request, asked), *args, **kwargs)

    through_link = by_link(PURPOSE)(entered)

    @wraps(view)
    def guarded(request, key, *args, **kwargs):
        own = PersonalLink.objects.valid().filter(
            key=key, review_request__in=ReviewRequest.objects.of(request.user)
        )
        link = own.first() if request.user.is_authenticated else None
        if link is not None:
            return entered(request, link, *args, **kwargs)
        return through_link(request, key, *args, **kwargs)

    guarded.by_link = PURPOSE
    return guarded


def _enter(request, asked):
    key = asked.link.key if asked.link_id else None

    def url(name, *more):
        return reverse(f"dialogues:{name}", args=[key, *more])

    return Entrance(
        version=asked.round.version,
        viewer=Viewer(request.user, request=asked, comments=True),
        review=asked.round,
        request=asked,
        frame="core/link_frame.html",
        page_url=url("review_by_link"),
        comment_url=url("review_link_comment"),
        finish_url=url("review_link_finish"),
        file_url=url("review_link_file"),
        edit=lambda pk: url("review_link_edit", pk),
        withdraw=lambda pk: url("review_link_withdraw", pk),
        src=lambda figure: url("review_link_figure", figure),
    )


def _own_comment(entrance, pk):
    """A comment of this reviewer on this paper, whichever version it was made on."""
    own = comments_of(entrance.version.paper).filter(author_person=entrance.request.person_id)
    return get_object_or_404(own, pk=as_key(pk))


@require_safe
@for_reviewers
def review_by_link(request, entrance):
    """The version, paragraph by paragraph, with the comments on it."""
    return show(request, entrance)


@require_POST
@for_reviewers
def review_link_comment(request, entrance):
    """Comment on it."""
    return take_comment(request, entrance)


@require_POST
@for_reviewers
def review_link_finish(request, entrance):
    """Say that one is through."""
    return take_finish(request, entrance)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reviewers
def review_link_edit(request, entrance, pk):
    """Reword one's own comment."""
    return reword(request, entrance, _own_comment(entrance, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@for_reviewers
def review_link_withdraw(request, entrance, pk):
    """Withdraw one's own comment."""
    return take_back_comment(request, entrance, _own_comment(entrance, pk))


@require_safe
@for_reviewers
def review_link_file(request, entrance):
    """The file that the version is."""
    if entrance.version.file is None:
        raise Http404
    return serve(entrance.version.file)


@require_safe
@for_reviewers
def review_link_figure(request, entrance, figure):
    """An image that the version shows."""
    if str(figure) not in {row["key"] for row in entrance.version.figures}:
        raise Http404
    return serve(get_object_or_404(Upload, key=figure), inline=True)
