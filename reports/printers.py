"""What writes each kind of report in each format: facts in, a file out. The registry (reports.kinds)
names these. Each answers with the number of pages, or None where only the reader's program knows it."""

from reports import comment_pages, pages, paper_pages
from reports.paper_word import write_comments, write_paper
from reports.pdf import write_pdf


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
