"""Composes the pages of a paper: a PaperContext in, one HTML document out, the same each time."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.markdown import render
from dialogues.models import PaperDecision
from dialogues.outlines import SCALE
from dialogues.papers import caption_of, profile
from reports import house
from reports.contexts import in_language
from reports.models import ReportKind
from reports.pages import (
    LONG_CONTENTS,
    LONG_TITLE,
    RUNNING_PART,
    RUNNING_TITLE,
    VERY_LONG_TITLE,
    direction_of,
    mark_of,
)
from reports.pdf import PICTURE
from reports.prose import listed, pieces_of
from reports.wording import day, shortened

PROFILE = "profile"  # the key of the drawing, which is made here and no upload
LONG_PAPER = 9_000  # letters from which a paper has a list of contents: some three pages
DEEPEST = 6


def compose(context, pictures):
    """The HTML document of a PaperContext and the pictures that it shows, by key: those of `pictures`
    (media type, content) and the drawing of its scores."""
    with in_language(context.language):
        drawing = profile_of(context)
        if drawing:
            content = render_to_string("reports/pdf/profile.svg", {"profile": drawing})
            pictures = {**pictures, PROFILE: ("image/svg+xml", content.encode())}
        pieces = pieces_of(context.body)
        html = render_to_string(
            "reports/pdf/paper.html",
            frame_of(context)
            | house.frame_of(context.house, pictures)
            | {
                "pieces": [_piece(piece, figures_of(context, pictures)) for piece in pieces],
                "contents": contents_of(context, pieces),
                "long_contents": len(listed(pieces)) > LONG_CONTENTS,
                "scores": scores_of(context),
                "profile": f"{PICTURE}{PROFILE}" if drawing else "",
                "steps": steps_of(context),
            },
        )
    return html, pictures


def frame_of(context):
    """What the cover and the running headers of a paper's prints say."""
    length = len(context.title)
    size = "long" if length > LONG_TITLE else ""
    return {
        "context": context,
        "direction": direction_of(context.language),
        "label": str(ReportKind(context.kind).label),
        "size": size if length <= VERY_LONG_TITLE else "longest",
        "running_title": shortened(context.title, RUNNING_TITLE),
        "mark": mark_of(context.edition),
        "version": version_of(context),
    }


def version_of(context):
    """“Version 3, 5 February 2026”."""
    words = {"number": context.number, "date": day(context.made_on)}
    return _("Version %(number)d, %(date)s") % words


def _piece(piece, figures):
    level = min(DEEPEST, piece.level + 1)
    return {
        "id": piece.id,
        "level": level,
        "heading": piece.heading_html,
        "running": shortened(piece.title, RUNNING_PART) if piece.level == 1 else "",
        "html": render(piece.text, heading_level=min(DEEPEST, level + 1), figures=figures),
    }


def figures_of(context, pictures):
    """The figures that the text may show, as core.markdown.render takes them."""
    return {
        figure.key: (f"{PICTURE}{figure.key}", figure.alternative, caption(figure))
        for figure in context.figures
        if figure.key in pictures
    }


def caption(figure):
    """What stands under a figure."""
    return caption_of({"caption": figure.caption, "credit": figure.credit})


def contents_of(context, pieces):
    """The headings to be listed, and those below each; none for a short paper."""
    entries = listed(pieces) if len(context.body) > LONG_PAPER else []
    return entries if len(entries) > 1 else []


def scores_of(context):
    """The criteria, each with its score in words."""
    return [
        {
            "title": group.title,
            "rows": [
                {
                    "label": row.label,
                    "score": row.score if row.score in SCALE else None,
                    "word": str(SCALE.get(row.score, _("not judged"))),
                    "reason": row.reason,
                }
                for row in group.rows
            ],
        }
        for group in context.scores
    ]


def profile_of(context):
    """The drawing of the scores; None where nothing is scored."""
    given = {row.criterion: {"score": row.score} for group in context.scores for row in group.rows}
    drawing = profile(given)
    return drawing if drawing["scored"] else None


def steps_of(context):
    """The steps of the way to approval in words."""
    labels = dict(PaperDecision.Step.choices)
    return [
        {
            "on": day(step.on),
            "step": str(labels.get(step.step, step.step)),
            "by": step.by,
            "reason": step.reason,
        }
        for step in context.steps
    ]
