"""The list of organisations of the register."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.countries import country_name
from core.paging import page_of
from stakeholders.forms.filters import OrganisationFilter
from stakeholders.models import Organisation, Person
from stakeholders.narrowing import (
    choices_among,
    choices_for_both,
    organisations_narrowed,
    organisations_sorted,
)
from stakeholders.views import register


@login_required
@require_safe
def organisation_list(request):
    """Every organisation that the viewer may see, narrowed and sorted by what the address says."""
    rows, form = narrowed_organisations(request.user, request.GET)
    page = page_of(request, rows.select_related("group"))
    people = _people_of(request.user, page)
    context = {
        "page": page,
        "organisations": [
            {
                "name": organisation.full_name,
                "url": organisation.get_absolute_url(),
                "group": organisation.group,
                "country": country_name(organisation.country),
                "people_count": people.get(organisation.pk, 0),
            }
            for organisation in page
        ],
        "filter_form": form,
        "is_filtered": form.is_filtered,
        "query": register.query_of(request),
        "tabs": register.tabs(request.user, "organisations"),
        "may_add": register.runs_some_register(request.user),
    }
    return render(request, "stakeholders/organisation_list.html", context)


def narrowed_organisations(user, asked):
    """The organisations that `user` may see, narrowed and sorted as `asked` (request.GET), and the bound
    form of the filters. A list, and a file of what the list shows, hold the same."""
    organisations = Organisation.objects.visible_to(user)
    fields = ("programme_id", "country", "held_by_id")
    choices = choices_for_both(user, *choices_among(organisations, *fields))
    form = OrganisationFilter(asked, **choices)
    chosen = form.chosen()
    rows = organisations_narrowed(organisations, user, chosen)
    return organisations_sorted(rows, chosen), form


def _people_of(user, page):
    """How many people whom `user` may see each organisation on the page has."""
    people = Person.objects.visible_to(user).filter(organisation__in=[row.pk for row in page])
    counted = people.order_by().values("organisation").annotate(number=Count("pk"))
    return dict(counted.values_list("organisation", "number"))
