"""Every kind of report in every format that it is offered in: built, and read back by another program."""

import io
import zipfile

import openpyxl
import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from docx import Document
from lxml import html as lxml_html
from PIL import Image
from pypdf import PdfReader

from convening.releases import digest_of, freeze
from dialogues.models import Attribution
from reports import sheets
from reports.contexts import ReportContext
from reports.html import as_page
from reports.kinds import KINDS
from reports.models import Format, Printing, Report
from reports.progress.services import report_of_period
from reports.services import (
    report_of,
    report_of_map,
    report_of_meeting,
    report_of_release,
    report_of_roadmap,
)
from tests import factories as make
from tests.reports.meetings import meeting
from tests.reports.papers import comments_on, concept_note

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TITLE = "Kwabedu revisited"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "#REF!")


def made(kind):
    """A report of `kind` whose title is TITLE."""
    dialogue = make.DialogueFactory(title=TITLE)
    if kind in ("concept-note", "scoping-paper"):
        paper = make.PaperFactory(kind=kind)
        return Report(paper_version=make.PaperVersionFactory(paper=paper, title=TITLE), kind=kind)
    if kind == "comments":
        return Report(paper_version=make.PaperVersionFactory(title=TITLE), kind=kind)
    if kind == "stakeholder-map":
        return report_of_map(make.StakeholderMapFactory(title=TITLE))
    if kind == "briefing":
        return Report(briefing_version=make.BriefingVersionFactory(title=TITLE), kind=kind)
    if kind == "agenda":
        make.AgendaItemFactory(part=make.AgendaPartFactory(dialogue=dialogue), title="Opening")
        snapshot = freeze(dialogue)
        return report_of_release(
            make.AgendaReleaseFactory(
                dialogue=dialogue, number=1, snapshot=snapshot, digest=digest_of(snapshot)
            )
        )
    if kind == "minutes":
        return report_of_meeting(make.MeetingFactory(learning_group__name=TITLE))
    if kind == "roadmap":
        return report_of_roadmap(make.RoadmapVersionFactory(roadmap__title=TITLE))
    if kind == "progress-report":
        return report_of_period(make.PeriodFactory(title=TITLE))
    return report_of(dialogue, kind)


OFFERED = [
    (kind, file_format, edition)
    for kind, offer in KINDS.items()
    for file_format in offer.formats
    for edition in offer.editions
    if kind != "invitation-letter"
]


def read_back(path, file_format):
    """What a file says, read as what it claims to be."""
    if file_format in ("pdf", "pdfa"):
        return "".join(page.extract_text() for page in PdfReader(path).pages)
    if file_format == "docx":
        document = Document(path)
        cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
        texts = [*document.paragraphs, *(each for cell in cells for each in cell.paragraphs)]
        return (
            "\n".join(each.text for each in texts) + document.sections[0].header.paragraphs[0].text
        )
    if file_format == "html":
        return lxml_html.parse(str(path)).getroot().text_content()
    if file_format == "xlsx":
        return openpyxl.load_workbook(path).properties.title
    with Image.open(path) as picture:
        picture.load()
    return TITLE


@pytest.mark.parametrize(("kind", "file_format", "edition"), OFFERED)
def test_what_is_offered_is_written_and_can_be_read(kind, file_format, edition, tmp_path):
    offer = KINDS[kind]
    context = offer.read(made(kind), edition)
    path = tmp_path / f"file.{Format(file_format).ending}"
    pages = offer.writer(file_format)(context, offer.pictures_of(context), path)
    assert bool(pages) == (file_format in ("pdf", "pdfa"))
    assert path.stat().st_size < 2_000_000
    said = " ".join(read_back(path, file_format).split())
    if kind not in ("badges", "certificates", "table-cards"):
        assert TITLE in said


def test_kinds_to_be_kept_and_read_are_offered_so():
    offered = {(kind, each) for kind, offer in KINDS.items() for each in offer.formats}
    documents = {"meeting-report", "concept-note", "scoping-paper", "comments", "agenda", "minutes"}
    documents |= {"participants", "progress-report"}
    assert {(kind, "pdfa") for kind in documents} <= offered
    assert {(kind, "html") for kind in documents} <= offered
    tables = {"participants", "agenda", "minutes", "meeting-report", "comments"}
    assert {(kind, "xlsx") for kind in tables} <= offered


# Tables as a workbook -----------------------------------------------------------------------------
def book_of(context, tables, tmp_path):
    path = tmp_path / "book.xlsx"
    sheets.write_sheets(context, path, tables)
    return openpyxl.load_workbook(path)


def cells_of(book):
    """Every cell that holds something."""
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]


