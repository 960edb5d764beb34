"""The course of an initiative: its stages, their gates, what is decided and attested there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import StaleVersion
from core.paging import page_of
from core.permissions import require
from dialogues.course import (
    Gatekeeper,
    decisions_of,
    history,
    initiative_with_numbers,
    leads_to,
    opens_in_words,
    stage_label,
    stage_url,
)
from dialogues.criteria import CRITERIA, criteria_of
from dialogues.exceptions import (
    AttestedMeanwhile,
    CriteriaMoved,
    CriteriaUnmet,
    StageHasHistory,
    StageMoved,
    TooManyStages,
)
from dialogues.facts import Facts
from dialogues.forms.stages import AttestationForm, DecisionForm, StageAddForm, StagePlanForm
from dialogues.initiative_frame import initiative_frame, initiative_or_404, require_tab, tab_url
from dialogues.models import Attestation, Stage
from dialogues.services.stages import (
    MOST_STAGES,
    MOVES,
    add_stage,
    attest,
    decide,
    plan_stage,
    remove_stage,
    shift_stage,
)
from dialogues.stages import kind_of

State = Stage.State
OPEN_YET = (State.AHEAD, State.OPEN)
DECISIONS_A_PAGE = 20  # each holds all criteria


def _keeper(user, initiative):
    attestations = Attestation.objects.filter(stage__initiative=initiative)
    return Gatekeeper(
        initiative, user, Facts(initiative), list(attestations.select_related("attested_by"))
    )


def _stages(initiative):
    return list(initiative.stages.select_related("lead"))


def _one_of(stages, key):
    """The stage of this key; 404 if the initiative has none."""
    for stage in stages:
        if stage.key == key:
            return stage
    raise Http404(key)


def _to_change(request, slug, key):
    """The initiative, and its stage, for whoever may change them."""
    initiative = initiative_or_404(request, slug)
    require(request.user, "dialogues.change_initiative", initiative)
    stage = _one_of(_stages(initiative), key)
    stage.initiative = initiative
    return initiative, stage


def _frame(request, initiative, stage=None):
    """The frame of the tab, with the way back from a stage's pages."""
    context = initiative_frame(request, initiative, "course")
    crumbs = context["crumbs"]
    if stage is not None:
        crumbs += [
            {"label": initiative.title, "url": initiative.get_absolute_url()},
            {"label": _("Course"), "url": tab_url(initiative, "course")},
        ]
        context |= {"stage": stage, "stage_title": stage_label(stage), "kind": kind_of(stage)}
    return context


@login_required
@require_safe
def stages(request, slug):
    """The course: every stage with its plan and criteria, and all that was decided."""
    initiative = initiative_with_numbers(request, slug)
    require_tab(request.user, initiative, "course")
    keeper = _keeper(request.user, initiative)
    page = page_of(request, decisions_of(initiative), size=DECISIONS_A_PAGE)
    context = _frame(request, initiative) | {
        "gates": [keeper.gate(stage) for stage in _stages(initiative)],
        "page": page,
        "decisions": history(page, initiative.slug),
    }
    if context["can_change"]:
        url = reverse("dialogues:stage_add", args=[slug])
        context["action"] = {"url": url, "label": _("Add a stage"), "icon": "plus"}
    return render(request, "dialogues/stages.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stage_add(request, slug):
    """Add a stage to the course."""
    initiative = initiative_or_404(request, slug)
    require(request.user, "dialogues.change_initiative", initiative)
    form = StageAddForm(request.POST or None, initiative=initiative)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_stage(initiative, **form.stage)
        except TooManyStages as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("“%(stage)s” is added.") % {"stage": stage_label(added)})
            return redirect(f"{tab_url(initiative, 'course')}#{added.key}")
    context = _frame(request, initiative) | {
        "form": form,
        "title": _("Add a stage"),
        "submit": _("Add the stage"),
        "cancel_url": tab_url(initiative, "course"),
        "most": MOST_STAGES,
    }
    return render(request, "dialogues/stage_form.html", context)


