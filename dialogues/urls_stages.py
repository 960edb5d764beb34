"""Addresses of the course of an initiative: stages, gates, decisions; dialogues/urls.py takes them in."""

from django.urls import path

from dialogues.views import stages

COURSE = "initiatives/<slug:slug>/stages/"
STAGE = f"{COURSE}<slug:key>/"

urlpatterns = [
    path(COURSE, stages.stages, name="stages"),
    path(f"{COURSE}new/", stages.stage_add, name="stage_add"),
    path(STAGE, stages.stage, name="stage"),
    path(f"{STAGE}decide/", stages.stage_decide, name="stage_decide"),
    path(f"{STAGE}attest/<slug:criterion>/", stages.stage_attest, name="stage_attest"),
    path(f"{STAGE}plan/", stages.stage_plan, name="stage_plan"),
    path(f"{STAGE}move/", stages.stage_move, name="stage_move"),
    path(f"{STAGE}remove/", stages.stage_remove, name="stage_remove"),
]
