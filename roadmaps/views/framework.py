"""The logical framework of a roadmap: impact, outcomes, outputs, activities, and what hangs on each."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import StaleVersion
from core.permissions import require
from roadmaps.forms.indicators import ResultForm
from roadmaps.frame import RUN, roadmap_frame, roadmap_or_404
from roadmaps.indicator_views import fetched, shown
from roadmaps.levels import in_tree
from roadmaps.models import Indicator, Result
from roadmaps.services import indicators as service


@login_required
@require_safe
def framework(request, pk):
    """The lines of the framework, each below what it contributes to."""
    roadmap = roadmap_or_404(request, pk)
    context = roadmap_frame(request, roadmap, "framework")
    rows = list(roadmap.results.prefetch_related("actions"))
    by_result = defaultdict(list)
    for row in fetched(Indicator.objects.filter(result__roadmap=roadmap)):
        by_result[row.result_id].append(shown(row))
    context["lines"] = [
        {"row": row, "depth": depth, "indicators": by_result[row.pk], "actions": row.actions.all()}
        for row, depth in in_tree(rows)
    ]
    return render(request, "roadmaps/framework.html", context)


def _to_change(request, pk):
    row = get_object_or_404(Result, pk=pk)
    roadmap = roadmap_or_404(request, row.roadmap_id)
    require(request.user, RUN, roadmap)
    row.roadmap = roadmap
    return roadmap, row


def _page(request, roadmap, form, title):
    context = roadmap_frame(request, roadmap, "framework") | {
        "form": form,
        "title": title,
        "kicker": roadmap.title,
        "cancel_url": reverse("roadmaps:framework", args=[roadmap.pk]),
    }
    status = 409 if form.conflict else 200
    return render(request, "roadmaps/group_form.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def result_new(request, pk):
    """A new line."""
    roadmap = roadmap_or_404(request, pk)
    require(request.user, RUN, roadmap)
    data = request.POST if request.method == "POST" else None
    form = ResultForm(data, instance=Result(roadmap=roadmap), roadmap=roadmap)
    if data is not None and form.is_valid():
        service.add_result(form.instance)
        messages.success(request, _("Saved."))
        return redirect("roadmaps:framework", pk=pk)
    return _page(request, roadmap, form, _("A line of the logical framework"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def result_edit(request, pk):
    """Change a line."""
    roadmap, row = _to_change(request, pk)
    title = row.title
    data = request.POST if request.method == "POST" else None
    form = ResultForm(data, instance=row, roadmap=roadmap)
    if data is not None and form.is_valid():
        try:
            service.change_result(row, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect("roadmaps:framework", pk=roadmap.pk)
    return _page(request, roadmap, form, title)


@login_required
@require_POST
def result_move(request, pk):
    """Move a line up or down among its own."""
    roadmap, row = _to_change(request, pk)
    service.move_result(row, up=request.POST.get("direction") == "up")
    return redirect(f"{reverse('roadmaps:framework', args=[roadmap.pk])}#result-{pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def result_delete(request, pk):
    """Delete a line, having been told what goes with it."""
    roadmap, row = _to_change(request, pk)
    address = reverse("roadmaps:framework", args=[roadmap.pk])
    if request.method == "POST":
        row.delete()
        messages.success(request, _("Deleted."))
        return redirect(address)
    children, own = row.children.count(), row.indicators.count()
    consequences = [_("Actions that hang on it stay, and hang on nothing.")]
    if children:
        words = ngettext(
            "%(number)d line below it goes with it, and all below that.",
            "%(number)d lines below it go with it, and all below those.",
            children,
        )
        consequences.append(words % {"number": children})
    if own:
        words = ngettext(
            "%(number)d indicator goes with it, with its values.",
            "%(number)d indicators go with it, with their values.",
            own,
        )
        consequences.append(words % {"number": own})
    context = roadmap_frame(request, roadmap, "framework") | {
        "title": _("Delete this line?"),
        "text": row.title,
        "consequences": consequences,
        "submit": _("Delete"),
        "cancel_url": address,
        "kicker": roadmap.title,
    }
    return render(request, "roadmaps/confirm.html", context)
