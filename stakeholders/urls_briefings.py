"""Briefings for groups: addresses below /stakeholders/maps/<map>/briefings/."""

from django.urls import path

from stakeholders.views import briefing_sending, briefings

ALL = "maps/<slug:slug>/briefings/"
ONE = f"{ALL}<int:pk>/"
VERSION = f"{ONE}versions/<int:number>/"

urlpatterns = [
    path(ALL, briefings.briefing_list, name="briefing_list"),
    path(f"{ALL}new/<int:group_pk>/", briefings.briefing_add, name="briefing_add"),
    path(ONE, briefings.briefing, name="briefing"),
    path(f"{ONE}edit/", briefings.briefing_edit, name="briefing_edit"),
    path(f"{ONE}release/", briefings.briefing_release, name="briefing_release"),
    path(f"{ONE}compare/", briefings.briefing_compare, name="briefing_compare"),
    path(VERSION, briefings.briefing_version, name="briefing_version"),
    path(f"{VERSION}send/", briefing_sending.briefing_send, name="briefing_send"),
]
