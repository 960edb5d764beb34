"""Read-only shells: the register is changed through its own pages, which keep its history."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from stakeholders.models import Group, Organisation, Programme


@admin.register(Programme)
class ProgrammeAdmin(ReadOnlyAdmin):
    list_display = ["title", "slug", "created_at"]
    search_fields = ["title"]


@admin.register(Group)
class GroupAdmin(ReadOnlyAdmin):
    list_display = ["name", "acronym", "programme"]
    list_select_related = ["programme"]


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = ["name", "acronym", "country", "programme"]
    list_select_related = ["programme"]
    search_fields = ["search"]
