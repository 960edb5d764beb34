"""The stakeholder map in a browser: a mark is moved with the mouse and with the keys, and put back."""

import pytest
from django.utils import timezone

from tests import factories as make


@pytest.fixture
def miners(world):
    shown = make.StakeholderMapFactory(programme=world.programme, title="Land", slug="land")
    row = make.StakeholderFactory(map=shown, group=world.miners)
    make.AssessmentFactory(stakeholder=row, influence=30, interest=40)
    return row


def today(row):
    judged = row.assessments.get(on=timezone.localdate())
    return judged.influence, judged.interest


def test_a_mark_is_moved_by_mouse_and_keys_and_put_back(visit, miners, convenor):
    desk = visit(1280, convenor)
    desk.go(miners.map.get_absolute_url())
    mark = desk.page.locator("a.map-point")
    mark.scroll_into_view_if_needed()
    box = mark.locator(".map-mark").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 100, y - 100, steps=3)
    desk.page.mouse.up()
    desk.sees("Saved: 1 Artisanal miners")
    dragged = today(miners)
    assert dragged[0] > 40
    assert dragged[1] > 45
    assert desk.page.locator("[data-cell^=influence]").inner_text() == str(dragged[0])

    desk.page.get_by_role("button", name="Undo").click()
    desk.sees("Undone: the mark is where it was.")
    assert miners.assessments.count() == 1

    mark.focus()
    desk.page.keyboard.press("ArrowUp")
    desk.page.keyboard.press("Shift+ArrowRight")
    desk.sees("Influence 31, interest 50")
    desk.page.keyboard.press("Enter")
    desk.sees("Saved: 1 Artisanal miners, influence 31, interest 50.")
    assert today(miners) == (31, 50)
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Escape")
    desk.sees("Put back.")
    assert today(miners) == (31, 50)

    # Somebody else moves it meanwhile.
    type(miners).objects.update(version=9)
    mark.focus()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    desk.sees("Somebody changed this entry meanwhile.")
    assert today(miners) == (31, 50)
    assert desk.violations() == []

    bare = visit(360, convenor, scripts=False)
    bare.go(miners.map.get_absolute_url())
    assert not bare.scrolls_sideways()
    bare.page.locator("a.map-point .map-mark").click()
    bare.page.wait_for_url("**/stakeholders/*/")
