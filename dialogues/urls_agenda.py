"""Addresses of a dialogue's agenda: how it is read, begun and arranged."""

from django.urls import path

from dialogues.views import agenda, agenda_days, agenda_editing

BASE = "dialogues/<slug:slug>/agenda/"
ITEM = f"{BASE}items/<int:pk>/"

urlpatterns = [
    path(BASE, agenda.agenda, name="dialogue_agenda"),
    path(f"{BASE}begin/", agenda.agenda_begin, name="agenda_begin"),
    path(f"{BASE}begin/<slug:source>/", agenda.agenda_take_over, name="agenda_take_over"),
    path(f"{BASE}edit/", agenda_editing.agenda_edit, name="agenda_edit"),
    path(f"{BASE}days/add/", agenda_days.agenda_day_add, name="agenda_day_add"),
    path(f"{BASE}days/<slug:day>/", agenda_days.agenda_day_edit, name="agenda_day_edit"),
    path(f"{BASE}days/<slug:day>/remove/", agenda_days.agenda_day_remove, name="agenda_day_remove"),
    path(f"{BASE}days/<slug:day>/items/", agenda_editing.agenda_item_add, name="agenda_item_add"),
    path(ITEM, agenda_editing.agenda_item_edit, name="agenda_item_edit"),
    path(f"{ITEM}move/", agenda_editing.agenda_item_move, name="agenda_item_move"),
    path(f"{ITEM}remove/", agenda_editing.agenda_item_remove, name="agenda_item_remove"),
]
