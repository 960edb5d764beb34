"""A donor's road: a progress report read on a page and in three files, and the file for IATI."""

import io
from datetime import UTC, datetime, timedelta
from functools import partial

import docx
import openpyxl
import pytest
from lxml import etree
from pypdf import PdfReader

from reports.iati.checking import problems_of
from tests.browser.conftest import WIDTHS
from tests.browser.roads.people import (
    PRINTING_MILLISECONDS,
    begin_initiative,
    mail_to,
    make_programme,
    sign_in,
    sign_up,
)
from tests.browser.roads.road import Road

CHRIS, DANA = "chris@example.org", "dana@example.org"
PROGRAMME, INITIATIVE, DIALOGUE = "Mining dialogues", "Ground that lies idle", "At the old pit"
GROUPS = ("Artisanal miners", "Mining companies")
PERIOD = "The first sixty days"
DONE = "Those who mine and those who hold the ground met at the *old pit*."
LESSON = "People speak more freely where the pit can be seen."
REPORTER = "Small Mines Trust"
ATTENDED = (
    ("Efua Boateng", GROUPS[0], "Woman"),
    ("Kofi Ansah", GROUPS[0], "Man"),
    ("Kwame Nti", GROUPS[1], "Man"),
)


def day(ago):
    """The day so many days ago, as a form takes it."""
    return f"{datetime.now(UTC).date() - timedelta(days=ago):%Y-%m-%d}"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_progress_report_in_four_formats_and_for_iati(visit, town, width):
    road = Road("donor", width)
    chris, dana = road.walks(visit(width)), road.walks(visit(width))
    begin(road, chris, dana, road.walks(visit(width)))
    hold(road, chris)
    report(road, chris)
    read(road, dana, town)
    get_the_files(road, dana)
    road.arrives()


def begin(road, chris, dana, administrator):
    """Accounts, a programme, an initiative with its money, and its donor."""
    with road.step(chris, "The convenor opens an account"):
        sign_up(chris, CHRIS, "Chris Convenor")
    with road.step(dana, "The donor opens an account"):
        sign_up(dana, DANA, "Dana Donor")
    with road.step(administrator, "Make the programme"):
        sign_in(administrator, "ada@example.org")
        form = partial(road.look, administrator, "The form of a programme")
        make_programme(administrator, PROGRAMME, CHRIS, GROUPS, look=form)
    with road.step(chris, "Begin the initiative"):
        begin_initiative(
            chris,
            title=INITIATIVE,
            issue="Small mines work on ground that large ones hold and do not use.",
            budget_amount="100000",
            budget_currency="GBP",
        )
    with road.step(chris, "Appoint the donor"):
        chris.tab("Team")
        chris.fill(email=DANA, role="Donor")
        chris.click("Appoint")
        chris.sees("Dana Donor")


def hold(road, chris):
    """A dialogue that was held, who was there, and what it cost."""
    with road.step(chris, "Enter the dialogue that was held"):
        chris.tab("Overview")
        chris.click("Add a dialogue")
        chris.fill(
            title=DIALOGUE, kind="Field dialogue", starts_on=day(10), city="Tarkwa", country="GH"
        )
        chris.click("Add the dialogue")
    with road.step(chris, "Enter who was there"):
        chris.tab("People")
        chris.click("Add somebody")
        for name, group, gender in ATTENDED:
            chris.fill(**{"person-name": name, "person-gender": gender})
            chris.fill(group=group, status="Attended")
            last = name == ATTENDED[-1][0]
            chris.click("Save" if last else "Save and add another")
    with road.step(chris, "Enter what it cost"):
        chris.tab("Overview")
        chris.click("Its budget")
        chris.click("Add a line")
        chris.fill(title="Travel and beds", planned="9000")
        chris.follow("Add the line", "Travel and beds")
        chris.fill(what="Bus and beds", amount="8,400.50", committed_on=day(12), spent_on=day(8))
        chris.click("Record it")


def report(road, chris):
    """Who reports in IATI, and a period that is written, sent, approved and published."""
    with road.step(chris, "Say who reports"):
        chris.go("/initiatives/")
        chris.follow(INITIATIVE)
        chris.tab("Progress reports")
        chris.click("Who reports")
        chris.fill(
            new_reporter=REPORTER,
            reporter_ref="GB-CHC-327173",
            identifier="GB-CHC-327173-idle-ground",
            sector="32220",
        )
        chris.lines("countries", "GH")
        road.look(chris, "Who reports")
        chris.click("Save")
        chris.sees(REPORTER)
    with road.step(chris, "Write the period"):
        chris.click("New period")
        chris.fill(title=PERIOD, starts_on=day(60), ends_on=day(0), activities=DONE, lessons=LESSON)
        chris.click("Save")
        chris.sees(LESSON)
    with road.step(chris, "Approve and publish it"):
        chris.click("Send for approval")
        chris.page.get_by_label("Publish it at once").check()
        road.look(chris, "Before it is approved")
        chris.click("Approve and freeze")
        chris.sees("Published")


def read(road, dana, postbox):
    """The mail says that it is there, and leads to its page."""
    text = mail_to(postbox, DANA, PERIOD)
    path = next(word for word in text.split() if "/progress/" in word)
    with road.step(dana, "Open what the mail leads to"):
        dana.go(path.removeprefix(dana.address))
        dana.sees(LESSON)


def get_the_files(road, dana):
    """Each file opens in what reads it, says what the page says, and names nobody."""
    files = {}
    with road.step(dana, "Download the files"):
        # They are printed when the period opens: the page that waits for them says so, and follows.
        for label in ("PDF", "Word"):
            ready = dana.page.get_by_role("main").get_by_role("link", name=label)
            ready.wait_for(timeout=PRINTING_MILLISECONDS)
        for label in ("PDF", "Word", "Excel", "IATI 2.03"):
            with dana.page.expect_download() as download:
                dana.page.get_by_role("main").get_by_role("link", name=label).first.click()
            files[label] = download.value.path().read_bytes()
    with road.step(dana, "See all that one funds"):
        dana.go("/my-work/")
        dana.click("See what you fund")
        dana.sees(INITIATIVE)
    texts = {
        "PDF": pdf_text(files["PDF"]),
        "Word": word_text(files["Word"]),
        "Excel": excel_text(files["Excel"]),
        "IATI 2.03": files["IATI 2.03"].decode(),
    }
    for form, text in texts.items():
        assert INITIATIVE in text, form
        for name, _group, _gender in ATTENDED:
            assert name not in text, form
    for form in ("PDF", "Word", "Excel"):
        for words in (PERIOD, LESSON, *GROUPS):
            assert words in texts[form], (form, words)
    assert problems_of(files["IATI 2.03"]) == []
    activity = etree.fromstring(files["IATI 2.03"]).find("iati-activity")
    assert activity.findtext("iati-identifier") == "GB-CHC-327173-idle-ground"
    assert activity.findtext("reporting-org/narrative") == REPORTER
    assert activity.find("recipient-country").get("code") == "GH"


def pdf_text(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def word_text(content):
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def excel_text(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return " ".join(str(value) for row in rows for value in row if value is not None)
