"""Addresses of advisory groups, also through personal links; dialogues/urls.py takes them in."""

from django.urls import path

from dialogues.views import advisers, inviting, serving

ROOT = "initiatives/<slug:slug>/advisers/"

urlpatterns = [
    path(ROOT, advisers.advisers, name="advisers"),
    path(f"{ROOT}add/", advisers.adviser_add, name="adviser_add"),
    path(f"{ROOT}invite/", inviting.advisers_invite, name="advisers_invite"),
    path(f"{ROOT}answer/", serving.adviser_mine, name="adviser_mine"),
    path(f"{ROOT}<int:pk>/", advisers.adviser_edit, name="adviser_edit"),
    path(f"{ROOT}<int:pk>/invite/", inviting.adviser_invite, name="adviser_invite"),
    path(f"{ROOT}<int:pk>/answer/", advisers.adviser_answer, name="adviser_answer"),
    path(f"{ROOT}<int:pk>/leave/", advisers.adviser_leave, name="adviser_leave"),
    path(f"{ROOT}<int:pk>/link/", inviting.adviser_link, name="adviser_link"),
    path("advise/<uuid:key>/", serving.adviser_by_link, name="adviser_by_link"),
]