@login_required
@require_safe
def stage(request, slug, key):
    """A stage and its gate: what it asks for, how each criterion stands, what was decided."""
    initiative = initiative_with_numbers(request, slug)
    require_tab(request.user, initiative, "course")
    shown = _one_of(_stages(initiative), key)
    page = page_of(request, decisions_of(initiative).filter(stage=shown))
    kind = kind_of(shown)
    context = _frame(request, initiative, shown) | {
        "gate": _keeper(request.user, initiative).gate(shown),
        "pages": leads_to(kind, initiative, request.user),
        "opens": opens_in_words(kind),
        "page": page,
        "decisions": history(page, initiative.slug),
        "is_removable": shown.state == State.AHEAD and not page.paginator.count,
    }
    if context["can_change"]:
        url = stage_url(shown, slug, "stage_decide")
        context["action"] = {"url": url, "label": _("Decide"), "icon": ""}
    return render(request, "dialogues/stage.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stage_decide(request, slug, key):
    """Decide about a stage: open it, go, not yet, no go, leave it out, open it again."""
    initiative, decided = _to_change(request, slug, key)
    gate, form = _decision_form(request, initiative, decided)
    if form.is_bound:
        is_valid = form.is_valid()
        refusal = form.refusal
        if refusal is None and is_valid:
            try:
                made = decide(decided, by=request.user, **form.decision)
            except (StageMoved, CriteriaMoved, CriteriaUnmet) as found:
                # Somebody was faster by a moment: what stands now is read again.
                refusal = found
                initiative, decided = _to_change(request, slug, key)
                gate, form = _decision_form(request, initiative, decided)
                form.is_valid()
            else:
                messages.success(request, MOVES[made.move].done)
                # After a go the work lies elsewhere, and the initiative's page says where.
                return redirect(initiative if made.move == "go" else stage_url(decided, slug))
        if refusal is not None:
            form.meet(str(refusal))
    context = _frame(request, initiative, decided) | {
        "gate": gate,
        "form": form,
        "cancel_url": stage_url(decided, slug),
    }
    return render(
        request, "dialogues/stage_decide.html", context, status=409 if form.conflict else 200
    )


def _decision_form(request, initiative, stage):
    gate = _keeper(request.user, initiative).gate(stage)
    form = DecisionForm(
        request.POST or None,
        stage=stage,
        last=stage.decisions.first(),
        criteria=gate["judged"],
        others=_stages(initiative),
    )
    return gate, form


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stage_attest(request, slug, key, criterion):
    """Attest a criterion that only a person can judge."""
    initiative, attested = _to_change(request, slug, key)
    if criterion not in {row.key for row in criteria_of(attested) if not row.computed}:
        raise Http404(criterion)
    if attested.state not in OPEN_YET:
        messages.warning(request, _("This stage is closed; open it again to attest anything."))
        return redirect(stage_url(attested, slug))
    rows = attested.attestations.select_related("attested_by")
    current = rows.filter(criterion=criterion).first()
    form = AttestationForm(request.POST or None, attestation=current)
    if request.method == "POST" and form.is_valid():
        try:
            attest(attested, criterion, by=request.user, **form.cleaned_data)
        except AttestedMeanwhile as refusal:
            current = refusal.current
            form.meet(current, str(refusal))
        except StageMoved as refusal:
            messages.warning(request, str(refusal))
            return redirect(stage_url(attested, slug))
        else:
            messages.success(request, _("Your word is recorded."))
            return redirect(stage_url(attested, slug))
    context = _frame(request, initiative, attested) | {
        "form": form,
        "criterion": CRITERIA[criterion],
        "current": current,
        "cancel_url": stage_url(attested, slug),
    }
    return render(
        request, "dialogues/stage_attest.html", context, status=409 if form.conflict else 200
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stage_plan(request, slug, key):
    """Name a stage, plan its days, and say who has to act."""
    initiative, planned = _to_change(request, slug, key)
    # As it stands: validation writes what was typed to the instance.
    context = _frame(request, initiative, planned)
    form = StagePlanForm(request.POST or None, instance=planned, initiative=initiative)
    if request.method == "POST" and form.is_valid():
        try:
            plan_stage(planned, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect(stage_url(planned, slug))
    context |= {
        "form": form,
        "title": _("Plan the stage"),
        "submit": _("Save"),
        "cancel_url": stage_url(planned, slug),
    }
    return render(
        request, "dialogues/stage_form.html", context, status=409 if form.conflict else 200
    )


@login_required
@require_POST
def stage_move(request, slug, key):
    """Move a stage up or down in the order of the course."""
    initiative, moved = _to_change(request, slug, key)
    shift_stage(moved, up=request.POST.get("direction") != "down")
    return redirect(f"{tab_url(initiative, 'course')}#{moved.key}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stage_remove(request, slug, key):
    """Remove a stage about which nothing was decided."""
    initiative, removed = _to_change(request, slug, key)
    if request.method == "POST":
        label = stage_label(removed)
        try:
            remove_stage(removed)
        except StageHasHistory as refusal:
            messages.warning(request, str(refusal))
            return redirect(stage_url(removed, slug))
        messages.success(request, _("“%(stage)s” is removed.") % {"stage": label})
        return redirect(reverse("dialogues:stages", args=[slug]))
    context = _frame(request, initiative, removed) | {"cancel_url": stage_url(removed, slug)}
    return render(request, "dialogues/stage_remove.html", context)
