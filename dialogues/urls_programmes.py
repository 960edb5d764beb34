"""Addresses of programmes, below /programmes/; dialogues/urls.py takes them in."""

from django.urls import path

from dialogues.views import programmes

urlpatterns = [
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/new/", programmes.programme_add, name="programme_add"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("programmes/<slug:slug>/edit/", programmes.programme_edit, name="programme_edit"),
]
