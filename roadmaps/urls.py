"""Addresses of roadmaps, below /roadmaps/."""

from django.urls import path

from roadmaps import fault_lines, views

app_name = "roadmaps"
urlpatterns = [
    path("", views.roadmap_list, name="roadmap_list"),
    path("<int:pk>/", views.roadmap, name="roadmap"),
    path("fault-lines/<int:pk>/", fault_lines.fault_line_actions, name="fault_line_actions"),
]
