"""The printed report: what its pages say and how the file is made."""

import io
import os
import re
import signal
import time
import unicodedata
from functools import partial
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from dialogues.models import Attribution
from reports.apart import write_apart
from reports.contexts import ReportContext
from reports.exceptions import PrintFailed
from reports.models import Printing, Report
from reports.pages import compose
from reports.pdf import OwnAssets, write_pdf
from tests import factories as make
from tests.reports.meetings import meeting

pytestmark = pytest.mark.once

PAGE = '<html lang="en"><head><title>A page</title></head><body><p>Words.</p></body></html>'
MUCH = PAGE.replace("<p>Words.</p>", "<p>Many words, again and again.</p>" * 9000)
# More than fits into what a long run of tests has had and given back.
FAR_TOO_MUCH = PAGE.replace("<p>Words.</p>", "<p>Many words, again and again.</p>" * 90_000)


def words(text):
    """The letters and digits of a text: what is left when line breaks and hyphens do not count."""
    text = unicodedata.normalize("NFKD", text).replace("\u00ad", "").casefold()
    return "".join(re.findall(r"[^\W_]+", text))


def printed(report, tmp_path, edition="internal"):
    """The PDF of a report as (path, reader)."""
    path = tmp_path / f"{edition}.pdf"
    write_pdf(compose(ReportContext.of(report, edition)), path)
    return path, PdfReader(path)


def text_of(reader):
    return words("".join(page.extract_text() for page in reader.pages))


@pytest.fixture
def limits():
    return {"seconds": 60, "megabytes": 1024}


# What the pages say -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_part_of_the_write_up_is_printed(tmp_path):
    found = meeting()
    _path, reader = printed(found.report, tmp_path)
    text = text_of(reader)
    for expected in (
        "Mining Week",
        "18 January – 2 February 2026, Takoradi",
        "Ground left behind",
        "What was said at Kwabedu",
        "Common Ground Forum (CGF)",
        "We thank the villages.",
        "The Kwabedu dialogue",
        "Miners work it without consent.",
        "Two days at one table",
        "What we heard",
        "Make one map first.",
        "Our key action points and next steps",
        "Draw it by spring.",
        "Owner: Dr Prosper Presents",
        "Due: 2026-03-31",
        "The ground in question",
        "Box 1: The Rule",
        "We met in the hall by the railway.",
        "19–20 January 2026",
        "09:00–16:30 (Accra time)",
        "Union Hall, Tarkwa, Ghana",
        "Scoping paper",
        "Who decides on idle ground?",
        "Monday 19 January 2026",
        "Day one: the field",
        "Ms Charity Chairs, Professor of Land Law, CGF",
        "Perspective 0",
        "Slides 1",
        "Greet the chiefs first",
        "Table A",
        "Draws together: Table A; Table B",
        "Nobody keeps the register. ASM · Table 7",
        "The council could keep it.",
        "We only want a paper that holds.",
        "Sena Speaks",
        "The outline goes to three villages.",
        "Annex 1: The day before",
        "Back room of the school",
        "Gifty Guest, Washer, next valley",
        "Linda Listed",
        "Otto Authors",
        "otto@example.org",
        "gold, concessions",
        "14 Palm Wine Lane",
        "Tel: +233 30 000 0140",
        "Fax: +233 30 000 0141",
        "example.org/forum",
    ):
        assert words(expected) in text, expected


@pytest.mark.django_db
def test_a_part_without_data_is_left_out_of_pages_and_contents(tmp_path):
    dialogue = make.DialogueFactory(title="Bare")
    _path, reader = printed(Report(dialogue=dialogue), tmp_path)
    text = text_of(reader)
    for absent in (
        *(
            "Acknowledgements",
            "Introduction",
            "Summary",
            "Background",
            "Session notes",
            "Next steps",
        ),
        *("Annex", "Participants", "About", "outline", "materials", "Keywords", "None"),
    ):
        assert words(absent) not in text
    assert len(reader.pages) == 3


@pytest.mark.django_db
def test_the_contents_name_the_page_on_which_each_part_begins(tmp_path):
    _path, reader = printed(meeting().report, tmp_path)
    contents = reader.pages[1].extract_text()
    listed = re.findall(r"(?m)^(.*?[^. ])[. \n]*\s(\d+)$", contents)
    pages = {words(title): int(number) for title, number in listed}
    bookmarks = list(_flat(reader.outline))
    assert len(bookmarks) > 15
    checked = 0
    for mark in bookmarks:
        number = pages.get(words(mark.title))
        if number is not None:
            assert reader.get_destination_page_number(mark) + 1 == number, mark.title
            checked += 1
    assert checked > 12


