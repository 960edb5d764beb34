"""Initiatives: the list, the page of one with its course, and how it is begun and changed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import StaleVersion
from core.paging import page_of
from core.permissions import require
from core.public import public_page
from dialogues.course import (
    Gatekeeper,
    decisions_of,
    history,
    initiative_with_numbers,
    next_action,
    stage_label,
    stages_in_words,
    timeline,
)
from dialogues.exceptions import TitleTaken
from dialogues.facts import Facts, with_heard, with_what_came_of_them
from dialogues.forms.initiatives import InitiativeFilter, InitiativeForm
from dialogues.initiative_frame import crumbs_to, initiative_frame, initiative_or_404, tab_url
from dialogues.lists import row_of, upcoming_first, with_outline
from dialogues.models import Attestation, Dialogue, Initiative, Stage
from dialogues.public import head_of_initiative, sections_of
from dialogues.services.initiatives import change_initiative, create_initiative

DIALOGUES_SHOWN = 20  # the list of dialogues has the others
DECISIONS_SHOWN = 3
# What the page and its gates need of a dialogue; its texts are long.
DIALOGUE_FIELDS = (
    *("slug", "title", "kind", "starts_on", "starts_at", "ends_on", "ends_at", "timezone"),
    *("venue", "city", "country", "cancelled_at", "initiative_id"),
)


@require_safe
def initiative_list(request):
    """The initiatives that the viewer may know of."""
    visible = Initiative.objects.visible_to(request.user)
    filters = InitiativeFilter(request.GET, initiatives=visible)
    rows = with_outline(
        filters.narrow(visible, request.user), request.user, today=timezone.localdate()
    )
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
@public_page
def initiative(request, slug):
    """An initiative: where it stands, its dialogues, its fault lines, and why it was begun; for those who do
    not prepare it what is published of it, too. Its public page, if it has one."""
    shown = initiative_with_numbers(request, slug)
    context = initiative_frame(request, shown, "overview")
    prepares = request.user.has_perm("dialogues.view_preparation", shown)
    stages = list(shown.stages.select_related("lead"))
    dialogues = _dialogues(shown, request.user)
    fault_lines = list(with_heard(shown.fault_lines.only("title", "status", "initiative"), shown))
    context |= {
        "prepares": prepares,
        "edits": True,
        "timeline": timeline(shown, stages, links=prepares, brief=prepares),
        "under_way": stages_in_words(stages),
        "dialogues": [row_of(row) for row in dialogues[:DIALOGUES_SHOWN]],
        "dialogue_count": len(dialogues),
        "fault_lines": fault_lines,
        "lists": [
            (_("Outcome areas"), shown.outcome_areas),
            (_("Preconditions for dialogue"), shown.preconditions),
            (_("What increases its impact"), shown.impact_factors),
            (_("Policy processes it feeds"), shown.policy_processes),
        ],
    }
    facts = Facts(shown, dialogues=dialogues, fault_lines=fault_lines)
    context["group_count"] = len(facts.groups)
    if prepares:
        context |= _state(request, shown, stages, facts)
    else:
        sections = sections_of(shown)
        context |= {"sections": sections, "head": head_of_initiative(shown, sections)}
    return render(request, "dialogues/initiative.html", context)


def _dialogues(initiative, user):
    """All that `user` may see, what is ahead first: one query for the list, its length and the gates."""
    rows = Dialogue.objects.visible_to(user).filter(initiative=initiative)
    rows = with_what_came_of_them(upcoming_first(rows, today=timezone.localdate()))
    return list(rows.only(*DIALOGUE_FIELDS))


def _state(request, initiative, stages, facts):
    """What those who prepare it see at a glance: gates of open stages, who acts, the last decisions."""
    attestations = Attestation.objects.filter(stage__initiative=initiative)
    keeper = Gatekeeper(
        initiative, request.user, facts, list(attestations.select_related("attested_by"))
    )
    gates = [keeper.gate(stage) for stage in stages if stage.state == Stage.State.OPEN]
    decisions = decisions_of(initiative).defer("criteria")[:DECISIONS_SHOWN]
    state = {
        "gates": gates,
        "ahead": next((stage_label(row) for row in stages if row.state == Stage.State.AHEAD), ""),
        "decisions": history(decisions, initiative.slug, with_criteria=False),
        "course_url": tab_url(initiative, "course"),
    }
    if keeper.can_change:
        has_ahead = any(not row.is_held for row in facts.dialogues)
        state["action"] = next_action(initiative, gates, stages, has_dialogue_ahead=has_ahead)
    return state


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
    crumbs = crumbs_to(changed)  # as it stands: validation writes what was typed to the instance
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
        "crumbs": crumbs,
        "has_programmes": True,
    }
    status = 409 if form.conflict else 200
    return render(request, "dialogues/initiative_form.html", context, status=status)
