"""Composes the pages of a briefing: a BriefingContext in, one HTML document out, the same each time."""

from django.template.loader import render_to_string

from reports.contexts import in_language
from reports.models import ReportKind
from reports.pages import RUNNING_TITLE, direction_of
from reports.paper_pages import version_of
from reports.wording import shortened


def compose(context):
    """The HTML document of a BriefingContext. It is for the group to read: it bears no mark of the
    team's own papers."""
    with in_language(context.language):
        return render_to_string(
            "reports/pdf/briefing.html",
            {
                "context": context,
                "direction": direction_of(context.language),
                "label": label_of(),
                "running_title": shortened(context.title, RUNNING_TITLE),
                "version": version_of(context),
            },
        )


def label_of():
    """What a briefing is called on its page."""
    return str(ReportKind.BRIEFING.label)
