"""What writes each kind of report in each format: facts in, a file out. The registry (reports.kinds)
names these. Each answers with the number of pages, or None where only the reader's program knows it."""

from reports import (
    agenda_pages,
    briefing_pages,
    comment_pages,
    day_pages,
    map_pages,
    minutes_pages,
    pages,
    paper_pages,
)
from reports.briefing_word import write_briefing
from reports.meeting_word import write_meeting
from reports.paper_word import write_comments, write_paper
from reports.pdf import write_pdf
from reports.picture import write_picture
from reports.progress import pages as progress_pages
from reports.progress.word import write_progress


def meeting_pdf(context, pictures, path):
    """A meeting report as PDF."""
    return write_pdf(pages.compose(context), path, pictures)


def meeting_docx(context, _pictures, path):
    """A meeting report as Word."""
    write_meeting(context, path)


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


def sign_in_pdf(context, _pictures, path):
    """A sign-in sheet as PDF."""
    return write_pdf(day_pages.compose_sign_in(context), path)


def badges_pdf(context, _pictures, path):
    """Badges as PDF."""
    html, pictures = day_pages.compose_badges(context)
    return write_pdf(html, path, pictures)


def table_cards_pdf(context, _pictures, path):
    """Table cards as PDF."""
    return write_pdf(day_pages.compose_table_cards(context), path)


def certificates_pdf(context, _pictures, path):
    """Certificates as PDF."""
    return write_pdf(day_pages.compose_certificates(context), path)


def participants_pdf(context, _pictures, path):
    """A participants' list as PDF."""
    return write_pdf(day_pages.compose_participants(context), path)


def letter_pdf(context, _pictures, path):
    """An invitation letter as PDF."""
    return write_pdf(day_pages.compose_letter(context), path)


def minutes_pdf(context, _pictures, path):
    """The minutes of a meeting as PDF."""
    return write_pdf(minutes_pages.compose(context), path)


def agenda_pdf(context, _pictures, path):
    """A released agenda as PDF."""
    return write_pdf(agenda_pages.compose(context), path)


def progress_pdf(context, _pictures, path):
    """A progress report as PDF."""
    return write_pdf(progress_pages.compose(context), path)


def progress_docx(context, _pictures, path):
    """A progress report as Word."""
    write_progress(context, path)
