"""Composes the pages of a released agenda: an AgendaContext in, one HTML document out, the same each time."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from reports.contexts import in_language
from reports.house import frame_of
from reports.models import ReportKind
from reports.pages import RUNNING_TITLE, direction_of, mark_of
from reports.programme import programme
from reports.wording import day as day_in_words
from reports.wording import shortened, span


def compose(context, pictures=()):
    """The HTML document of an AgendaContext, with its logo if that is among `pictures`."""
    with in_language(context.language):
        return render_to_string(
            "reports/pdf/agenda.html",
            {
                "context": context,
                **frame_of(context.house, pictures),
                "direction": direction_of(context.language),
                "label": str(ReportKind.AGENDA.label),
                "when": span(context.starts_on, context.ends_on),
                "version": _("Version %(number)d, %(day)s")
                % {"number": context.number, "day": day_in_words(context.made_on)},
                "mark": mark_of(context.edition),
                "running_title": shortened(context.title, RUNNING_TITLE),
                "days": [
                    {"day": day, "programme": programme(day.parts, first_day="")}
                    for day in context.days
                ],
            },
        )
