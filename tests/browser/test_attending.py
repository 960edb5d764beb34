"""From an invitation to a confirmed registration on a phone, without JavaScript."""

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


def test_an_invitation_is_answered_without_javascript(chromium, live_server, path):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(live_server.url + path)
    assert page.evaluate(SIDEWAYS) is False
    page.get_by_role("button", name="Yes, I will come").click()
    expect(page.get_by_role("heading", name="Travel documents")).to_be_visible()
    expect(page.get_by_text("Only if “Do you need a visa?” is: Yes").first).to_be_visible()
    page.locator("[name='q-needs-visa'][value='yes']").check()
    page.get_by_label("Number of your passport").fill("G1234567")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="Look through and send")).to_be_visible()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("Your place is confirmed")).to_be_visible()
    assert Registration.objects.get().answers["passport-number"] == "G1234567"
    page.get_by_role("link", name="I cannot come after all").click()
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("button", name="Yes, I will come")).to_be_visible()
    context.close()
    assert Registration.objects.get().participation.status == "declined"
