"""Somebody else whom invited people propose: inviting them, or not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convening.alike import alike, known_to
from convening.filled import groups_of
from convening.forms.invitations import NEW, ProposalDecisionForm
from convening.frame import CONVENE, convening_frame, convening_or_404
from convening.models import MailKind, Proposal
from convening.services import mailings
from convening.services.invitations import decline_proposal, take_proposal
from core.exceptions import Refusal
from core.paging import page_of
from core.permissions import require

State = Proposal.State
SURE = {"email", "phone"}


def _opened(request, slug):
    dialogue = convening_or_404(request, slug)
    require(request.user, CONVENE, dialogue)
    return dialogue, convening_frame(request, dialogue, "answers")


def _of(dialogue):
    rows = Proposal.objects.filter(registration__participation__dialogue=dialogue)
    return rows.select_related(
        "registration__participation__person__organisation",
        "registration__participation__group",
        "participation__person__organisation",
        "decided_by",
    )


@login_required
@require_safe
def proposals(request, slug):
    """Those to be decided, and below what was decided."""
    dialogue, context = _opened(request, slug)
    naming = context["naming"]
    page = page_of(request, _of(dialogue).exclude(state=State.OPEN))
    context |= {
        "open": [_row(each, naming) for each in _of(dialogue).filter(state=State.OPEN)[:200]],
        "decided": [_row(each, naming) for each in page],
        "page": page,
    }
    return render(request, "convening/proposals.html", context)


def _row(proposal, naming):
    participation = proposal.participation
    return {
        "proposal": proposal,
        "by": naming.label(proposal.registration.participation.person),
        "participation": participation,
        "name": naming.name(participation.person) if participation else proposal.name,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request, slug, pk):
    """Decide on one: invite them (`do=invite`), as somebody of the register or somebody new, or do not."""
    dialogue, context = _opened(request, slug)
    shown = get_object_or_404(_of(dialogue), pk=pk)
    shown.registration.participation.dialogue = dialogue
    if shown.state != State.OPEN:
        messages.info(request, _("This was decided already."))
        return redirect("convening:proposals", slug=slug)
    likely = alike(
        request.user,
        dialogue,
        name=shown.name,
        email=shown.email,
        phone=shown.phone,
        organisation=shown.organisation,
    )
    if request.method == "POST" and request.POST.get("do") == "decline":
        return _decline(request, dialogue, shown)
    form = _form(request, dialogue, shown, likely, context["naming"])
    if request.method == "POST" and form.is_valid():
        try:
            return _take(request, dialogue, shown, form, context["naming"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context |= _row(shown, context["naming"]) | {
        "form": form,
        "found": bool(likely),
        "back_url": reverse("convening:proposals", args=[slug]),
    }
    return render(request, "convening/proposal.html", context, status=422 if form.errors else 200)


def _form(request, dialogue, shown, likely, naming):
    is_likely = bool(likely) and not SURE.isdisjoint(likely[0][1])
    return ProposalDecisionForm(
        request.POST if request.method == "POST" else None,
        found=[(person.pk, naming.label(person)) for person, _why in likely],
        groups=groups_of(dialogue),
        initial={
            "same": str(likely[0][0].pk) if is_likely else NEW,
            "group": shown.registration.participation.group_id,
        },
    )


def _decline(request, dialogue, shown):
    try:
        decline_proposal(shown, by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is not invited.") % {"name": shown.name})
    return redirect("convening:proposals", slug=dialogue.slug)


def _take(request, dialogue, shown, form, naming):
    same, person = form.cleaned_data["same"], None
    if same != NEW:
        rows = known_to(request.user, dialogue).select_related("group", "organisation__group")
        person = get_object_or_404(rows, pk=same)
    participation, is_new = take_proposal(
        shown, by=request.user, person=person, group=form.cleaned_data["group"]
    )
    name = naming.name(participation.person)
    if not is_new:
        messages.info(request, _("%(name)s is on the list already.") % {"name": name})
        return redirect("convening:answer", slug=dialogue.slug, pk=participation.pk)
    if not participation.person.email:
        told = _("%(name)s is invited, and has no e-mail address: hand over the link.")
        messages.success(request, told % {"name": name})
        return redirect("convening:answer", slug=dialogue.slug, pk=participation.pk)
    messages.success(request, _("%(name)s is invited. Look at the mail.") % {"name": name})
    draft = mailings.draft(
        dialogue, kind=MailKind.INVITATION, participations=[participation], by=request.user
    )
    return redirect("convening:mailing", slug=dialogue.slug, pk=draft.pk)
