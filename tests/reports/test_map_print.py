"""Printing stakeholder maps and briefings: asking, the pages, the picture, and who must not be in them."""

import io
from datetime import date

import outloud
import pytest
from django.urls import reverse
from docx import Document
from PIL import Image
from pypdf import PdfReader

from reports import map_pages, printers, production, services
from reports.contexts.briefings import BriefingContext
from reports.contexts.maps import StakeholderMapContext
from reports.models import Edition, Format, Printing, Report
from tests import factories as make
from tests.stakeholders.briefings import briefed

HIDDEN = "Bulma Hiddenova"


@pytest.fixture
def shown(world):
    """A map with somebody protected on it, and named in all that people typed."""
    shown = make.StakeholderMapFactory(
        programme=world.programme,
        title="Who decides on land",
        slug="land-map",
        question=f"Does {HIDDEN} decide?",
        country="GH",
    )
    hidden = make.PersonFactory(
        programme=world.programme, name=HIDDEN, group=world.miners, protected=True
    )
    words = {"reached_by_text": HIDDEN, "plan": f"Ask {HIDDEN}.", "engagement": "involve"}
    one = make.StakeholderFactory(map=shown, person=hidden, **words)
    body = make.OrganisationFactory(
        programme=world.programme, name="Land Commission", group=world.companies
    )
    two = make.StakeholderFactory(map=shown, organisation=body, reached_by_person=hidden, **words)
    for each, influence in ((one, 20), (two, 90)):
        make.AssessmentFactory(
            stakeholder=each, influence=influence, interest=70, position="opposed", note=HIDDEN
        )
    make.AssessmentFactory(stakeholder=two, on=date(2026, 6, 1), influence=40, interest=41)
    make.StakeholderFactory(map=shown, group=world.miners)
    return shown


def text_of(path):
    reader = PdfReader(path)
    return " ".join("".join(page.extract_text() for page in reader.pages).split())


def downloaded(client, printing):
    """The answer to a download, and what it holds."""
    response = client.get(f"{printing.get_absolute_url()}download/")
    return response, b"".join(response.streaming_content)


def print_url(shown):
    return reverse("reports:print_map", args=[shown.slug])


# The files ----------------------------------------------------------------------------------------
@pytest.mark.once
def test_the_pages_of_a_map_say_all_of_it_and_name_nobody_protected(shown, tmp_path):
    report = Report(stakeholder_map=shown, kind="stakeholder-map")
    context = StakeholderMapContext.of(report, "internal", on=date(2026, 2, 1))
    assert StakeholderMapContext.from_snapshot(context.to_snapshot()) == context
    assert "Hiddenova" not in str(context.to_snapshot())
    path = tmp_path / "map.pdf"
    assert printers.map_pdf(context, {}, path) == len(PdfReader(path).pages)
    text = text_of(path)
    for expected in (
        "Who decides on land",
        "As of 1 February 2026",
        "Ghana",
        "For the team – not for circulation",
        "Land Commission 90 70 Opposed",
        "Protected person 20 70",
        "Involve in the dialogues",
        "What is missing",
        "Groups with nobody of high influence (1)",
    ):
        assert expected.casefold() in text.casefold(), expected
    assert b"Hiddenova" not in path.read_bytes()
    assert "Hiddenova" not in text
    assert outloud.check(path).errors == 0


@pytest.mark.once
def test_the_picture_is_as_wide_as_a_slide_and_holds_nothing_else(shown, tmp_path):
    context = StakeholderMapContext.of(Report(stakeholder_map=shown), "internal")
    path = tmp_path / "map.png"
    assert printers.map_png(context, {}, path) is None
    with Image.open(path) as picture:
        assert picture.format == "PNG"
        assert picture.width == 2400
        assert not picture.info.keys() - {"dpi"}
        assert len(picture.getcolors(2**20)) > 8
    _html, pictures = map_pages.compose_slide(context)
    drawing = pictures["drawing"][1].decode()
    assert "Land Commission" in drawing
    assert "Hiddenova" not in drawing
    assert "<a " not in drawing


