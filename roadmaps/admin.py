"""Read-only shells; people are not shown here, who may be known to the convening team only."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from roadmaps.models import Action, LearningGroup, Roadmap


@admin.register(LearningGroup)
class LearningGroupAdmin(ReadOnlyAdmin):
    list_display = ["name", "country", "programme", "endorsed"]
    list_select_related = ["programme"]
    fields = ["name", "country", "programme", "host", "dialogue", "endorsed"]


@admin.register(Roadmap)
class RoadmapAdmin(ReadOnlyAdmin):
    list_display = ["title", "learning_group", "agreed", "is_public"]
    list_select_related = ["learning_group"]
    fields = ["title", "dialogue", "learning_group", "agreed", "is_public"]


@admin.register(Action)
class ActionAdmin(ReadOnlyAdmin):
    list_display = ["title", "status", "progress", "due"]
    list_filter = ["status"]
    fields = ["title", "theme", "status", "progress", "start", "due"]
