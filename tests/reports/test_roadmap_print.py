"""A version of a roadmap in print: what each edition says, the timeline, and who may have it."""

from datetime import date

import pikepdf
import pytest
from django.urls import reverse
from docx import Document
from lxml import etree
from pypdf import PdfReader

from reports import printers, production, roadmap_pages, services
from reports.contexts import in_language
from reports.contexts.roadmaps import RoadmapContext
from reports.models import Edition, Format, Printing
from reports.outdated import tells_too_much
from roadmaps.models import (
    Endorsement,
    GroupConvenor,
    LearningGroup,
    Milestone,
    Roadmap,
    VisionLine,
)
from roadmaps.versions import freeze
from stakeholders.models import Person
from tests import factories as make

pytestmark = pytest.mark.once
HIDDEN = "Bulma Hiddenova"


@pytest.fixture
def version(world, llg_member):
    """A version led by a body, a person and somebody protected, whom a text spells out too."""
    group = llg_member.people.get().memberships.get().learning_group
    roadmap = Roadmap.objects.get()
    roadmap.summary = f"Written with {HIDDEN}; ask office@example.org."
    roadmap.save()
    VisionLine.objects.create(roadmap=roadmap, was="Pits without paper", becomes="One map")
    theme = make.ThemeFactory(roadmap=roadmap, title="Licences")
    people = {
        name: make.PersonFactory(programme=world.programme, name=name, protected=name == HIDDEN)
        for name in (HIDDEN, "Ama Serwaa")
    }
    first = make.ActionFactory(
        theme=theme,
        title="Map the pits",
        lead_organisation=world.ngo,
        start=date(2026, 1, 1),
        due=date(2026, 6, 30),
        status="in-progress",
        progress=40,
    )
    make.ActionFactory(theme=theme, title="Write it down", lead_person=people["Ama Serwaa"])
    make.ActionFactory(
        theme=theme, title="Ask again", lead_person=people[HIDDEN], due=date(2027, 1, 31)
    )
    Milestone.objects.create(action=first, title="Half of them", due=date(2026, 3, 1))
    make.IndicatorFactory(action=first, title="Pits mapped", baseline="0", target="40")
    made = make.RoadmapVersionFactory(
        roadmap=roadmap, number=3, note="Names were put right.", snapshot=freeze(roadmap)
    )
    Endorsement.objects.create(
        version=made,
        member=group.members.first(),
        state="reserved",
        reservation="Too little of it is paid for.",
        via="account",
        answered_on=date(2026, 2, 1),
    )
    return made


def context_of(version, edition):
    context = RoadmapContext.of(services.report_of_roadmap(version), edition)
    assert RoadmapContext.from_snapshot(context.to_snapshot()) == context
    return context


def pdf_text(path):
    return " ".join("".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_the_team_reads_who_leads_and_nobody_reads_who_is_protected(version, world, tmp_path):
    context = context_of(version, Edition.INTERNAL)
    printers.roadmap_pdf(context, {}, tmp_path / "team.pdf")
    text = pdf_text(tmp_path / "team.pdf")
    for words in (
        *("Vision", "Pits without paper", "Licences", "Map the pits", world.ngo.name, "40 %"),
        *("Ama Serwaa", "Protected person", "1 January 2026", "30 June 2026", "In progress"),
        *("Half of them", "Pits mapped", "Too little of it is paid for.", "Version 3", "Timeline"),
        *("Names were put right.", "not for circulation"),
    ):
        assert words in text, words
    assert "Hiddenova" not in str(context.to_snapshot())


def test_the_public_reads_bodies_and_no_person_nor_address(version, world, tmp_path):
    context = context_of(version, Edition.PUBLIC)
    said = str(context.to_snapshot())
    assert world.ngo.name in said
    assert "a person, not named here" in said
    assert version.roadmap.dialogue.title not in said
    for secret in ("Ama Serwaa", "Hiddenova", "@example.org", "put right", "Too little of it"):
        assert secret not in said, secret
    seats = version.endorsements.select_related("member__person")
    assert all(seat.member.person.name not in said for seat in seats)
    printers.roadmap_pdf(context, {}, tmp_path / "public.pdf")
    assert "circulation" not in pdf_text(tmp_path / "public.pdf")


def test_the_timeline_is_a_drawing_that_fits_the_page_and_is_said_in_words(version, tmp_path):
    context = context_of(version, Edition.INTERNAL)
    with in_language("en"):
        (chart,) = roadmap_pages.charts_of(context)
    drawing = etree.fromstring(chart["svg"].encode())
    assert int(drawing.get("width")) == roadmap_pages.LEFT + roadmap_pages.WIDE
    for bar in drawing.iter("{http://www.w3.org/2000/svg}rect"):
        assert float(bar.get("x")) + float(bar.get("width")) <= int(drawing.get("width")) + 0.5
    assert chart["words"].startswith("2 actions as bars")
    printers.roadmap_pdf(context, {}, tmp_path / "map.pdf")
    with pikepdf.open(tmp_path / "map.pdf") as pdf:
        figures = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and str(each.get("/S", "")) == "/Figure"
        ]
        assert [str(each.Alt).startswith("2 actions as bars") for each in figures] == [True]


