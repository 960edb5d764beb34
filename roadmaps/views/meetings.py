"""Meetings of a group: the list, a meeting with its agenda and minutes, and every step of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import Refusal, StaleVersion
from core.paging import page_of
from core.permissions import require
from core.text import as_key
from roadmaps.forms.meetings import (
    ClosingForm,
    DecisionForm,
    DissentForm,
    ItemForm,
    MeetingForm,
    PresenceForm,
)
from roadmaps.frame import group_frame, group_or_404
from roadmaps.minutes import minutes_of
from roadmaps.models import Decision, Meeting, MeetingItem, Membership
from roadmaps.services import meetings as service
from roadmaps.views.groups import form_below

MINUTES = "roadmaps.take_minutes"
STEPS = {
    "open": (service.open_meeting, _l("The meeting is under way.")),
    "close": (service.close_meeting, _l("The meeting is closed.")),
    "cancel": (service.cancel_meeting, _l("The meeting is cancelled.")),
}


@login_required
@require_safe
def meetings(request, pk):
    """The meetings of a group, the next first, with how many decisions each took."""
    group = group_or_404(request, pk)
    require(request.user, "roadmaps.inside_group", group)
    context = group_frame(request, group, "meetings")
    rows = group.meetings.annotate(decided=Count("decisions")).order_by("-on", "-number")
    may_write = request.user.has_perm(MINUTES, group)
    context |= {"page": page_of(request, rows), "may_write": may_write}
    if may_write:
        context["action"] = {
            "url": reverse("roadmaps:meeting_new", args=[pk]),
            "label": _("Plan a meeting"),
        }
    return render(request, "roadmaps/meetings.html", context)


def _meeting_or_404(request, pk):
    """A meeting with its group, for who may read that from inside."""
    rows = Meeting.objects.select_related("chair__person", "secretary__person", "approved_at")
    meeting = get_object_or_404(rows, pk=pk)
    group = group_or_404(request, meeting.learning_group_id)
    require(request.user, "roadmaps.inside_group", group)
    meeting.learning_group = group
    return group, meeting


def meeting_to_write(request, pk):
    """The same, for who takes the minutes."""
    group, meeting = _meeting_or_404(request, pk)
    require(request.user, MINUTES, group)
    return group, meeting


@login_required
@require_safe
def meeting(request, pk):
    """A meeting: who is there, its agenda with what was said, its decisions, and what comes next."""
    group, shown = _meeting_or_404(request, pk)
    context = group_frame(request, group, "meetings")
    may_write = request.user.has_perm(MINUTES, group) and shown.approved_at_id is None
    minutes = minutes_of(shown, group, context["names"])
    context |= {
        "meeting": shown,
        "minutes": minutes,
        "officers": [(_("Chair"), minutes.chair), (_("Minutes by"), minutes.secretary)],
        "may_write": may_write,
        "to_approve": _to_approve(shown) if may_write and shown.state == "open" else [],
        "steps": _steps(shown) if may_write else [],
    }
    context["crumbs"].append({"label": group.name, "url": group.get_absolute_url()})
    return render(request, "roadmaps/meeting.html", context)


def _to_approve(shown):
    """Meetings before this one whose minutes nobody has approved."""
    return Meeting.objects.filter(
        learning_group=shown.learning_group_id,
        number__lt=shown.number,
        state=Meeting.State.HELD,
        approved_at__isnull=True,
    ).order_by("number")


def _steps(shown):
    """What can be done next with a meeting: (step, label)."""
    if shown.state == Meeting.State.PLANNED:
        return [("open", _("Begin the meeting")), ("cancel", _("Cancel it"))]
    if shown.state == Meeting.State.OPEN:
        return [("close", _("Close the meeting"))]
    return []


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request, pk):
    """Plan a meeting; what is not settled stands on its agenda at once."""
    group = group_or_404(request, pk)
    require(request.user, MINUTES, group)
    data = request.POST if request.method == "POST" else None
    form = MeetingForm(data, instance=Meeting(learning_group=group), **_who(request, group))
    if data is not None and form.is_valid():
        made = service.plan_meeting(form.instance)
        messages.success(request, _("Planned. What was not settled stands on its agenda."))
        return redirect(made)
    context = form_below(
        request,
        group,
        group.name,
        back="meetings",
        form=form,
        title=_("Plan a meeting"),
        submit=_("Plan it"),
    )
    return render(request, "roadmaps/group_form.html", context)


def _who(request, group, *standing):
    """The members of a group as forms offer them, and those who stand there already (ids of seats), though
    they have left since."""
    rows = Membership.objects.filter(learning_group=group)
    members = rows.current() | rows.filter(pk__in=[key for key in standing if key])
    return {
        "members": members.select_related("person"),
        "names": group_frame(request, group, "meetings")["names"],
    }


def _page(request, group, shown, form, title, **further):
    """A page with a form below a meeting."""
    context = form_below(request, group, group.name, form=form, title=title, **further)
    context["crumbs"].append(
        {
            "label": _("Meeting %(number)d") % {"number": shown.number},
            "url": shown.get_absolute_url(),
        }
    )
    context["cancel_url"] = shown.get_absolute_url()
    status = 409 if getattr(form, "conflict", False) else 200
    return render(request, "roadmaps/group_form.html", context, status=status)


def _filled_in(request, group, shown, form, save, title, **further):
    """The page of a form below a meeting; or, once `save` has kept what it holds, the way back."""
    if form.is_bound and form.is_valid():
        try:
            save()
        except StaleVersion as stale:
            form.meet(stale.current)
        except Refusal as refusal:
            # What was typed stays to be copied: it belongs into the next meeting's minutes.
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(shown)
    return _page(request, group, shown, form, title, **further)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request, pk):
    """Change when and where a meeting is, who chairs it and who writes."""
    group, shown = meeting_to_write(request, pk)
    data = request.POST if request.method == "POST" else None
    who = _who(request, group, shown.chair_id, shown.secretary_id)
    form = MeetingForm(data, instance=shown, **who)
    return _filled_in(
        request,
        group,
        shown,
        form,
        lambda: service.change_meeting(shown, based_on=form.based_on, fields=form.model_fields),
        _("The meeting"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_closing(request, pk):
    """What stands at the end of the minutes."""
    group, shown = meeting_to_write(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ClosingForm(data, instance=shown)
    return _filled_in(
        request,
        group,
        shown,
        form,
        lambda: service.change_meeting(shown, based_on=form.based_on, fields=form.model_fields),
        _("The end of the minutes"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_step(request, pk, step):
    """Begin, close or cancel a meeting; asked once more before it is done."""
    group, shown = meeting_to_write(request, pk)
    known = dict(_steps(shown))
    if step not in known:
        messages.warning(request, _("That step does not fit where the meeting stands."))
        return redirect(shown)
    if request.method == "POST":
        act, told = STEPS[step]
        try:
            act(shown)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, told)
        return redirect(shown)
    context = form_below(request, group, group.name, title=known[step])
    context |= {
        "cancel_url": shown.get_absolute_url(),
        "submit": known[step],
        "calm": step != "cancel",
        "text": _("Meeting %(number)d") % {"number": shown.number},
        "consequences": _consequences(step),
    }
    return render(request, "roadmaps/confirm.html", context)


def _consequences(step):
    if step == "close":
        return [
            _("Its quorum is kept with it; decisions taken without one are marked as such."),
            _("The minutes can be changed until a later meeting approves them."),
            _("What is not settled stands on the next meeting’s agenda."),
        ]
    if step == "cancel":
        return [_("It stays in the list as cancelled. Nobody is told by mail.")]
    return [_("From now on its review of the roadmap writes into its minutes.")]


@login_required
@require_POST
def minutes_approve(request, pk):
    """The meeting under way approves the minutes of an earlier one."""
    group, earlier = _meeting_or_404(request, pk)
    require(request.user, MINUTES, group)
    under_way = group.meetings.filter(state=Meeting.State.OPEN).order_by("-number")
    at = get_object_or_404(under_way, pk=as_key(request.POST.get("at")))
    at.learning_group = group
    try:
        service.approve_minutes(earlier, at=at)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The minutes are approved, and not changed any more."))
    return redirect(at)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def presence(request, pk):
    """Who was there: all members on one page."""
    group, shown = meeting_to_write(request, pk)
    known = {row.member_id: row for row in shown.presences.all()}
    members = Membership.objects.filter(learning_group=group).select_related("person", "represents")
    # Who sits in the group on the day of the meeting, be it their last, and whom somebody noted all the same.
    last_day = members.filter(left_on=shown.on)
    there = members.current(on=shown.on) | last_day | members.filter(pk__in=known)
    names = group_frame(request, group, "meetings")["names"]
    form = PresenceForm(request.POST or None, members=there, names=names, known=known)
    if request.method == "POST" and form.is_valid():
        try:
            service.note_presence(shown, form.entries)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
        return redirect(shown)
    context = form_below(request, group, group.name, form=form, title=_("Who was there"))
    context["cancel_url"] = shown.get_absolute_url()
    return render(request, "roadmaps/presence.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_new(request, pk):
    """A new point of the agenda."""
    group, shown = meeting_to_write(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ItemForm(data, instance=MeetingItem(meeting=shown))
    return _filled_in(
        request,
        group,
        shown,
        form,
        lambda: service.add_item(form.instance),
        _("A point of the agenda"),
    )


def _item_or_404(request, pk):
    item = get_object_or_404(MeetingItem, pk=pk)
    group, shown = meeting_to_write(request, item.meeting_id)
    item.meeting = shown
    return group, shown, item


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request, pk):
    """A point of the agenda, with what was said about it."""
    group, shown, item = _item_or_404(request, pk)
    title = item.title
    data = request.POST if request.method == "POST" else None
    form = ItemForm(data, instance=item)
    return _filled_in(
        request,
        group,
        shown,
        form,
        lambda: service.change_item(item, based_on=form.based_on, fields=form.model_fields),
        title,
    )


@login_required
@require_POST
def item_move(request, pk):
    """Move a point one up or down."""
    _group, shown, item = _item_or_404(request, pk)
    try:
        service.move_item(item, up=request.POST.get("direction") == "up")
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{shown.get_absolute_url()}#item-{pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_delete(request, pk):
    """Take a point off the agenda."""
    group, shown, item = _item_or_404(request, pk)
    if request.method == "POST":
        try:
            service.remove_item(item)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Taken off the agenda."))
        return redirect(shown)
    context = form_below(
        request, group, group.name, title=_("Take this point off the agenda?"), text=item.title
    )
    context |= {
        "cancel_url": shown.get_absolute_url(),
        "submit": _("Take it off"),
        "consequences": [
            _("What the minutes say about it goes with it."),
            _("Decisions taken under it stay."),
        ],
    }
    return render(request, "roadmaps/confirm.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision_new(request, pk):
    """Take down a decision, perhaps under the point that the address names."""
    group, shown = meeting_to_write(request, pk)
    data = request.POST if request.method == "POST" else None
    first = {"item": request.GET.get("item", "")}
    form = DecisionForm(
        data,
        instance=Decision(meeting=shown),
        initial=first,
        meeting=shown,
        **_who(request, group),
    )
    return _filled_in(
        request,
        group,
        shown,
        form,
        lambda: service.add_decision(form.instance),
        _("A decision"),
        submit=_("Take it down"),
    )


def _decision_or_404(request, pk):
    decision = get_object_or_404(Decision, pk=pk)
    group, shown = meeting_to_write(request, decision.meeting_id)
    decision.meeting = shown
    return group, shown, decision


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision_edit(request, pk):
    """Change what was taken down of a decision."""
    group, shown, decision = _decision_or_404(request, pk)
    data = request.POST if request.method == "POST" else None
    who = _who(request, group, decision.owner_id)
    form = DecisionForm(data, instance=decision, meeting=shown, **who)
    return _filled_in(
        request,
        group,
        shown,
        form,
        lambda: service.change_decision(decision, based_on=form.based_on, fields=form.model_fields),
        _("A decision"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dissent_new(request, pk):
    """Take down somebody's dissent from a decision."""
    group, shown, decision = _decision_or_404(request, pk)
    form = DissentForm(request.POST or None, **_who(request, group))
    return _filled_in(
        request,
        group,
        shown,
        form,
        lambda: service.add_dissent(decision, by=request.user, **form.cleaned_data),
        _("Dissent"),
        remark=decision.text,
        submit=_("Take it down"),
    )
