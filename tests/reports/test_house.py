"""The house style of a programme: its page, and what is printed with it."""

from io import BytesIO
from os import urandom

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from PIL import Image
from pypdf import PdfReader

from core.models import Upload
from core.uploads import UploadField
from reports.composer.pieces import pictures_of
from reports.contexts import ReportContext
from reports.house import citation_of, contrast_on_white, doi_address, is_isbn
from reports.house_views import LOGO
from reports.kinds import offer_of
from reports.models import HouseStyle
from reports.pages import compose
from reports.services import report_of, save_house_style
from tests import factories as make
from tests.pictures import brought, picture
from tests.reports.matrix import reports_in
from tests.reports.meetings import meeting
from tests.reports.papers import concept_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    made = report_of(meeting().dialogue)
    style = HouseStyle.objects.create(
        programme=made.dialogue.initiative.programme,
        alternative="A baobab.",
        colour="#7a1f1f",
        publisher="Common Ground Press",
        place="Accra",
        imprint="14 Palm Wine Lane",
        series="Mining papers 7",
        licence="by",
    )
    save_house_style(style, based_on=1, fields=[], picture=picture())
    made.isbn, made.doi = "978-1-78431-100-1", "10.1000/182"
    made.save()
    return made


def test_logo_colour_imprint_and_licence_are_printed(report, tmp_path):
    offer = offer_of(report)
    context = offer.read(report, "public")
    pictures = offer.pictures_of(context)
    html = compose(context, pictures)
    assert "#7a1f1f" in html
    assert 'alt="A baobab."' in html
    offer.writer("pdf")(context, pictures, tmp_path / "r.pdf")
    reader = PdfReader(tmp_path / "r.pdf")
    text = " ".join(reader.pages[-1].extract_text().split())
    for words in (
        "CC BY 4.0",
        "978-1-78431-100-1",
        "10.1000/182",
        "Mining papers 7",
        "How to cite",
    ):
        assert words in text
    links = [note.get_object()["/A"].get("/URI") for note in reader.pages[-1]["/Annots"]]
    assert "https://creativecommons.org/licenses/by/4.0/" in links
    assert len(reader.pages[0].images) == 1


def test_word_has_it_too(report, tmp_path):
    offer = offer_of(report)
    context = offer.read(report, "public")
    offer.writer("docx")(context, offer.pictures_of(context), tmp_path / "r.docx")
    document = Document(tmp_path / "r.docx")
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "A baobab."
    assert str(document.styles["Heading 1"].font.color.rgb) == "7A1F1F"
    assert "CC BY 4.0" in document.core_properties.comments
    assert document.core_properties.author
    assert "Mining papers 7" in "\n".join(each.text for each in document.paragraphs)


@pytest.mark.parametrize("file_format", ["pdfa", "html"])
def test_the_archive_and_the_screen_have_it_too(report, tmp_path, file_format):
    offer = offer_of(report)
    context = offer.read(report, "public")
    offer.writer(file_format)(context, offer.pictures_of(context), tmp_path / "r")
    content = (tmp_path / "r").read_bytes()
    if file_format == "html":
        assert b"#7a1f1f" in content
        assert b"data:image/png" in content
    else:
        assert len(PdfReader(tmp_path / "r").pages[0].images) == 1


def test_what_was_frozen_looks_as_it_did(report):
    context = ReportContext.from_snapshot(ReportContext.of(report, "public").to_snapshot())
    style = HouseStyle.objects.get()
    style.colour = "#123456"
    save_house_style(
        style, based_on=style.version, fields=["colour"], picture=picture(colour="#00ff00")
    )
    assert context.house.colour == "#7a1f1f"
    assert context.house.logo in pictures_of(context)
    assert ReportContext.of(report, "public").house.colour == "#123456"


def test_a_snapshot_without_a_style_is_printed_as_before():
    report = report_of(meeting().dialogue)
    context = ReportContext.of(report, "public")
    assert context.house is None
    assert "house" not in context.to_snapshot()
    assert "How to cite" not in compose(context)


def test_a_colour_that_is_none_gets_into_no_style_sheet(report):
    HouseStyle.objects.update(colour="red;}x")
    assert "red;}x" not in compose(ReportContext.of(report, "public"))


