"""The page on which periods are planned ahead."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.exceptions import Refusal
from dialogues.initiative_frame import tab_url
from dialogues.parts.forms import typed
from reports.progress.forms import PlanForm
from reports.progress.planning import plan_ahead
from reports.progress.views import TAB, either, initiative_to_report, period_form_page


@login_required
@either
def periods_plan(request, slug):
    """Plan the periods of an initiative ahead."""
    initiative = initiative_to_report(request, slug)
    form = PlanForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            rows = plan_ahead(initiative, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("first", str(refusal))
        else:
            told = ngettext("%(n)d period planned.", "%(n)d periods planned.", len(rows))
            messages.success(request, told % {"n": len(rows)})
            return redirect(tab_url(initiative, TAB))
    return period_form_page(request, initiative, form, title=_("Plan ahead"), submit=_("Plan"))
