"""A convenor's road: from an idea to a report that anybody can read."""

import pytest
from pypdf import PdfReader

TITLE = "Water below the dam"
QUESTION = "Who decides how much water the dam may hold back in a dry year?"
QUOTE = "We count the days by the level of the river."
# Notes down what each step of the printing was called while it was the current one. That the page
# still knows it in the end shows that it was never loaded again.
WATCH = """() => {
    window.steps = [];
    const look = () => {
        const step = document.querySelector(".steps [aria-current=step]");
        const name = step ? step.textContent.trim() : "";
        if (name && name !== window.steps.at(-1)) window.steps.push(name);
    };
    look();
    new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
}"""
PRINTING_MILLISECONDS = 60_000


@pytest.fixture
def desk(visit, convenor):
    """The convenor's window at a desk, on My work."""
    window = visit(1280, convenor)
    window.go("/my-work/")
    return window


def type_in_a_dialogue(desk):
    """Begin an initiative and add a dialogue with all that a report needs; ends on its Reports."""
    desk.follow("Initiatives", "Begin an initiative")
    desk.fill(programme="Mining Dialogues", title="Sharing the river", issue="Farmers want *more*.")
    desk.click("Begin the initiative")
    desk.sees("Sharing the river")
    desk.click("Add a dialogue")
    desk.fill(
        title=TITLE,
        starts_on="2026-03-04",
        starts_at="09:00",
        ends_at="16:30",
        timezone="Africa/Accra",
        city="Akosombo",
        country="GH",
        introduction="The dam has **two** owners and one river.",
    )
    desk.click("Add the dialogue")
    prepare(desk)
    take_notes(desk)
    draw_together(desk)


def prepare(desk):
    """A question, two people, and an agenda with an item that one of them presents."""
    desk.click("Add a question")
    desk.fill(text=QUESTION, short="Who decides?")
    desk.click("Save")
    desk.follow("People", "Add somebody")
    desk.fill(**{"person-name": "Akua Frimpong", "person-role": "Fish farmer"})
    desk.field("listed").check()
    desk.click("Save and add another")
    desk.fill(**{"person-name": "Kojo Anan", "group": "Mining companies"})
    desk.field("listed").check()
    desk.click("Save")
    desk.sees("Akua Frimpong")
    desk.sees("Kojo Anan")
    desk.follow("Agenda", "Edit the agenda", "Add a part")
    desk.fill(title="Morning")
    desk.follow("Save", "Item in Morning")
    desk.fill(title="How the gates are run", start="09:15", end="10:00", format="Presentation")
    desk.fill(question="Who decides?")
    desk.click("Save")
    desk.page.locator("summary", has_text="More: How the gates are run").click()
    desk.click("Add a person in How the gates are run")
    desk.fill(person="Akua Frimpong", acts_as="Presenter", presentation="Nine months of low water")
    desk.click("Save")
    desk.sees("Nine months of low water")


def take_notes(desk):
    """A session with a note, a point under it, and a quote."""
    desk.follow("What was said", "Add a session")
    desk.fill(title="Plenary at the gauge", question="Who decides?")
    desk.follow("Save", "Plenary at the gauge")
    desk.fill(text="Releases are announced too late.", group="Mining companies")
    desk.follow("Note it", "Point under Releases are announced too late.")
    desk.fill(text="Two days would be enough.", kind="Solution")
    desk.click("Save")
    desk.sees("Two days would be enough.")
    desk.fill(text=QUOTE, kind="Quote")
    desk.click("Note it")
    desk.sees(QUOTE)


def draw_together(desk):
    """A key message and an action point."""
    desk.follow("Outcomes", "Add a key message")
    desk.fill(text="The gauge is to be read in public.")
    desk.follow("Save", "Add an action point")
    desk.fill(title="Paint the gauge", owner_person="Kojo Anan", due="2026-05-01")
    desk.click("Save")
    desk.sees("Paint the gauge")


def downloaded_text(window):
    """Download the PDF that the page offers; returns its text."""
    with window.page.expect_download() as download:
        window.page.get_by_role("link", name="Download the PDF").click()
    path = download.value.path()
    assert path.read_bytes().startswith(b"%PDF-")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_a_dialogue_is_typed_in_printed_published_and_read(desk, visit, floor):
    type_in_a_dialogue(desk)
    desk.follow("Reports", "Print: For the public")
    desk.page.evaluate(WATCH)
    desk.sees("It is next in line.")
    floor.worker()
    ready = desk.page.get_by_role("link", name="Download the PDF")
    ready.wait_for(timeout=PRINTING_MILLISECONDS)
    steps = desk.page.evaluate("window.steps")
    assert steps[0] == "Queued"
    # Polling may miss a short step, but it never sees them in another order.
    assert steps == [step for step in ("Queued", "Composing", "Printing") if step in steps]
    # Whoever does not see the page move is told.
    assert desk.page.locator("#spoken").text_content() == "Ready"
    text = downloaded_text(desk)
    for words in (TITLE, QUESTION, QUOTE, "The gauge is to be read in public.", "Paint the gauge"):
        assert words in text

    visitor = visit(360)
    visitor.go("/reports/")
    visitor.sees("No report yet")
    desk.follow("Publish it", "Publish it")
    desk.sees("Withdraw it")
    visitor.go("/")
    visitor.page.get_by_role("button", name="Menu").click()
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("navigation").get_by_role("link", name="Reports").click()
    visitor.click(TITLE)
    assert TITLE in downloaded_text(visitor)


def test_a_printing_page_without_script_follows_by_itself(visit, world, convenor, floor):
    window = visit(360, convenor, scripts=False)
    window.go(world.dialogue.get_absolute_url() + "reports/")
    window.click("Print: For the public")
    window.sees("It is next in line.")
    floor.worker()
    # Nobody presses anything: the page asks again every five seconds.
    ready = window.page.get_by_role("link", name="Download the PDF")
    ready.wait_for(timeout=PRINTING_MILLISECONDS)
    assert world.dialogue.title in downloaded_text(window)
