"""Addresses of progress reports and of the donors' door."""

from django.urls import path

from reports.progress import views

OF_INITIATIVE = "initiatives/<slug:slug>/progress/"
ONE = "progress/<int:pk>/"
urlpatterns = [
    path("donors/", views.door, name="door"),
    path(OF_INITIATIVE, views.periods, name="periods"),
    path(f"{OF_INITIATIVE}new/", views.period_new, name="period_new"),
    path(f"{OF_INITIATIVE}iati/", views.profile, name="publishing_profile"),
    path(ONE, views.period, name="period"),
    path(f"{ONE}edit/", views.period_edit, name="period_edit"),
    path(f"{ONE}approve/", views.period_approve, name="period_approve"),
    path(f"{ONE}publish/", views.period_publish, name="period_publish"),
    path(f"{ONE}return/", views.period_return, name="period_return"),
    path(f"{ONE}step/<slug:step>/", views.period_step, name="period_step"),
    path(f"{ONE}file/<slug:form>/", views.period_file, name="period_file"),
]
