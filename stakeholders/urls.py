"""Addresses of the register, below /stakeholders/."""

from django.urls import path

from stakeholders import (
    urls_briefings,
    urls_consents,
    urls_entries,
    urls_exports,
    urls_imports,
    urls_keeping,
    urls_mapping,
    urls_merging,
)
from stakeholders.views import organisation_pages, organisations, people, person_pages

app_name = "stakeholders"
urlpatterns = [
    path("", people.person_list, name="person_list"),
    path("people/new/", person_pages.person_add, name="person_add"),
    path("people/<int:pk>/", person_pages.person, name="person"),
    path("people/<int:pk>/edit/", person_pages.person_edit, name="person_edit"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/new/", organisation_pages.organisation_add, name="organisation_add"),
    path("organisations/<int:pk>/", organisation_pages.organisation, name="organisation"),
    path(
        "organisations/<int:pk>/edit/",
        organisation_pages.organisation_edit,
        name="organisation_edit",
    ),
    *urls_entries.urlpatterns,
    *urls_imports.urlpatterns,
    *urls_exports.urlpatterns,
    *urls_merging.urlpatterns,
    *urls_keeping.urlpatterns,
    *urls_consents.urlpatterns,
    *urls_mapping.urlpatterns,
    *urls_briefings.urlpatterns,
]
