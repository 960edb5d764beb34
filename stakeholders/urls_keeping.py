"""Erasure, retention, a person's own data: addresses below /stakeholders/."""

from django.urls import path

from stakeholders.views import keeping

urlpatterns = [
    path("people/<int:pk>/erase/", keeping.person_erase, name="person_erase"),
    path("people/<int:pk>/data/", keeping.person_data, name="person_data"),
    path("people/<int:pk>/data/file/", keeping.person_data_file, name="person_data_file"),
    path("people/<int:pk>/keep/", keeping.person_keep, name="person_keep"),
    path("retention/", keeping.retention, name="retention"),
]
