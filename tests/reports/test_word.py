"""Papers and comments as Word: real headings, lists and tables, nothing active, the same bytes again."""

import re
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from reports import printers
from reports.contexts.comments import CommentsContext
from reports.contexts.papers import PaperContext, pictures_of
from reports.word.file import WordFile
from reports.word.markdown import write_markdown
from tests.reports.office import opened_elsewhere, text_in
from tests.reports.papers import comments_on, concept_note

pytestmark = pytest.mark.once


@pytest.fixture
def note(db, tmp_path):
    """A concept note as Word: (path, document)."""
    context = PaperContext.of(concept_note(kind="WEBP").report, "internal")
    path = tmp_path / "note.docx"
    printers.paper_docx(context, pictures_of(context), path)
    return path, Document(path)


def written(text, tmp_path, **options):
    """`text` as a Word document, read back."""
    file = WordFile(title="T", language="en", made_at="2026-01-01T10:00:00+00:00")
    write_markdown(file, text, **options)
    file.save(tmp_path / "text.docx")
    return Document(tmp_path / "text.docx")


def headings(document):
    return [
        (int(paragraph.style.name[-1]), paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading ")
    ]


def list_level(paragraph):
    numbering = paragraph._p.pPr.numPr
    return None if numbering is None else numbering.ilvl.val


# What a file says ---------------------------------------------------------------------------------


def test_a_paper_has_real_titles_and_headings(note):
    _path, document = note
    titles = [each.text for each in document.paragraphs if each.style.name == "Title"]
    assert titles == ["Sharing idle ground"]
    assert headings(document)[:4] == [
        (1, "The issue and the conflict"),
        (2, "Since when"),
        (3, "Skipped a level"),
        (1, "Partners"),
    ]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Version 3, 5 February 2026" in text
    assert "Hiddenova" not in text
    assert "Protected person" in text


def test_lists_keep_their_levels_and_begin_anew(tmp_path):
    text = "- a\n    1. one\n    2. two\n        - deep\n\n          more\n- b\n\n5. five\n\ntext\n\n1. new"
    document = written(text, tmp_path)
    found = [
        (each.text, each.style.name, list_level(each))
        for each in document.paragraphs
        if each.style.name.startswith("List")
    ]
    assert found == [
        ("a", "List Bullet", 0),
        ("one", "List Number 2", 1),
        ("two", "List Number 2", 1),
        ("deep", "List Bullet 3", 2),
        ("more", "List Continue 3", None),
        ("b", "List Bullet", 0),
        ("five", "List Number", 0),
        ("new", "List Number", 0),
    ]
    numbers = [
        each._p.pPr.numPr.numId.val
        for each in document.paragraphs
        if each.text in ("one", "two", "five", "new")
    ]
    assert numbers[0] == numbers[1]
    assert len(set(numbers)) == 3
    starts = document.part.numbering_part.element.findall(f".//{qn('w:startOverride')}")
    assert [start.get(qn("w:val")) for start in starts] == ["1", "5", "1"]


def test_words_keep_their_looks_and_links_lead_only_out(tmp_path):
    text = (
        "**bold** *it* ~~gone~~ `code` [out](https://example.org/x) [mail](mailto:a@example.org) "
        "[no](file:///etc/passwd) [script](javascript:alert(1)) [place](#x) <b>tag</b> &amp;"
    )
    document = written(text, tmp_path)
    (paragraph,) = document.paragraphs
    looks = {run.text: run for run in paragraph.runs}
    assert looks["bold"].bold
    assert looks["it"].italic
    assert looks["gone"].font.strike
    assert looks["code"].style.name == "Code"
    links = {link.text: link.address for link in paragraph.hyperlinks}
    assert links == {"out": "https://example.org/x", "mail": "mailto:a@example.org"}
    assert "<b>tag</b> &" in paragraph.text
    assert "file:" not in str([each.target_ref for each in document.part.rels.values()])


def test_tables_repeat_their_first_row(note):
    _path, document = note
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["District", "Pits"]
    assert [cell.text for cell in table.rows[2].cells] == ["Prestea", "60"]
    for table in document.tables:
        first, *others = table._tbl.tr_lst
        assert first.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row.find(f".//{qn('w:tblHeader')}") is None for row in others)


def test_figures_stand_with_their_words_and_caption(note):
    _path, document = note
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "A map with pits"
    captions = [each.text for each in document.paragraphs if each.style.name == "Caption"]
    assert captions == ["Pits near Tarkwa (Credit: Survey of 2025)"]


