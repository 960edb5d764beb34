"""Addresses of inviting people, and of their answers as the team sees them."""

from django.urls import path

from convening.views import answer, answers, invitations, proposals

HERE = "dialogues/<slug:slug>/convening"
ONE = f"{HERE}/answers/<int:pk>"

urlpatterns = [
    path(f"{HERE}/answers/", answers.answers, name="answers"),
    path(f"{HERE}/answers/export/", answers.answers_export, name="answers_export"),
    path(f"{HERE}/answers/write/", answers.answers_write, name="answers_write"),
    path(f"{ONE}/", answer.answer, name="answer"),
    path(f"{ONE}/link/", answer.answer_link, name="answer_link"),
    path(f"{ONE}/revoke/", answer.answer_revoke, name="answer_revoke"),
    path(f"{ONE}/write/", answer.answer_write, name="answer_write"),
    path(f"{HERE}/invite/", invitations.invite_people, name="invite"),
    path(f"{HERE}/proposals/", proposals.proposals, name="proposals"),
    path(f"{HERE}/proposals/<int:pk>/", proposals.proposal, name="proposal"),
]
