"""Addresses of concept notes and scoping papers, their versions; dialogues/urls.py takes them in."""

from django.urls import path

from dialogues.views import figures, paper_steps, papers

PAPER = "initiatives/<slug:slug>/papers/<slug:kind>/"

urlpatterns = [
    path(PAPER, papers.paper, name="paper"),
    path(f"{PAPER}new/", papers.paper_start, name="paper_start"),
    path(f"{PAPER}edit/", papers.paper_edit, name="paper_edit"),
    path(f"{PAPER}scores/", papers.paper_scores, name="paper_scores"),
    path(f"{PAPER}compare/", papers.paper_compare, name="paper_compare"),
    path(f"{PAPER}versions/<int:number>/", papers.paper_version, name="paper_version"),
    path(f"{PAPER}versions/<int:number>/file/", papers.paper_file, name="paper_file"),
    path(f"{PAPER}release/", paper_steps.paper_release, name="paper_release"),
    path(f"{PAPER}upload/", paper_steps.paper_upload, name="paper_upload"),
    path(f"{PAPER}submit/", paper_steps.paper_submit, name="paper_submit"),
    path(f"{PAPER}withdraw/", paper_steps.paper_withdraw, name="paper_withdraw"),
    path(f"{PAPER}return/", paper_steps.paper_return, name="paper_return"),
    path(f"{PAPER}approve/", paper_steps.paper_approve, name="paper_approve"),
    path(f"{PAPER}figures/", figures.figure_list, name="figure_list"),
    path(f"{PAPER}figures/new/", figures.figure_add, name="figure_add"),
    path(f"{PAPER}figures/<int:pk>/edit/", figures.figure_edit, name="figure_edit"),
    path(f"{PAPER}figures/<int:pk>/delete/", figures.figure_delete, name="figure_delete"),
    path(f"{PAPER}figures/<uuid:key>/", figures.figure, name="figure"),
]
