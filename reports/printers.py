"""What writes each kind of report in each format: facts in, a file out. The registry (reports.kinds)
names these. Each answers with the number of pages, or None where only the reader's program knows it."""

from reports import briefing_pages, comment_pages, map_pages, pages, paper_pages
from reports.briefing_word import write_briefing
from reports.paper_word import write_comments, write_paper
from reports.pdf import write_pdf
from reports.picture import write_picture


def meeting_pdf(context, pictures, path):
    """A meeting report as PDF."""
    return write_pdf(pages.compose(context), path, pictures)


def paper_pdf(context, pictures, path):
    """A version of a paper as PDF."""
    html, pictures = paper_pages.compose(context, pictures)
    return write_pdf(html, path, pictures)


def paper_docx(context, pictures, path):
    """A version of a paper as Word."""
    write_paper(context, pictures, path)


def comments_pdf(context, pictures, path):
    """The table of comments on a paper as PDF."""
    return write_pdf(comment_pages.compose(context), path, pictures)


def comments_docx(context, pictures, path):
    """The table of comments on a paper as Word."""
    write_comments(context, path)


def map_pdf(context, _pictures, path):
    """A stakeholder map as PDF: the drawing, the table and what is missing."""
    html, pictures = map_pages.compose(context)
    return write_pdf(html, path, pictures)


def map_png(context, _pictures, path):
    """The drawing of a stakeholder map as a picture for a slide."""
    html, pictures = map_pages.compose_slide(context)
    write_picture(html, path, pictures)


def briefing_pdf(context, _pictures, path):
    """A version of a briefing as PDF."""
    return write_pdf(briefing_pages.compose(context), path)


def briefing_docx(context, _pictures, path):
    """A version of a briefing as Word."""
    write_briefing(context, path)
