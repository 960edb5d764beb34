"""Addresses of places, quotas, approval, the waiting list."""

from django.urls import path

from convening.views import places

BELOW = "dialogues/<slug:slug>/convening/places/"
urlpatterns = [
    path(BELOW, places.places, name="places"),
    path(f"{BELOW}waiting/", places.waiting, name="waiting"),
    path(f"{BELOW}waiting/<int:pk>/", places.waiting_move, name="waiting_move"),
    path(f"{BELOW}waiting/<int:pk>/off/", places.waiting_off, name="waiting_off"),
    path(f"{BELOW}approval/", places.approval, name="approval"),
]
