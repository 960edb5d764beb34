"""A member's road: two actions updated from a reminder, and the meeting that reviews the roadmap."""

from datetime import timedelta

import pytest
from django.utils import timezone

from roadmaps.models import ActionUpdate, Meeting
from roadmaps.services.reminding import send_due
from tests import factories as make
from tests.browser.conftest import WIDTHS
from tests.browser.roads.people import mail_to, personal_link
from tests.browser.roads.road import Road

LENA = "lena@example.org"
FIRST, SECOND = "Map the idle pits", "Open a gate on market days"
SAID = "Twelve pits are on the map."
STUCK = "The rains have closed the road."


@pytest.fixture
def group(world, convenor, llg_member, postbox, floor):
    """A group with a roadmap of two actions that its member leads, both due soon; mail, worker, clock."""
    lena = llg_member.people.get()
    lena.email = LENA
    lena.save()
    learning_group = lena.memberships.get().learning_group
    roadmap = learning_group.roadmaps.get()
    roadmap.reminders_on = True
    roadmap.save()
    theme = make.ThemeFactory(roadmap=roadmap, title="Land")
    for title in (FIRST, SECOND):
        due = timezone.localdate() + timedelta(days=3)
        make.ActionFactory(
            theme=theme, title=title, lead_person=lena, due=due, status="in-progress"
        )
    floor.worker()
    floor.beat()
    return learning_group


@pytest.mark.parametrize("width", WIDTHS)
def test_from_a_reminder_to_the_minutes(visit, group, convenor, postbox, width):
    road = Road("member", width)
    lena = road.walks(visit(width))
    update(road, lena, postbox)
    desk = road.walks(visit(width, convenor))
    meet(road, desk, group)
    road.arrives()


def update(road, lena, postbox):
    """What is due is told by mail; its link asks for both actions, and for nothing else."""
    send_due(now=timezone.now().replace(hour=23, minute=0))
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


def meet(road, desk, group):
    """A meeting is called, the roadmap gone through, the minutes closed and approved."""
    with road.step(desk, "Call a meeting"):
        desk.go(group.get_absolute_url())
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
