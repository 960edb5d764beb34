"""Addresses of inviting people, and their answers as the team sees them."""

from django.urls import path

from convening.views import answers, invitations

HERE = "dialogues/<slug:slug>/convening"

urlpatterns = [
    path(f"{HERE}/answers/", invitations.answers, name="answers"),
    path(f"{HERE}/answers/file/", invitations.answers_file, name="answers_file"),
    path(f"{HERE}/answers/<int:pk>/", answers.answer, name="answer"),
    path(f"{HERE}/answers/<int:pk>/link/", answers.answer_link, name="answer_link"),
    path(
        f"{HERE}/answers/<int:pk>/link/revoke/",
        answers.answer_link_revoke,
        name="answer_link_revoke",
    ),
    path(f"{HERE}/invite/", invitations.invite, name="invite"),
    path(f"{HERE}/proposals/<int:pk>/", invitations.proposal, name="proposal"),
    path(
        f"{HERE}/proposals/<int:pk>/decline/",
        invitations.proposal_decline,
        name="proposal_decline",
    ),
]
