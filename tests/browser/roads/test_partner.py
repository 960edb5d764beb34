"""A partner's road, on a telephone by a slow line: twelve people from a sheet, three by hand, sponsorship,
and the door."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import Workbook

from convening.models import CheckIn, Sponsorship
from dialogues.models import Participation
from tests.browser.conftest import WIDTHS
from tests.browser.roads.beforehand import DIALOGUE, INITIATIVE, a_dialogue
from tests.browser.roads.people import open_account
from tests.browser.roads.road import Road
from tests.browser.test_door import READY

PHONE = 360
# A telephone in a village: what Chromium calls a slow third generation, with a little less luck.
SLOW_LINE = {
    "offline": False,
    "latency": 400,  # milliseconds
    "downloadThroughput": 50_000,  # bytes a second
    "uploadThroughput": 20_000,
}
# As partners keep them: a title above, every second spelling, a row left empty.
HEADINGS = ("NAME OF PARTICIPANT", "M/F", "Group/Org", "Position", "Tel.")
SHEET = (
    ("Akosua Donkor", "F", "Asuokese women", "Washer", "024 555 0117"),
    ("Efia Takyiwaa", "F", "Asuokese women", "Crusher", "0245550121"),
    ("Kwabena Osei", "M", "Wassa union", "Pit leader", "+233 20 555 0142"),
    ("Mawuli Agbeko", "M", "wassa union", "Mill owner", ""),
    ("Ama Serwaa", "F", "", "Carrier", ""),
    ("Yaa Boatemaa", "f", "Asuokese women", "Washer", "0245550122"),
    ("Kojo Antwi", "m", "Wassa union", "Digger", ""),
    ("Esi Ansah", "Female", "", "Trader", ""),
    ("Kwame Badu", "Male", "Wassa union", "Digger", "020 555 0143"),
    ("Abena Ofori", "F", "Asuokese women", "Cook", ""),
    ("Yaw Tawiah", "M", "", "Driver", "020 555 0150"),
    ("Adjoa Mensima", "F", "Asuokese women", "Secretary", "024 555 0199"),
)
PAT, BODY = "pat@example.org", "Partner Body"
BY_HAND = ("Kofi Lartey", "Dede Okyere", "Fuseini Iddi")


def partner_of(visit, width):
    """The window of somebody who registers people for a body of the register, at a dialogue of today."""
    partner = visit(width)
    partner.go(reverse("account_signup"))
    open_account(partner, PAT, "Pat Partner")
    chris = a_dialogue(visit)
    chris.go(reverse("stakeholders:organisation_add"))
    chris.fill(name=BODY)
    chris.click("Add to the register")
    chris.go("/initiatives/")
    chris.click(INITIATIVE)
    chris.tab("Team")
    chris.fill(email=PAT, role="Partner", dialogue=DIALOGUE, organisation=BODY)
    chris.click("Appoint")
    chris.sees("Pat Partner")
    return partner


def on_a_slow_line(window):
    """Leave one bar to a telephone that has kept nothing of the site."""
    line = window.page.context.new_cdp_session(window.page)
    line.send("Network.enable")
    line.send("Network.clearBrowserCache")
    line.send("Network.emulateNetworkConditions", SLOW_LINE)


@pytest.mark.parametrize("width", WIDTHS)
def test_people_are_registered_and_checked_in(visit, town, width):
    road = Road("partner", width)
    phone = road.walks(partner_of(visit, width))
    if width == PHONE:
        on_a_slow_line(phone)
    with road.step(phone, "Find the dialogue on My work"):
        phone.go("/my-work/")
        phone.click(DIALOGUE)
    with road.step(phone, "Find where people are registered"):
        phone.tab("Convening")
        phone.tab("Register people")
    bring_a_sheet(road, phone)
    by_hand(road, phone)
    sponsored(road, phone)
    at_the_door(road, phone)
    road.arrives()


def bring_a_sheet(road, phone):
    """A sheet as partners have them, matched, looked at and entered."""
    book, content = Workbook(), BytesIO()
    empty = ("", "", "", "", "")
    for row in (("List for the dialogue", *empty[1:]), HEADINGS, *SHEET[:5], empty, *SHEET[5:]):
        book.active.append(row)
    book.save(content)
    with road.step(phone, "Bring the sheet"):
        phone.click("From a sheet")
        phone.page.locator("main input[type=file]").set_input_files(
            {
                "name": "list.xlsx",
                "mimeType": "application/octet-stream",
                "buffer": content.getvalue(),
            }
        )
        phone.click("Read the headings")
    with road.step(phone, "Look at the columns"):
        column = phone.page.get_by_role("row").filter(has_text="Group/Org")
        column.locator("select").select_option(label="Organisation")
        phone.click("Read the rows")
        phone.sees(SHEET[0][0])
    with road.step(phone, "Enter them"):
        phone.page.get_by_role("main").get_by_role("button", name="Enter").last.click()
        phone.page.get_by_role("link", name="See who is registered").wait_for()
    assert Participation.objects.filter(status="registered").count() == len(SHEET)


def by_hand(road, phone):
    """Three more, one after the other."""
    with road.step(phone, "Register three by hand"):
        phone.click("See who is registered")
        phone.tab("Register people")
        for name in BY_HAND:
            phone.fill(name=name)
            phone.click("Register")
            phone.page.locator("main .rows", has_text=name).wait_for()
    assert Participation.objects.filter(status="registered").count() == len(SHEET) + len(BY_HAND)


def sponsored(road, phone):
    """A bed and a bus for one of the washers, and for the trader."""
    with road.step(phone, "Ask for sponsorship"):
        phone.tab("Sponsorship")
        for name in ("Akosua Donkor", "Esi Ansah"):
            phone.click("Ask for somebody")
            chosen = phone.page.locator("#id_participation option", has_text=name)
            phone.field("participation").select_option(value=chosen.get_attribute("value"))
            for what in ("travel", "lodging"):
                phone.page.locator(f"main input[name=what][value={what}]").check()
            phone.click("Ask for it")
            phone.sees(name)
    assert Sponsorship.objects.filter(state="requested").count() == 4


def at_the_door(road, phone):
    """On the phone, with no line for a while: who came is here, and arrives once."""
    with road.step(phone, "Open the door"):
        phone.tab("On the day")
        phone.click("Check in on a phone")
        phone.page.locator(".door-row", has_text=BY_HAND[0]).wait_for()
    with road.step(phone, "Check them in"):
        phone.page.wait_for_function(READY)
        phone.page.wait_for_load_state("networkidle")
        phone.page.context.set_offline(True)
        for name in (SHEET[0][0], SHEET[7][0], *BY_HAND):
            phone.page.get_by_label("Name or code").fill(name)
            phone.page.locator(".door-row__press", has_text=name).click()
            phone.page.locator(".door-flash", has_text=f"{name} is here.").wait_for()
        phone.page.context.set_offline(False)
        phone.page.locator("[data-door=state]", has_text="Everything is sent").wait_for()
    # Chromium tells the console of every request that found no network: that was the point.
    phone.complaints = [text for text in phone.complaints if "ERR_INTERNET" not in text]
    assert CheckIn.objects.count() == len(BY_HAND) + 2
    assert Participation.objects.filter(status="attended").count() == len(BY_HAND) + 2
