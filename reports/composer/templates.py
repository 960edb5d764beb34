"""The templates of a programme: lists of parts with which its reports may begin."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.exceptions import Refusal
from core.permissions import require
from dialogues.parts.forms import typed
from reports.composer import services
from reports.composer.forms import TemplateForm
from reports.composer.frame import Place
from reports.composer.registry import PARTS
from reports.composer.views import either
from reports.models import ReportTemplate

KEEP = "dialogues.change_dialogue"


def _templates(place):
    programme = place.dialogue.initiative.programme_id
    return ReportTemplate.objects.filter(programme=programme, kind=place.report.kind)


@login_required
@either
def templates(request, slug, kind):
    """The templates of the programme for this kind of report; convenors keep this one's parts as another."""
    place = Place(request, slug, kind)
    may_keep = request.user.has_perm(KEEP, place.dialogue)
    form = TemplateForm(typed(request))
    if request.method == "POST":
        require(request.user, KEEP, place.dialogue)
        if form.is_valid() and _saved(place, form):
            messages.success(
                request, _("Kept: reports of the programme can begin with these parts.")
            )
            return redirect(place.url("report_templates"))
    rows = [
        {"template": row, "parts": [_title(part) for part in row.parts]}
        for row in _templates(place)
    ]
    context = place.context(rows=rows, form=form, may_keep=may_keep and place.desk.is_begun)
    return render(request, "reports/compose_templates.html", context)


def _title(part):
    kind = PARTS.get(part.get("key"))
    return part.get("heading") or (str(kind.label) if kind else "")


def _saved(place, form):
    try:
        services.save_template(place.report, title=form.cleaned_data["title"])
    except Refusal as refusal:
        form.add_error("title", str(refusal))
        return False
    return True


@login_required
@require_POST
def delete(request, slug, kind, pk):
    """Delete a template; reports that began with it stay as they are."""
    place = Place(request, slug, kind)
    require(request.user, KEEP, place.dialogue)
    get_object_or_404(_templates(place), pk=pk).delete()
    messages.success(request, _("The template is deleted. Reports that began with it stay."))
    return redirect(place.url("report_templates"))