@pytest.mark.once
def test_a_map_of_nobody_is_printed_too(world, tmp_path):
    empty = make.StakeholderMapFactory(programme=world.programme)
    context = StakeholderMapContext.of(Report(stakeholder_map=empty), "internal")
    printers.map_pdf(context, {}, tmp_path / "empty.pdf")
    assert "Nobody is on the map yet." in text_of(tmp_path / "empty.pdf")
    html, pictures = map_pages.compose(context)
    assert pictures == {}
    assert "<img" not in html


@pytest.mark.once
def test_a_briefing_is_printed_for_its_group(world, tmp_path):
    make.PersonFactory(programme=world.programme, name=HIDDEN, protected=True)
    found = briefed(world)
    found.version.risks = f"{HIDDEN} says so."
    found.version.save()
    context = BriefingContext.of(Report(briefing_version=found.version), "internal")
    assert BriefingContext.from_snapshot(context.to_snapshot()) == context
    printers.briefing_pdf(context, {}, tmp_path / "briefing.pdf")
    printers.briefing_docx(context, {}, tmp_path / "briefing.docx")
    word = Document(io.BytesIO((tmp_path / "briefing.docx").read_bytes()))
    texts = [text_of(tmp_path / "briefing.pdf"), " ".join(each.text for each in word.paragraphs)]
    for text in texts:
        for expected in ("Come to Tarkwa", "What you gain by coming", "A say in the draft."):
            assert expected in text
        # Neither what is only for the team, nor anybody protected.
        for kept in ("not for circulation", "The first", "Who decides on land", "Hiddenova"):
            assert kept not in text
        assert "Protected person says so." in text
    assert outloud.check(tmp_path / "briefing.pdf").errors == 0


@pytest.mark.django_db
def test_reading_a_map_takes_the_same_queries_however_many_are_on_it(
    shown, world, django_assert_num_queries
):
    report = Report(stakeholder_map=shown)
    for _more in range(2):
        with django_assert_num_queries(8):
            StakeholderMapContext.of(report, "internal")
        person = make.PersonFactory(programme=world.programme, organisation=world.ngo)
        make.AssessmentFactory(stakeholder=make.StakeholderFactory(map=shown, person=person))


# Asking -------------------------------------------------------------------------------------------
def test_what_is_asked_for_is_printed_and_downloaded(shown, convenor, sign_in):
    client = sign_in(convenor)
    response = client.post(print_url(shown), {"format": "png", "on": "2026-02-01"})
    printing = Printing.objects.get()
    assert response.url == printing.get_absolute_url()
    assert (printing.format, printing.as_of) == (Format.PICTURE, date(2026, 2, 1))
    production.print_waiting()
    printing.refresh_from_db()
    assert (printing.state, printing.failure) == (Printing.State.READY, "")
    page = client.get(printing.get_absolute_url()).content.decode()
    assert "Download the picture" in page
    assert "As of 1 February 2026" in page
    assert reverse("stakeholders:map_list") in page
    download, content = downloaded(client, printing)
    assert download["Content-Type"] == "image/png"
    assert '"land-map-stakeholder-map-2026-02-01.png"' in download["Content-Disposition"]
    assert content.startswith(b"\x89PNG")


def test_a_name_in_the_address_of_a_map_is_not_in_the_name_of_its_file(shown, convenor, sign_in):
    shown.slug = "bulma-hiddenova"
    shown.save()
    report = services.report_of_map(shown)
    ready = make.PrintingFactory(
        report=report, edition="internal", state="ready", snapshot={}, file_name="x.pdf"
    )
    (production.folder() / "x.pdf").write_bytes(b"%PDF-")
    download, _content = downloaded(sign_in(convenor), ready)
    assert "hiddenova" not in download["Content-Disposition"]


@pytest.mark.parametrize(
    "data", [{}, {"format": "docx"}, {"format": "pdf", "on": "31 February"}, {"format": "x"}]
)
def test_what_does_not_exist_is_refused_in_words(shown, convenor, sign_in, data):
    response = sign_in(convenor).post(print_url(shown), data)
    assert response.url == shown.get_absolute_url()
    assert not Printing.objects.exists()


