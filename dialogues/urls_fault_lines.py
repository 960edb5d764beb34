"""Addresses of fault lines: the matrix, the page of one, its history and what it is tied to."""

from django.urls import path

from dialogues.views import fault_line_ties as ties
from dialogues.views import fault_lines as views

BASE = "initiatives/<slug:slug>/fault-lines/"

urlpatterns = [
    path(BASE, views.fault_lines, name="fault_lines"),
    path(f"{BASE}passages/add/", ties.passage_add, name="passage_add"),
    path(f"{BASE}passages/<int:pk>/remove/", ties.passage_remove, name="passage_remove"),
    path(f"{BASE}<int:pk>/", views.fault_line, name="fault_line"),
    path(f"{BASE}<int:pk>/moment/", views.fault_line_moment, name="fault_line_moment"),
    path(f"{BASE}<int:pk>/tie/", ties.fault_line_tie, name="fault_line_tie"),
    path(f"{BASE}<int:pk>/untie/", ties.fault_line_untie, name="fault_line_untie"),
]
