"""Addresses of who pays for whom."""

from django.urls import path

from convening.views import sponsorship

urlpatterns = [
    path(
        "dialogues/<slug:slug>/convening/sponsorship/", sponsorship.sponsorship, name="sponsorship"
    ),
]
