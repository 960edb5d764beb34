"""Addresses of check-in on the day."""

from django.urls import path

from convening.views import door

urlpatterns = [
    path("dialogues/<slug:slug>/convening/door/", door.door, name="door"),
]
