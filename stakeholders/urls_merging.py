"""Two entries made one: addresses below /stakeholders/."""

from django.urls import path

from stakeholders.views import merging

urlpatterns = [
    path("people/<int:pk>/merge/", merging.person_merge, name="person_merge"),
    path("organisations/<int:pk>/merge/", merging.organisation_merge, name="organisation_merge"),
    path("merges/", merging.merge_list, name="merge_list"),
    path("merges/<int:pk>/", merging.merge, name="merge"),
    path("merges/<int:pk>/undo/", merging.merge_undo, name="merge_undo"),
]
