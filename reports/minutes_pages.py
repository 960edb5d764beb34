"""Composes the pages of a meeting's minutes: a MinutesContext in, one HTML document out, always the same."""

from django.template.loader import render_to_string

from reports.contexts import in_language
from reports.house import frame_of
from reports.models import ReportKind
from reports.pages import RUNNING_TITLE, direction_of, mark_of
from reports.wording import clock, day, shortened


def compose(context, pictures=()):
    """The HTML document of a MinutesContext, with its logo if that is among `pictures`."""
    with in_language(context.language):
        return render_to_string(
            "reports/pdf/minutes.html",
            {
                "context": context,
                **frame_of(context.house, pictures),
                "direction": direction_of(context.language),
                "label": str(ReportKind.MINUTES.label),
                "when": ", ".join(part for part in (day(context.on), clock(context.hours)) if part),
                "next_on": day(context.next_on) if context.next_on else "",
                "mark": mark_of(context.edition),
                "running_title": shortened(context.group, RUNNING_TITLE),
                "points": [
                    {"point": point, "decisions": [_told(row) for row in point.decisions]}
                    for point in context.points
                ],
                "loose": [_told(row) for row in context.loose],
                "changes": [
                    {"change": row, "due": day(row.due) if row.due else ""}
                    for row in context.changes
                ],
            },
        )


def _told(decision):
    return {"decision": decision, "due": day(decision.due) if decision.due else ""}
