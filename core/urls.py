"""Addresses that belong to no application: search, below /search/."""

from django.urls import path

from core import views

urlpatterns = [path("", views.search, name="search")]
