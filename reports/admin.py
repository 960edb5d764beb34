"""Read-only shells; snapshots and files are not shown here."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from reports.models import KINDS_OF, Printing, Report


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "kind", "updated_at"]
    list_select_related = [*KINDS_OF]
    fields = [*KINDS_OF, "kind", "title", "subtitle"]


@admin.register(Printing)
class PrintingAdmin(ReadOnlyAdmin):
    list_display = [
        *("id", "report", "edition", "format", "state"),
        *("attempts", "created_at", "finished_at"),
    ]
    list_select_related = [f"report__{of}" for of in KINDS_OF]
    list_filter = ["state", "edition", "format"]
    fields = ["id", "report", "edition", "format", "state", "attempts", "failure", "size", "pages"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("snapshot")
