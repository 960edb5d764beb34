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
    roadmap_pages,
    sheets,
)
from reports.briefing_word import write_briefing
from reports.html import write_page
from reports.meeting_word import write_meeting
from reports.paper_word import write_comments, write_paper
from reports.pdf import write_archive, write_pdf
from reports.picture import write_picture
from reports.progress import pages as progress_pages
from reports.progress.word import write_progress
from reports.roadmap_word import write_roadmap


def meeting_pdf(context, pictures, path):
    """A meeting report as PDF."""
    return write_pdf(pages.compose(context, pictures), path, pictures)


def meeting_docx(context, pictures, path):
    """A meeting report as Word."""
    write_meeting(context, pictures, path)


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


def sign_in_pdf(context, pictures, path):
    """A sign-in sheet as PDF."""
    return write_pdf(day_pages.compose_sign_in(context, pictures), path, pictures)


def badges_pdf(context, _pictures, path):
    """Badges as PDF."""
    html, pictures = day_pages.compose_badges(context)
    return write_pdf(html, path, pictures)


def table_cards_pdf(context, _pictures, path):
    """Table cards as PDF."""
    return write_pdf(day_pages.compose_table_cards(context), path)


def certificates_pdf(context, pictures, path):
    """Certificates as PDF."""
    return write_pdf(day_pages.compose_certificates(context, pictures), path, pictures)


def participants_pdf(context, pictures, path):
    """A participants' list as PDF."""
    return write_pdf(day_pages.compose_participants(context, pictures), path, pictures)


def letter_pdf(context, pictures, path):
    """An invitation letter as PDF."""
    return write_pdf(day_pages.compose_letter(context, pictures), path, pictures)


def minutes_pdf(context, pictures, path):
    """The minutes of a meeting as PDF."""
    return write_pdf(minutes_pages.compose(context, pictures), path, pictures)


def agenda_pdf(context, pictures, path):
    """A released agenda as PDF."""
    return write_pdf(agenda_pages.compose(context, pictures), path, pictures)


def progress_pdf(context, pictures, path):
    """A progress report as PDF."""
    return write_pdf(progress_pages.compose(context, pictures), path, pictures)


def progress_docx(context, pictures, path):
    """A progress report as Word."""
    write_progress(context, pictures, path)


# For the archive and for the screen: the same pages, written otherwise -----------------------------
def _with_pictures(compose):
    """What shows the pictures that came with the snapshot: its logo, figures and photographs."""
    return lambda context, pictures: (compose(context, pictures), pictures)


def _map(context, _pictures):
    return map_pages.compose(context)


def _alone(compose):
    """What shows no picture beside those that `compose(context)` writes into its document."""
    return lambda context, _pictures: (compose(context), {})


def _as(write, compose):
    """What writes by `write` the document that `compose(context, pictures)` answers with, and the pictures
    that it shows."""

    def writer(context, pictures, path):
        html, shown = compose(context, pictures)
        return write(html, path, shown)

    return writer


def _as_book(tables):
    """What writes a workbook of what `tables(context)` answers with."""

    def writer(context, _pictures, path):
        sheets.write_sheets(context, path, tables)

    return writer


_meeting = _with_pictures(pages.compose)
_progress = _with_pictures(progress_pages.compose)
_comments = _alone(comment_pages.compose)
_briefing = _alone(briefing_pages.compose)
_agenda = _with_pictures(agenda_pages.compose)
_minutes = _with_pictures(minutes_pages.compose)
_participants = _with_pictures(day_pages.compose_participants)

meeting_pdfa = _as(write_archive, _meeting)
paper_pdfa = _as(write_archive, paper_pages.compose)
comments_pdfa = _as(write_archive, _comments)
map_pdfa = _as(write_archive, _map)
briefing_pdfa = _as(write_archive, _briefing)
agenda_pdfa = _as(write_archive, _agenda)
minutes_pdfa = _as(write_archive, _minutes)
participants_pdfa = _as(write_archive, _participants)
progress_pdfa = _as(write_archive, _progress)

meeting_html = _as(write_page, _meeting)
paper_html = _as(write_page, paper_pages.compose)
comments_html = _as(write_page, _comments)
briefing_html = _as(write_page, _briefing)
agenda_html = _as(write_page, _agenda)
minutes_html = _as(write_page, _minutes)
participants_html = _as(write_page, _participants)
progress_html = _as(write_page, _progress)

meeting_xlsx = _as_book(sheets.meeting_sheets)
comments_xlsx = _as_book(sheets.comments_sheets)
agenda_xlsx = _as_book(sheets.agenda_sheets)
minutes_xlsx = _as_book(sheets.minutes_sheets)
participants_xlsx = _as_book(sheets.participants_sheets)

roadmap_pdf = _as(write_pdf, roadmap_pages.compose)
roadmap_pdfa = _as(write_archive, roadmap_pages.compose)
roadmap_html = _as(write_page, roadmap_pages.compose)
roadmap_xlsx = _as_book(sheets.roadmap_sheets)


def roadmap_docx(context, pictures, path):
    """A version of a roadmap as Word."""
    write_roadmap(context, pictures, path)
