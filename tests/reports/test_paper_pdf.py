"""A paper and the comments on it as PDF: what the pages say, and how the file is made."""

import re
import unicodedata
from itertools import pairwise

import outloud
import pikepdf
import pytest
from pypdf import PdfReader

from reports import comment_pages, paper_pages, printers
from reports.contexts.comments import CommentsContext
from reports.contexts.papers import PaperContext, pictures_of
from reports.models import Report
from reports.prose import pieces_of
from tests import factories as make
from tests.reports.papers import comments_on, concept_note

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def words(text):
    """The letters and digits of a text: what is left when line breaks and hyphens do not count."""
    text = unicodedata.normalize("NFKD", text).replace("\u00ad", "").casefold()
    return "".join(re.findall(r"[^\W_]+", text))


def printed(report, path):
    """The PDF of a paper at `path`, as a reader."""
    context = PaperContext.of(report, "internal")
    pages = printers.paper_pdf(context, pictures_of(context), path)
    reader = PdfReader(path)
    assert pages == len(reader.pages)
    return reader


def text_of(reader):
    return words("".join(page.extract_text() for page in reader.pages))


def paper_of(body, **more):
    return Report(
        paper_version=make.PaperVersionFactory(body=body, blocks=[], **more), kind="scoping-paper"
    )


def test_every_part_of_a_paper_is_printed(tmp_path):
    text = text_of(printed(concept_note().report, tmp_path / "note.pdf"))
    for expected in (
        "Access to land",
        "Concept note",
        "Sharing idle ground",
        "Version 3, 5 February 2026",
        "Narrowed to two districts.",
        "Idle ground lies inside large concessions",
        "in the west",
        "We only want a paper that holds.",
        "Pits near Tarkwa (Credit: Survey of 2025)",
        "Prestea",
        "<b>markup</b>",
        "How the issue was weighed",
        "A common problem",
        "1 hardly",
        "not judged",
        "Reason 3 holds.",
        "Returned",
        "9 February 2026",
        "Efua Decides",
        "Say who owns the ground.",
        "For the team – not for circulation",
    ):
        assert words(expected) in text, expected
    assert "hiddenova" not in text
    assert words("Protected person") in text


def test_a_context_comes_back_from_its_snapshot_equal():
    found = concept_note()
    context = PaperContext.of(found.report, "internal")
    assert PaperContext.from_snapshot(context.to_snapshot()) == context
    comments = CommentsContext.of(comments_on(found), "internal")
    assert CommentsContext.from_snapshot(comments.to_snapshot()) == comments


def test_reading_a_paper_takes_the_same_queries_however_long_it_is(django_assert_num_queries):
    found = concept_note()
    comments = comments_on(found)
    with django_assert_num_queries(6):
        PaperContext.of(found.report, "internal")
    with django_assert_num_queries(8):
        CommentsContext.of(comments, "internal")


def test_the_files_are_tagged_and_read_well_aloud(tmp_path, settings):
    found = concept_note()
    printed(found.report, tmp_path / "paper.pdf")
    context = CommentsContext.of(comments_on(found), "internal")
    printers.comments_pdf(context, {}, tmp_path / "comments.pdf")
    for name in ("paper.pdf", "comments.pdf"):
        assert outloud.check(tmp_path / name).errors == 0, name
        with pikepdf.open(tmp_path / name) as pdf:
            assert pdf.open_metadata()["pdfuaid:part"] == "1"
            assert str(pdf.Root.Lang) == settings.LANGUAGE_CODE


def test_figures_carry_their_words_and_come_from_what_was_handed_over(tmp_path):
    found = concept_note()
    context = PaperContext.of(found.report, "internal")
    html, pictures = paper_pages.compose(context, pictures_of(context))
    assert f'<img src="asset:upload-{found.upload.key}" alt="A map with pits">' in html
    assert set(pictures) == {str(found.upload.key), "profile"}
    # Without its file the figure is its words, and nothing is asked for.
    html, _pictures = paper_pages.compose(context, {})
    assert f"asset:upload-{found.upload.key}" not in html
    assert "the ground" in html