def _flat(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


@pytest.mark.django_db
def test_running_headers_name_the_report_and_the_part(tmp_path):
    _path, reader = printed(meeting().report, tmp_path, "public")
    for page in reader.pages[1:]:
        assert "Ground left behind" in page.extract_text()
    assert "circulation" not in "".join(page.extract_text() for page in reader.pages)


@pytest.mark.django_db
def test_the_team_s_edition_says_so_on_every_page(tmp_path):
    _path, reader = printed(meeting().report, tmp_path)
    assert all("not for circulation" in page.extract_text() for page in reader.pages)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("sw", "ltr"), ("x-none", "ltr")]
)
def test_the_document_is_in_the_language_of_the_dialogue(language, direction, tmp_path):
    dialogue = make.DialogueFactory(language=language, introduction="L’accès à la terre.")
    html = compose(ReportContext.of(Report(dialogue=dialogue), "internal"))
    assert f'<html lang="{language}" dir="{direction}">' in html
    write_pdf(html, tmp_path / "language.pdf")
    with pikepdf.open(tmp_path / "language.pdf") as pdf:
        assert str(pdf.Root.Lang) == language


@pytest.mark.django_db
def test_very_long_words_and_rows_taller_than_a_page_are_printed_whole(tmp_path):
    dialogue = make.DialogueFactory(title="W" * 300, venue="V" * 200)
    part = make.AgendaPartFactory(dialogue=dialogue, title="P" * 200)
    make.AgendaItemFactory(part=part, title="T" * 300, moderator_notes="- a note\n" * 200 + "- end")
    _path, reader = printed(Report(dialogue=dialogue), tmp_path)
    text = text_of(reader)
    assert "w" * 300 in text
    assert text.count("anote") == 200


@pytest.mark.django_db
def test_headings_in_a_text_do_not_skip_a_level(tmp_path):
    texts = "# One\n\n#### Two\n\nx"
    dialogue = make.DialogueFactory(introduction=texts, logistics=texts, next_steps=texts)
    make.ContributionFactory(
        session=make.SessionFactory(dialogue=dialogue), kind="narrative", text=texts
    )
    html = compose(ReportContext.of(Report(dialogue=dialogue), "internal"))
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


# The file -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_file_is_tagged_titled_bookmarked_and_carries_its_fonts(tmp_path):
    path, reader = printed(meeting().report, tmp_path)
    assert reader.metadata.title == "Ground left behind"
    assert reader.metadata.author == "Otto Authors"
    assert reader.outline
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        descriptors = [each for each in pdf.objects if _is(each, "FontDescriptor")]
        assert descriptors
        assert all("/FontFile2" in each or "/FontFile3" in each for each in descriptors)
        links = [each for each in pdf.objects if _is(each, "Annot")]
        assert all(int(link.F) & 4 for link in links)


def _is(thing, kind):
    return isinstance(thing, pikepdf.Dictionary) and str(thing.get("/Type", "")) == f"/{kind}"


@pytest.mark.django_db
def test_the_same_snapshot_gives_the_same_bytes(tmp_path):
    snapshot = ReportContext.of(meeting().report, "internal").to_snapshot()
    files = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for file in files:
        write_pdf(compose(ReportContext.from_snapshot(snapshot)), file)
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize("edition", ["internal", "public"])
def test_no_byte_of_the_file_holds_a_protected_name(edition, tmp_path):
    found = meeting(attribution=Attribution.CHATHAM_HOUSE)
    found.report.title = f"What {found.people.hidden.name} said"
    found.report.keywords = [found.people.hidden.name]
    found.report.save()
    found.report.authorships.update(person=found.people.hidden)
    path, reader = printed(found.report, tmp_path, edition)
    with pikepdf.open(path) as pdf:
        everything = text_of(reader) + words(str(dict(pdf.docinfo)) + str(pdf.open_metadata()))
    for secret in ("hiddenov", "zenabou", "kafui", "shadowwashers", "lowerpit"):
        assert secret not in everything
        assert secret.encode() not in path.read_bytes().lower()


# Nothing is fetched -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.png",
        "http://127.0.0.1:1/",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "data:text/plain,x",
        "asset:../../etc/passwd",
        "ASSET:serif",
        "/etc/passwd",
        "",
    ],
)
def test_the_fetcher_knows_nothing_but_the_application_s_own_fonts(address):
    with pytest.raises(ValueError, match="own assets"):
        OwnAssets().fetch(address)


def test_the_fetcher_hands_out_the_fonts():
    assert OwnAssets().fetch("asset:serif").read(4) == b"\x00\x01\x00\x00"