def test_a_long_timeline_is_divided_between_pages(version):
    theme = version.roadmap.themes.first()
    for number in range(40):
        make.ActionFactory(theme=theme, title=f"Step {number}", due=date(2026, 5, 1))
    version.snapshot = freeze(version.roadmap)
    version.save()
    with in_language("en"):
        charts = roadmap_pages.charts_of(context_of(version, Edition.PUBLIC))
    assert len(charts) == 2


def test_a_roadmap_without_dates_has_no_timeline(world):
    version = make.RoadmapVersionFactory()
    with in_language("en"):
        assert roadmap_pages.charts_of(context_of(version, Edition.PUBLIC)) == []


def test_the_word_file_and_the_page_hold_the_same(version, tmp_path):
    context = context_of(version, Edition.INTERNAL)
    printers.roadmap_docx(context, {}, tmp_path / "file.docx")
    document = Document(tmp_path / "file.docx")
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"Map the pits", "Ama Serwaa", "40 %", "Pits mapped"} <= set(cells)
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings == ["Vision", "Themes and actions", "Indicators", "Who endorses it"]
    printers.roadmap_html(context, {}, tmp_path / "file.html")
    page = (tmp_path / "file.html").read_text(encoding="utf-8")
    assert page.count("data:image/svg+xml;base64,") == 1
    assert 'href="#timeline"' in page


def test_the_same_number_of_queries_for_many_actions(version, django_assert_max_num_queries):
    theme = version.roadmap.themes.first()
    for number in range(20):
        make.ActionFactory(theme=theme, title=f"Step {number}", lead_person=make.PersonFactory())
    version.snapshot = freeze(version.roadmap)
    version.save()
    report = services.report_of_roadmap(version)
    for edition in Edition.values:
        with django_assert_max_num_queries(16):
            RoadmapContext.of(report, edition)


def test_who_is_inside_prints_it_and_a_convenor_publishes_it(
    version, llg_member, donor, convenor, client, sign_in
):
    url = reverse("reports:print_roadmap", args=[version.pk])
    data = {"edition": "public", "format": "html"}
    assert sign_in(donor).post(url, data).status_code in (403, 404)
    page = sign_in(llg_member).get(reverse("roadmaps:version", args=[version.pk])).text
    assert url in page
    answer = sign_in(llg_member).post(url, data)
    printing = Printing.objects.get()
    assert answer.url == printing.get_absolute_url()
    assert (printing.format, printing.edition) == (Format.PAGE, Edition.PUBLIC)
    production.print_waiting()
    printing.refresh_from_db()
    assert printing.state == "ready", printing.failure
    publish = reverse("reports:printing_publish", args=[printing.pk])
    assert sign_in(llg_member).post(publish).status_code == 403
    sign_in(convenor).post(publish)
    client.logout()
    for name in ("printing", "printing_read", "printing_download"):
        found = client.get(reverse(f"reports:{name}", args=[printing.pk]))
        assert found.status_code == 200
        if found.streaming:
            b"".join(found.streaming_content)
    assert client.get(reverse("reports:report_list")).status_code == 200
    assert client.get("/").status_code == 200


def test_once_the_group_was_passed_on_those_who_convene_it_publish(version, llg_member, convenor):
    report = services.report_of_roadmap(version)
    printing = make.PrintingFactory(report=report, edition="public", state="ready")
    group = version.roadmap.learning_group
    LearningGroup.objects.filter(pk=group.pk).update(is_passed_on=True)
    GroupConvenor.objects.create(learning_group=group, user=llg_member)
    printing = Printing.objects.with_their_report().get(pk=printing.pk)
    assert llg_member.has_perm("reports.publish_printing", printing)
    assert not convenor.has_perm("reports.publish_printing", printing)


def test_what_was_planned_since_is_measured_in_no_edition(version):
    since = make.ActionFactory(theme=version.roadmap.themes.get(), title="Secret action")
    make.IndicatorFactory(action=since, title="Secret figure")
    for edition in Edition.values:
        assert [row.title for row in context_of(version, edition).measures] == ["Pits mapped"]


def test_what_is_not_offered_is_refused_in_words(version, llg_member, sign_in):
    url = reverse("reports:print_roadmap", args=[version.pk])
    for data in ({}, {"edition": "public", "format": "png"}, {"edition": "all"}):
        answer = sign_in(llg_member).post(url, data)
        assert answer.url == reverse("roadmaps:version", args=[version.pk])
    assert not Printing.objects.exists()


def test_it_is_closed_when_somebody_it_names_is_protected(version):
    report = services.report_of_roadmap(version)
    context = RoadmapContext.of(report, Edition.INTERNAL)
    printing = make.PrintingFactory(
        report=report, edition="internal", state="ready", snapshot=context.to_snapshot()
    )
    assert not tells_too_much(printing)
    Person.objects.filter(name="Ama Serwaa").update(protected=True)
    assert tells_too_much(printing)
