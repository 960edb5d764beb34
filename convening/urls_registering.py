"""Addresses of registering others."""

from django.urls import path

from convening.views import registering

urlpatterns = [
    path("dialogues/<slug:slug>/convening/register/", registering.register_people, name="register"),
    path(
        "dialogues/<slug:slug>/convening/register/<int:pk>/undo/",
        registering.register_undo,
        name="register_undo",
    ),
]
