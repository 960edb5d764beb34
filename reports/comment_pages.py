"""Composes the table of comments and responses: a CommentsContext in, one HTML document out."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogues.models import Comment
from reports.contexts import in_language
from reports.paper_pages import frame_of

# A row of more letters than this may be divided between two pages.
SHORT = 1200


def compose(context):
    """The HTML document of a CommentsContext."""
    with in_language(context.language):
        frame = frame_of(context) | {
            "paper": frame_of(context)["label"],
            "label": title_of(),
            "rows": rows_of(context),
            "counts": counts_of(context),
        }
        return render_to_string("reports/pdf/comments.html", frame)


def title_of():
    """What the table is called."""
    return _("Comments and responses")


def rows_of(context):
    """The rows of the table in words. `section` stands in the first row of those below one heading."""
    rows, before = [], None
    labels = dict(Comment.Disposition.choices)
    for number, remark in enumerate(context.remarks, start=1):
        rows.append(
            {
                "number": number,
                "section": remark.section if remark.section != before else "",
                "quote": remark.quote,
                "page": _("page %(number)d") % {"number": remark.page} if remark.page else "",
                "version": _("on version %(number)d") % {"number": remark.version}
                if remark.version and remark.version != context.number
                else "",
                "text": remark.text,
                "by": remark.by,
                "disposition": str(labels.get(remark.disposition, remark.disposition)),
                "is_open": remark.disposition == Comment.Disposition.OPEN,
                "response": remark.response,
                "whole": len(remark.text) + len(remark.response) + len(remark.quote) < SHORT,
            }
        )
        before = remark.section
    return rows


def counts_of(context):
    """How many comments there are, and how many of each disposition, in words; those without are left
    out."""
    total = len(context.remarks)
    counts = [ngettext("%(number)d comment", "%(number)d comments", total) % {"number": total}]
    for value, label in Comment.Disposition.choices:
        number = sum(remark.disposition == value for remark in context.remarks)
        if number:
            counts.append(f"{label}: {number}")
    return counts
