"""Addresses of reading roadmaps: as a list, as pictures, as files."""

from django.urls import path

from roadmaps.views import pictures, roadmaps

urlpatterns = [
    path("", roadmaps.roadmap_list, name="roadmap_list"),
    path("<int:pk>/", roadmaps.roadmap, name="roadmap"),
    path("<int:pk>/board/", pictures.board, name="board"),
    path("<int:pk>/timeline/", pictures.timeline, name="timeline"),
    path("<int:pk>/progress/", pictures.progress, name="progress"),
    path("<int:pk>/export.<str:form>", roadmaps.export, name="export"),
]
