"""Addresses of roadmaps, below /roadmaps/."""

from django.urls import path

from roadmaps import views

app_name = "roadmaps"
urlpatterns = [
    path("", views.roadmap_list, name="roadmap_list"),
    path("<int:pk>/", views.roadmap, name="roadmap"),
]
