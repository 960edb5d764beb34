"""Writes a Word file from its beginning to its end.

Paragraphs are made as elements, because python-docx looks each style and each cell up again, which takes
minutes for a long paper; from it come the package, the styles and the pictures. A file holds no macro and
fetches nothing, names nobody as its author, and the same facts give the same bytes.
"""

import io
import os
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Cm, Emu, RGBColor

from reports.word.elements import below, clean, made, write_field, write_text
from reports.word.styles import INDENT, LEVELS, TABLE, set_up, tag_of
from reports.wording import is_right_to_left

NO_DATE = (1980, 1, 1, 0, 0, 0)
ACROSS, ALONG = Cm(21), Cm(29.7)
MARGIN = Cm(2.5)
TALLEST = Cm(19)
LOGO = (Cm(7), Cm(1.8))  # as in the PDF
FOREIGN_TABS = (4320, 4680, 8640, 9360)  # of python-docx's own header and footer
LONGEST_PROPERTY = 255
# Word takes no longer one, and nobody types it.
LONGEST_ADDRESS = 2000


@dataclass(frozen=True)
class Run:
    """Some words of a paragraph that look alike. `link` is the address they lead to: `#` and a bookmark's
    name inside the document."""

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""


@dataclass(frozen=True)
class Point:
    """A place in a list: its level (0 to 8; what is deeper stands at the last), and the list's number;
    without one, a paragraph that goes on under a point."""

    level: int
    number: int = 0


class WordFile:
    """A Word document that is written from the beginning to the end."""

    def __init__(self, *, title, language, made_at, subject="", header="", footer="", wide=False):
        """`made_at` (ISO 8601) is the moment that the file gives as its own; `wide` turns its pages."""
        self._document = Document()
        self._runs_left = is_right_to_left(language)
        self._part = self._document.part
        self.lists = set_up(self._document, language)
        self._links, self._bookmarks, self._pictures = {}, 0, 0
        self._ids = {style.name: style.style_id for style in self._document.styles}
        self._end = self._document.element.body.sectPr
        self._cell = None
        self._set_properties(title, subject, language, datetime.fromisoformat(made_at))
        self._set_page(header, footer, wide=wide)

    def _set_properties(self, title, subject, language, made_at):
        properties = self._document.core_properties
        properties.title = clean(title)[:LONGEST_PROPERTY]
        properties.subject = clean(subject)[:LONGEST_PROPERTY]
        properties.language = tag_of(language)
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.created = properties.modified = made_at.replace(tzinfo=None)
        properties.revision = 1
        relations = self._part.package.rels
        for key in [key for key, each in relations.items() if "thumbnail" in each.reltype]:
            del relations[key]

    def _set_page(self, header, footer, *, wide):
        section = self._document.sections[0]
        section.page_width, section.page_height = (ALONG, ACROSS) if wide else (ACROSS, ALONG)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = MARGIN
        section.top_margin = section.bottom_margin = MARGIN
        self.width = Emu(section.page_width - 2 * MARGIN)
        for part, words in ((section.header, header), (section.footer, footer)):
            paragraph = part.paragraphs[0]._p
            tabs = below(paragraph.get_or_add_pPr(), "w:tabs")
            # The style's own tabs are set for another width of page.
            for place in FOREIGN_TABS:
                below(tabs, "w:tab", val="clear", pos=place)
            below(tabs, "w:tab", val="right", pos=self.width.twips)
            write_text(below(paragraph, "w:r"), words)
        below(below(paragraph, "w:r"), "w:tab")
        write_field(paragraph, "PAGE", "1")

    def colour(self, rgb):
        """Set the title and the headings in the colour `rgb` (`#` and six digits)."""
        for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
            self._document.styles[name].font.color.rgb = RGBColor.from_string(rgb[1:].upper())

    def about(self, *, authors="", keywords="", rights=""):
        """Say in the file's properties who wrote it, what it is about and under which licence it is."""
        properties = self._document.core_properties
        properties.author = clean(authors)[:LONGEST_PROPERTY]
        properties.keywords = clean(keywords)[:LONGEST_PROPERTY]
        properties.comments = clean(rights)[:LONGEST_PROPERTY]

    def save(self, path):
        """Write the file and bring it to the disk. Raises OSError."""
        plain = io.BytesIO()
        self._document.save(plain)
        with zipfile.ZipFile(plain) as package, open(path, "wb") as file:
            with zipfile.ZipFile(file, "w") as kept:
                for name in package.namelist():
                    # The hour at which a part was zipped keeps two equal files from being equal.
                    entry = zipfile.ZipInfo(name, NO_DATE)
                    kept.writestr(entry, package.read(name), zipfile.ZIP_DEFLATED)
            file.flush()
            os.fsync(file.fileno())

    def _put(self, element):
        if self._cell is None:
            self._end.addprevious(element)
        else:
            self._cell.append(element)

    # Paragraphs -------------------------------------------------------------------------------

    def paragraph(self, runs, style="Normal", *, bookmark="", point=None, keep=False, indent=0):
        """A paragraph of `runs` (Run or str). `bookmark` names the place, `point` puts it into a list,
        `keep` holds it together with the next one, `indent` counts levels."""
        paragraph = made("w:p")
        properties = below(paragraph, "w:pPr")
        below(properties, "w:pStyle", val=self._ids[style])
        if keep:
            below(properties, "w:keepNext")
        if point is not None:
            _set_point(properties, point)
        elif indent:
            below(properties, "w:ind", left=INDENT * (min(indent, LEVELS) + 1))
        if bookmark:
            self._bookmarks += 1
            below(paragraph, "w:bookmarkStart", id=self._bookmarks, name=bookmark)
        for run in runs:
            self._add(paragraph, Run(run) if isinstance(run, str) else run)
        if bookmark:
            below(paragraph, "w:bookmarkEnd", id=self._bookmarks)
        self._put(paragraph)

    def heading(self, runs, level, bookmark=""):
        """A heading of `level` 1 to 6."""
        self.paragraph(runs, f"Heading {level}", bookmark=bookmark)

    def _add(self, paragraph, run):
        if not run.link or len(run.link) > LONGEST_ADDRESS:
            _add_run(paragraph, run)
            return
        if run.link.startswith("#"):
            link = below(paragraph, "w:hyperlink", anchor=run.link[1:])
            _add_run(link, run)
            return
        link = below(paragraph, "w:hyperlink")
        link.set(qn("r:id"), self._relation_to(clean(run.link)))
        _add_run(link, run, style=self._ids["Hyperlink"])

    def _relation_to(self, address):
        if address not in self._links:
            # Not asked whether there is one already: that looks through all of them.
            key = f"rIdLink{len(self._links) + 1}"
            self._part.rels.add_relationship(
                RELATIONSHIP_TYPE.HYPERLINK, address, key, is_external=True
            )
            self._links[address] = key
        return self._links[address]

    # Tables -----------------------------------------------------------------------------------

    @contextmanager
    def table(self, widths, *, headings=True):
        """A table with columns of these shares of the width: `row()` for each row, inside `with`. The
        first row is repeated on each page if it holds `headings`."""
        table = made("w:tbl")
        properties = below(table, "w:tblPr")
        below(properties, "w:tblStyle", val=self._ids[TABLE])
        if self._runs_left:
            below(properties, "w:bidiVisual")
        below(properties, "w:tblW", w=self.width.twips, type="dxa")
        below(properties, "w:tblLayout", type="fixed")
        below(properties, "w:tblLook", val="0420" if headings else "0400", firstRow=int(headings))
        grid = below(table, "w:tblGrid")
        parts = [int(self.width.twips * width / sum(widths)) for width in widths]
        for part in parts:
            below(grid, "w:gridCol", w=part)
        outside = self._cell
        yield _Table(self, table, parts, headings=headings)
        self._cell = outside
        self._put(table)
        # Word joins two tables that nothing stands between, and wants a paragraph after one in a cell.
        self.paragraph([], "Table Text")

    # Pictures ---------------------------------------------------------------------------------

    def logo(self, content, alternative):
        """A picture as small as a logo."""
        self.picture(content, alternative, box=LOGO)

    def picture(self, content, alternative, *, box=None):
        """A picture (PNG, JPEG or GIF as bytes) as wide and tall as `box` at most (as the page, if not
        given), on a line of its own."""
        self._pictures += 1
        key, image = self._part.get_or_add_image(io.BytesIO(content))
        width, height = image.scaled_dimensions()
        widest, tallest = box or (self.width, TALLEST)
        scale = min(1, widest / width, tallest / height)
        inline = CT_Inline.new_pic_inline(
            self._pictures, key, f"figure-{self._pictures}", int(width * scale), int(height * scale)
        )
        for named in (inline.docPr, inline.graphic.graphicData.pic.nvPicPr.cNvPr):
            named.set("descr", clean(alternative))
        paragraph = made("w:p")
        below(below(paragraph, "w:pPr"), "w:pStyle", val=self._ids["Figure"])
        below(below(paragraph, "w:r"), "w:drawing").append(inline)
        self._put(paragraph)


