"""Addresses of versions of a roadmap and of their endorsement."""

from django.urls import path

from roadmaps.views import endorsing, endorsing_by_link, versions

urlpatterns = [
    path("<int:pk>/versions/", versions.versions, name="versions"),
    path("<int:pk>/versions/new/", versions.version_new, name="version_new"),
    path("<int:pk>/versions/compare/", versions.version_compare, name="version_compare"),
    path("versions/<int:pk>/", versions.version, name="version"),
    path("versions/<int:pk>/ask/", endorsing.endorsing, name="endorsing"),
    path("versions/<int:pk>/answer/", endorsing.endorse_mine, name="endorse_mine"),
    path(
        "versions/<int:pk>/members/<int:member>/",
        endorsing.endorse_record,
        name="endorse_record",
    ),
    path("endorse/<uuid:key>/", endorsing_by_link.endorse_by_link, name="endorse_by_link"),
]
