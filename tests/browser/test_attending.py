"""From an invitation to a confirmed registration on a phone: by keyboard alone, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from convening.models import Registration
from convening.services import form as services
from convening.services.links import hand_over
from tests import factories as make

PHONE = {"width": 360, "height": 740}
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def path(transactional_db):
    """The link of somebody invited to a dialogue whose form asks for passports of who needs a visa."""
    part = make.ParticipationFactory(status="invited")
    services.add_known_section(part.dialogue, "travel")
    return hand_over(make.RegistrationFactory(participation=part))


def press(page, name, key="Enter"):
    """Go to the thing called `name` with the Tab key and press it."""
    for _time in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(document.activeElement.labels?.[0] || document.activeElement).innerText.trim()"
        )
        if here == name:
            break
    else:
        raise AssertionError(f"no way by keyboard to {name}")
    page.keyboard.press(key)


@pytest.mark.parametrize("script", [True, False])
def test_the_road_from_an_invitation_to_a_registration(chromium, live_server, path, script):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=script, locale="en-GB")
    page = context.new_page()
    page.goto(live_server.url + path)
    if script:
        assert not page.evaluate(SIDEWAYS)
        press(page, "Yes, I will come")
    else:
        page.get_by_role("button", name="Yes, I will come").click()
    expect(page.get_by_role("heading", name="Travel documents")).to_be_visible()
    number = page.get_by_label("Number of your passport")
    if script:
        expect(number).to_be_hidden()
        visa = page.locator("[name='q-needs-visa'][value='yes']")
        visa.focus()
        page.keyboard.press("Space")
    else:
        expect(page.get_by_text("Only if “Do you need a visa?” is: Yes").first).to_be_visible()
        page.locator("[name='q-needs-visa'][value='yes']").check()
    expect(number).to_be_visible()
    number.focus()
    page.keyboard.type("G1234567")
    if script:
        expect(page.get_by_text("Saved.")).to_be_visible()
        assert not page.evaluate(SIDEWAYS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look through and send")).to_be_visible()
    if script:
        press(page, "Send my answers")
    else:
        page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("Your place is confirmed")).to_be_visible()
    context.close()
    assert Registration.objects.get().answers["passport-number"] == "G1234567"
