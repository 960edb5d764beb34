"""Pages of the sections that others are asked for: asking, writing, taking and returning."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from core.exceptions import Refusal, StaleVersion
from core.permissions import require
from dialogues.parts.forms import typed
from reports.models import Section
from reports.progress import sections
from reports.progress.forms import ReasonForm
from reports.progress.section_forms import AskForm, SectionForm
from reports.progress.views import either, period_form_page, period_to_change

TAKE = "reports.take_section"
STEPS = {
    "take": (sections.take, _l("Taken: it stands in the report.")),
    "drop": (sections.drop, _l("It is not asked for any more.")),
}


def _section(request, pk):
    rows = Section.objects.visible_to(request.user)
    rows = rows.select_related("period__initiative__programme", "asked_of", "asked_by")
    return get_object_or_404(rows.defer("period__snapshot"), pk=pk)


@login_required
@either
def section_ask(request, pk):
    """Ask somebody for a section of a period."""
    period = period_to_change(request, pk)
    people = sections.who_may_be_asked(period.initiative)
    form = AskForm(typed(request), period=period, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            sections.ask(form.section, by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Asked: they are told by mail."))
            return redirect(period)
    return period_form_page(
        request,
        period.initiative,
        form,
        title=_("Ask for a section"),
        back=period.get_absolute_url(),
        submit=_("Ask for it"),
    )


@login_required
@either
def section(request, pk):
    """One section: written by whoever was asked for it, read and taken by who runs the period. Nothing else
    of the report stands here: neither its money nor what others write."""
    row = _section(request, pk)
    may_write = row.period.state in ("draft", "returned") and row.state != Section.State.TAKEN
    form = SectionForm(typed(request), instance=row)
    if request.method == "POST" and form.is_valid() and _written(request, row, form):
        return redirect(row)
    context = {
        "section": row,
        "period": row.period,
        "form": form,
        "may_write": may_write,
        "runs": request.user.has_perm(TAKE, row),
        "is_asked": row.asked_of_id == request.user.pk,
    }
    return render(request, "reports/section.html", context, status=409 if form.conflict else 200)


def _written(request, row, form):
    hands_in = "hand-in" in request.POST
    try:
        sections.write(row, based_on=form.based_on, hand_in=hands_in)
    except StaleVersion as stale:
        form.meet(stale.current)
        return False
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    told = _("Handed in: who asked for it is told.") if hands_in else _("Saved.")
    messages.success(request, told)
    return True


@login_required
@either
def section_return(request, pk):
    """Return a section to whoever wrote it, with what is to be put right."""
    row = _section(request, pk)
    require(request.user, TAKE, row)
    form = ReasonForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            sections.give_back(row, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Returned: they are told by mail."))
        return redirect(row)
    return period_form_page(
        request,
        row.period.initiative,
        form,
        title=_("Return “%(section)s”") % {"section": row.title},
        back=row.get_absolute_url(),
        submit=_("Return it"),
    )


@login_required
@require_POST
def section_step(request, pk, step):
    """Take a section into the report, or ask for it no more."""
    row = _section(request, pk)
    require(request.user, TAKE, row)
    if step not in STEPS:
        raise Http404
    act, told = STEPS[step]
    period = row.period
    try:
        act(row)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect(period)
