"""The roads that everybody takes: in and out, by keyboard, through a form that was filled in wrongly."""

import pytest

from dialogues.models import Initiative
from stakeholders.models import Person
from tests import factories as make
from tests.browser.conftest import WIDTHS

PASSWORD = "meet under the tree"  # that of tests.factories.UserFactory
# What can be seen of the element that has the focus: its name, and whether anything marks it.
FOCUSED = """() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const marked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
        || style.boxShadow !== "none";
    const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight
        && box.right > 0 && box.left < innerWidth;
    const label = element.labels && element.labels.length ? element.labels[0] : element;
    return {
        name: (element.getAttribute("aria-label") || label.textContent).trim().replace(/\\s+/g, " "),
        seen: marked && inside,
        isBody: element === document.body,
    };
}"""
MOST_STOPS = 80


class Keyboard:
    """Somebody who uses no mouse: every stop on the way must show that it has the focus."""

    def __init__(self, visit):
        self.page = visit.page
        self.unseen = []

    def tab_to(self, name):
        """Press Tab until what is called `name` (or begins so) has the focus."""
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if not focused["seen"] and not focused["isBody"]:
                self.unseen.append(focused["name"])
            if focused["name"].startswith(name):
                return
        raise AssertionError(f"Tab does not lead to “{name}”")

    def enter(self):
        """Press Enter, and wait for where it leads."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


@pytest.mark.parametrize("width", WIDTHS)
def test_one_signs_in_and_out_by_hand(visit, convenor, width):
    window = visit(width)
    page = window.page
    window.go("/my-work/")
    assert window.path.startswith("/accounts/login/")
    window.fill(login=convenor.email, password="meet under a shrub")
    window.click("Sign in")
    window.sees("Please mend what is marked")
    window.sees("are not correct")
    assert window.field("login").input_value() == convenor.email
    assert window.violations() == []
    window.fill(password=PASSWORD)
    window.click("Sign in")
    page.wait_for_url("**/my-work/")
    page.locator(".user-menu summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    window.go("/my-work/")
    assert window.path.startswith("/accounts/login/")


def test_an_agenda_is_opened_without_a_mouse(visit, world, convenor):
    window = visit(1280)
    keyboard = Keyboard(window)
    window.go("/accounts/login/")
    keyboard.tab_to("E-mail")
    window.page.keyboard.type(convenor.email)
    keyboard.tab_to("Password")
    window.page.keyboard.type(PASSWORD)
    keyboard.enter()
    window.page.wait_for_url("**/my-work/")
    keyboard.tab_to("Dialogues")
    keyboard.enter()
    keyboard.tab_to("Tarkwa dialogue")
    keyboard.enter()
    keyboard.tab_to("Agenda")
    keyboard.enter()
    window.page.get_by_role("heading", name="Agenda", exact=True).wait_for()
    assert window.path == f"{world.dialogue.get_absolute_url()}agenda/"
    keyboard.tab_to("Edit the agenda")
    keyboard.enter()
    keyboard.tab_to("Add a part")
    keyboard.enter()
    keyboard.tab_to("Title")
    window.page.keyboard.type("Afternoon")
    keyboard.tab_to("Save")
    keyboard.enter()
    window.sees("Afternoon")
    assert keyboard.unseen == []


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visit, world, convenor):
    window = visit(1280, convenor)
    window.go(world.dialogue.get_absolute_url())
    keyboard = Keyboard(window)
    keyboard.tab_to("Skip to the content")
    keyboard.enter()
    assert window.page.evaluate("document.activeElement.id") == "main"
    keyboard.tab_to("Initiatives")  # the breadcrumbs, past the navigation
    assert window.page.locator("main :focus").count() == 1
    assert keyboard.unseen == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_slash_goes_to_the_search(visit, world, convenor, width):
    window = visit(width, convenor)
    window.go("/my-work/")
    if width == min(WIDTHS):  # no room for a field in the head of the page
        with window.page.expect_navigation():
            window.page.keyboard.press("/")
        window.page.wait_for_function("document.activeElement.type === 'search'")
    else:
        window.page.keyboard.press("/")
    window.page.keyboard.type("tarkwa")
    Keyboard(window).enter()
    window.page.get_by_role("main").get_by_role("link", name="Tarkwa dialogue").wait_for()


def test_a_slash_in_a_text_is_a_slash(visit, world, convenor):
    window = visit(1280, convenor)
    window.go(f"{world.dialogue.get_absolute_url()}parts/questions/add/")
    window.field("text").press_sequentially("Land and/or water?")
    assert window.field("text").input_value() == "Land and/or water?"


def test_an_end_before_the_start_is_told_and_nothing_typed_is_lost(visit, world, convenor):
    typed = {
        "title": "A day that ends too soon",
        "starts_on": "2026-04-07",
        "starts_at": "14:00",
        "ends_at": "09:30",
        "timezone": "Africa/Accra",
        "venue": "The old school",
        "city": "Prestea",
        "introduction": "First *line*.\nSecond line.",
    }
    window = visit(360, convenor)
    window.go(f"/dialogues/new/?initiative={world.initiative.slug}")
    window.fill(**typed)
    window.page.locator("[name=attribution][value=chatham-house]").check()
    window.click("Add the dialogue")
    summary = window.page.locator(".error-summary")
    assert summary.evaluate("element => element === document.activeElement")
    assert {name: window.field(name).input_value() for name in typed} == typed
    assert window.page.locator("[name=attribution][value=chatham-house]").is_checked()
    # The message stands by its field and is read out with it, and the summary leads there.
    end = window.field("ends_at")
    assert end.get_attribute("aria-invalid") == "true"
    described = end.get_attribute("aria-describedby").split()
    words = [window.page.locator(f"[id='{name}']").text_content() for name in described]
    assert "It ends before it starts." in " ".join(words)
    assert window.violations() == []
    assert not window.scrolls_sideways()
    summary.get_by_role("link", name="Ends at").click()
    assert end.evaluate("element => element === document.activeElement")
    end.fill("16:00")
    window.click("Add the dialogue")
    window.sees("The old school")


def test_a_partner_registers_somebody_and_does_not_see_whom_others_brought(visit, world, partner):
    other = make.PersonFactory(
        programme=world.programme, name="Yaw Elsewhere", email="yaw@example.org"
    )
    entry = make.ParticipationFactory(dialogue=world.dialogue, person=other)
    phone = visit(360, partner)
    phone.go("/my-work/")
    phone.follow("Dialogues", "Tarkwa dialogue", "People")
    phone.sees("People you registered")
    phone.click("Add somebody")
    phone.fill(**{"person-name": "Esi Quansah", "person-role": "Small-scale miner"})
    phone.fill(group="Artisanal miners")
    phone.click("Save")
    phone.sees("Esi Quansah")
    assert not phone.scrolls_sideways()
    assert phone.violations() == []
    assert Person.objects.get(name="Esi Quansah").held_by == world.partner_body
    # Not in the list, nor by search, nor by an address that was guessed.
    assert "Elsewhere" not in phone.page.content()
    people = f"{world.dialogue.get_absolute_url()}people/"
    for path in (f"{people}add/?q=Elsewhere", "/search/?q=Elsewhere", "/stakeholders/?q=Elsewhere"):
        assert phone.go(path) == 200
        assert phone.page.get_by_text("Yaw").count() == 0
    assert phone.go(f"{people}{entry.pk}/") == 404
    assert phone.go(other.get_absolute_url()) == 404


def test_several_short_texts_are_typed_with_and_without_script(visit, world, convenor):
    bare = visit(360, convenor, scripts=False)
    bare.go("/initiatives/new/")
    bare.fill(programme="Mining Dialogues", title="A shared well")
    lines = bare.page.locator("[name=outcome_areas]")
    lines.nth(0).fill("Trust")
    lines.nth(1).fill("Practice")
    bare.click("Begin the initiative")
    bare.sees("A shared well")
    initiative = Initiative.objects.get(title="A shared well")
    assert initiative.outcome_areas == ["Trust", "Practice"]

    window = visit(360, convenor)
    window.go(f"{initiative.get_absolute_url()}edit/")
    area = window.page.locator("[data-text-list]").filter(
        has=window.page.locator("[name=outcome_areas]")
    )
    area.get_by_role("button", name="Move up (2)").click()
    area.get_by_role("button", name="Add a line").click()
    window.page.keyboard.type("Policy")
    assert window.violations() == []
    window.click("Save")
    window.sees("Policy")
    initiative.refresh_from_db()
    assert initiative.outcome_areas == ["Practice", "Trust", "Policy"]


def test_what_was_typed_is_not_left_without_being_asked(visit, world, convenor):
    window = visit(1280, convenor)
    asked = []
    window.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    window.go(f"{world.dialogue.get_absolute_url()}parts/questions/add/")
    window.fill(text="Half a question")
    window.click("Cancel")
    assert asked == ["beforeunload"]
