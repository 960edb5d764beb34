"""All comments on a paper: their list, answering one, and the table of comments and responses."""

from collections import Counter
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import StaleVersion
from core.paging import page_of
from core.text import as_key
from dialogues.forms.review import AnswerForm, CommentFilterForm
from dialogues.models import Comment
from dialogues.reviewing import Viewer, comment_rows, comments_of
from dialogues.services.review import answer_comment
from dialogues.views.papers import desk_or_404


def _rows(request, desk):
    request.knows_everybody = request.user.has_perm("dialogues.see_identities", desk.initiative)
    return comment_rows(desk.paper, request.user)


@login_required
@require_safe
def comment_list(request, slug, kind):
    """The comments on a paper in the order of its paragraphs, filtered, some fifty at a time."""
    desk = desk_or_404(request, slug, kind)
    rows = _rows(request, desk)
    form = CommentFilterForm(request.GET, rows=rows, names=desk.may_write)
    shown = form.narrowed(rows)
    counts = Counter(row["disposition"] for row in rows)
    context = {
        "desk": desk,
        "form": form,
        "page": page_of(request, shown),
        "is_filtered": len(shown) < len(rows),
        "total": len(rows),
        "stats": [
            {"label": label, "value": counts[value]} for value, label in Comment.Disposition.choices
        ],
        "crumbs": desk.crumbs,
    }
    return render(request, "dialogues/review_comments.html", context)


@login_required
@require_safe
def comment_table(request, slug, kind):
    """Comments and responses, as they are printed."""
    desk = desk_or_404(request, slug, kind)
    rows = _rows(request, desk)
    sections = [
        {"title": title, "rows": list(part)}
        for title, part in groupby(rows, key=lambda row: row["section"])
    ]
    waiting = sum(row["disposition"] == Comment.Disposition.OPEN for row in rows)
    versions = desk.paper.versions.values_list("number", flat=True)
    context = {
        "desk": desk,
        "newest": versions.first() if desk.may_write and rows else None,
        "sections": sections,
        "total": len(rows),
        "waiting": waiting,
        "crumbs": [*desk.crumbs, {"label": _("Comments"), "url": desk.url("comment_list")}],
    }
    return render(request, "dialogues/review_table.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comment_answer(request, slug, kind, pk):
    """Say what was done about a comment, and why."""
    desk = desk_or_404(request, slug, kind, writes=True)
    comment = get_object_or_404(comments_of(desk.paper), pk=as_key(pk))
    who = Viewer(request.user, answers=True).name(comment)
    told = {"text": comment.text, "quote": comment.quote, "page": comment.page}
    form = AnswerForm(request.POST or None, instance=comment)
    if request.method == "POST" and form.is_valid():
        try:
            answer_comment(comment, based_on=form.based_on, by=request.user)
        except StaleVersion as stale:
            form.meet(stale.current)
            told |= {"text": stale.current.text}
        else:
            if comments_of(desk.paper).unanswered().exists():
                messages.success(request, _("The comment is answered."))
                return redirect(f"{desk.url('comment_list')}?disposition=open")
            messages.success(request, _("The comment is answered, and it was the last one."))
            return redirect(desk.url("comment_list"))
    context = {
        "desk": desk,
        "comment": comment,
        "who": who,
        "told": told,
        "form": form,
        "review_url": f"{desk.url('paper_review', comment.version_of.number)}"
        f"?at={comment.block}#c-{comment.pk}",
        "cancel_url": desk.url("comment_list"),
        "crumbs": [*desk.crumbs, {"label": _("Comments"), "url": desk.url("comment_list")}],
    }
    request.knows_everybody = request.user.has_perm("dialogues.see_identities", desk.initiative)
    status = 409 if form.conflict else 200
    return render(request, "dialogues/review_answer.html", context, status=status)
