"""Addresses of composed reports: the list of parts, one part, its preview, photographs, notes, templates."""

from django.urls import path

from reports.composer import photos, templates, views

REPORT = "dialogues/<slug:slug>/reports/<slug:kind>/"
PART = f"{REPORT}parts/<int:pk>/"

urlpatterns = [
    path(f"{REPORT}compose/", views.compose, name="compose"),
    path(f"{REPORT}begin/", views.begin, name="compose_begin"),
    path(f"{REPORT}sign-off/", views.sign_off_needed, name="compose_sign_off"),
    path(f"{REPORT}parts/add/", views.part_add, name="part_add"),
    path(PART, views.part, name="part"),
    path(f"{PART}preview/", views.preview, name="part_preview"),
    path(f"{PART}move/", views.part_move, name="part_move"),
    path(f"{PART}drop/", views.part_drop, name="part_drop"),
    path(f"{PART}sign/", views.part_sign, name="part_sign"),
    path(f"{PART}data/", views.part_data, name="part_data"),
    path(f"{PART}notes/", views.remark_add, name="remark_add"),
    path(f"{PART}notes/<int:note>/done/", views.remark_done, name="remark_done"),
    path(f"{PART}photographs/add/", photos.add, name="photograph_add"),
    path(f"{PART}photographs/<int:photo>/", photos.edit, name="photograph_edit"),
    path(f"{PART}photographs/<int:photo>/remove/", photos.remove, name="photograph_remove"),
    path(f"{PART}photographs/<int:photo>/image/", photos.image, name="photograph_image"),
    path(f"{REPORT}templates/", templates.templates, name="report_templates"),
    path(f"{REPORT}templates/<int:pk>/delete/", templates.delete, name="report_template_delete"),
]