def test_it_is_cited_by_authors_year_title_and_publisher(report):
    told = citation_of(ReportContext.of(report, "public"))
    assert "Accra: Common Ground Press" in told
    assert "https://doi.org/10.1000/182" in told
    assert "(20" in told


@pytest.mark.parametrize(
    ("isbn", "is_one"),
    [
        ("978-1-78431-100-1", True),
        ("9781784311001", True),
        ("0-306-40615-2", True),
        ("080442957X", True),
        ("978\u20111\u201178431\u2011100\u20111", True),
        ("978-1-78431-100-3", False),
        ("0-306-40615-3", False),
        ("978", False),
        ("977-1-78431-100-1", False),
        ("", False),
    ],
)
def test_the_last_digit_of_an_isbn_is_checked(isbn, is_one):
    assert is_isbn(isbn) == is_one


def test_contrast_is_that_of_the_standard():
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#ffffff") == pytest.approx(1)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)


def wide(*, width=3000, height=120):
    return UploadField(kinds=("image",), box=LOGO).clean(brought(width=width, height=height))


def test_a_logo_is_no_larger_in_word_than_in_print(tmp_path):
    report = report_of(meeting().dialogue)
    style = HouseStyle.objects.create(
        programme=report.dialogue.initiative.programme, alternative="A baobab."
    )
    save_house_style(style, based_on=1, fields=[], picture=wide())
    offer = offer_of(report)
    context = offer.read(report, "public")
    offer.writer("docx")(context, offer.pictures_of(context), tmp_path / "r.docx")
    [shape] = Document(tmp_path / "r.docx").inline_shapes
    assert shape.width.cm == pytest.approx(7, abs=0.01)
    assert shape.width / shape.height == pytest.approx(25, rel=0.01)


def test_a_logo_that_is_a_large_photograph_leaves_the_report_small(world, page, convenor, sign_in):
    noise = BytesIO()
    Image.frombytes("RGB", (1200, 1200), urandom(1200 * 1200 * 3)).save(noise, "PNG")
    given = SimpleUploadedFile("logo.png", noise.getvalue(), "image/png")
    assert (
        sign_in(convenor).post(page, sent(alternative="Noise.", picture=given)).status_code == 302
    )
    logo = HouseStyle.objects.get(programme=world.programme).logo
    assert (logo.width, logo.height) == (240, 240)
    assert logo.size < 1_000_000


def test_what_is_not_for_circulation_says_of_no_licence_to_pass_it_on(report, tmp_path):
    offer = offer_of(report)
    context = offer.read(report, "internal")
    assert "CC BY 4.0" not in compose(context)
    offer.writer("docx")(context, offer.pictures_of(context), tmp_path / "r.docx")
    assert "CC BY" not in Document(tmp_path / "r.docx").core_properties.comments


# Cards and badges have the colours of the groups; maps, briefings and comments are working papers.
WITHOUT = {"badges", "table-cards", "stakeholder-map", "briefing", "comments"}


def test_what_leaves_the_house_has_its_logo_and_its_colour(tmp_path):
    reports = reports_in("en")
    programme = reports["summary"].dialogue.initiative.programme
    style = HouseStyle.objects.create(
        programme=programme, alternative="A baobab.", colour="#7a1f5c"
    )
    save_house_style(style, based_on=1, fields=[], picture=wide())
    found = set()
    for kind, report in reports.items():
        offer = offer_of(report)
        context = offer.read(report, "internal")
        pictures = offer.pictures_of(context) if offer.pictures else {}
        path = tmp_path / f"{kind}.pdf"
        offer.writer("pdf")(context, pictures, path)
        images = [image for page in PdfReader(path).pages for image in page.images]
        if any(image.image.width / image.image.height > 20 for image in images):
            found.add(kind)
    assert found == set(reports) - WITHOUT


# The page ----------------------------------------------------------------------------------------
def sent(**changes):
    values = dict.fromkeys(
        ("alternative", "colour", "publisher", "place", "imprint", "series", "licence"), ""
    )
    return values | {"version": 1, "base": "{}"} | changes


@pytest.fixture
def page(world):
    return reverse("reports:house_style", args=[world.programme.slug])


