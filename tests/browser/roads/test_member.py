"""A member's road: two actions updated from a reminder, and the meeting that reviews the roadmap."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmaps.models import ActionUpdate, Meeting
from tests.browser.conftest import WIDTHS
from tests.browser.roads.beforehand import DIALOGUE, PROGRAMME, a_dialogue, somebody
from tests.browser.roads.people import mail_to, personal_link
from tests.browser.roads.road import Road

GROUP, NAME, LENA = "Tarkwa group", "Lena Leader", "lena@example.org"
FIRST, SECOND = "Map the idle pits", "Open a gate on market days"
SAID = "Twelve pits are on the map."
STUCK = "The rains have closed the road."


@pytest.fixture
def desk(visit, still_town):
    """The convenor of a group whose roadmap has two actions that its member leads, both due soon and
    reminded of at the minute that is just over."""
    chris = a_dialogue(visit)
    somebody(chris, NAME, LENA)
    chris.go(reverse("roadmaps:group_new"))
    chris.fill(programme=PROGRAMME, name=GROUP, dialogue=DIALOGUE, timezone="UTC", language="en")
    chris.click("Found the group")
    page = chris.path
    chris.tab("Members")
    chris.click_on("Add a member")
    chris.fill(person=NAME)
    chris.click("Give them a seat")
    chris.go(page)
    chris.click_on("Begin a roadmap")
    chris.fill(title="Idle ground", learning_group=GROUP)
    chris.click("Begin the roadmap")
    plan(chris)
    chris.go(page)
    return chris


def plan(chris):
    """A theme with two actions, and when who leads them is reminded."""
    chris.click_on("Add a theme")
    chris.fill(title="Land")
    chris.click("Add the theme")
    now = datetime.now(UTC)
    due = str(now.date() + timedelta(days=3))
    for title in (FIRST, SECOND):
        for label, words in (("Action", title), ("Lead", NAME), ("Due", due)):
            chris.page.get_by_role("main").get_by_label(label, exact=True).fill(words)
        chris.click_on("Add to Land")
    chris.tab("Reminders")
    chris.field("reminders_on").check()
    chris.fill(remind_at=f"{now:%H:%M}")
    chris.click("Save")


@pytest.mark.parametrize("width", WIDTHS)
def test_from_a_reminder_to_the_minutes(visit, desk, still_town, floor, width):
    road = Road("member", width)
    lena = road.walks(visit(width))
    floor.beat(late=timedelta(minutes=6))  # it looks for reminders every five
    update(road, lena, still_town)
    desk.page.set_viewport_size({"width": width, "height": 800})
    meet(road, road.walks(desk))
    road.arrives()


def update(road, lena, postbox):
    """What is due is told by mail; its link asks for both actions, and for nothing else."""
    path = personal_link(mail_to(postbox, LENA, ""))
    with road.step(lena, "Open the reminder"):
        lena.go(path)
        for title in (FIRST, SECOND):
            lena.sees(title)
    with road.step(lena, "Say how the first goes"):
        lena.page.get_by_role("link", name="Say how it goes").first.click()
        lena.fill(progress="60", text=SAID)
        lena.click("Send")
        lena.sees("Thank you. Your word is kept.")
    with road.step(lena, "Say what stops the second"):
        lena.page.get_by_role("link", name="Say how it goes").last.click()
        lena.fill(text=STUCK, progress="10")
        lena.click("Send")
        lena.sees("Thank you. Your word is kept.")
    assert ActionUpdate.objects.count() == 2


def meet(road, desk):
    """A meeting is called, the roadmap gone through, the minutes closed and approved."""
    with road.step(desk, "Call a meeting"):
        desk.tab("Meetings")
        desk.page.get_by_role("main").get_by_role("link", name="Plan a meeting").first.click()
        desk.fill(on=str(timezone.localdate()))
        desk.click("Plan it")
    with road.step(desk, "Begin it"):
        desk.click("Begin the meeting")
        desk.page.locator("main form button[type=submit]").first.click()
        desk.page.get_by_role("link", name="Review the roadmap").wait_for()
    with road.step(desk, "Note who is there"):
        desk.click("Note who is there")
        desk.page.locator("input[value=present]").first.check()
        desk.click("Save")
    with road.step(desk, "Go through the roadmap"):
        desk.click("Review the roadmap")
        desk.sees(SAID)
        for words in ("Well on its way.", "The assembly lends its grader."):
            desk.fill(text=words)
            desk.click("Into the minutes, and on to the next")
        desk.sees("All of it was spoken of")
    with road.step(desk, "Read the minutes"):
        desk.click("To the minutes")
        desk.sees("The assembly lends its grader.")
    with road.step(desk, "Close the meeting"):
        desk.click("Close the meeting")
        desk.page.locator("main form[method=post] button[type=submit]").last.click()
        desk.sees("The meeting is closed.")
    held = Meeting.objects.get()
    with road.step(desk, "Begin the next one"):
        desk.click("Plan the next meeting")
        desk.fill(on=str(timezone.localdate()))
        desk.follow("Plan it", "Begin the meeting")
        desk.page.locator("main form button[type=submit]").first.click()
        desk.sees("are not approved yet")
    with road.step(desk, "Approve the minutes"):
        desk.click("Approve them")
        desk.page.get_by_role("button", name="Approve them").wait_for(state="detached")
    held.refresh_from_db()
    assert held.approved_at.number == held.number + 1
