"""The funds of a programme: what each holds, what is promised and paid from it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convening import funds as readers
from convening.exceptions import CurrencyStands, FundInUse
from convening.forms.sponsorship import FundForm
from convening.models import Fund
from convening.services import sponsorship as services
from core.exceptions import StaleVersion
from core.permissions import require
from dialogues.budgeting import in_words
from dialogues.parts.forms import typed
from stakeholders.models import Organisation, Programme

RUN_FUNDS = "convening.run_funds"


def _programme(request, slug):
    found = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require(request.user, RUN_FUNDS, found)
    return found


def _crumbs(programme, *more):
    url = reverse("dialogues:programme", args=[programme.slug])
    return [{"label": programme.title, "url": url}, *more]


@login_required
@require_safe
def fund_list(request, slug):
    """Every fund with what is committed, spent and left; a chart for each currency."""
    programme = _programme(request, slug)
    rows = readers.fund_rows(readers.with_sums(programme.funds.select_related("funder")))
    context = {
        "programme": programme,
        "rows": [
            {
                "fund": fund,
                "planned": in_words(row.sums.planned, fund.currency),
                "committed": in_words(row.sums.committed, fund.currency),
                "spent": in_words(row.sums.spent, fund.currency),
                "left": in_words(row.sums.left, fund.currency),
                "is_over": row.sums.is_over,
            }
            for fund, row in rows
        ],
        "charts": [(currency, drawn) for currency, drawn in readers.charts(rows) if drawn],
        "crumbs": _crumbs(programme),
    }
    return render(request, "convening/fund_list.html", context)


@login_required
def fund_add(request, slug):
    """Add a fund."""
    programme = _programme(request, slug)
    form = _form(request, Fund(programme=programme))
    if request.method == "POST" and form.is_valid():
        services.add_fund(form.save(commit=False))
        messages.success(request, _("The fund is there."))
        return redirect("convening:fund_list", slug=slug)
    return _page(request, programme, form, title=_("A further fund"))


@login_required
def fund_edit(request, slug, pk):
    """Change a fund."""
    programme = _programme(request, slug)
    fund = get_object_or_404(Fund, pk=pk, programme=programme)
    title = fund.title
    form = _form(request, fund)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_fund(fund, based_on=form.based_on, fields=form.model_fields)
        except StaleVersion as stale:
            form.meet(stale.current)
        except CurrencyStands as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("convening:fund_list", slug=slug)
    return _page(request, programme, form, title=title, fund_pk=pk)


def _form(request, fund):
    bodies = Organisation.objects.filter(programme=fund.programme_id)
    return FundForm(typed(request), instance=fund, bodies=bodies)


def _page(request, programme, form, *, title, fund_pk=None):
    back = reverse("convening:fund_list", args=[programme.slug])
    context = {
        "programme": programme,
        "form": form,
        "page_title": title,
        "fund_pk": fund_pk,
        "crumbs": _crumbs(programme, {"label": _("Funds"), "url": back}),
        "cancel_url": back,
    }
    status = 409 if form.conflict else 200
    return render(request, "convening/fund_form.html", context, status=status)


@login_required
@require_POST
def fund_delete(request, slug, pk):
    """Delete a fund from which nothing is paid."""
    programme = _programme(request, slug)
    fund = get_object_or_404(Fund, pk=pk, programme=programme)
    try:
        services.delete_fund(fund)
    except FundInUse as refusal:
        messages.error(request, str(refusal))
        return redirect("convening:fund_edit", slug=slug, pk=pk)
    messages.success(request, _("The fund is gone."))
    return redirect("convening:fund_list", slug=slug)
