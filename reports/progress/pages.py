"""Composes the pages of a progress report: a ProgressContext in, one HTML document out, always the same."""

from django.template.loader import render_to_string

from reports.contexts import in_language
from reports.house import frame_of
from reports.models import ReportKind
from reports.pages import RUNNING_TITLE, direction_of, mark_of
from reports.progress.shown import labelled, shown
from reports.wording import shortened


def compose(context, pictures=()):
    """The HTML document of a ProgressContext, with its logo if that is among `pictures`."""
    with in_language(context.language):
        context = labelled(context)
        return render_to_string(
            "reports/pdf/progress.html",
            {
                "context": context,
                **frame_of(context.house, pictures),
                "view": shown(context),
                "direction": direction_of(context.language),
                "label": str(ReportKind.PROGRESS.label),
                "mark": mark_of(context.edition),
                "running_title": shortened(context.initiative, RUNNING_TITLE),
            },
        )
