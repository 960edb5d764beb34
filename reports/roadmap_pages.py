"""Composes the pages of a roadmap: a RoadmapContext in, one HTML document and its drawings out."""

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.contexts import in_language
from reports.house import frame_of
from reports.models import ReportKind
from reports.pages import (
    LONG_CONTENTS,
    LONG_TITLE,
    RUNNING_TITLE,
    VERY_LONG_TITLE,
    Part,
    direction_of,
    mark_of,
)
from reports.pdf import PICTURE
from reports.wording import day, shortened
from roadmaps.gantt import bar_of, scale_of

ROWS = 32  # of a drawing: what stands on a page
HIGH, HEAD = 20, 26  # units of a row, and of the scale above the first
LEFT, WIDE = 250, 390  # units for the titles of actions, and for the bars
LONGEST = 40  # letters of an action's title that fit beside its bar


@dataclass(frozen=True)
class Line:
    """An action as the timeline places it."""

    title: str
    start: date | None
    due: date | None
    progress: int
    status: str


def compose(context, brought=()):
    """The HTML document of a RoadmapContext and the pictures that it shows, by key: its drawings, and those
    that were `brought` (its logo)."""
    with in_language(context.language):
        charts = charts_of(context)
        pictures = dict(brought) | {
            f"timeline-{number}": ("image/svg+xml", chart["svg"].encode())
            for number, chart in enumerate(charts)
        }
        parts = parts_of(context, charts)
        length = len(context.title)
        html = render_to_string(
            "reports/pdf/roadmap.html",
            {
                "context": context,
                **frame_of(context.house, brought),
                "direction": direction_of(context.language),
                "label": str(ReportKind.ROADMAP.label),
                "version": version_of(context),
                "on": day(context.on),
                "size": ("long" if length > LONG_TITLE else "")
                if length <= VERY_LONG_TITLE
                else "longest",
                "running_title": shortened(context.title, RUNNING_TITLE),
                "mark": mark_of(context.edition),
                "parts": parts,
                "long_contents": sum(1 + len(part.sections) for part in parts) > LONG_CONTENTS,
            },
        )
    return html, pictures


def version_of(context):
    """“Version 3, 5 February 2026”."""
    words = {"number": context.number, "date": day(context.made_on)}
    return _("Version %(number)d, %(date)s") % words


def parts_of(context, charts=()):
    """The Parts that have something to say, in their order; in the active language."""
    found = []
    if context.summary or context.vision:
        found.append(Part("vision", _("Vision"), "vision"))
    if context.themes:
        part = Part("themes", _("Themes and actions"), "themes")
        part.facts["themes"] = [
            part.section(
                theme.title, theme=theme, rows=[action_row(action) for action in theme.actions]
            )
            for theme in context.themes
        ]
        found.append(part)
    if charts:
        found.append(Part("timeline", _("Timeline"), "timeline", {"charts": charts}))
    if context.measures:
        rows = [
            {"row": row, "on": day(row.latest_on) if row.latest_on else ""}
            for row in context.measures
        ]
        found.append(Part("indicators", _("Indicators"), "indicators", {"rows": rows}))
    if context.answers or context.reservations:
        found.append(Part("endorsement", _("Who endorses it"), "endorsement"))
    return found


def action_row(action):
    """An action of a table in words."""
    return {
        "action": action,
        "start": day(action.start) if action.start else "",
        "due": day(action.due) if action.due else "",
        "progress": f"{action.progress} %" if action.progress >= 0 else "",
        "details": [(label, words) for label, words in _details(action) if words],
    }


def _details(action):
    milestones = (
        ", ".join(filter(None, (row.title, day(row.due) if row.due else "")))
        for row in action.milestones
    )
    yield _("Supporters"), action.supporters
    yield _("Milestones"), "; ".join(milestones)
    yield _("Cost"), action.cost


# The timeline --------------------------------------------------------------------------------------
def charts_of(context):
    """The timeline as drawings, each no taller than a page: its SVG, its address, and what it shows in
    words. None where no action has a date; dropped ones are not drawn."""
    lines = [
        Line(row.title, _date(row.start), _date(row.due), max(0, row.progress), row.status)
        for theme in context.themes
        for row in theme.actions
        if (row.start or row.due) and row.status != "dropped"
    ]
    today = date.fromisoformat(context.on)
    scale = scale_of(lines, {}, today)
    if scale is None:
        return []
    drawn = [(line, bar_of(line, scale)) for line in lines]
    sheets = [drawn[at : at + ROWS] for at in range(0, len(drawn), ROWS)]
    return [_chart(sheet, number, scale, today) for number, sheet in enumerate(sheets)]


def _chart(rows, number, scale, today):
    words = ngettext(
        "%(number)d action as a bar from its start to the day it is due, from %(first)s to %(last)s. "
        "The tables of the themes say the same.",
        "%(number)d actions as bars from their start to the day they are due, from %(first)s to "
        "%(last)s. The tables of the themes say the same.",
        len(rows),
    )
    ends = {"first": day(scale.first.isoformat()), "last": day(scale.last.isoformat())}
    drawing = {
        "width": LEFT + WIDE,
        "height": HEAD + HIGH * len(rows),
        "left": LEFT,
        "ticks": [
            {"x": _at(x), "label": f"{first:%m/%Y}", "is_last": x > 90}
            for first, x in scale.ticks()
        ],
        "today": _at(scale.at(today)),
        "rows": [_row(line, bar, at) for at, (line, bar) in enumerate(rows)],
    }
    return {
        "svg": render_to_string("reports/pdf/timeline.svg", {"drawing": drawing}),
        "address": f"{PICTURE}timeline-{number}",
        "words": words % {"number": len(rows), **ends},
    }


def _row(line, bar, at):
    top = HEAD + HIGH * at
    return {
        "title": shortened(line.title, LONGEST),
        "text_y": top + 13,
        "y": top + 5,
        # A bar has a least width, which must not lead it beyond the edge.
        "x": _at(min(bar.x, 100 - bar.width)),
        "width": _long(bar.width),
        "done": _long(bar.done),
        "line_y": top + HIGH,
    }


def _at(per_cent):
    return f"{LEFT + WIDE * per_cent / 100:.1f}"


def _long(per_cent):
    return f"{WIDE * per_cent / 100:.1f}"


def _date(iso):
    return date.fromisoformat(iso) if iso else None
