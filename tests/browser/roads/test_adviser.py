"""An adviser's road: without an account, from being asked to serve to what became of a comment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dialogues.models import Comment
from tests.browser.conftest import WIDTHS
from tests.browser.roads.beforehand import an_initiative, somebody
from tests.browser.roads.people import mail_to, personal_link
from tests.browser.roads.road import Road

NANA = "nana@example.org"
BODY = """## What is known

Forty pits lie along the river, and eleven of them are worked at night.

## What nobody knows

How many women wash, and who buys from them."""
ASKED = "Look at the river."
SAID, WHOLE = "Which villages?", "Nobody asked the fishers."
ANSWER = "We have named the villages."


@pytest.fixture
def desk(visit, town):
    """The convenor of an initiative, whose register knows somebody without an account; on its page."""
    chris = an_initiative(visit)
    page = chris.path
    somebody(chris, "Nana Adjei", NANA)
    chris.go(page)
    return chris


@pytest.mark.parametrize("width", WIDTHS)
def test_a_paper_is_reviewed_without_an_account(visit, desk, town, width):
    road = Road("adviser", width)
    road.walks(desk)
    nana = road.walks(visit(width))
    write(road, desk)
    serve(road, desk, nana, town)
    review(road, desk, nana, town)
    answered(road, desk, nana)
    road.arrives()


def write(road, desk):
    """The scoping paper, in its first version."""
    with road.step(desk, "Write the scoping paper"):
        desk.tab("Scoping paper")
        desk.click("Begin the scoping paper")
        desk.fill(body=BODY)
        desk.click("Save")
    with road.step(desk, "Make a version of it"):
        desk.click("Make version 1")
        desk.click("Make version 1")


def serve(road, desk, nana, postbox):
    """Nana is asked to advise, and says yes."""
    with road.step(desk, "Ask somebody to advise"):
        desk.tab("Advisory group")
        desk.click("Add somebody")
        desk.fill(person="Nana Adjei", message="Two papers a year.")
        desk.follow("Put on the list", "Invite Nana Adjei", "Send the invitation")
    path = personal_link(mail_to(postbox, NANA, "Invitation"))
    with road.step(nana, "Open the invitation"):
        nana.go(path)
        nana.sees("Two papers a year.")
    with road.step(nana, "Say yes"):
        nana.click("Yes, I will serve")
        nana.sees("You serve in this advisory group.")


def review(road, desk, nana, postbox):
    """The version goes out, and comes back with a remark on a paragraph and one on the whole."""
    with road.step(desk, "Send the paper for review"):
        desk.tab("Scoping paper")
        desk.click("Send version 1 for review")
        desk.fill(due_on=str(timezone.localdate() + timedelta(days=14)), message=ASKED)
        desk.follow("Look at what will be sent", "Send it")
    path = personal_link(mail_to(postbox, NANA, "Please review"))
    with road.step(nana, "Open the paper"):
        nana.go(path)
        nana.sees(ASKED)
    with road.step(nana, "Comment on a paragraph"):
        remark(nana, nana.page.locator(".review__block").filter(has_text="along the river"), SAID)
    with road.step(nana, "Comment on the whole"):
        remark(nana, nana.page.locator("main details").last, WHOLE)
    with road.step(nana, "Say that this is all"):
        nana.click("I have finished")
        nana.sees("I have more to say")
    assert {row.text for row in Comment.objects.all()} == {SAID, WHOLE}


def remark(window, place, words):
    """Write `words` into the box that `place` opens."""
    place.locator("summary").first.click()
    place.locator("textarea").first.fill(words)
    with window.page.expect_navigation():
        place.get_by_role("button", name="Save the comment").first.click()
    window.sees(words)


def answered(road, desk, nana):
    """The convenor says what becomes of each, and Nana reads it where she wrote."""
    with road.step(desk, "Answer the comments"):
        desk.go("/my-work/")
        waits = desk.page.locator("main .rows > li", has_text="Comments to answer")
        with desk.page.expect_navigation():
            waits.get_by_role("link").first.click()
        for number in (1, 2):
            desk.click(f"Answer to comment {number}")
            desk.page.get_by_label("Accepted", exact=True).check()
            desk.fill(response=ANSWER)
            with desk.page.expect_navigation():
                desk.page.locator("main form[method=post] button[type=submit]").first.click()
    with road.step(nana, "Read what became of it"):
        nana.go(nana.path)
        nana.sees(ANSWER)
