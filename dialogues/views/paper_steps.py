"""The steps of a paper: a version is made or brought, submitted, taken back, returned, approved."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.exceptions import Refusal
from core.permissions import require
from dialogues.exceptions import DraftMoved, NoteMissing
from dialogues.forms.papers import ApprovalForm, BringForm, ReasonedForm, ReleaseForm, StepForm
from dialogues.models import Paper, PaperDecision, PaperKind
from dialogues.papers import standing_of_paper
from dialogues.services.papers import (
    approve_paper,
    bring_version,
    make_version,
    return_paper,
    submit_paper,
    withdraw_paper,
)
from dialogues.views.papers import desk_or_404

State = Paper.State


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_release(request, slug, kind):
    """Make a numbered version of the draft."""
    desk = desk_or_404(request, slug, kind, writes=True)
    standing = standing_of_paper(desk.paper)
    is_first = standing.newest is None
    number = 1 if is_first else standing.newest.number + 1
    # A scoping paper is reviewed before anybody is asked to approve it.
    may_submit = kind != PaperKind.SCOPING_PAPER
    form = ReleaseForm(
        request.POST or None, paper=desk.paper, is_first=is_first, may_submit=may_submit
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            version = make_version(
                desk.paper,
                by=request.user,
                note=given["note"],
                based_on=given["seen"],
                submit=given.get("submit", False),
            )
        except DraftMoved as refusal:
            form.add_error(None, str(refusal))
            _see_anew(form, seen=desk.paper.version)
        except NoteMissing as refusal:
            form.add_error(refusal.field, str(refusal))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(desk.url("paper"))
        else:
            told = _("Version %(number)d is made and submitted for approval.")
            if not given.get("submit"):
                told = _("Version %(number)d is made.")
            messages.success(request, told % {"number": version.number})
            return redirect(desk.url("paper"))
    context = {
        "desk": desk,
        "form": form,
        "standing": standing,
        "number": number,
        "title": _("Make version %(number)d") % {"number": number},
        "submit": _("Make version %(number)d") % {"number": number},
        "cancel_url": desk.url("paper"),
        "crumbs": desk.crumbs,
    }
    return render(request, "dialogues/paper_release.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_upload(request, slug, kind):
    """Bring a PDF as the next version of a scoping paper."""
    desk = desk_or_404(request, slug, kind, writes=True)
    if kind != PaperKind.SCOPING_PAPER:
        raise Http404(kind)
    standing = standing_of_paper(desk.paper)
    form = BringForm(request.POST or None, request.FILES or None, is_first=standing.newest is None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            version = bring_version(
                desk.paper, file=given["file"], by=request.user, note=given["note"]
            )
        except NoteMissing as refusal:
            form.add_error(refusal.field, str(refusal))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(desk.url("paper"))
        else:
            messages.success(
                request, _("The file is version %(number)d.") % {"number": version.number}
            )
            return redirect(desk.url("paper"))
    context = {
        "desk": desk,
        "form": form,
        "title": _("Bring the paper as a PDF"),
        "submit": _("Make it the next version"),
        "cancel_url": desk.url("paper"),
        "crumbs": desk.crumbs,
    }
    return render(request, "dialogues/paper_form.html", context)


# The way to approval ----------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_submit(request, slug, kind):
    """Submit the newest version for approval."""
    desk = desk_or_404(request, slug, kind, writes=True)

    def take(given):
        submit_paper(desk.paper, number=given["number"], by=request.user)
        return _("Submitted. Whoever runs the programme finds it under “My work”.")

    return _step(request, desk, StepForm, take, "submit", _("Submit version %(number)d"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_withdraw(request, slug, kind):
    """Take the submitted version back."""
    desk = desk_or_404(request, slug, kind, writes=True)

    def take(given):
        withdraw_paper(desk.paper, number=given["number"], by=request.user)
        return _("Taken back: it is a draft again.")

    return _step(request, desk, StepForm, take, "withdraw", _("Take version %(number)d back"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_return(request, slug, kind):
    """Return the submitted version with reasons."""
    desk = _desk_of_judge(request, slug, kind)

    def take(given):
        return_paper(desk.paper, number=given["number"], by=request.user, reason=given["reason"])
        return _("Returned. Its authors find your reasons on this page and under “My work”.")

    return _step(request, desk, ReasonedForm, take, "return", _("Return version %(number)d"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_approve(request, slug, kind):
    """Approve the submitted version."""
    desk = _desk_of_judge(request, slug, kind)

    def take(given):
        approve_paper(desk.paper, number=given["number"], by=request.user, reason=given["reason"])
        return _("Approved.")

    return _step(request, desk, ApprovalForm, take, "approve", _("Approve version %(number)d"))


def _desk_of_judge(request, slug, kind):
    desk = desk_or_404(request, slug, kind, needs_paper=False)
    require(request.user, "dialogues.approve_papers", desk.initiative)
    if desk.paper is None:
        raise Http404(kind)
    return desk


BEFORE = {
    "submit": (State.DRAFT, State.RETURNED),
    "withdraw": (State.SUBMITTED,),
    "return": (State.SUBMITTED,),
    "approve": (State.SUBMITTED,),
}


def _step(request, desk, form_class, take, step, title):
    """A page that says what a step means, and takes it; 409 when the paper has moved meanwhile."""
    standing = standing_of_paper(desk.paper)
    newest = standing.newest
    number = newest.number if newest else 0
    form = form_class(request.POST or None, initial={"number": number})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            message = take(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = 409
            desk.paper.refresh_from_db(fields=["state"])
            standing = standing_of_paper(desk.paper)
            _see_anew(form, number=number)
        else:
            messages.success(request, message)
            return redirect(desk.url("paper"))
    submission = standing.last_decision
    context = {
        "desk": desk,
        "form": form,
        "step": step,
        "standing": standing,
        "version": newest,
        "may": newest is not None and desk.paper.state in BEFORE[step],
        "title": title % {"number": number} if newest else desk.kind.label,
        "submission": submission,
        "is_own": _is_own(submission, request.user),
        "cancel_url": desk.url("paper"),
        "crumbs": desk.crumbs,
    }
    return render(request, "dialogues/paper_step.html", context, status=status)


def _see_anew(form, **seen):
    """Let the form, still holding what was typed, go out again for what stands now."""
    form.data = form.data.copy()
    for name, value in seen.items():
        form.data[name] = str(value)


def _is_own(submission, user):
    is_submission = submission and submission.step == PaperDecision.Step.SUBMITTED
    return bool(is_submission and submission.taken_by_id == user.pk)
