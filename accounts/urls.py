"""Addresses of a person's own pages."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("my-work/", views.my_work, name="my_work"),
    path("my-account/", views.profile, name="profile"),
]
