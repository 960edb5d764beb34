"""Addresses of indicators and the logical framework."""

from django.urls import path

from roadmaps.views import framework, indicators

urlpatterns = [
    path("<int:pk>/indicators/", indicators.indicators, name="indicators"),
    path("<int:pk>/indicators/new/", indicators.indicator_new, name="indicator_new"),
    path("indicators/<int:pk>/", indicators.indicator, name="indicator"),
    path("indicators/<int:pk>/edit/", indicators.indicator_edit, name="indicator_edit"),
    path("indicators/<int:pk>/value/", indicators.value_new, name="value_new"),
    path("values/<int:pk>/correct/", indicators.value_correct, name="value_correct"),
    path("<int:pk>/framework/", framework.framework, name="framework"),
    path("<int:pk>/framework/new/", framework.result_new, name="result_new"),
    path("results/<int:pk>/", framework.result_edit, name="result_edit"),
    path("results/<int:pk>/move/", framework.result_move, name="result_move"),
    path("results/<int:pk>/delete/", framework.result_delete, name="result_delete"),
]
