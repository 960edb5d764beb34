"""The door with the network cut and restored: nothing is lost, nothing arrives twice."""

import io
from datetime import UTC, datetime

import pytest
from qrcode import QRCode

from convening.models import CheckIn, Registration
from dialogues.models import Participation
from tests import factories as make

READY = "() => !document.querySelector('[data-door=kept]').hidden"


@pytest.fixture
def guests(world):
    """Three people on the list of a dialogue that is held today, with a code each."""
    world.dialogue.starts_on = world.dialogue.ends_on = datetime.now(UTC).date()
    world.dialogue.timezone = "UTC"
    world.dialogue.save()
    rows = []
    for name in ("Éléonore Mbala", "Kofi Ansah", "Ama Serwaa"):
        person = make.PersonFactory(programme=world.programme, name=name)
        row = make.ParticipationFactory(dialogue=world.dialogue, person=person, status="registered")
        make.RegistrationFactory(participation=row)
        rows.append(row)
    return rows


def picture_of(code):
    """A PNG of the QR code as a badge shows it."""
    drawn = QRCode()
    drawn.add_data(code)
    held = io.BytesIO()
    drawn.make_image().save(held, "PNG")
    return {"name": "badge.png", "mimeType": "image/png", "buffer": held.getvalue()}


def find(page, typed, name):
    """Type a part of a name, and press the one who is found."""
    page.get_by_label("Name or code").fill(typed)
    page.locator(".door-row__press", has_text=name).click()
    page.locator(".door-flash", has_text=f"{name} is here.").wait_for()


def test_check_in_goes_on_while_the_network_is_cut_and_arrives_once(visit, world, convenor, guests):
    address = f"/dialogues/{world.dialogue.slug}/convening/door/phone/"
    window = visit(360, convenor)
    page = window.page
    assert window.go(address) == 200
    page.locator(".door-row", has_text="Kofi Ansah").wait_for()
    page.wait_for_function(READY)
    page.wait_for_load_state("networkidle")
    assert window.violations() == []
    assert not window.scrolls_sideways()

    page.context.set_offline(True)
    page.reload()
    page.locator("[data-door=state]", has_text="Off line").wait_for()
    find(page, "eleon", "Éléonore Mbala")
    find(page, "KOFI", "Kofi Ansah")
    # The same person once more: taken back, and here after all.
    page.get_by_label("Undo: Kofi Ansah").click()
    find(page, "kofi", "Kofi Ansah")
    page.get_by_text("Not on the list").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Walter Walkin")
    page.get_by_role("button", name="They are here").click()
    page.locator("[data-door=state]", has_text="Still to send: 5").wait_for()
    # A badge is read without a line too.
    page.get_by_role("button", name="Scan", exact=True).click()
    code = Registration.objects.get(participation=guests[2]).code
    page.locator("[data-door=picture]").set_input_files([picture_of(code)])
    page.locator(".door-flash", has_text="Ama Serwaa is here.").wait_for()
    page.get_by_role("button", name="Stop scanning").click()
    assert CheckIn.objects.count() == 0
    page.reload()
    page.locator("[data-door=state]", has_text="Still to send: 6").wait_for()

    page.context.set_offline(False)
    page.locator("[data-door=state]", has_text="Everything is sent").wait_for()
    assert CheckIn.objects.count() == 6
    assert Participation.objects.filter(status="attended").count() == 4
    added = Participation.objects.get(person__name="Walter Walkin")
    assert added.registration.via == Registration.Via.WALK_IN

    # What the server has is not sent again, and another phone sees it.
    page.reload()
    page.locator("[data-door=count]", has_text="4 here").wait_for()
    other = visit(360, convenor)
    other.go(address)
    other.page.locator("[data-door=count]", has_text="4 here").wait_for()
    assert CheckIn.objects.count() == 6
    # Chromium tells the console of every request that found no network: that was the point.
    window.complaints = [text for text in window.complaints if "ERR_INTERNET" not in text]
