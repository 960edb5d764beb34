"""Addresses of the registration form of a dialogue."""

from django.urls import path

from convening.views import form

urlpatterns = [
    path("dialogues/<slug:slug>/convening/form/", form.form, name="form"),
]
