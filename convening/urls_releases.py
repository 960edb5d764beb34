"""Addresses of released agendas."""

from django.urls import path

from convening.views import releases

urlpatterns = [
    path("dialogues/<slug:slug>/convening/releases/", releases.releases, name="releases"),
]
