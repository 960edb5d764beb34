"""Read-only shells; people and what they said are not shown here (security.md)."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from dialogues.models import Appointment, Dialogue, Initiative


@admin.register(Initiative)
class InitiativeAdmin(ReadOnlyAdmin):
    list_display = ["title", "programme", "is_public", "updated_at"]
    list_select_related = ["programme"]
    search_fields = ["title"]


@admin.register(Dialogue)
class DialogueAdmin(ReadOnlyAdmin):
    list_display = ["title", "initiative", "kind", "starts_on", "attribution", "is_public"]
    list_select_related = ["initiative"]
    list_filter = ["kind", "attribution", "is_public"]
    search_fields = ["title"]
    fields = ["title", "initiative", "kind", "starts_on", "ends_on", "attribution", "is_public"]


@admin.register(Appointment)
class AppointmentAdmin(ReadOnlyAdmin):
    list_display = ["user", "role", "programme", "initiative", "dialogue", "organisation"]
    list_select_related = ["user", "programme", "initiative", "dialogue", "organisation"]
    list_filter = ["role"]
