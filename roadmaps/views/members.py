"""The members of a group: who sits in it for whom, until when, who came before."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import Refusal, StaleVersion
from core.permissions import require
from roadmaps.constituencies import balance_of
from roadmaps.forms.groups import LeaveForm, MemberForm
from roadmaps.frame import group_frame, group_or_404
from roadmaps.models import Membership
from roadmaps.services import groups as service
from roadmaps.views.groups import form_below
from stakeholders.models import Group


@login_required
@require_safe
def members(request, pk):
    """Who sits in the group and who did, with constituency, term, and how they came."""
    group = group_or_404(request, pk)
    require(request.user, "roadmaps.inside_group", group)
    context = group_frame(request, group, "members")
    today = timezone.localdate()
    rows = [_row(member, context["names"], today) for member in _rows(group)]
    serving = [row for row in rows if not row["is_over"]]
    context |= {
        "serving": serving,
        "former": [row for row in rows if row["is_over"]],
        "balance": balance_of(
            Group.objects.filter(programme=group.programme_id), [row["member"] for row in serving]
        ),
        "can_change": context["can_convene"],
    }
    if context["can_convene"]:
        context["action"] = {
            "url": reverse("roadmaps:member_new", args=[pk]),
            "label": _("Add a member"),
        }
    return render(request, "roadmaps/members.html", context)


def _rows(group):
    return Membership.objects.filter(learning_group=group).select_related(
        "person__organisation", "represents", "nominated_at", "endorsed_at", "succeeds__person"
    )


def _row(member, names, today):
    hidden = names.hides(member.person)
    return {
        "member": member,
        "name": names.of(member.person),
        "hidden": hidden,
        "organisation": "" if hidden else member.person.affiliation,
        "is_over": member.is_over(today),
        "term_over": member.left_on is None and member.is_over(today),
        "succeeds": names.of(member.succeeds.person) if member.succeeds else "",
    }


def _to_change(request, pk):
    """A seat with its group, for who convenes that; and the name under which the viewer knows it."""
    rows = Membership.objects.select_related("person", "learning_group")
    member = get_object_or_404(rows, pk=pk)
    group = group_or_404(request, member.learning_group_id)
    require(request.user, "roadmaps.convene_group", group)
    member.learning_group = group
    return group, member, group_frame(request, group, "members")["names"].of(member.person)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_new(request, pk):
    """Give somebody of the register a seat."""
    group = group_or_404(request, pk)
    require(request.user, "roadmaps.convene_group", group)
    data = request.POST if request.method == "POST" else None
    form = MemberForm(
        data, instance=Membership(learning_group=group), group=group, user=request.user
    )
    if data is not None and form.is_valid():
        try:
            service.add_member(form.instance)
        except Refusal as refusal:
            form.add_error("person", str(refusal))
        else:
            messages.success(request, _("They sit in the group now."))
            return redirect("roadmaps:members", pk=pk)
    context = form_below(
        request,
        group,
        group.name,
        back="members",
        form=form,
        title=_("Add a member"),
        submit=_("Give them a seat"),
        remark=_("Whoever is not in the register is added there first."),
        remark_url=reverse("stakeholders:person_add"),
        remark_label=_("Add a person to the register"),
    )
    return render(request, "roadmaps/group_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request, pk):
    """Change a seat: constituency, role, term, how they came."""
    group, member, name = _to_change(request, pk)
    data = request.POST if request.method == "POST" else None
    form = MemberForm(data, instance=member, group=group, user=request.user)
    if data is not None and form.is_valid():
        try:
            service.change_member(member, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect("roadmaps:members", pk=group.pk)
    context = form_below(request, group, group.name, back="members", form=form, title=name)
    return render(
        request, "roadmaps/group_form.html", context, status=409 if form.conflict else 200
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_leave(request, pk):
    """End a seat, having seen what it leaves behind."""
    group, member, name = _to_change(request, pk)
    if member.left_on is not None:
        messages.warning(request, _("They have left already."))
        return redirect("roadmaps:members", pk=group.pk)
    form = LeaveForm(request.POST or None, membership=member)
    if request.method == "POST" and form.is_valid():
        try:
            service.leave(
                member,
                left_on=form.cleaned_data["left_on"],
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The seat has ended. It stays in the history."))
        return redirect("roadmaps:members", pk=group.pk)
    context = form_below(
        request,
        group,
        group.name,
        back="members",
        form=form,
        title=_("%(who)s leaves the group") % {"who": name},
        submit=_("End the seat"),
        danger=True,
        left_behind=service.actions_left_behind(member),
    )
    return render(request, "roadmaps/member_leave.html", context)
