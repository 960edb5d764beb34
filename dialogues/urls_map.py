"""The stakeholder map of an initiative: an address below initiatives."""

from django.urls import path

from dialogues.views import initiative_map

urlpatterns = [
    path("initiatives/<slug:slug>/map/", initiative_map.initiative_map, name="initiative_map"),
]
