"""A convenor's road: from the first idea of an issue to a meeting report that anybody can read."""

from datetime import UTC, datetime
from functools import partial

import pytest
from pypdf import PdfReader

from dialogues.outlines import CRITERIA
from tests.browser.conftest import WIDTHS
from tests.browser.roads.people import (
    PRINTING_MILLISECONDS,
    begin_initiative,
    mail_to,
    make_programme,
    personal_link,
    sign_in,
    sign_up,
)
from tests.browser.roads.road import Road

CHRIS, EFUA, KWAME = "chris@example.org", "efua@example.org", "kwame@example.org"
PROGRAMME, INITIATIVE = "Mining dialogues", "Ground that lies idle"
TITLE = "Idle ground at Tarkwa"
ISSUE = "Small mines work on ground that large ones hold and do not use."
QUESTION = "Who may work ground that nobody mines?"
NOTE = "Companies would give back the edge of the pit."
QUOTE = "We have waited for an answer longer than the pit was open."
MESSAGE = "Idle ground can be given back by agreement."
ACTION = "Draw the map of idle ground"
GROUPS = ("Artisanal miners", "Mining companies", "Government")


@pytest.mark.parametrize("width", WIDTHS)
def test_from_an_idea_to_a_published_report(visit, town, width):
    road = Road("convenor", width)
    chris = road.walks(visit(width))
    begin(road, chris, road.walks(visit(width)))
    write_the_note(road, chris)
    pass_the_gate(road, chris)
    prepare(road, chris)
    invite(road, chris)
    guest = road.walks(visit(width))
    answer(road, guest, town)
    hold(road, chris)
    publish(road, chris)
    read(road, road.walks(visit(width)))
    road.arrives()


def begin(road, chris, administrator):
    """Two accounts, a programme with its groups, an initiative."""
    with road.step(chris, "Open an account"):
        sign_up(chris, CHRIS, "Chris Convenor")
        chris.sees("You have no role yet")
    with road.step(administrator, "Sign in as administrator"):
        sign_in(administrator, "ada@example.org")
    with road.step(administrator, "Make the programme"):
        form = partial(road.look, administrator, "The form of a programme")
        make_programme(administrator, PROGRAMME, CHRIS, GROUPS, look=form)
    with road.step(chris, "Begin the initiative"):
        begin_initiative(chris, title=INITIATIVE, issue=ISSUE)
        chris.sees("0 of 5 criteria met")


def write_the_note(road, chris):
    """The concept note is written, weighed, submitted and approved."""
    with road.step(chris, "Write the concept note"):
        chris.tab("Concept note")
        chris.click("Begin the concept note")
        chris.fill(
            why_dialogue="Courts have not settled it.",
            why_joint="Nobody can draw the line alone.",
            groups="Miners, companies, chiefs, the ministry.",
        )
        chris.click("Save")
    with road.step(chris, "Weigh the issue"):
        chris.click("Weigh the issue")
        for key in CRITERIA:
            chris.field(f"score_{key}").select_option(value="3")
            chris.field(f"reason_{key}").fill("Seen on the ground.")
        chris.click("Save the scores")
    with road.step(chris, "Send the concept note"):
        chris.click("Make version 1")
        chris.field("submit").check()
        road.look(chris, "The form of a version")
        chris.click("Make version 1")
        chris.sees("It waits for a decision")
    with road.step(chris, "Approve it"):
        chris.follow("Decide on version 1", "Approve it")
        chris.sees("Version 1 was approved")


def pass_the_gate(road, chris):
    """What no data can tell is attested, and the next stage opened."""
    with road.step(chris, "Attest what data cannot tell"):
        chris.click("On to the gate")
        for criterion, words in (
            ("Those concerned ask for this dialogue", "Three chiefs wrote to us."),
            ("The money for the next stage is secured", "The second grant is signed."),
        ):
            chris.click(f"Attest it: {criterion}")
            chris.page.get_by_label("Yes, it is met").check()
            chris.fill(reason=words)
            chris.click("Save")
        chris.sees("5 of 5 criteria met")
    with road.step(chris, "Decide at the gate"):
        chris.click("Decide")
        chris.page.get_by_label("Go: the stage is done").check()
        chris.fill(reason="Those concerned want it, and it is paid for.")
        chris.page.get_by_label("Scoping dialogue").check()
        road.look(chris, "The form of a decision")
        chris.click("Record the decision")
        chris.sees("0 of 6 criteria met")


