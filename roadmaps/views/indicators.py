"""Indicators of a roadmap: the list, one with its chart and values, what is measured, and values."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import Refusal, StaleVersion
from core.permissions import require
from core.text import as_key
from roadmaps.forms.indicators import IndicatorForm, ValueForm
from roadmaps.frame import RUN, roadmap_frame, roadmap_or_404
from roadmaps.indicator_views import fetched, shown
from roadmaps.models import Action, Indicator, IndicatorValue, Result
from roadmaps.services import indicators as service

MEASURE = "roadmaps.measure"


def of_roadmap(roadmap):
    """The indicators of a roadmap: those of its actions and those of its results."""
    own = Q(action__theme__roadmap=roadmap) | Q(result__roadmap=roadmap)
    return Indicator.objects.filter(own).order_by("result", "action", "position", "pk")


@login_required
@require_safe
def indicators(request, pk):
    """All indicators of a roadmap, with how far each has come."""
    roadmap = roadmap_or_404(request, pk)
    context = roadmap_frame(request, roadmap, "indicators")
    views = [shown(row) for row in fetched(of_roadmap(roadmap))]
    context["parts"] = [
        {"title": title, "views": rows}
        for title, rows in (
            (_("Of results"), [view for view in views if view.row.result_id]),
            (_("Of actions"), [view for view in views if view.row.action_id]),
        )
        if rows
    ]
    return render(request, "roadmaps/indicators.html", context)


def _indicator_or_404(request, pk):
    row = get_object_or_404(fetched(Indicator.objects), pk=pk)
    of = row.result or Action.objects.select_related("theme").get(pk=row.action_id)
    roadmap = roadmap_or_404(request, of.roadmap_id if row.result_id else of.theme.roadmap_id)
    return roadmap, row


def _frame(request, roadmap):
    context = roadmap_frame(request, roadmap, "indicators")
    context["crumbs"] = [
        *context["crumbs"],
        {"label": roadmap.title, "url": roadmap.get_absolute_url()},
        {"label": _("Indicators"), "url": reverse("roadmaps:indicators", args=[roadmap.pk])},
    ]
    return context


@login_required
@require_safe
def indicator(request, pk):
    """One indicator: its values over time as a picture and as a table, told apart by its categories."""
    roadmap, row = _indicator_or_404(request, pk)
    context = _frame(request, roadmap) | {
        "view": shown(row),
        "may_measure": request.user.has_perm(MEASURE, roadmap),
    }
    return render(request, "roadmaps/indicator.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_new(request, pk):
    """A new indicator of the action or the result that the address names."""
    roadmap = roadmap_or_404(request, pk)
    require(request.user, RUN, roadmap)
    row = Indicator(**_of(request, roadmap))
    data = request.POST if request.method == "POST" else None
    form = IndicatorForm(data, instance=row)
    if data is not None and form.is_valid():
        made = service.add_indicator(form.instance, categories=form.cleaned_data["categories"])
        messages.success(request, _("The indicator is there. Its values come next."))
        return redirect("roadmaps:indicator", pk=made.pk)
    return _form_page(request, roadmap, form, _("A new indicator"), "indicators", pk)


def _of(request, roadmap):
    """Of which action or result of `roadmap` an indicator is to be, as the address says; else 404."""
    action = as_key(request.GET.get("action"))
    if action:
        rows = Action.objects.filter(theme__roadmap=roadmap)
        return {"action": get_object_or_404(rows, pk=action)}
    result = as_key(request.GET.get("result"))
    if not result:
        raise Http404
    return {"result": get_object_or_404(Result, roadmap=roadmap, pk=result)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_edit(request, pk):
    """Change what is measured."""
    roadmap, row = _indicator_or_404(request, pk)
    require(request.user, RUN, roadmap)
    title = row.title
    data = request.POST if request.method == "POST" else None
    form = IndicatorForm(data, instance=row)
    if data is not None and form.is_valid():
        try:
            service.change_indicator(
                row,
                based_on=form.based_on,
                fields=form.model_fields,
                categories=form.cleaned_data["categories"],
            )
        except StaleVersion as stale:
            form.meet(stale.current)
        else:
            messages.success(request, _("Saved."))
            return redirect("roadmaps:indicator", pk=pk)
    return _form_page(request, roadmap, form, title, "indicator", pk)


def _form_page(request, roadmap, form, title, back, key, **further):
    context = _frame(request, roadmap) | {
        "form": form,
        "title": title,
        "kicker": roadmap.title,
        "cancel_url": reverse(f"roadmaps:{back}", args=[key]),
    }
    status = 409 if getattr(form, "conflict", False) else 200
    return render(request, "roadmaps/group_form.html", context | further, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def value_new(request, pk):
    """A value of an indicator, with its parts."""
    roadmap, row = _indicator_or_404(request, pk)
    require(request.user, MEASURE, roadmap)
    return _value(request, roadmap, row, _("A value"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def value_correct(request, pk):
    """Correct a value by another: the first stays to be read."""
    wrong = get_object_or_404(IndicatorValue, pk=pk)
    roadmap, row = _indicator_or_404(request, wrong.indicator_id)
    require(request.user, MEASURE, roadmap)
    first = {name: getattr(wrong, name) for name in ("value", "date", "source", "note")}
    return _value(request, roadmap, row, _("Correct a value"), correcting=wrong, initial=first)


def _value(request, roadmap, row, title, *, correcting=None, initial=None):
    data = request.POST if request.method == "POST" else None
    form = ValueForm(data, indicator=row, correcting=correcting, initial=initial)
    if data is not None and form.is_valid():
        try:
            service.write_value(form.unsaved(request.user), parts=form.parts())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The value is kept."))
            return redirect("roadmaps:indicator", pk=row.pk)
    return _form_page(request, roadmap, form, title, "indicator", row.pk, remark=row.title)
