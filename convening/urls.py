"""Addresses of convening; each feature has a file of its own beside this one."""

from django.urls import path

from convening import (
    urls_answering,
    urls_door,
    urls_form,
    urls_invitations,
    urls_mail,
    urls_places,
    urls_registering,
    urls_releases,
    urls_sponsorship,
)
from convening.views import hub

app_name = "convening"
urlpatterns = [
    path("dialogues/<slug:slug>/convening/", hub.hub, name="hub"),
    *urls_answering.urlpatterns,
    *urls_door.urlpatterns,
    *urls_form.urlpatterns,
    *urls_invitations.urlpatterns,
    *urls_mail.urlpatterns,
    *urls_places.urlpatterns,
    *urls_registering.urlpatterns,
    *urls_releases.urlpatterns,
    *urls_sponsorship.urlpatterns,
]
