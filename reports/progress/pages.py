"""Composes the pages of a progress report: a ProgressContext in, one HTML document out, always the same."""

from django.template.loader import render_to_string

from reports.contexts import in_language
from reports.models import ReportKind
from reports.pages import RUNNING_TITLE, direction_of, mark_of
from reports.progress.shown import shown
from reports.wording import shortened


def compose(context):
    """The HTML document of a ProgressContext."""
    with in_language(context.language):
        return render_to_string(
            "reports/pdf/progress.html",
            {
                "context": context,
                "view": shown(context),
                "direction": direction_of(context.language),
                "label": str(ReportKind.PROGRESS.label),
                "mark": mark_of(context.edition),
                "running_title": shortened(context.initiative, RUNNING_TITLE),
            },
        )
