"""Addresses of groups and roadmaps, below /roadmaps/; each feature has a file beside this one."""

from django.urls import path

from roadmaps import (
    fault_lines,
    urls_groups,
    urls_indicators,
    urls_learning,
    urls_meetings,
    urls_plan,
    urls_public,
    urls_reading,
    urls_updates,
    urls_versions,
)

app_name = "roadmaps"
urlpatterns = [
    path("fault-lines/<int:pk>/", fault_lines.fault_line_actions, name="fault_line_actions"),
    *urls_groups.urlpatterns,
    *urls_indicators.urlpatterns,
    *urls_learning.urlpatterns,
    *urls_meetings.urlpatterns,
    *urls_plan.urlpatterns,
    *urls_public.urlpatterns,
    *urls_reading.urlpatterns,
    *urls_updates.urlpatterns,
    *urls_versions.urlpatterns,
]
