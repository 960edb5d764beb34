"""Addresses of what a personal link opens, answering an invitation; and the same for who is signed in."""

from django.urls import path

from convening.views import answering

LINK, MINE = "attending/<uuid:key>/", "dialogues/<slug:slug>/convening/mine/"

urlpatterns = [
    path(LINK, answering.answering_overview, name="answering"),
    path(f"{LINK}answer/", answering.answering_answer, name="answering_answer"),
    path(f"{LINK}decline/", answering.answering_decline, name="answering_decline"),
    path(f"{LINK}propose/", answering.answering_propose, name="answering_propose"),
    path(f"{LINK}form/<int:step>/", answering.answering_form, name="answering_form"),
    path(f"{LINK}sponsorship/", answering.answering_sponsorship, name="answering_sponsorship"),
    path(f"{LINK}review/", answering.answering_review, name="answering_review"),
    path(MINE, answering.mine_overview, name="mine"),
    path(f"{MINE}answer/", answering.mine_answer, name="mine_answer"),
    path(f"{MINE}decline/", answering.mine_decline, name="mine_decline"),
    path(f"{MINE}propose/", answering.mine_propose, name="mine_propose"),
    path(f"{MINE}form/<int:step>/", answering.mine_form, name="mine_form"),
    path(f"{MINE}sponsorship/", answering.mine_sponsorship, name="mine_sponsorship"),
    path(f"{MINE}review/", answering.mine_review, name="mine_review"),
]
