"""Addresses of places, quotas, approval, the waiting list."""

from django.urls import path

from convening.views import places

urlpatterns = [
    path("dialogues/<slug:slug>/convening/places/", places.places, name="places"),
]
