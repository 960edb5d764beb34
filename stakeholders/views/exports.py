"""Files of what the lists of the register show, and the list of who took one."""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import vcard
from core.paging import page_of
from core.permissions import require
from core.sheets import MOST_XLSX_ROWS, csv_pieces, write_xlsx
from stakeholders import exports
from stakeholders.exceptions import SheetTooLong
from stakeholders.forms.filters import PeopleFilter
from stakeholders.models import Disclosure, Programme
from stakeholders.services.exports import record_disclosure
from stakeholders.views import register
from stakeholders.views.organisations import narrowed_organisations
from stakeholders.views.people import narrowed_people

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "vcf": vcard.MEDIA_TYPE,
}
LABELS = {name: field.label for name, field in PeopleFilter.base_fields.items()}


@dataclass(frozen=True)
class _Kind:
    """What is taken: how its rows are narrowed, and made a table or cards."""

    what: str
    page: str
    narrowed: object
    table: object
    cards: object
    on_cards: object


PEOPLE = _Kind(
    Disclosure.What.PEOPLE,
    "stakeholders:person_list",
    narrowed_people,
    exports.people_table,
    exports.people_cards,
    exports.on_cards,
)
ORGANISATIONS = _Kind(
    Disclosure.What.ORGANISATIONS,
    "stakeholders:organisation_list",
    narrowed_organisations,
    exports.organisations_table,
    exports.organisations_cards,
    lambda rows: rows,
)


@login_required
@require_safe
def people_export(request):
    """The people of the list, as `?format=` csv, xlsx or vcf; narrowed by what the address says."""
    return _export(request, PEOPLE)


@login_required
@require_safe
def organisations_export(request):
    """The organisations of the list, as `?format=` csv, xlsx or vcf."""
    return _export(request, ORGANISATIONS)


def _export(request, kind):
    user = request.user
    require(user, "stakeholders.export")
    form = request.GET.get("format", "csv")
    if form not in MEDIA_TYPES:
        raise Http404(form)
    rows, filters = kind.narrowed(user, request.GET)
    if form == "vcf":
        rows = kind.on_cards(rows)
    numbers = Counter(rows.order_by().values_list("programme_id", flat=True))
    if form == "xlsx" and numbers.total() > MOST_XLSX_ROWS:
        messages.error(request, str(SheetTooLong(numbers.total(), MOST_XLSX_ROWS)))
        asked = request.GET.copy()
        del asked["format"]
        return redirect(f"{reverse(kind.page)}?{asked.urlencode()}")
    record_disclosure(
        by=user,
        what=kind.what,
        form=form,
        numbers=dict(numbers),
        filters=filters.chosen().keys() - {"sort"},
    )
    response = _file(kind, form, user, rows)
    name = f"{kind.what}-{timezone.localdate():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _file(kind, form, user, rows):
    media_type = MEDIA_TYPES[form]
    if form == "vcf":
        return StreamingHttpResponse(kind.cards(user, rows), content_type=media_type)
    headings, table = kind.table(user, rows)
    if form == "csv":
        return StreamingHttpResponse(csv_pieces(headings, table), content_type=media_type)
    title = str(Disclosure.What(kind.what).label)
    return HttpResponse(write_xlsx(headings, table, title=title), content_type=media_type)


@login_required
@require_safe
def disclosure_list(request):
    """Who took what out of the registers that the viewer runs, the latest first."""
    require(request.user, "stakeholders.view_disclosure")
    programmes = Programme.objects.run_by(request.user)
    rows = Disclosure.objects.filter(programme__in=programmes).select_related("by", "programme")
    page = page_of(request, rows)
    for row in page:
        row.named = [LABELS[name] for name in row.filters if name in LABELS]
    context = {"page": page, "crumbs": register.crumbs()}
    return render(request, "stakeholders/disclosure_list.html", context)