def test_a_text_cannot_show_a_picture_that_is_not_its_own(tmp_path):
    other = concept_note().upload
    report = paper_of(
        f"![a](figure:{other.key}) ![b](asset:upload-{other.key}) ![c](file:///etc/passwd) "
        f"[d](asset:serif) <img src='asset:upload-{other.key}'> ![e](figure:../../etc/passwd)"
    )
    reader = printed(report, tmp_path / "hostile.pdf")
    assert not any(page.images for page in reader.pages)
    assert b"root:" not in (tmp_path / "hostile.pdf").read_bytes()


def test_a_long_paper_has_a_list_of_contents_and_a_short_one_has_none(tmp_path):
    short = printed(paper_of("# One\n\nA.\n\n# Two\n\nB.\n"), tmp_path / "short.pdf")
    assert "contents" not in text_of(short)
    long = "".join(f"# Chapter {number}\n\n{'Words. ' * 300}\n\n" for number in range(8))
    reader = printed(paper_of(long), tmp_path / "long.pdf")
    contents = reader.pages[1].extract_text()
    listed = dict(re.findall(r"(Chapter \d) ?[. \n]*\s(\d+)", contents))
    assert len(listed) == 8
    for mark in reader.outline:
        assert reader.get_destination_page_number(mark) + 1 == int(listed[mark.title])


def test_headings_do_not_skip_a_level(tmp_path):
    report = paper_of("## One\n\n##### Two\n\nx\n\n### Three\n\n- # In a list\n")
    html, _pictures = paper_pages.compose(PaperContext.of(report, "internal"), {})
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_a_text_is_divided_at_its_headings_and_nothing_is_lost():
    text = "Before.\r\n\r\n# A [b][x]\r\n\r\nOne [two][X].\r\n\r\nSetext\r\n---\r\n\r\n[x]: https://e.org\r\n"
    pieces = pieces_of(text)
    assert [(piece.level, piece.title) for piece in pieces] == [(0, ""), (1, "A b"), (2, "Setext")]
    assert "[x]: https://e.org" in pieces[1].text
    assert pieces[0].text.strip() == "Before."


def test_a_heading_keeps_its_number_and_its_marks():
    (piece,) = pieces_of("# 1. The *pits* & <b>")
    assert piece.title == "1. The pits & <b>"
    assert piece.heading_html == "1. The <em>pits</em> &amp; &lt;b&gt;"


def test_a_version_that_is_a_file_says_so(tmp_path):
    report = paper_of("", file=make.UploadFactory(name="scoping.pdf"))
    assert words("scoping.pdf") in text_of(printed(report, tmp_path / "file.pdf"))


def test_the_table_of_comments_repeats_its_head_on_every_page(tmp_path):
    found = concept_note()
    context = CommentsContext.of(comments_on(found, 60), "internal")
    printers.comments_pdf(context, {}, tmp_path / "comments.pdf")
    reader = PdfReader(tmp_path / "comments.pdf")
    assert len(reader.pages) > 3
    for page in reader.pages:
        text = page.extract_text()
        assert "Where" in text
        assert "Response" in text
        assert page.mediabox.width > page.mediabox.height
    text = text_of(reader)
    for expected in (
        "60 comments",
        "Accepted in part: 15",
        "Ama Reviewer",
        "Protected person",
        "Comment 59",
        "Answer 58",
        "Not answered yet",
        "<script>alert(1)</script>",
    ):
        assert words(expected) in text, expected
    assert "hiddenova" not in text


def test_a_paper_without_comments_says_so(tmp_path):
    context = CommentsContext.of(Report(paper_version=concept_note().version), "internal")
    assert "Nobody has commented" in comment_pages.compose(context)


@pytest.mark.parametrize(
    "text",
    [
        "- " * 10_000 + "x",
        ">" * 10_000 + "x",
        "[" * 5_000,
        "word" * 250,
        "|a" * 500 + "|\n" + "|-" * 500 + "|\n" + "|x" * 500 + "|",
        "".join(f"{'#' * (1 + place % 6)} {place}\n\n" for place in range(500)),
    ],
    ids=["lists", "quotes", "brackets", "a long word", "a wide table", "headings"],
)
def test_odd_texts_are_printed_all_the_same(text, tmp_path):
    printed(paper_of(text), tmp_path / "odd.pdf")
