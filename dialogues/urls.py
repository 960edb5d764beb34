"""Addresses of initiatives and dialogues; what belongs to them has files of its own beside this one."""

from django.urls import path

from dialogues import (
    urls_advisers,
    urls_agenda,
    urls_balance,
    urls_calendar,
    urls_fault_lines,
    urls_map,
    urls_papers,
    urls_parts,
    urls_programmes,
    urls_review,
    urls_stages,
    urls_surveys,
)
from dialogues.views import dialogues, initiatives, team

app_name = "dialogues"
urlpatterns = [
    path("initiatives/", initiatives.initiative_list, name="initiative_list"),
    path("initiatives/new/", initiatives.initiative_add, name="initiative_add"),
    path("initiatives/<slug:slug>/", initiatives.initiative, name="initiative"),
    path("initiatives/<slug:slug>/edit/", initiatives.initiative_edit, name="initiative_edit"),
    path("initiatives/<slug:slug>/team/", team.initiative_team, name="initiative_team"),
    path(
        "initiatives/<slug:slug>/team/<int:pk>/remove/",
        team.appointment_remove,
        name="appointment_remove",
    ),
    path("dialogues/", dialogues.dialogue_list, name="dialogue_list"),
    path("dialogues/new/", dialogues.dialogue_add, name="dialogue_add"),
    path("dialogues/<slug:slug>/", dialogues.dialogue, name="dialogue"),
    path("dialogues/<slug:slug>/edit/", dialogues.dialogue_edit, name="dialogue_edit"),
    path(
        "dialogues/<slug:slug>/attribution/",
        dialogues.dialogue_attribution,
        name="dialogue_attribution",
    ),
    *urls_agenda.urlpatterns,
    *urls_parts.urlpatterns,
    *urls_programmes.urlpatterns,
    *urls_stages.urlpatterns,
    *urls_papers.urlpatterns,
    *urls_review.urlpatterns,
    *urls_advisers.urlpatterns,
    *urls_fault_lines.urlpatterns,
    *urls_map.urlpatterns,
    *urls_surveys.urlpatterns,
    *urls_calendar.urlpatterns,
    *urls_balance.urlpatterns,
]
