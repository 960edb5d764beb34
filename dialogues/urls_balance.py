"""The balance at the table: addresses below initiatives and dialogues."""

from django.urls import path

from dialogues.views import balance

urlpatterns = [
    path("initiatives/<slug:slug>/balance/", balance.initiative_balance, name="initiative_balance"),
    path(
        "initiatives/<slug:slug>/balance/targets/",
        balance.initiative_targets,
        name="initiative_targets",
    ),
    path("dialogues/<slug:slug>/balance/", balance.dialogue_balance, name="dialogue_balance"),
    path(
        "dialogues/<slug:slug>/balance/panel/",
        balance.dialogue_balance_panel,
        name="dialogue_balance_panel",
    ),
    path(
        "dialogues/<slug:slug>/balance/targets/",
        balance.dialogue_targets,
        name="dialogue_targets",
    ),
    path(
        "dialogues/<slug:slug>/balance/take-over/",
        balance.targets_take_over,
        name="targets_take_over",
    ),
]
