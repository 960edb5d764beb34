"""The agenda in a browser: an item is dragged, another moved by keys alone, and what follows moves along."""

from datetime import date, time

import pytest
from django.urls import reverse

from dialogues.models import AgendaItem
from tests import factories as make

MONDAY, TUESDAY = date(2026, 1, 12), date(2026, 1, 13)


@pytest.fixture
def address(world):
    part = make.AgendaPartFactory(dialogue=world.dialogue, title="Plenary")
    told = [
        ("Welcome", MONDAY, 9, 10),
        ("Where things stand", MONDAY, 10, 11),
        ("Responses", MONDAY, 11, 12),
        ("Yesterday in short", TUESDAY, 9, 10),
    ]
    for position, (title, day, start, end) in enumerate(told):
        make.AgendaItemFactory(
            part=part, title=title, date=day, start=time(start), end=time(end), position=position
        )
    return reverse("dialogues:agenda_edit", args=[world.dialogue.slug])


def times():
    rows = AgendaItem.objects.order_by("date", "start")
    return [f"{row.date.day} {row.start:%H:%M}-{row.end:%H:%M} {row.title}" for row in rows]


def drag(window, title, onto):
    grip = window.page.locator(".plan__item", has_text=title).locator("[data-grip]")
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    there = window.page.locator(".plan__item", has_text=onto).bounding_box()
    mouse = window.page.mouse
    mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(box["x"] + 10, there["y"] + 30, steps=3)
    mouse.move(box["x"] + 10, there["y"] + 4, steps=2)
    mouse.up()


def focused(window):
    return window.page.evaluate("document.activeElement.getAttribute('aria-label')")


def test_an_item_is_dragged_moved_by_keys_and_made_longer(visit, convenor, address):
    desk = visit(1280, convenor)
    desk.go(address)
    drag(desk, "Responses", onto="Where things stand")
    desk.sees("Moved: “Responses” now begins at 10:00. 1 other item has another time now.")
    assert times()[1:3] == ["12 10:00-11:00 Responses", "12 11:00-12:00 Where things stand"]

    # By keys alone: down past the last of the day is the first of the next, and the focus stays on it.
    stays = desk.page.get_by_role("button", name="Move down: Where things stand")
    stays.focus()
    desk.page.keyboard.press("Enter")
    desk.sees("Moved: “Where things stand” now begins at 09:00.")
    assert times()[2:] == ["13 09:00-10:00 Where things stand", "13 10:00-11:00 Yesterday in short"]
    assert focused(desk) == "Move down: Where things stand"
    assert "now begins at 09:00" in desk.page.locator("#spoken").text_content()

    # Half an hour longer: what follows on that day begins later, and nothing on another.
    desk.page.locator(".plan__item", has_text="Welcome").locator("[data-quick]").click()
    desk.page.locator(".plan__quick [name=minutes]").fill("90")
    desk.page.keyboard.press("Enter")
    desk.sees("Saved: “Welcome”. 1 other item has another time now.")
    assert times()[:2] == ["12 09:00-10:30 Welcome", "12 10:30-11:30 Responses"]
    assert desk.violations() == []

    # Somebody else was faster: nothing is moved, and this page shows how it stands.
    AgendaItem.objects.filter(title="Welcome").update(version=9)
    desk.page.get_by_role("button", name="Move down: Welcome").click()
    desk.sees("Somebody has changed the agenda meanwhile")
    assert times()[0] == "12 09:00-10:30 Welcome"

    bare = visit(360, convenor, scripts=False)
    bare.go(address)
    assert not bare.scrolls_sideways()
    bare.click("Move down: Welcome")
    assert times()[:2] == ["12 09:00-10:00 Responses", "12 10:00-11:30 Welcome"]
