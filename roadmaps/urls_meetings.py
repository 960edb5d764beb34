"""Addresses of the meetings of groups."""

from django.urls import path

from roadmaps.views import meetings, review

urlpatterns = [
    path("groups/<int:pk>/meetings/", meetings.meetings, name="meetings"),
    path("groups/<int:pk>/meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/end/", meetings.meeting_closing, name="meeting_closing"),
    path("meetings/<int:pk>/step/<slug:step>/", meetings.meeting_step, name="meeting_step"),
    path("meetings/<int:pk>/review/", review.review, name="review"),
    path("meetings/<int:pk>/approve/", meetings.minutes_approve, name="minutes_approve"),
    path("meetings/<int:pk>/presence/", meetings.presence, name="presence"),
    path("meetings/<int:pk>/points/new/", meetings.item_new, name="item_new"),
    path("points/<int:pk>/", meetings.item_edit, name="item_edit"),
    path("points/<int:pk>/move/", meetings.item_move, name="item_move"),
    path("points/<int:pk>/delete/", meetings.item_delete, name="item_delete"),
    path("meetings/<int:pk>/decisions/new/", meetings.decision_new, name="decision_new"),
    path("decisions/<int:pk>/", meetings.decision_edit, name="decision_edit"),
    path("decisions/<int:pk>/dissent/", meetings.dissent_new, name="dissent_new"),
]
