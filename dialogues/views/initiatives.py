"""Initiatives: the list, the page of one with its course, and how it is begun and changed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Role
from core.exceptions import StaleVersion
from core.paging import page_of
from core.permissions import require
from dialogues.course import matrix, next_action, stage_days, stage_label, stages_in_words, timeline
from dialogues.exceptions import StageMoved, TitleTaken
from dialogues.forms.initiatives import InitiativeFilter, InitiativeForm, StageForm
from dialogues.lists import row_of, upcoming_first, with_outline
from dialogues.models import Dialogue, GroupPosition, Initiative
from dialogues.services.initiatives import (
    MOVES,
    change_initiative,
    create_initiative,
    move_stage,
    moves_from,
)
from dialogues.stages import REGISTRY
from dialogues.standing import ids_of, standing_of
from stakeholders.models import Group

DIALOGUES_SHOWN = 20  # the list of dialogues has the others


def initiative_or_404(request, slug):
    """The initiative at `slug` with its programme; 404 for strangers."""
    rows = Initiative.objects.visible_to(request.user).select_related("programme")
    return get_object_or_404(rows, slug=slug)


def initiative_frame(request, initiative, current):
    """What `dialogues/initiative_frame.html` shows; asks nothing of the database."""
    may_appoint = request.user.has_perm("dialogues.appoint", initiative)
    # For who veils names in finished pages: nothing of another programme is told on these.
    request.knows_everybody = request.user.has_perm("dialogues.see_identities", initiative)
    tabs = [(_("Overview"), "initiative"), (_("Team"), "initiative_team")]
    return {
        "initiative": initiative,
        "can_change": request.user.has_perm("dialogues.change_initiative", initiative),
        "crumbs": [{"label": _("Initiatives"), "url": reverse("dialogues:initiative_list")}],
        "tabs": [
            {
                "label": label,
                "url": reverse(f"dialogues:{name}", args=[initiative.slug]),
                "current": name == current,
            }
            for label, name in tabs
            if may_appoint
        ],
    }


@require_safe
def initiative_list(request):
    """The initiatives that the viewer may know of."""
    visible = Initiative.objects.visible_to(request.user)
    filters = InitiativeFilter(request.GET, initiatives=visible)
    rows = with_outline(filters.narrow(visible), request.user, today=timezone.localdate())
    page = page_of(request, rows)
    for row in page:
        row.under_way = stages_in_words(row.open_stages)
    context = {
        "page": page,
        "filters": filters,
        "is_filtered": any(filters.cleaned_data.values()),
        "may_add": request.user.has_perm("dialogues.add_initiative"),
    }
    return render(request, "dialogues/initiative_list.html", context)


@require_safe
def initiative(request, slug):
    """An initiative: its course, its dialogues, its fault lines, and why it was begun."""
    shown = initiative_or_404(request, slug)
    context = initiative_frame(request, shown, "initiative")
    can_change = context["can_change"]
    tells_why = can_change or standing_of(request.user).has(ids_of(shown), Role.ADVISER)
    stages = list(shown.stages.all())
    today = timezone.localdate()
    dialogues = Dialogue.objects.visible_to(request.user).filter(initiative=shown)
    page = Paginator(upcoming_first(dialogues, today=today), DIALOGUES_SHOWN).page(1)
    positions = Prefetch("positions", GroupPosition.objects.all())
    groups = list(Group.objects.filter(programme=shown.programme_id))
    fault_lines = shown.fault_lines.prefetch_related(positions)
    has_ahead = any(not row.is_held for row in page)
    context |= {
        "timeline": timeline(shown, stages, tells_why=tells_why, can_change=can_change),
        "under_way": stages_in_words(stages),
        "action": next_action(shown, stages, has_dialogue_ahead=has_ahead) if can_change else None,
        "dialogues": [row_of(row) for row in page],
        "page": page,
        "groups": groups,
        "fault_lines": matrix(fault_lines, groups),
        "lists": [
            (_("Outcome areas"), shown.outcome_areas),
            (_("Preconditions for dialogue"), shown.preconditions),
            (_("What increases its impact"), shown.impact_factors),
            (_("Policy processes it feeds"), shown.policy_processes),
        ],
    }
    return render(request, "dialogues/initiative.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_add(request):
    """Begin an initiative."""
    require(request.user, "dialogues.add_initiative")
    form = InitiativeForm(
        request.POST or None,
        user=request.user,
        initial={"programme": request.GET.get("programme")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            added = create_initiative(
                form.instance, by=request.user, blueprint=form.cleaned_data["blueprint"]
            )
        except TitleTaken as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The initiative has begun. Its course is below."))
            return redirect(added)
    context = {
        "form": form,
        "title": _("Begin an initiative"),
        "submit": _("Begin the initiative"),
        "cancel_url": reverse("dialogues:initiative_list"),
        "crumbs": [{"label": _("Initiatives"), "url": reverse("dialogues:initiative_list")}],
        "has_programmes": form.fields["programme"].queryset.exists(),
    }
    return render(request, "dialogues/initiative_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_edit(request, slug):
    """Change what is written about an initiative."""
    changed = initiative_or_404(request, slug)
    require(request.user, "dialogues.change_initiative", changed)
    title = changed.title  # as it stands: validation writes what was typed to the instance
    form = InitiativeForm(request.POST or None, instance=changed, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            change_initiative(changed, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        except TitleTaken as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(changed)
    context = {
        "form": form,
        "title": _("Edit the initiative"),
        "submit": _("Save"),
        "cancel_url": changed.get_absolute_url(),
        "crumbs": _crumbs_to(changed, title),
        "has_programmes": True,
    }
    status = 409 if form.conflict else 200
    return render(request, "dialogues/initiative_form.html", context, status=status)


def _crumbs_to(initiative, title):
    return [
        {"label": _("Initiatives"), "url": reverse("dialogues:initiative_list")},
        {"label": title, "url": initiative.get_absolute_url()},
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stage_move(request, slug, kind):
    """Open a stage, close it or leave it out, with a reason."""
    parent = initiative_or_404(request, slug)
    require(request.user, "dialogues.change_initiative", parent)
    stage = get_object_or_404(parent.stages.select_related("decided_by"), kind=kind)
    form = StageForm(request.POST or None, stage=stage)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            move_stage(
                stage,
                move=asked["move"],
                seen=asked["state"],
                by=request.user,
                reason=asked["reason"],
            )
        except StageMoved as refusal:
            stage = refusal.stage
            form.meet(stage, str(refusal))
        else:
            messages.success(request, MOVES[asked["move"]].done)
            return redirect(parent)
    context = {
        "initiative": parent,
        "stage": stage,
        "form": form,
        "title": stage_label(stage),
        "yields": REGISTRY[stage.kind].yields if stage.kind in REGISTRY else "",
        "days": stage_days(stage),
        "moves": moves_from(stage.state),
        "crumbs": _crumbs_to(parent, parent.title),
    }
    return render(request, "dialogues/stage.html", context, status=409 if form.conflict else 200)
