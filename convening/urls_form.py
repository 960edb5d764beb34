"""Addresses of the registration form of a dialogue."""

from django.urls import path, re_path

from convening.views import form

FORM = "dialogues/<slug:slug>/convening/form/"
STEP = r"^dialogues/(?P<slug>[-\w]+)/convening/form/(?P<what>section|question)/(?P<pk>\d{1,18})/"

urlpatterns = [
    path(FORM, form.form, name="form"),
    path(f"{FORM}preview/", form.form_preview, name="form_preview"),
    path(f"{FORM}add/", form.form_add, name="form_add"),
    path(f"{FORM}take-over/", form.form_take_over, name="form_take_over"),
    path(f"{FORM}section/new/", form.form_section, name="form_section_new"),
    path(f"{FORM}section/<int:pk>/", form.form_section, name="form_section"),
    path(f"{FORM}section/<int:section>/question/", form.form_question, name="form_question_new"),
    path(f"{FORM}question/<int:pk>/", form.form_question, name="form_question"),
    re_path(f"{STEP}move/$", form.form_move, name="form_move"),
    re_path(f"{STEP}remove/$", form.form_remove, name="form_remove"),
]
