"""Read-only shells; snapshots and files are not shown here."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from reports.models import Printing, Report


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "kind", "updated_at"]
    list_select_related = ["dialogue"]
    fields = ["dialogue", "kind", "title", "subtitle"]


@admin.register(Printing)
class PrintingAdmin(ReadOnlyAdmin):
    list_display = ["id", "report", "edition", "state", "attempts", "created_at", "finished_at"]
    list_select_related = ["report__dialogue"]
    list_filter = ["state", "edition"]
    fields = ["id", "report", "edition", "state", "attempts", "failure", "size", "pages"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("snapshot")
