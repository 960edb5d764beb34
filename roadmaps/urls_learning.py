"""Addresses of the learning space."""

from django.urls import path

from roadmaps.views import learning

urlpatterns = [
    path("lessons/", learning.lessons, name="lessons"),
    path("lessons/<int:pk>/", learning.lesson, name="lesson"),
    path("lessons/<int:pk>/edit/", learning.lesson_edit, name="lesson_edit"),
    path("groups/<int:pk>/lessons/", learning.group_lessons, name="group_lessons"),
    path("groups/<int:pk>/lessons/new/", learning.lesson_new, name="lesson_new"),
    path("themes/", learning.topics, name="topics"),
    path("themes/<int:pk>/", learning.topic, name="topic"),
]
