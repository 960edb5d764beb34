"""The variant for the archive: PDF/A-2a that is PDF/UA-1 as well."""

import io

import pikepdf
import pytest
from PIL import Image

from reports.contexts import ReportContext
from reports.kinds import KINDS
from reports.models import Format
from reports.pdf import write_archive, write_pdf
from tests.reports.meetings import meeting

pytestmark = pytest.mark.once

MISSING = b"\x00\x00"  # the glyph that stands for what a font does not have
PICTURE = '<p><img src="asset:upload-x" alt="Two women at a pit"></p>'
PAGE = (
    '<html lang="en"><head><title>A page</title>'
    '<meta name="author" content="Otto Authors">'
    '<meta name="dcterms.created" content="2026-02-05T10:00:00+00:00">'
    '<meta name="dcterms.modified" content="2026-02-05T10:00:00+00:00"></head>'
    f'<body><h1>One</h1><p>Words, <a href="https://example.org/">a link</a>.</p>{PICTURE}</body></html>'
)


def picture():
    """A PNG with a transparent ground, as {key: (media type, content)}."""
    held = io.BytesIO()
    Image.new("RGBA", (8, 8), (20, 90, 160, 128)).save(held, "PNG")
    return {"x": ("image/png", held.getvalue())}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "page.pdf"
    write_archive(PAGE, path, picture())
    return path


def test_the_file_says_what_it_conforms_to_and_describes_what_it_says(page):
    with pikepdf.open(page) as pdf:
        found = pdf.open_metadata()
        assert (found["pdfaid:part"], found["pdfaid:conformance"]) == ("2", "A")
        assert found["pdfuaid:part"] == "1"
        assert found["dc:title"] == "A page"
        packet = bytes(pdf.Root.Metadata.read_bytes())
    assert packet.count(b"<rdf:RDF") == packet.count(b"</rdf:RDF>") == 1
    assert b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" in packet


def test_the_file_brings_its_colours_its_letters_and_its_identity(page):
    with pikepdf.open(page) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.S) == "/GTS_PDFA1"
        profile = intent.DestOutputProfile
        assert profile.read_bytes()[36:40] == b"acsp"
        assert int(profile.N) == 3
        assert len(pdf.trailer.ID) == 2
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        fonts = [each for each in pdf.objects if _is(each, "/Font")]
        assert fonts
        for font in fonts:
            if str(font.Subtype) == "/Type0":
                assert "/ToUnicode" in font
            elif "/FontDescriptor" in font:
                assert "/FontFile2" in font.FontDescriptor or "/FontFile3" in font.FontDescriptor
        assert MISSING not in _glyphs(pdf)


def _is(thing, kind):
    return isinstance(thing, pikepdf.Dictionary) and str(thing.get("/Type", "")) == kind


def _glyphs(pdf):
    """The numbers of all glyphs that the pages show."""
    found = set()
    for page in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "TJ":
                texts = [bytes(each) for each in operands[0] if isinstance(each, pikepdf.String)]
                found |= {text[at : at + 2] for text in texts for at in range(0, len(text), 2)}
    return found


def test_nothing_in_the_file_is_what_an_archive_forbids(page):
    with pikepdf.open(page) as pdf:
        assert not pdf.is_encrypted
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
        assert "/AcroForm" not in pdf.Root
        assert "/OpenAction" not in pdf.Root
        pictures = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and str(each.get("/Subtype")) == "/Image"
        ]
        assert pictures
        assert all(str(each.get("/Interpolate", False)) != "True" for each in pictures)
        assert {str(each.ColorSpace) for each in pictures} <= {"/DeviceRGB", "/DeviceGray"}
        links = [each for each in pdf.objects if _is(each, "/Annot")]
        assert links
        # Printed, neither hidden nor invisible, and said in words too.
        assert all(int(link.F) == 4 for link in links)


def test_the_same_page_is_the_same_file_and_no_other_than_the_one_to_read(page, tmp_path):
    write_archive(PAGE, tmp_path / "again.pdf", picture())
    assert (tmp_path / "again.pdf").read_bytes() == page.read_bytes()
    write_pdf(PAGE, tmp_path / "read.pdf", picture())
    with pikepdf.open(tmp_path / "read.pdf") as pdf:
        assert "/OutputIntents" not in pdf.Root
        assert "pdfaid:part" not in pdf.open_metadata()


@pytest.mark.django_db
def test_a_whole_meeting_report_is_kept_and_small(tmp_path):
    path = tmp_path / "kept.pdf"
    context = ReportContext.of(meeting().report, "public")
    assert KINDS["meeting-report"].writer(Format.ARCHIVE)(context, {}, path) > 3
    assert path.stat().st_size < 2_000_000
    with pikepdf.open(path) as pdf:
        assert pdf.open_metadata()["pdfaid:conformance"] == "A"
        assert MISSING not in _glyphs(pdf)


def test_what_is_kept_is_called_so_and_ends_as_a_pdf():
    assert Format.ARCHIVE.ending == "pdf"
    assert Format.WORD.ending == "docx"
    kept = {kind for kind, offer in KINDS.items() if "pdfa" in offer.formats}
    assert {"meeting-report", "minutes", "agenda", "stakeholder-map", "comments"} <= kept
    assert not kept & {"badges", "sign-in-sheet", "table-cards", "invitation-letter"}