class _Table:
    """The rows of a table that is being written."""

    def __init__(self, file, table, widths, *, headings):
        self._file, self._table, self._widths = file, table, widths
        self._has_headings = headings

    def row(self, cells, *, whole=False):
        """A row of as many `cells` as there are columns, each a text, runs, or a function that writes into
        it; `whole` keeps it on one page."""
        row = below(self._table, "w:tr")
        is_first = self._has_headings
        self._has_headings = False
        if whole or is_first:
            properties = below(row, "w:trPr")
            below(properties, "w:cantSplit")
            if is_first:
                below(properties, "w:tblHeader")
        style = "Table Heading" if is_first else "Table Text"
        for content, width in zip(cells, self._widths, strict=True):
            self._write(below(row, "w:tc"), content, width, style)

    def _write(self, cell, content, width, style):
        below(below(cell, "w:tcPr"), "w:tcW", w=width, type="dxa")
        self._file._cell = cell
        if callable(content):
            content()
        else:
            self._file.paragraph([content] if isinstance(content, str) else content, style)
        if len(cell) == 1:
            self._file.paragraph([], style)
        self._file._cell = None


def _set_point(properties, point):
    level = min(point.level, LEVELS - 1)
    if point.number:
        numbering = below(properties, "w:numPr")
        below(numbering, "w:ilvl", val=level)
        below(numbering, "w:numId", val=point.number)
    below(
        properties,
        "w:ind",
        left=INDENT * (level + 1),
        **({"hanging": INDENT} if point.number else {}),
    )


def _add_run(parent, run, style=""):
    element = below(parent, "w:r")
    looks = made("w:rPr")
    if style or run.code:
        below(looks, "w:rStyle", val=style or "Code")
    for name, tag in (("bold", "w:b"), ("italic", "w:i"), ("strike", "w:strike")):
        if getattr(run, name):
            below(looks, tag)
    if len(looks):
        element.append(looks)
    write_text(element, run.text)
