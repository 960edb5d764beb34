"""The page on which a convenor ties a roadmap's actions to a fault line."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.paging import page_of
from core.permissions import require
from core.text import as_key
from dialogues.forms.fault_lines import TieForm
from dialogues.initiative_frame import crumbs_to, tab_url
from dialogues.models import FaultLine, Initiative
from dialogues.parts.forms import typed
from roadmaps.models import Action, Roadmap


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fault_line_actions(request, pk):
    """Tick the actions of the initiative's roadmaps that answer the fault line, page by page."""
    rows = FaultLine.objects.filter(initiative__in=Initiative.objects.visible_to(request.user))
    fault_line = get_object_or_404(rows.select_related("initiative__programme"), pk=pk)
    initiative = fault_line.initiative
    require(request.user, "dialogues.change_initiative", initiative)
    actions = _actions_of(request.user, initiative)
    form = TieForm(typed(request), rows={"actions": actions})
    if request.method == "POST" and form.is_valid():
        _change(fault_line, *form.changes()["actions"])
        messages.success(request, _("Saved."))
        return redirect(request.get_full_path())
    page = page_of(request, actions)
    context = {
        "fault_line": fault_line,
        "page": page,
        "form": form,
        "sections": [_section(fault_line, page, form)],
        "title": _("Actions of the roadmaps"),
        "empty": _("No roadmap has an action yet."),
        "crumbs": crumbs_to(
            initiative,
            (_("Fault lines"), tab_url(initiative, "fault-lines")),
            (fault_line.title, fault_line.get_absolute_url()),
        ),
    }
    return render(request, "dialogues/fault_line_tie.html", context)


def _actions_of(user, initiative):
    roadmaps = Roadmap.objects.visible_to(user).filter(dialogue__initiative=initiative)
    rows = Action.objects.filter(theme__roadmap__in=roadmaps.values("pk"))
    return rows.select_related("theme__roadmap").order_by(
        "theme__roadmap__title", "theme__roadmap", "theme__position", "position", "pk"
    )


@transaction.atomic
def _change(fault_line, add, remove):
    fault_line.actions.add(*add)
    fault_line.actions.remove(*remove)


def _section(fault_line, page, form):
    rows = list(page)
    keys = [action.pk for action in rows]
    tied = set(fault_line.actions.filter(pk__in=keys).values_list("pk", flat=True))
    ticked = {as_key(key) for key in form.data.getlist("actions")} if form.is_bound else tied
    return {
        "name": "actions",
        "label": _("Actions"),
        "is_paged": True,
        "errors": form.errors.get("actions", []) if form.is_bound else [],
        "boxes": [
            {
                "pk": action.pk,
                "text": action.title,
                "was_tied": action.pk in tied,
                "is_ticked": action.pk in ticked,
                "session": action.theme.roadmap.title,
                "kind": action.get_status_display(),
            }
            for action in rows
        ],
    }
