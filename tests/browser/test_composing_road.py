"""A report is composed: a part is rewritten beside its pages, a diagram is drawn, and it is printed."""

import re

import pytest

from reports.composer import services
from reports.models import ReportPart
from reports.services import report_of

PHONE, DESK = 360, 1280


@pytest.fixture
def address(world):
    return f"/dialogues/{world.dialogue.slug}/reports/summary/compose/"


def is_sound(window):
    assert not window.scrolls_sideways(), window.path
    assert window.violations() == [], window.path


def pages_of(window):
    """The pictures of pages that stand beside the text, once there is one."""
    window.page.wait_for_selector("#preview img", timeout=20_000)
    return window.page.locator("#preview img").evaluate_all("found => found.map(each => each.src)")


def pages_settled(window):
    """Wait until no page is being set: a browser complains of what is asked for and not waited for."""
    window.page.wait_for_timeout(1_000)  # longer than the pause after which typing is looked at
    window.page.wait_for_load_state("networkidle")


def test_a_part_is_rewritten_beside_its_pages(visit, world, address, convenor):
    desk = visit(DESK, convenor)
    desk.go(address)
    is_sound(desk)
    desk.click("Compose it")
    desk.page.select_option("#add-part", "written")
    desk.click("Add")
    is_sound(desk)
    desk.page.fill("textarea[name=text]", "The bell was rung **once**.")
    before = pages_of(desk)
    with desk.page.expect_response(re.compile("/preview/")):
        desk.page.fill("textarea[name=text]", "The bell was rung **twice**, and then again.")
    desk.page.wait_for_function(
        "before => document.querySelector('#preview img')?.src !== before", arg=before[0]
    )
    pages_settled(desk)
    desk.click("Save")
    pages_settled(desk)
    assert ReportPart.objects.get(key="written").text == (
        "The bell was rung **twice**, and then again."
    )


def test_a_notation_that_cannot_be_read_is_put_right_on_a_phone(visit, world, convenor):
    report = report_of(world.dialogue, "summary")
    services.begin(report)
    part = services.add_part(report, "diagram")
    phone = visit(PHONE, convenor)
    phone.go(f"/dialogues/{world.dialogue.slug}/reports/summary/parts/{part.pk}/")
    pages_settled(phone)
    phone.fill(text="Talk -> Talk")
    pages_settled(phone)
    phone.click("Save")
    phone.sees("Line 1: The arrow leads from “Talk” to itself.")
    pages_settled(phone)
    phone.fill(text="Talk -> Trust")
    pages_settled(phone)
    phone.click("Save")
    assert pages_of(phone)
    is_sound(phone)


def test_without_script_the_pages_are_a_page(visit, world, address, convenor):
    report = report_of(world.dialogue, "summary")
    services.begin(report)
    part = services.add_part(report, "written")
    ReportPart.objects.filter(pk=part.pk).update(text="Plainly.")
    plain = visit(PHONE, convenor, scripts=False)
    plain.go(f"/dialogues/{world.dialogue.slug}/reports/summary/parts/{part.pk}/")
    plain.click("Show the pages")
    assert plain.page.locator(".sheets img").count() == 1
