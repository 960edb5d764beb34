"""Passing on a group's convening rights, with the history of who convened it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import Refusal
from core.permissions import require
from dialogues.standing import standing_of
from roadmaps.forms.groups import ConvenorForm, HandOverForm, WordsForm
from roadmaps.frame import group_frame, group_or_404
from roadmaps.models import GroupConvenor, HandOver
from roadmaps.services import handing_over as service
from roadmaps.views.groups import form_below

HAND_ON = "roadmaps.pass_on"


@login_required
@require_safe
def handing_over(request, pk):
    """Who convenes the group, since when, who did before, and what is on offer."""
    group = group_or_404(request, pk)
    require(request.user, "roadmaps.inside_group", group)
    context = group_frame(request, group, "handing-over")
    names = context["names"]
    offers = list(group.hand_overs.select_related("to_organisation", "to_person", "offered_by"))
    standing = next((row for row in offers if row.state == HandOver.State.OFFERED), None)
    context |= {
        "convenors": group.convenors.filter(ended_at__isnull=True).select_related("user"),
        "former": group.convenors.filter(ended_at__isnull=False).select_related("user"),
        "offers": [_told(row, names) for row in offers],
        "standing": _told(standing, names) if standing else None,
        "may_answer": standing is not None and _is_for(request.user, standing),
        "may_take_back": service.is_deserted(group)
        and request.user.has_perm("roadmaps.know_members", group),
        "answer_form": WordsForm(),
    }
    return render(request, "roadmaps/handing_over.html", context)


def _told(row, names):
    return {
        "row": row,
        "to": row.to_organisation.full_name if row.to_organisation else _("The programme"),
        "person": names.of(row.to_person) if row.to_person else "",
        "by": row.offered_by.get_full_name() if row.offered_by else "",
    }


def _is_for(user, hand_over):
    """True if `user` may answer an offer: whom it names; for one back to the programme its founders."""
    if hand_over.to_organisation_id is None:
        return user.has_perm("roadmaps.know_members", hand_over.learning_group)
    return hand_over.to_person_id in standing_of(user).people


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_offer(request, pk):
    """Offer the rights to a body, and to somebody there."""
    group = group_or_404(request, pk)
    require(request.user, HAND_ON, group)
    hand_over = HandOver(learning_group=group)
    form = HandOverForm(request.POST or None, instance=hand_over, group=group, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            service.offer(form.instance, by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Offered. Until they take it up, nothing changes."))
            return redirect("roadmaps:handing_over", pk=pk)
    context = form_below(
        request,
        group,
        group.name,
        back="handing_over",
        form=form,
        title=_("Pass on the convening rights"),
        submit=_("Offer them"),
        remark=_(
            "Once they take them up, they alone change the group, its roadmap and its meetings. "
            "You go on reading all of it, and nothing of its history is lost."
        ),
    )
    return render(request, "roadmaps/group_form.html", context)


@login_required
@require_POST
def hand_over_back(request, pk):
    """Offer the rights back to the convenors of the programme."""
    group = group_or_404(request, pk)
    require(request.user, HAND_ON, group)
    if not group.is_passed_on:
        raise PermissionDenied
    try:
        service.offer(HandOver(learning_group=group), by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Offered back to the programme’s convenors."))
    return redirect("roadmaps:handing_over", pk=pk)


def _offer_or_404(request, pk):
    hand_over = get_object_or_404(
        HandOver.objects.select_related("to_person", "to_organisation"), pk=pk
    )
    group = group_or_404(request, hand_over.learning_group_id)
    hand_over.learning_group = group
    return group, hand_over


@login_required
@require_POST
def hand_over_answer(request, pk):
    """Take up what is offered, or decline it."""
    group, hand_over = _offer_or_404(request, pk)
    if not _is_for(request.user, hand_over):
        raise PermissionDenied
    takes = request.POST.get("takes")
    form = WordsForm(request.POST)
    if takes not in ("yes", "no") or not form.is_valid():
        messages.error(request, _("Press one of the two buttons."))
        return redirect("roadmaps:handing_over", pk=group.pk)
    try:
        service.answer(
            hand_over, takes=takes == "yes", words=form.cleaned_data["words"], by=request.user
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        told = _("You convene the group now.") if takes == "yes" else _("You declined the offer.")
        messages.success(request, told)
    return redirect("roadmaps:handing_over", pk=group.pk)


@login_required
@require_POST
def hand_over_withdraw(request, pk):
    """Withdraw an offer that nobody answered."""
    group, hand_over = _offer_or_404(request, pk)
    require(request.user, HAND_ON, group)
    try:
        service.withdraw(hand_over, by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The offer is withdrawn."))
    return redirect("roadmaps:handing_over", pk=group.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def convenor_new(request, pk):
    """Name somebody who convenes the group beside those who do; only once it was passed on."""
    group = group_or_404(request, pk)
    require(request.user, HAND_ON, group)
    if not group.is_passed_on:
        raise PermissionDenied
    form = ConvenorForm(request.POST or None, group=group, user=request.user)
    if request.method == "POST" and form.is_valid():
        service.name_convenor(group, user=form.cleaned_data["person"].user, by=request.user)
        messages.success(request, _("They convene the group with you now."))
        return redirect("roadmaps:handing_over", pk=pk)
    context = form_below(
        request,
        group,
        group.name,
        back="handing_over",
        form=form,
        title=_("Name another convenor"),
        submit=_("Name them"),
    )
    return render(request, "roadmaps/group_form.html", context)


@login_required
@require_POST
def convenor_end(request, pk):
    """End somebody's convening, or one's own; never the last one's."""
    convenor = get_object_or_404(GroupConvenor, pk=pk, ended_at__isnull=True)
    group = group_or_404(request, convenor.learning_group_id)
    require(request.user, HAND_ON, group)
    try:
        service.end_convenor(convenor)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Ended. It stays in the history."))
    return redirect("roadmaps:handing_over", pk=group.pk)


@login_required
@require_POST
def take_back(request, pk):
    """The founders convene a group again that nobody is left to convene."""
    group = group_or_404(request, pk)
    require(request.user, "roadmaps.know_members", group)
    form = WordsForm(request.POST)
    try:
        words = form.cleaned_data["words"] if form.is_valid() else ""
        service.take_back(group, words=words, by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The programme convenes the group again."))
    return redirect("roadmaps:handing_over", pk=group.pk)
