"""What a period aims for, set against who came."""

from datetime import date

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from reports.exceptions import PeriodMoved
from reports.printers import progress_docx, progress_pdf
from reports.progress import services
from reports.progress.book import write_progress_book
from reports.progress.context import ProgressContext
from stakeholders.models import Gender
from tests import factories as make


@pytest.fixture
def period(world):
    world.dialogue.starts_on = world.dialogue.ends_on = date(2026, 3, 2)
    world.dialogue.save()
    for group, genders in (
        (world.miners, [Gender.WOMAN] * 4 + [Gender.MAN] * 3),
        (world.companies, [Gender.WOMAN]),
    ):
        for gender in genders:
            person = make.PersonFactory(programme=world.programme, group=group, gender=gender)
            make.ParticipationFactory(
                dialogue=world.dialogue, person=person, group=group, status="attended"
            )
    made = make.PeriodFactory(
        initiative=world.initiative, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30)
    )
    services.set_targets(made, [(world.miners, 10, 3), (world.companies, 1, 1)])
    return made


def test_figures_stand_against_targets_by_group_and_sex(period):
    miners, companies = sorted(ProgressContext.of_period(period).aims, key=lambda row: -row.people)
    assert (miners.people, miners.aim, miners.variance) == (7, 10, -3)
    assert (miners.women, miners.aim_women, miners.variance_women) == (4, 3, 1)
    assert (companies.people, companies.variance) == (1, 0)


def test_women_of_a_small_group_are_not_told(period):
    companies = next(row for row in ProgressContext.of_period(period).aims if row.people == 1)
    assert (companies.women, companies.variance_women) == (None, None)


def test_every_format_has_them(period, tmp_path, convenor, sign_in):
    facts = ProgressContext.of_period(period)
    progress_pdf(facts, {}, tmp_path / "p.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "p.pdf").pages)
    assert "Attendance against targets" in text
    progress_docx(facts, {}, tmp_path / "p.docx")
    cells = [
        cell.text
        for table in Document(tmp_path / "p.docx").tables
        for row in table.rows
        for cell in row.cells
    ]
    assert "-3" in cells
    (tmp_path / "p.xlsx").write_bytes(write_progress_book(facts))
    sheet = load_workbook(tmp_path / "p.xlsx")["Targets"]
    assert ("Artisanal miners", 7, 10, -3, 4, 3, 1) in list(sheet.values)
    assert "Attendance against targets" in sign_in(convenor).get(period.get_absolute_url()).text


def test_targets_are_filled_in_on_a_page_and_checked(world, period, convenor, sign_in):
    page = reverse("reports:period_targets", args=[period.pk])
    client = sign_in(convenor)
    bad = client.post(page, {f"people-{world.miners.pk}": "5", f"women-{world.miners.pk}": "6"})
    assert "More women than people of this group." in bad.text
    assert client.post(page, {f"people-{world.miners.pk}": "12"}).status_code == 302
    assert [(row.group, row.people, row.women) for row in period.targets.all()] == [
        (world.miners, 12, None)
    ]


def test_once_it_is_sent_its_targets_stand(world, period, convenor):
    services.send(period, by=convenor)
    with pytest.raises(PeriodMoved):
        services.set_targets(period, [])
    assert period.targets.count() == 2