def test_scores_and_decisions_stand_at_the_end(note):
    _path, document = note
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "■□□□ 1 – hardly" in cells
    assert "not judged" in cells
    assert "Efua Decides\nSay who owns the ground." in cells


def test_comments_stand_in_one_table_on_wide_pages(db, tmp_path):
    found = concept_note()
    context = CommentsContext.of(comments_on(found), "internal")
    printers.comments_docx(context, {}, tmp_path / "comments.docx")
    document = Document(tmp_path / "comments.docx")
    (table,) = document.tables
    assert len(table.rows) == 41
    cells = [cell.text for cell in table.rows[1].cells]
    assert cells[0] == "1"
    assert "Protected person\nComment 0:\nname the source\n<script>alert(1)</script>" in cells[2]
    assert cells[3] == "Accepted\nAnswer 0, as Protected person asked."
    section = document.sections[0]
    assert section.page_width > section.page_height
    assert "40 comments · Not answered yet: 10" in document.paragraphs[4].text


# The file -----------------------------------------------------------------------------------------


def test_a_file_names_its_language_and_nobody_as_its_author(note):
    path, document = note
    properties = document.core_properties
    assert (properties.title, properties.subject) == ("Sharing idle ground", "Concept note")
    assert properties.language == "en-GB"
    assert properties.author == properties.last_modified_by == properties.comments == ""
    with zipfile.ZipFile(path) as package:
        languages = re.findall(
            r'<w:lang [^>]*w:val="([^"]+)"', package.read("word/styles.xml").decode()
        )
    assert set(languages) == {"en-GB"}


def test_a_file_holds_nothing_active_and_refers_to_nothing_but_links(note):
    path, _document = note
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        relations = b"".join(package.read(name) for name in names if name.endswith(".rels"))
        everything = b"".join(package.read(name) for name in names)
    assert not [name for name in names if re.search(r"vba|macro|embed|activeX|thumbnail", name)]
    outside = re.findall(rb"<Relationship [^>]*External[^>]*>", relations)
    assert len(outside) == 2
    assert all(b"/hyperlink" in relation for relation in outside)
    assert b"INCLUDE" not in everything
    assert b"updateFields" not in everything


def test_the_same_facts_give_the_same_bytes(db, tmp_path):
    context = PaperContext.of(concept_note().report, "internal")
    pictures = pictures_of(context)
    files = [tmp_path / "one.docx", tmp_path / "two.docx"]
    for file in files:
        printers.paper_docx(context, pictures, file)
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{'  ' * depth}- x\n" for depth in range(1000)),
        "- " * 10_000 + "x",
        "1. " * 10_000 + "x",
        ">" * 10_000 + "x",
        "word " * 200_000,
        "*a* " * 10_000,
        "[" * 20_000,
        "|a" * 500 + "|\n" + "|-" * 500 + "|\n" + "|x" * 500 + "|",
        "\x00\x0b\ufffe\ud800 &#0; &#x1f;",
        "- \n\n>\n\n#\n\n1.\n",
        "<!--\n\n<w:p/> ]]> &lt;",
        "[x](https://" + "a" * 5000 + ")",
    ],
    ids=[
        *("nested lists", "lists in a line", "numbers", "quotes", "a megabyte", "emphasis"),
        *("brackets", "a wide table", "unwritable", "empty", "markup", "a long address"),
    ],
)
def test_odd_texts_are_written_all_the_same(text, tmp_path):
    written(text, tmp_path)


def test_a_language_from_right_to_left_is_set_that_way(tmp_path):
    file = WordFile(title="T", language="ar", made_at="2026-01-01T10:00:00+00:00")
    file.paragraph(["نص"])
    file.save(tmp_path / "arabic.docx")
    normal = Document(tmp_path / "arabic.docx").styles["Normal"].element
    assert normal.pPr.find(qn("w:bidi")) is not None


def test_another_program_opens_the_files_without_loss(db, tmp_path):
    found = concept_note()
    context = PaperContext.of(found.report, "internal")
    printers.paper_docx(context, pictures_of(context), tmp_path / "note.docx")
    comments = CommentsContext.of(comments_on(found), "internal")
    printers.comments_docx(comments, {}, tmp_path / "comments.docx")
    opened = opened_elsewhere(tmp_path, tmp_path / "note.docx", tmp_path / "comments.docx")
    text = {name: text_in(reader) for name, reader in opened.items()}
    for expected in ("Sharing idle ground", "in the west", "Pits near Tarkwa", "Prestea", "hardly"):
        assert expected in text["note"], expected
    assert sum(len(page.images) for page in opened["note"].pages) >= 1
    assert text["comments"].count("Response") > 1
    assert "Comment 39" in text["comments"]
