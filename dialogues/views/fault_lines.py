"""Fault lines: the matrix of an initiative, the page of one, and what became of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.paging import page_of
from core.permissions import require
from dialogues.divides import columns_of, legend, line_of, movement, read_lines
from dialogues.exceptions import FaultLineMoved
from dialogues.forms.fault_lines import DividesFilter, MomentForm
from dialogues.initiative_frame import (
    crumbs_to,
    initiative_frame,
    initiative_or_404,
    may_open,
    require_tab,
    tab_url,
)
from dialogues.models import Dialogue
from dialogues.parts.forms import typed
from dialogues.services.fault_lines import note_moment
from dialogues.trail_steps import steps_of
from stakeholders.models import Group

TAB = "fault-lines"
MOST_COLUMNS = 14  # groups that have room beside each other on a wide screen


def groups_of(initiative):
    """The stakeholder groups of the initiative's programme, in their order."""
    return list(Group.objects.filter(programme=initiative.programme_id))


def prepares(user, initiative):
    """True for those who are told of strength, interests, sources and history."""
    return may_open(user, initiative, "scoping-paper")


def fault_line_or_404(initiative, pk):
    """The fault line `pk` of `initiative`, which it then holds; 404 for that of another."""
    found = get_object_or_404(initiative.fault_lines, pk=pk)
    found.initiative = initiative
    return found


def crumbs_below(initiative, *further):
    """The way to a page below the matrix."""
    return crumbs_to(initiative, (_("Fault lines"), tab_url(initiative, TAB)), *further)


@require_safe
def fault_lines(request, slug):
    """The matrix: fault lines × groups, where views divide and who is silent."""
    initiative = initiative_or_404(request, slug)
    require_tab(request.user, initiative, TAB)
    context = initiative_frame(request, initiative, TAB)
    inside = prepares(request.user, initiative)
    groups = groups_of(initiative)
    filters = DividesFilter(request.GET, groups=groups)
    rows = filters.narrow(initiative.fault_lines.all())
    lines = filters.arrange(read_lines(rows, groups, tells_strength=inside))
    asked = filters.asked
    context |= {
        "page": page_of(request, lines),
        "columns": columns_of(lines, groups),
        "fits": len(groups) <= MOST_COLUMNS,
        "filters": filters,
        "is_filtered": bool(asked),
        "may_arrange": context["can_change"] and not asked,
        "legend": legend(tells_strength=inside),
        "tells_strength": inside,
        "action": _add_action(initiative) if context["can_change"] else None,
    }
    return render(request, "dialogues/fault_line_matrix.html", context)


def _add_action(initiative):
    address = reverse("dialogues:initiative_part_add", args=[initiative.slug, "fault-lines"])
    return {"url": address, "label": _("Add a fault line"), "icon": "plus"}


@require_safe
def fault_line(request, slug, pk):
    """One fault line: the question, where each group stands, what became of it, and its trail."""
    initiative = initiative_or_404(request, slug)
    require_tab(request.user, initiative, TAB)
    context = initiative_frame(request, initiative, TAB)
    shown = fault_line_or_404(initiative, pk)
    inside = prepares(request.user, initiative)
    groups = groups_of(initiative)
    positions = list(shown.positions.all())
    moments = list(shown.moments.select_related("dialogue", "noted_by")) if inside else []
    context |= {
        "fault_line": shown,
        "line": line_of(shown, positions, groups, tells_strength=inside),
        "inside": inside,
        "moments": moments[::-1],
        "movement": movement(moments, positions, groups),
        "steps": steps_of(request, shown, prepares=inside, may_change=context["can_change"]),
        "crumbs": crumbs_below(initiative),
    }
    return render(request, "dialogues/fault_line.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fault_line_moment(request, slug, pk):
    """Note what became of a fault line; its status changes nowhere else."""
    initiative = initiative_or_404(request, slug)
    require(request.user, "dialogues.change_initiative", initiative)
    shown = fault_line_or_404(initiative, pk)
    dialogues = Dialogue.objects.visible_to(request.user).filter(initiative=initiative)
    form = MomentForm(
        typed(request), fault_line=shown, dialogues=dialogues.order_by("-starts_on", "-pk")
    )
    if request.method == "POST" and form.is_valid() and _noted(request, shown, form):
        return redirect(shown)
    context = {
        "initiative": initiative,
        "fault_line": shown,
        "form": form,
        "crumbs": crumbs_below(initiative, (shown.title, shown.get_absolute_url())),
    }
    status = 409 if form.conflict else 200
    return render(request, "dialogues/fault_line_moment.html", context, status=status)


def _noted(request, shown, form):
    asked = form.cleaned_data
    try:
        moment = note_moment(shown, by=request.user, **asked)
    except FaultLineMoved as refusal:
        form.meet(refusal.fault_line, str(refusal))
        return False
    if moment.status == shown.status:
        messages.success(request, _("Noted."))
    else:
        messages.success(
            request,
            _("Noted as history. Something later is known, so the status stays “%(status)s”.")
            % {"status": shown.get_status_display()},
        )
    return True
