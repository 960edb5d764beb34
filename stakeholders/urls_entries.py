"""Groups, categories and dated affiliations: addresses below /stakeholders/."""

from django.urls import path

from stakeholders.views import affiliations, groups

urlpatterns = [
    path("groups/", groups.group_list, name="group_list"),
    path("groups/<int:pk>/edit/", groups.group_edit, name="group_edit"),
    path("groups/<int:pk>/move/", groups.group_move, name="group_move"),
    path("groups/<int:pk>/delete/", groups.group_delete, name="group_delete"),
    path("programmes/<slug:slug>/groups/new/", groups.group_add, name="group_add"),
    path("programmes/<slug:slug>/categories/new/", groups.category_add, name="category_add"),
    path("categories/<int:pk>/edit/", groups.category_edit, name="category_edit"),
    path("categories/<int:pk>/move/", groups.category_move, name="category_move"),
    path("categories/<int:pk>/delete/", groups.category_delete, name="category_delete"),
    path("people/<int:pk>/affiliations/new/", affiliations.affiliation_add, name="affiliation_add"),
    path(
        "people/<int:pk>/affiliations/<int:affiliation_pk>/",
        affiliations.affiliation_edit,
        name="affiliation_edit",
    ),
    path(
        "people/<int:pk>/affiliations/<int:affiliation_pk>/delete/",
        affiliations.affiliation_delete,
        name="affiliation_delete",
    ),
]
