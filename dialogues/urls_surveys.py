"""Addresses of surveys of statements, also through personal links; dialogues/urls.py takes them in."""

from django.urls import path

from dialogues.views import survey_asking, survey_by_link, surveys

ALL = "initiatives/<slug:slug>/surveys/"
ONE = f"{ALL}<int:pk>/"
STATEMENT = f"{ONE}statements/<int:statement_pk>/"

urlpatterns = [
    path(ALL, surveys.surveys, name="surveys"),
    path(f"{ALL}new/", surveys.survey_add, name="survey_add"),
    path(ONE, surveys.survey, name="survey"),
    path(f"{ONE}edit/", surveys.survey_edit, name="survey_edit"),
    path(f"{ONE}delete/", surveys.survey_delete, name="survey_delete"),
    path(f"{ONE}open/", surveys.survey_open, name="survey_open"),
    path(f"{ONE}close/", surveys.survey_close, name="survey_close"),
    path(f"{ONE}invite/", survey_asking.survey_invite, name="survey_invite"),
    path(f"{ONE}asked/", survey_asking.survey_invitations, name="survey_invitations"),
    path(f"{ONE}asked/<int:invitation_pk>/link/", survey_asking.survey_link, name="survey_link"),
    path(f"{ONE}remind/", survey_asking.survey_remind, name="survey_remind"),
    path(f"{ONE}answer/", survey_by_link.survey_mine, name="survey_mine"),
    path(f"{ONE}statements/new/", surveys.statement_add, name="statement_add"),
    path(f"{STATEMENT}edit/", surveys.statement_edit, name="statement_edit"),
    path(f"{STATEMENT}delete/", surveys.statement_delete, name="statement_delete"),
    path(f"{STATEMENT}move/", surveys.statement_move, name="statement_move"),
    path(f"{STATEMENT}fault-line/", surveys.survey_fault_line, name="survey_fault_line"),
    path("answer/<uuid:key>/", survey_by_link.survey_by_link, name="survey_by_link"),
]
