"""The meeting report as Word says what the printed one says, can be edited, and names nobody protected."""

import unicodedata
import zipfile

import pytest
from django.urls import reverse
from docx import Document

from reports.contexts import ReportContext
from reports.models import Printing
from reports.pages import parts_of
from reports.printers import meeting_docx
from tests import factories as make
from tests.reports.meetings import meeting
from tests.reports.office import opened_elsewhere, text_in
from tests.reports.test_pdf import printed, text_of, words

HIDDEN = ("hiddenova", "zenabou", "0199", "shadow washers")


@pytest.fixture
def found(db):
    return meeting()


def written(report, tmp_path, edition="internal"):
    """The Word file of a report as (path, what python-docx reads in it)."""
    path = tmp_path / f"{edition}.docx"
    meeting_docx(ReportContext.of(report, edition), {}, path)
    return path, Document(path)


def all_words(document):
    body = document.element.body
    return words("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


@pytest.mark.once
@pytest.mark.parametrize("edition", ["internal", "public"])
def test_it_says_what_the_printed_pages_say(found, tmp_path, edition):
    _path, document = written(found.report, tmp_path, edition)
    parts = parts_of(ReportContext.of(found.report, edition))
    told = [row.text for row in document.paragraphs if row.style.name == "Heading 1"]
    assert told == [part.title for part in parts]
    below = [row.text for row in document.paragraphs if row.style.name == "Heading 2"]
    for part in parts:
        for section in part.sections:
            assert section.title in below
    _pdf, reader = printed(found.report, tmp_path, edition)
    on_paper, in_word = text_of(reader), all_words(document)
    for person in vars(found.people).values():
        name = words(person.name)
        assert (name in in_word) == (name in on_paper), person.name
    for expected in ("Mining Week", "We thank the villages.", "Common Ground Forum"):
        assert (words(expected) in in_word) == (words(expected) in on_paper)


@pytest.mark.once
@pytest.mark.parametrize("edition", ["internal", "public"])
def test_nobody_protected_is_in_any_part_of_the_file(found, tmp_path, edition):
    path, _document = written(found.report, tmp_path, edition)
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            text = package.read(name).decode("utf-8", "replace").casefold()
            plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
            assert not any(sign in plain for sign in HIDDEN), name


@pytest.mark.once
def test_tables_hold_and_the_same_facts_give_the_same_bytes(found, tmp_path):
    _path, document = written(found.report, tmp_path)
    assert document.tables
    for table in document.tables:
        assert len({len(row.cells) for row in table.rows}) == 1
    context = ReportContext.of(found.report, "internal")
    twice = []
    for name in ("one.docx", "two.docx"):
        meeting_docx(context, {}, tmp_path / name)
        twice.append((tmp_path / name).read_bytes())
    assert twice[0] == twice[1]
    assert document.core_properties.title == context.title


@pytest.mark.once
def test_another_program_opens_it(found, tmp_path):
    path, _document = written(found.report, tmp_path)
    text = words(text_in(opened_elsewhere(tmp_path, path)["internal"]))
    for part in parts_of(ReportContext.of(found.report, "internal")):
        assert words(part.title) in text


def test_the_asker_chooses_word(found, convenor, sign_in):
    dialogue = found.report.dialogue
    make.AppointmentFactory(user=convenor, role="convenor", dialogue=dialogue)
    page = reverse("reports:request_printing", args=[dialogue.slug])
    sign_in(convenor).post(page, {"edition": "public", "format": "docx"})
    assert Printing.objects.get().format == "docx"
    sign_in(convenor).post(page, {"edition": "public", "format": "png"})
    assert Printing.objects.count() == 1
