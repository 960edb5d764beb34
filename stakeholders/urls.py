"""Addresses of the register, below /stakeholders/."""

from django.urls import path

from stakeholders.views import groups, organisations, people

app_name = "stakeholders"
urlpatterns = [
    path("", people.person_list, name="person_list"),
    path("people/new/", people.person_add, name="person_add"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/new/", organisations.organisation_add, name="organisation_add"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation_edit"),
    path("groups/", groups.group_list, name="group_list"),
    path("groups/<int:pk>/edit/", groups.group_edit, name="group_edit"),
    path("groups/<int:pk>/move/", groups.group_move, name="group_move"),
    path("programmes/<slug:slug>/groups/new/", groups.group_add, name="group_add"),
]