def test_no_cell_is_a_formula_and_no_control_character_is_left(tmp_path):
    dialogue = make.DialogueFactory(title="=A title")
    for text in FORMULAS:
        make.ActionPointFactory(dialogue=dialogue, title=text, text=f"{text}\x0b")
    context = ReportContext.of(Report(dialogue=dialogue), "internal")
    book = book_of(context, sheets.meeting_sheets, tmp_path)
    cells = cells_of(book)
    assert {cell.data_type for cell in cells} <= {"s", "d", "n"}
    assert set(FORMULAS) <= {cell.value for cell in cells}
    assert book.properties.title == "=A title"
    with zipfile.ZipFile(tmp_path / "book.xlsx") as package:
        assert b"creator" not in package.read("docProps/core.xml")


def test_the_workbook_of_a_meeting_holds_its_tables_with_heads_that_stay(tmp_path):
    context = ReportContext.of(meeting().report, "internal")
    book = book_of(context, sheets.meeting_sheets, tmp_path)
    assert book.sheetnames == ["Action points", "Participants", "Agenda"]
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    assert all(sheet.column_dimensions["A"].width > 5 for sheet in book)
    said = {cell.value for cell in cells_of(book)}
    assert {"Draw it by spring.", "Dr Prosper Presents", "Owner", "Linda Listed"} <= said
    assert any("Greet the chiefs first" in str(value) for value in said)


def test_the_public_workbook_says_no_more_than_the_public_report(tmp_path):
    found = meeting(attribution=Attribution.CHATHAM_HOUSE)
    context = ReportContext.of(found.report, "public")
    book = book_of(context, sheets.meeting_sheets, tmp_path)
    said = " ".join(str(cell.value) for cell in cells_of(book)).lower()
    for secret in ("hiddenov", "zenabou", "kafui", "greet the chiefs", "moderator notes"):
        assert secret not in said


def test_the_comments_are_a_table_with_their_answers(tmp_path):
    note = concept_note()
    report = comments_on(note)
    context = KINDS["comments"].read(getattr(report, "report", report), "internal")
    book = book_of(context, sheets.comments_sheets, tmp_path)
    (sheet,) = book
    assert sheet.max_row == 1 + len(context.remarks)
    heads = [cell.value for cell in sheet[1]]
    assert heads[0] == "No."
    assert {"Comment", "Response", "Disposition"} <= set(heads)


def test_an_empty_table_has_its_head_and_opens(tmp_path):
    context = ReportContext.of(Report(dialogue=make.DialogueFactory()), "public")
    book = book_of(context, sheets.meeting_sheets, tmp_path)
    assert book.sheetnames == ["Action points"]
    stored = io.BytesIO()
    book.save(stored)
    assert stored.tell()


# Where they are asked for -------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_one_control_offers_the_formats_and_editions_of_a_kind(kind):
    page = lxml_html.fromstring(
        render_to_string("reports/print_choices.html", {"action": "/print/", "kind": kind})
    )
    assert page.xpath("//select[@name='format']/option/@value") == list(KINDS[kind].formats)
    assert page.xpath("//button[@name='edition']/@value") == list(KINDS[kind].editions)


def test_formats_are_asked_for_by_their_names_and_others_are_refused(world, convenor, sign_in):
    release = make.AgendaReleaseFactory(dialogue=world.dialogue, number=1)
    client = sign_in(convenor)
    address = reverse("reports:print_agenda", args=[world.dialogue.slug, release.number])
    for file_format in ("xlsx", "docx", "nothing"):
        client.post(address, {"edition": "public", "format": file_format})
    papers = reverse("reports:print_day_paper", args=[world.dialogue.slug, "participants"])
    for file_format in ("html", "png"):
        client.post(papers, {"edition": "public", "format": file_format})
    asked = Printing.objects.values_list("report__kind", "format")
    assert set(asked) == {("agenda", "xlsx"), ("participants", "html")}
    mine = client.get(reverse("accounts:my_work")).content.decode()
    assert "Page for the screen (HTML)" in mine


def test_a_page_of_many_headings_has_contents_wherever_it_begins():
    headings = "".join(f"<h2>Part {number}</h2><p>Words.</p>" for number in range(12))
    for start in (
        "<header><h1>One</h1></header>",
        '<section class="cover"><h1>One</h1></section>',
        "",
    ):
        document = (
            f'<html lang="en"><head><title>One</title></head><body>{start}{headings}</body></html>'
        )
        page = lxml_html.document_fromstring(as_page(document))
        [nav] = page.find_class("contents")
        assert len(nav.findall(".//li")) == 12
