"""Addresses of progress reports and of the donors' door."""

from django.urls import path

from reports.progress import door, planning_views, section_views, subscription_views, views

OF_INITIATIVE = "initiatives/<slug:slug>/progress/"
ONE = "progress/<int:pk>/"
urlpatterns = [
    path("donors/", door.door, name="door"),
    path("donors/subscription/", subscription_views.subscription, name="subscription"),
    path("donors/subscription/feed/", subscription_views.feed_make, name="feed_make"),
    path(
        "donors/subscription/feed/take-back/",
        subscription_views.feed_take_back,
        name="feed_take_back",
    ),
    path("donors/feeds/<str:token>/", subscription_views.donor_feed, name="donor_feed"),
    path("unsubscribe/<str:token>/", subscription_views.unsubscribe, name="unsubscribe"),
    path(OF_INITIATIVE, views.periods, name="periods"),
    path(f"{OF_INITIATIVE}new/", views.period_new, name="period_new"),
    path(f"{OF_INITIATIVE}plan/", planning_views.periods_plan, name="periods_plan"),
    path(f"{OF_INITIATIVE}iati/", views.profile, name="publishing_profile"),
    path(ONE, views.period, name="period"),
    path(f"{ONE}edit/", views.period_edit, name="period_edit"),
    path(f"{ONE}targets/", views.period_targets, name="period_targets"),
    path(f"{ONE}approve/", views.period_approve, name="period_approve"),
    path(f"{ONE}publish/", views.period_publish, name="period_publish"),
    path(f"{ONE}return/", views.period_return, name="period_return"),
    path(f"{ONE}step/<slug:step>/", views.period_step, name="period_step"),
    path(f"{ONE}sections/ask/", section_views.section_ask, name="section_ask"),
    path("progress/sections/<int:pk>/", section_views.section, name="section"),
    path("progress/sections/<int:pk>/return/", section_views.section_return, name="section_return"),
    path(
        "progress/sections/<int:pk>/step/<slug:step>/",
        section_views.section_step,
        name="section_step",
    ),
    path(f"{ONE}file/<slug:form>/", views.period_file, name="period_file"),
]