def test_each_day_waits_by_itself_and_whoever_asks_again_joins(shown, convenor, adviser):
    report = services.report_of_map(shown)
    days = (None, date(2026, 2, 1), date(2026, 2, 2))

    def ask(day, by):
        return services.request_printing(report, edition=Edition.INTERNAL, by=by, as_of=day)

    first = [ask(day, convenor) for day in days]
    again = [ask(day, adviser) for day in days]
    assert first == again
    assert len(set(first)) == 3
    assert first[1].awaited_by.count() == 2


def test_a_briefing_is_printed_by_those_who_write_it(world, convenor, partner, sign_in):
    found = briefed(world)
    url = reverse("reports:print_briefing", args=[found.version.pk])
    assert sign_in(partner).post(url, {"format": "pdf"}).status_code == 403
    client = sign_in(convenor)
    assert client.post(url, {"format": "png"}).url == found.version.get_absolute_url()
    client.post(url, {"format": "docx"})
    printing = Printing.objects.get()
    production.print_waiting()
    page = client.get(printing.get_absolute_url()).content.decode()
    assert found.version.get_absolute_url() in page
    assert "Version 1 · Artisanal miners" in page
    download, _content = downloaded(client, printing)
    name = f"{found.map.slug}-asm-briefing-v1.docx"
    assert name in download["Content-Disposition"]
    work = client.get(reverse("accounts:my_work")).content.decode()
    assert "Briefing, Word: Ready" in work
    elsewhere = make.BriefingVersionFactory()
    url = reverse("reports:print_briefing", args=[elsewhere.pk])
    assert client.post(url, {"format": "pdf"}).status_code == 404


def test_printed_maps_and_briefings_stand_in_the_list_of_those_who_run_them(
    world, shown, convenor, partner, sign_in, django_assert_max_num_queries
):
    client = sign_in(convenor)
    for number in range(1, 4):
        version = make.BriefingVersionFactory(
            briefing__map=shown, number=number, title="Come to Tarkwa"
        )
        other = make.StakeholderMapFactory(programme=world.programme, title=f"Map of {number}")
        for report in (services.report_of_briefing(version), services.report_of_map(other)):
            make.PrintingFactory(report=report, edition="internal", state="ready")
        with django_assert_max_num_queries(8):
            page = client.get(reverse("reports:report_list")).content.decode()
    assert "Come to Tarkwa" in page
    assert "Map of 3" in page
    found = client.get(reverse("reports:report_list"), {"q": "map of 2"}).content.decode()
    assert "Map of 2" in found
    assert "Map of 3" not in found
    assert "Map of" not in sign_in(partner).get(reverse("reports:report_list")).content.decode()


def test_a_map_of_each_day_is_in_the_list_and_of_each_the_newest(shown):
    report = services.report_of_map(shown)
    made = [
        make.PrintingFactory(report=report, edition="internal", state="ready", as_of=day)
        for day in (None, date(2026, 1, 1), date(2026, 2, 1), date(2026, 1, 1), None)
    ]
    assert set(Printing.objects.newest_of_each()) == set(made[2:])


def test_a_map_is_closed_when_somebody_on_it_is_protected(world, shown, convenor, sign_in):
    person = make.PersonFactory(programme=world.programme, name="Owusu Quartey")
    make.StakeholderFactory(map=shown, person=person)
    context = StakeholderMapContext.of(Report(stakeholder_map=shown), "internal")
    printing = make.PrintingFactory(
        report=services.report_of_map(shown),
        edition="internal",
        state="ready",
        snapshot=context.to_snapshot(),
    )
    client = sign_in(convenor)
    assert "This edition is closed" not in client.get(printing.get_absolute_url()).content.decode()
    person.protected = True
    person.save()
    assert "This edition is closed" in client.get(printing.get_absolute_url()).content.decode()
