"""Sheets on their way into the register: addresses below /stakeholders/imports/."""

from django.urls import path

from stakeholders.views import import_preview, imports

urlpatterns = [
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_add, name="import_add"),
    path("imports/<uuid:pk>/", imports.import_page, name="import"),
    path("imports/<uuid:pk>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<uuid:pk>/decide/", import_preview.import_decide, name="import_decide"),
    path(
        "imports/<uuid:pk>/decide-many/",
        import_preview.import_decide_many,
        name="import_decide_many",
    ),
    path("imports/<uuid:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<uuid:pk>/try-again/", imports.import_try_again, name="import_try_again"),
    path("imports/<uuid:pk>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<uuid:pk>/give-up/", imports.import_give_up, name="import_give_up"),
    path("imports/<uuid:pk>/rows.<str:form>", imports.import_report, name="import_report"),
]
