"""Addresses of inviting people, and their answers as the team sees them."""

from django.urls import path

from convening.views import invitations

urlpatterns = [
    path("dialogues/<slug:slug>/convening/answers/", invitations.answers, name="answers"),
]