def prepare(road, chris):
    """A dialogue with a question and an agenda, which is released."""
    with road.step(chris, "Add the dialogue"):
        chris.click_on("Add a dialogue")
        chris.fill(
            title=TITLE,
            starts_on=f"{datetime.now(UTC):%Y-%m-%d}",
            starts_at="09:00",
            ends_at="16:30",
            timezone="UTC",
            city="Tarkwa",
            country="GH",
            introduction="We met beside the *old pit*.",
        )
        assert chris.field("kind").input_value() == "scoping"
        chris.click("Add the dialogue")
    with road.step(chris, "Ask a question"):
        chris.click("Add a question")
        chris.fill(text=QUESTION, short="Who may work it?")
        chris.click("Save")
    with road.step(chris, "Draw up the agenda"):
        chris.click("Draw up the agenda")
        chris.click_on("Begin with these")
        chris.page.get_by_role("link", name="title and time of The questions of").click()
        chris.page.locator(".plan__quick [name=title]").fill("The questions, table by table")
        chris.page.locator(".plan__quick").get_by_role("button", name="Save").click()
        chris.sees("The questions, table by table")
    with road.step(chris, "Release the agenda"):
        chris.click("Release it")
        road.look(chris, "What is released")
        chris.click("Release version 1")


def invite(road, chris):
    """Two people are invited by mail, one is registered by the team."""
    with road.step(chris, "Choose whom to invite"):
        chris.click("Invite people")
        for name, email, group in (("Efua Boateng", EFUA, 0), ("Kwame Nti", KWAME, 1)):
            chris.fill(**{"new-name": name, "new-email": email, "new-group": GROUPS[group]})
            chris.click("Enter and choose them")
        chris.sees("2 people chosen so far")
    with road.step(chris, "Send the invitation"):
        chris.follow("Go on with those ticked", "Invite 2 people", "Send it to 2 people")
    with road.step(chris, "Register somebody who said yes on the telephone"):
        chris.tab("Register people")
        chris.fill(name="Abena Osei", group=GROUPS[2], organisation="Minerals Commission")
        chris.field("listed").check()
        chris.click("Register")
        chris.sees("Abena Osei is registered")


def answer(road, guest, postbox):
    """Somebody invited opens the link in the mail, and says yes."""
    path = personal_link(mail_to(postbox, EFUA, TITLE))
    with road.step(guest, "Open the link in the mail"):
        guest.go(path)
        guest.sees(TITLE)
    with road.step(guest, "Say yes"):
        guest.click("Yes, I will come")
        guest.sees("Your place is confirmed")


def hold(road, chris):
    """What was said is noted, and drawn together."""
    with road.step(chris, "See the answer"):
        chris.tab("Answers")
        chris.page.get_by_role("row", name="Efua Boateng").get_by_text("Registered").wait_for()
    with road.step(chris, "Note what was said"):
        chris.click("Take notes")
        chris.click("Add a session")
        chris.fill(title="Table of the miners", question="Who may work it?")
        chris.follow("Save", "Table of the miners")
        chris.fill(text=NOTE, group=GROUPS[1])
        chris.click("Note it")
        chris.fill(text=QUOTE, kind="Quote", group=GROUPS[0])
        chris.click("Note it")
        chris.sees(QUOTE)
    with road.step(chris, "Draw it together"):
        chris.tab("Outcomes")
        chris.click("Add a key message")
        chris.fill(text=MESSAGE)
        chris.follow("Save", "Add an action point")
        chris.fill(title=ACTION, owner_person="Abena Osei (Minerals Commission)", due="2030-05-01")
        chris.click("Save")
        chris.sees(ACTION)


def publish(road, chris):
    """The report is printed for everybody, looked at, and published."""
    with road.step(chris, "Print the report"):
        chris.tab("Reports")
        chris.click("Print: For the public")
        ready = chris.page.get_by_role("link", name="Download the PDF")
        ready.wait_for(timeout=PRINTING_MILLISECONDS)
    with road.step(chris, "Publish it"):
        chris.follow("Publish it", "Publish it")
        chris.sees("Withdraw it")


def read(road, visitor):
    """Somebody without an account finds the report from the front door, and reads it."""
    with road.step(visitor, "Read the report without an account"):
        visitor.go("/")
        visitor.click(TITLE)
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("link", name="Download the PDF").click()
    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(download.value.path()).pages).split()
    )
    for words in (TITLE, QUESTION, NOTE, QUOTE, MESSAGE, ACTION):
        assert words in text
    for name in ("Kwame Nti", "Efua Boateng"):
        assert name not in text  # the Chatham House Rule, and who was there was not asked