def test_a_convenor_gives_a_programme_its_style(world, page, convenor, sign_in):
    client = sign_in(convenor)
    given = sent(colour="#1F4B8F", alternative="A baobab.", licence="by", picture=brought())
    assert client.post(page, given).status_code == 302
    style = HouseStyle.objects.get(programme=world.programme)
    assert (style.colour, style.licence) == ("#1f4b8f", "by")
    logo = reverse("reports:house_logo", args=[world.programme.slug])
    assert client.get(logo)["Content-Type"] == "image/png"
    again = sent(version=style.version, base="{}", without_logo="on")
    assert client.post(page, again).status_code == 302
    style.refresh_from_db()
    assert style.logo is None


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"colour": "#ffee00"}, "too light to be read"),
        ({"colour": "blue"}, "as # and six digits"),
        ({"picture": True}, "Say what the logo shows"),
        ({"picture": b"<svg onload='x'/>", "alternative": "x"}, "whatever its name says"),
        ({"picture": b"\x89PNG\r\n\x1a\n cut", "alternative": "x"}, "damaged or incomplete"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_kept_in_the_form(
    page, convenor, sign_in, given, told
):
    given = sent(publisher="Common Ground Press", **given)
    if given.get("picture") is True:
        given["picture"] = brought()
    elif isinstance(given.get("picture"), bytes):
        given["picture"] = SimpleUploadedFile("logo.png", given["picture"], "image/png")
    answer = sign_in(convenor).post(page, given)
    assert answer.status_code == 200
    assert told in answer.text
    assert "Common Ground Press" in answer.text
    assert not HouseStyle.objects.exclude(publisher="").exists()


def test_two_people_who_edit_it_at_once_lose_nothing(world, page, convenor, sign_in):
    client = sign_in(convenor)
    client.get(page)
    assert client.post(page, sent(version=1, base="{}", publisher="Theirs")).status_code == 302
    answer = client.post(page, sent(version=1, base="{}", publisher="Mine"))
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text


def test_a_logo_that_was_not_saved_is_asked_for_again(page, convenor, sign_in):
    client = sign_in(convenor)
    client.get(page)
    assert client.post(page, sent(version=1, base="{}", publisher="Theirs")).status_code == 302
    kept = Upload.objects.count()
    mine = sent(version=1, base="{}", publisher="Mine", picture=brought(), alternative="A tree")
    answer = client.post(page, mine)
    assert answer.status_code == 409
    assert "Choose the logo once more" in answer.text
    assert Upload.objects.count() == kept
    answer = client.post(page, sent(colour="yellow", picture=brought(), alternative="A tree"))
    assert "Choose the logo once more" in answer.text


def test_a_doi_of_old_leads_where_it_should():
    assert doi_address("10.1002/(SICI)1<1::AID>3.0.CO;2-#") == (
        "https://doi.org/10.1002/(SICI)1%3C1::AID%3E3.0.CO;2-%23"
    )


def test_the_style_of_another_programme_is_none_of_ours(convenor, sign_in):
    foreign = make.ProgrammeFactory()
    page = reverse("reports:house_style", args=[foreign.slug])
    assert sign_in(convenor).get(page).status_code == 404


def test_a_wrong_isbn_is_refused_on_the_title_page(world, convenor, sign_in):
    page = reverse("reports:report_edit", args=[world.dialogue.slug, "summary"])
    answer = sign_in(convenor).post(
        page, {"title": "Kept", "isbn": "978-1-78431-100-3", "version": 1, "base": "{}"}
    )
    assert "This is no ISBN" in answer.text
    assert "Kept" in answer.text


def test_a_paper_has_logo_and_colour_in_word_too(tmp_path):
    report = concept_note().report
    initiative = report.paper_version.paper.initiative
    style = HouseStyle.objects.create(
        programme=initiative.programme, alternative="A baobab.", colour="#7a1f1f"
    )
    save_house_style(style, based_on=1, fields=[], picture=picture())
    offer = offer_of(report)
    context = offer.read(report, "internal")
    offer.writer("docx")(context, offer.pictures_of(context), tmp_path / "p.docx")
    document = Document(tmp_path / "p.docx")
    shown = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert "A baobab." in shown
    assert str(document.styles["Heading 1"].font.color.rgb) == "7A1F1F"
