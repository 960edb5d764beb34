"""The list of people of the register."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.countries import country_name
from core.paging import page_of
from core.text import as_key
from stakeholders.forms.filters import PeopleFilter
from stakeholders.models import Organisation, Person
from stakeholders.naming import is_hidden_from, name_for, veil
from stakeholders.narrowing import choices_for_people, people_narrowed, people_sorted
from stakeholders.views import register


@login_required
@require_safe
def person_list(request):
    """Everybody whom the viewer may see, narrowed and sorted by what the address says."""
    rows, form = narrowed_people(request.user, request.GET)
    _show_name(form, request.user)
    page = page_of(request, rows.select_related("organisation__group", "group"))
    context = {
        "page": page,
        "people": [_row(request.user, person) for person in page],
        "filter_form": form,
        "is_filtered": form.is_filtered,
        "query": register.query_of(request),
        "tabs": register.tabs(request.user, "people"),
        "may_add": register.runs_some_register(request.user),
    }
    return render(request, "stakeholders/person_list.html", context)


def narrowed_people(user, asked):
    """The people that `user` may see, narrowed and sorted as `asked` (request.GET), and the bound form of
    the filters. A list, and a file of what the list shows, hold the same."""
    people = Person.objects.visible_to(user)
    form = PeopleFilter(asked, **choices_for_people(user, people))
    chosen = form.chosen()
    return people_sorted(people_narrowed(people, user, chosen), user, chosen), form


def _show_name(form, user):
    """Put the name of the organisation where a link put its number."""
    pk = as_key(form.chosen().get("organisation"))
    if pk is None:
        return
    names = Organisation.objects.visible_to(user).filter(pk=pk).values_list("name", flat=True)
    if name := names.first():
        form.data = form.data.copy()
        form.data["organisation"] = name


def _row(user, person):
    hidden = is_hidden_from(user, person)
    if hidden:
        veil(person)
    return {
        "name": name_for(user, person),
        "hidden": hidden,
        "url": person.get_absolute_url(),
        "role": person.role,
        "organisation": person.organisation,
        "group": register.group_of(person),
        "country": country_name(person.country),
        "protected": person.protected,
    }