@pytest.mark.parametrize(
    "element",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://127.0.0.1:1/x.png" alt="x">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        "<style>@import url(http://127.0.0.1:1/x.css);</style>",
        '<p style="background: url(file:///etc/passwd)">x</p>',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_a_document_that_asks_for_something_is_not_printed(element, tmp_path):
    html = PAGE.replace("<p>", element + "<p>")
    with pytest.raises(PrintFailed, match="may not fetch"):
        write_pdf(html, tmp_path / "hostile.pdf")


@pytest.mark.django_db
def test_markup_in_a_text_is_printed_as_text_and_fetches_nothing(tmp_path):
    hostile = (
        "<script>alert(1)</script> <img src=file:///etc/passwd> [a](file:///etc/passwd) "
        "![picture](http://127.0.0.1:1/x.png) <link rel=attachment href=file:///etc/passwd>"
    )
    dialogue = make.DialogueFactory(
        title="<b>Bold</b> & “x”", introduction=hostile, venue='"><img src=x>'
    )
    make.AnnexFactory(dialogue=dialogue, title="<iframe>", when="<when>", body=hostile)
    path, reader = printed(Report(dialogue=dialogue), tmp_path)
    assert reader.metadata.title == "<b>Bold</b> & “x”"
    text = text_of(reader)
    for literal in ("scriptalert1script", "imgsrcfileetcpasswd", "picture", "imgsrcx", "iframe"):
        assert literal in text
    assert not reader.attachments
    assert b"root:" not in path.read_bytes()


# In a process apart -------------------------------------------------------------------------------


def test_printing_apart_makes_the_same_file(tmp_path, limits):
    pages = write_apart(partial(write_pdf, PAGE), tmp_path / "apart.pdf", **limits)
    assert pages == write_pdf(PAGE, tmp_path / "here.pdf") == 1
    assert (tmp_path / "apart.pdf").read_bytes() == (tmp_path / "here.pdf").read_bytes()


def left_in(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "files")


def test_a_report_that_takes_too_long_is_stopped(tmp_path, limits):
    started = time.monotonic()
    with pytest.raises(PrintFailed, match="too long"):
        write_apart(partial(write_pdf, MUCH), tmp_path / "long.pdf", **{**limits, "seconds": 0.5})
    assert time.monotonic() - started < 5
    assert left_in(tmp_path) == []


def test_a_report_that_takes_too_much_memory_is_stopped(tmp_path, limits):
    with pytest.raises(PrintFailed, match="more memory"):
        write_apart(
            partial(write_pdf, FAR_TOO_MUCH), tmp_path / "large.pdf", **{**limits, "megabytes": 40}
        )
    assert left_in(tmp_path) == []


def test_a_full_disk_is_named_and_the_earlier_file_stays_whole(tmp_path, limits):
    target = tmp_path / "report.pdf"
    target.write_bytes(b"the earlier file")
    # The place where the new file is written first; /dev/full answers as a full disk does.
    (tmp_path / ".report.pdf.part").symlink_to("/dev/full")
    with pytest.raises(PrintFailed, match="no space left"):
        write_apart(partial(write_pdf, PAGE), target, **limits)
    assert target.read_bytes() == b"the earlier file"
    assert left_in(tmp_path) == ["report.pdf"]


def test_a_folder_that_is_not_there_is_named(tmp_path, limits):
    with pytest.raises(PrintFailed, match="could not be written"):
        write_apart(partial(write_pdf, PAGE), tmp_path / "nowhere" / "report.pdf", **limits)


def test_a_printer_that_is_killed_leaves_no_half_file(tmp_path, limits):
    target = tmp_path / "report.pdf"

    def kill_the_child():
        for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)

    with pytest.raises(PrintFailed, match="signal 9"):
        write_apart(partial(write_pdf, MUCH), target, **limits, while_waiting=kill_the_child)
    assert left_in(tmp_path) == []


class LeaseLost(Exception):
    """What a worker raises when somebody else has taken over."""


def test_whoever_waits_can_stop_the_printing(tmp_path, limits):
    def lose_the_lease():
        raise LeaseLost

    with pytest.raises(LeaseLost):
        write_apart(
            partial(write_pdf, MUCH),
            tmp_path / "report.pdf",
            **limits,
            while_waiting=lose_the_lease,
        )
    assert left_in(tmp_path) == []
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_document_that_asks_for_something_says_so_from_the_process_apart(tmp_path, limits):
    html = PAGE.replace("<p>", '<img src="file:///etc/passwd" alt="x"><p>')
    with pytest.raises(PrintFailed, match="may not fetch"):
        write_apart(partial(write_pdf, html), tmp_path / "report.pdf", **limits)


# From the command line ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_report_is_built_from_the_command_line_without_writing_a_row(tmp_path):
    found = meeting()
    found.report.delete()
    out = io.StringIO()
    file = tmp_path / "report.pdf"
    call_command(
        "build_report", found.dialogue.slug, "--edition", "public", "-o", str(file), stdout=out
    )
    assert re.search(r"report\.pdf: \d+ pages in [\d.]+ seconds", out.getvalue())
    assert file.read_bytes().startswith(b"%PDF")
    assert not Report.objects.exists()
    assert not Printing.objects.exists()


@pytest.mark.django_db
def test_an_unknown_dialogue_is_an_error_that_names_the_near_ones(tmp_path):
    make.DialogueFactory(slug="the-kwabedu-dialogue")
    with pytest.raises(CommandError, match="the-kwabedu-dialogue"):
        call_command("build_report", "the-kwabedo-dialog", "-o", str(tmp_path / "x.pdf"))


@pytest.mark.django_db
def test_a_file_that_cannot_be_written_is_an_error_that_names_the_place(tmp_path):
    slug = make.DialogueFactory().slug
    with pytest.raises(CommandError, match="nowhere"):
        call_command("build_report", slug, "-o", str(tmp_path / "nowhere" / "x.pdf"))
    with pytest.raises(CommandError, match="is a folder"):
        call_command("build_report", slug, "-o", str(tmp_path))
