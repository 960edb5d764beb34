"""Progress reports: what is counted, how a period goes from draft to donor, what its files say."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from core.models import Mail
from reports import printers
from reports.contexts.house import logo_of
from reports.exceptions import FiguresMoved, PeriodMoved
from reports.iati.checking import problems_of
from reports.models import Edition, Format, HouseStyle, Period, Printing, PublishingProfile
from reports.printers import progress_docx, progress_pdf
from reports.progress import services
from reports.progress.context import ProgressContext
from reports.progress.iati import activity_facts
from reports.progress.shown import figure
from reports.services import save_house_style
from roadmaps.models import Indicator
from tests import factories as make
from tests.pictures import picture
from tests.reports.office import opened_elsewhere, text_in

SECRET = "Zebedee Quartz"


@pytest.fixture
def period(world, llg_member):
    """The first half of 2026, in which one dialogue was held, money paid, and an indicator measured."""
    initiative = world.initiative
    initiative.budget_currency = "GBP"
    initiative.save()
    dialogue = world.dialogue
    dialogue.starts_on, dialogue.ends_on = date(2026, 2, 3), date(2026, 2, 4)
    dialogue.is_public = True
    dialogue.save()
    for number in range(6):
        # Of some nobody wrote down for whom they were there: the register knows it.
        came(world, world.miners if number else None, "woman" if number < 4 else "man")
    came(world, world.companies, "woman")
    came(world, world.miners, "man", status="registered")
    line = initiative.budget_lines.create(category="travel", planned=Decimal(1000))
    line.entries.create(
        amount=Decimal(250),
        what=f"Bus of {SECRET}",
        committed_on=date(2026, 1, 5),
        spent_on=date(2026, 2, 3),
    )
    line.entries.create(
        amount=Decimal(100),
        what="Earlier",
        committed_on=date(2025, 1, 5),
        spent_on=date(2025, 2, 3),
    )
    result = make.ResultFactory(
        roadmap=dialogue.roadmaps.first(), level="outcome", title="Miners have land"
    )
    indicator = make.IndicatorFactory(
        action=None, result=result, title="Hectares", unit="ha", baseline="0", target="40"
    )
    by_sex = indicator.disaggregations.create(name="sex", parts=["women", "men"])
    value = indicator.values.create(date=date(2026, 5, 1), value="12", source="Survey")
    value.parts.create(disaggregation=by_sex, part="women", number=5)
    indicator.values.create(date=date(2026, 9, 1), value="30")
    make.PersonFactory(programme=world.programme, name=SECRET, protected=True)
    return services.begin_period(
        Period(
            initiative=initiative,
            title="First half of 2026",
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 6, 30),
            activities=f"We met. {SECRET} opened the day.",
            second_currency="GHS",
            rate=Decimal("15.4"),
        )
    )


def came(world, group, gender, status="attended"):
    body = make.OrganisationFactory(programme=world.programme, group=group or world.miners)
    person = make.PersonFactory(programme=world.programme, gender=gender, organisation=body)
    make.ParticipationFactory(dialogue=world.dialogue, person=person, group=group, status=status)


def window_of(user):
    window = Client()
    window.force_login(user)
    return window


def approved(period, convenor):
    services.send(period, by=convenor)
    services.approve(period, by=convenor, seen=services.mark_of(Period.objects.get(pk=period.pk)))
    return Period.objects.select_related("initiative__programme").get(pk=period.pk)


def test_what_happened_in_the_period_is_counted(period):
    facts = ProgressContext.of_period(period)
    counts = {row.key: row.number for row in facts.counts}
    assert (counts["dialogues"], counts["people"]) == (1, 7)
    [many, few] = facts.attendance
    assert (many.people, many.women, many.men, many.is_small) == (6, 4, 2, False)
    # One woman of a company could be told by name.
    assert (few.people, few.women, few.is_small) == (1, 0, True)
    [held] = facts.dialogues
    assert held.people == 7
    [result] = facts.results
    [told] = result.indicators
    assert (told.actual, told.variance, told.percent, told.before) == ("12", "-28", 30, "")
    assert [(part.name, part.number) for part in told.parts] == [("women", "5")]
    assert facts.sums.spent == "250.00"
    assert (facts.sums.before, facts.sums.to_date, facts.sums.left) == (
        "100.00",
        "350.00",
        "650.00",
    )
    assert facts.sums.second == "3850.00"


def test_nobody_protected_and_no_closed_dialogue_is_named(period, world):
    world.dialogue.is_public = False
    world.dialogue.save()
    facts = ProgressContext.of_period(period)
    text = str(facts.to_snapshot())
    assert SECRET not in text
    assert "Protected person opened the day" in text
    assert world.dialogue.title not in text


def test_from_draft_to_donor(period, convenor, donor):
    desk, inbox = window_of(convenor), window_of(donor)
    page = period.get_absolute_url()
    assert inbox.get(page).status_code == 404
    step = reverse("reports:period_step", args=[period.pk, "send"])
    assert "Sent for approval" in desk.post(step, follow=True).text
    back = reverse("reports:period_return", args=[period.pk])
    assert desk.post(back, {"reason": ""}).status_code == 200
    desk.post(back, {"reason": "Say more of the lessons."})
    assert "Say more of the lessons." in desk.get(page).text
    edit = reverse("reports:period_edit", args=[period.pk])
    form = desk.get(edit).context["form"]
    data = {field.name: field.value() for field in form if field.value() is not None}
    desk.post(edit, data | {"lessons": "Walk the land first."})
    desk.post(step)
    seen = desk.get(page).context["seen"]
    desk.post(reverse("reports:period_approve", args=[period.pk]), {"seen": seen})
    period.refresh_from_db()
    assert period.is_frozen
    assert inbox.get(page).status_code == 404
    assert "No report is open to you yet" in inbox.get(reverse("reports:door")).text
    publish = reverse("reports:period_publish", args=[period.pk])
    assert "1 donor reads and downloads it" in desk.get(publish).text
    desk.post(publish, {})
    shown = inbox.get(page)
    assert "Walk the land first." in shown.text
    assert "Approve" not in shown.text
    assert period.title in inbox.get(reverse("reports:door")).text
    mail = Mail.objects.get(key__startswith="progress:")
    assert mail.to_email == donor.email
    assert page in mail.body
    desk.post(reverse("reports:period_step", args=[period.pk, "withdraw"]))
    assert inbox.get(page).status_code == 404
    mail.refresh_from_db()
    assert mail.state == "cancelled"


def test_what_is_frozen_stays_and_the_next_says_what_changed(period, convenor, world):
    period = approved(period, convenor)
    assert period.checksum
    came(world, world.miners, "man")
    assert ProgressContext.of_period(period).counts[1].number == 7
    following = services.begin_period(
        Period(
            initiative=period.initiative,
            title="Second half of 2026",
            starts_on=date(2026, 7, 1),
            ends_on=date(2026, 12, 31),
        )
    )
    facts = ProgressContext.of_period(following)
    assert [(row.what, row.said, row.now) for row in facts.corrections] == [
        ("Attendances", "7", "8")
    ]
    counts = {row.key: (row.number, row.before) for row in facts.counts}
    assert counts["dialogues"] == (0, 1)
    [told] = facts.results[0].indicators
    assert (told.actual, told.before) == ("30", "12")


def test_figures_that_moved_are_not_approved_unseen(period, convenor, world):
    services.send(period, by=convenor)
    seen = services.mark_of(Period.objects.get(pk=period.pk))
    came(world, world.miners, "man")
    with pytest.raises(FiguresMoved):
        services.approve(period, by=convenor, seen=seen)
    assert Period.objects.get().state == "pending"


def test_steps_that_do_not_fit_are_refused(period, convenor):
    for step in (services.publish, services.withdraw):
        with pytest.raises(PeriodMoved):
            step(period, by=convenor)
    with pytest.raises(PeriodMoved):
        services.approve(period, by=convenor, seen="")
    approved(period, convenor)
    with pytest.raises(PeriodMoved):
        services.change_period(period, based_on=period.version, fields=["title"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": "2025-01-01"}, "ends_on"),
        ({"title": ""}, "title"),
        ({"starts_on": "2026-03-01", "ends_on": "2026-09-01"}, "starts_on"),
        ({"second_currency": "ghs"}, "rate"),
        ({"rate": "2"}, "second_currency"),
        ({"second_currency": "12", "rate": "2"}, "second_currency"),
    ],
)
def test_bad_input_is_told_where_it_stands(period, convenor, sign_in, changes, field):
    data = {"title": "Other", "starts_on": "2026-07-01", "ends_on": "2026-12-31"} | changes
    page = reverse("reports:period_new", args=[period.initiative.slug])
    answer = sign_in(convenor).post(page, data)
    assert field in answer.context["form"].errors
    assert Period.objects.count() == 1


def test_its_files_say_the_same_and_name_nobody(period, convenor, donor, sign_in, world, tmp_path):
    period = approved(period, convenor)
    services.publish(period, by=convenor)
    PublishingProfile.objects.create(
        initiative=period.initiative,
        reporter=world.partner_body,
        reporter_ref="GB-CHC-1",
        identifier="GB-CHC-1-land",
        sector="32220",
        countries=["GH"],
    )
    client = sign_in(donor)

    def fetched(form):
        answer = client.get(reverse("reports:period_file", args=[period.pk, form]))
        assert answer.status_code == 200
        return b"".join(answer) if answer.streaming else answer.content

    book = openpyxl.load_workbook(io.BytesIO(fetched("xlsx")))
    said = dict(book["About"].iter_rows(min_row=2, values_only=True))
    assert (said["Initiative"], said["Period"]) == (period.initiative.title, period.title)
    assert book["Money"]["E2"].value == 250
    assert book["Logframe"]["I2"].value == "12"
    content = fetched("xml")
    assert problems_of(content) == []
    assert b"250.00" in content
    assert SECRET.encode() not in content
    facts = ProgressContext.of_period(period, Edition.PUBLIC)
    pdf, word = tmp_path / "one.pdf", tmp_path / "one.docx"
    assert progress_pdf(facts, {}, pdf) >= 1
    progress_docx(facts, {}, word)
    printed = "\n".join(page.extract_text() for page in PdfReader(pdf).pages)
    document = Document(word)
    written = "\n".join(
        [*(row.text for row in document.paragraphs)]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    for words in ("Hectares", "Survey", "First half of 2026", "Money against budget", "GBP 250"):
        assert words in printed
        assert words in written
    assert SECRET not in printed + written
    assert "Money against budget" in text_in(opened_elsewhere(tmp_path, word)["one"])
    # As long as nobody has printed it there is no PDF to be had.
    assert client.get(reverse("reports:period_file", args=[period.pk, "pdf"])).status_code == 404
    rows = Printing.objects.filter(report__period=period)
    assert set(rows.values_list("format", flat=True)) == {Format.PDF, Format.WORD}


def reporting(period, world):
    return PublishingProfile.objects.create(
        initiative=period.initiative,
        reporter=world.partner_body,
        reporter_ref="GB-CHC-1",
        identifier="GB-CHC-1-land",
    )


def test_a_mistyped_currency_is_told_and_not_published_as_another(period, convenor, world):
    period.initiative.budget_currency = "GPB"
    period.initiative.save()
    reporting(period, world)
    period = approved(period, convenor)
    desk = window_of(convenor)
    assert "“GPB”, is no code" in desk.get(period.get_absolute_url()).text
    page = reverse("reports:period_file", args=[period.pk, "xml"])
    answer = desk.get(page, follow=True)
    assert answer.redirect_chain
    assert "There is no IATI file" in answer.text


def test_what_is_no_number_is_left_out_of_the_iati_file_and_listed(period, convenor, donor, world):
    [indicator] = Indicator.objects.all()
    indicator.values.create(date=date(2026, 6, 1), value="about twenty")
    reporting(period, world)
    period = approved(period, convenor)
    services.publish(period, by=convenor)
    page = window_of(convenor).get(period.get_absolute_url()).text
    assert "It leaves out" in page
    assert "Hectares: “about twenty”" in page
    inbox = window_of(donor)
    assert "It leaves out" not in inbox.get(period.get_absolute_url()).text
    content = inbox.get(reverse("reports:period_file", args=[period.pk, "xml"])).content
    assert problems_of(content) == []
    assert b"about twenty" not in content
    assert b'measure="1"' in content


def test_an_activity_runs_from_its_first_payment_or_dialogue(period, convenor, world):
    profile = reporting(period, world)
    period = approved(period, convenor)
    facts = ProgressContext.of_period(period)
    assert facts.began_on == "2025-02-03"
    assert activity_facts(period, facts, profile)["status"] == "2"
    nothing = replace(facts, began_on="")
    assert activity_facts(period, nothing, profile)["status"] == "1"


def test_without_who_reports_there_is_no_iati_file(period, convenor, sign_in):
    period = approved(period, convenor)
    page = reverse("reports:period_file", args=[period.pk, "xml"])
    answer = sign_in(convenor).get(page, follow=True)
    assert "who reports this in IATI" in answer.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"identifier": "XX-2"}, "identifier"),
        ({"identifier": "GB-CHC-1-a/b"}, "identifier"),
        ({"reporter_ref": "GB&CHC"}, "reporter_ref"),
        ({"sector": "99999"}, "sector"),
        ({"countries": "Ghana"}, "countries"),
    ],
)
def test_who_reports_is_checked_by_the_standards_lists(world, convenor, sign_in, changes, field):
    data = {
        "reporter": world.partner_body.pk,
        "reporter_ref": "GB-CHC-1",
        "reporter_type": "21",
        "identifier": "GB-CHC-1-land",
        "sector": "32220",
        "countries": "GH",
    }
    page = reverse("reports:publishing_profile", args=[world.initiative.slug])
    client = sign_in(convenor)
    assert field in client.post(page, data | changes).context["form"].errors
    assert client.post(page, data).status_code == 302
    assert PublishingProfile.objects.get().countries == ["GH"]


def test_the_figures_take_the_same_queries_however_much_there_is(
    period, world, django_assert_max_num_queries
):
    for number in range(4):
        dialogue = make.DialogueFactory(
            initiative=world.initiative, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 1)
        )
        make.ParticipationFactory(dialogue=dialogue, status="attended")
        world.initiative.budget_lines.create(category="travel", planned=number)
    with django_assert_max_num_queries(24):
        ProgressContext.of_period(Period.objects.select_related("initiative__programme").get())


def test_an_embargo_opens_by_itself_at_the_minute_and_nothing_leaks_before(
    period, convenor, donor, time_machine
):
    time_machine.move_to(datetime(2026, 7, 1, 8, tzinfo=UTC), tick=False)
    period = approved(period, convenor)
    desk, publish = window_of(convenor), reverse("reports:period_publish", args=[period.pk])
    for wrong in ("2026-06-30", "9999-12-31"):
        assert "day" in desk.post(publish, {"day": wrong}).context["form"].errors
    desk.post(publish, {"day": "2026-07-10", "at": "09:30"})
    inbox, files = window_of(donor), ("xlsx", "xml", "pdf", "docx")
    addresses = [
        period.get_absolute_url(),
        *(reverse("reports:period_file", args=[period.pk, form]) for form in files),
    ]
    time_machine.move_to(datetime(2026, 7, 10, 9, 29, 59, tzinfo=UTC), tick=False)
    assert {inbox.get(address).status_code for address in addresses} == {404}
    assert period.title not in inbox.get(reverse("reports:door")).text
    assert period.title not in inbox.get(reverse("search") + "?q=half").text
    mail = Mail.objects.get(key__startswith="progress:")
    assert mail.not_before == datetime(2026, 7, 10, 9, 30, tzinfo=UTC)
    time_machine.move_to(datetime(2026, 7, 10, 9, 30, tzinfo=UTC), tick=False)
    assert inbox.get(addresses[0]).status_code == 200
    assert period.title in inbox.get(reverse("reports:door")).text


@pytest.mark.parametrize("form", ["pdf", "pdfa", "html", "docx"])
def test_each_of_its_files_has_the_logo_and_the_colour(period, world, tmp_path, form):
    style = HouseStyle.objects.create(
        programme=world.programme, alternative="A baobab.", colour="#7a1f1f"
    )
    save_house_style(style, based_on=1, fields=[], picture=picture())
    facts = ProgressContext.of_period(period)
    getattr(printers, f"progress_{form}")(facts, logo_of(facts), tmp_path / "p")
    if form == "docx":
        document = Document(tmp_path / "p")
        [logo] = document.inline_shapes
        assert logo._inline.docPr.get("descr") == "A baobab."
        assert str(document.styles["Heading 1"].font.color.rgb) == "7A1F1F"
    elif form == "html":
        assert 'alt="A baobab."' in (tmp_path / "p").read_text()
    else:
        assert len(PdfReader(tmp_path / "p").pages[0].images) == 1


def test_who_reports_comes_into_the_register_if_they_are_new(world, convenor, sign_in):
    page = reverse("reports:publishing_profile", args=[world.initiative.slug])
    data = {
        "reporter_ref": "GB-CHC-1",
        "reporter_type": "21",
        "identifier": "GB-CHC-1-land",
        "sector": "32220",
    }
    client = sign_in(convenor)
    assert "reporter" in client.post(page, data).context["form"].errors
    both = data | {"reporter": world.partner_body.pk, "new_reporter": "Small Mines Trust"}
    assert "new_reporter" in client.post(page, both).context["form"].errors
    assert client.post(page, data | {"new_reporter": "Small Mines Trust"}).status_code == 302
    profile = PublishingProfile.objects.get()
    assert profile.reporter.name == "Small Mines Trust"
    assert profile.reporter.programme == world.programme
    known = {"new_reporter": world.partner_body.name.upper(), "version": profile.version}
    client.post(page, data | known)
    profile.refresh_from_db()
    assert profile.reporter == world.partner_body


def test_a_period_is_approved_and_published_at_once(period, convenor, donor, sign_in):
    services.send(period, by=convenor)
    client = sign_in(convenor)
    seen = client.get(period.get_absolute_url()).context["seen"]
    page = reverse("reports:period_approve", args=[period.pk])
    answer = client.post(page, {"seen": seen, "at_once": "on"}, follow=True)
    assert "published" in answer.text
    period.refresh_from_db()
    assert period.is_open
    assert answer.context["is_printing"]
    assert donor in services.donors_of(period.initiative)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("-102800", "−102,800"),
        ("+56", "+56"),
        ("150000.50", "150,000.50"),
        ("0", "0"),
        ("1 250", "1 250"),
        ("about half", "about half"),
        ("-", "-"),
        ("", ""),
    ],
)
def test_a_figure_is_shown_as_one_reads_it(written, read):
    assert figure(written) == read
