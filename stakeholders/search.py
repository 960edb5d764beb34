"""People and organisations of the register, found from the search box."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from core.search import Findings, Found, first
from stakeholders.finding import find
from stakeholders.models import Organisation, Person


def find_stakeholders(user, words):
    """People whom `user` may see and know by name, and organisations; spelling is forgiven."""
    query = urlencode({"q": words})
    people = find(Person.objects.visible_to(user).known_by_name_to(user), words)
    yield Findings(
        label=_("People"),
        rows=[
            Found(row.full_name, row.get_absolute_url(), row.affiliation)
            for row in first(people.select_related("organisation"))
        ],
        more_url=f"{reverse('stakeholders:person_list')}?{query}",
    )
    organisations = find(Organisation.objects.visible_to(user), words)
    yield Findings(
        label=_("Organisations"),
        rows=[
            Found(row.full_name, row.get_absolute_url(), str(row.group or ""))
            for row in first(organisations.select_related("group"))
        ],
        more_url=f"{reverse('stakeholders:organisation_list')}?{query}",
    )
