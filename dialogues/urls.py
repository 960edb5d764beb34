"""Addresses of initiatives and dialogues; their parts and the programmes have files of their own."""

from django.urls import path

from dialogues.urls_parts import urlpatterns as parts
from dialogues.urls_programmes import urlpatterns as programmes
from dialogues.views import dialogues, initiatives, team

app_name = "dialogues"
urlpatterns = [
    path("initiatives/", initiatives.initiative_list, name="initiative_list"),
    path("initiatives/new/", initiatives.initiative_add, name="initiative_add"),
    path("initiatives/<slug:slug>/", initiatives.initiative, name="initiative"),
    path("initiatives/<slug:slug>/edit/", initiatives.initiative_edit, name="initiative_edit"),
    path("initiatives/<slug:slug>/stages/<slug:kind>/", initiatives.stage_move, name="stage_move"),
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
    *parts,
    *programmes,
]
