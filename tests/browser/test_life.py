"""The life of an initiative, walked by its convenors: papers, gates, fault lines, calendar, money."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from dialogues.models import Stage
from dialogues.outlines import CRITERIA
from tests import factories as make
from tests.browser.conftest import WIDTHS
from tests.browser.test_roads import Keyboard

ISSUE = "Small mines work on ground that belongs to large ones."
REWRITTEN = "Small mines work on ground that large ones hold and do not use."
WHY_RETURNED = "Say who owns the ground that lies idle."
WHY_GO = "The money comes from the second grant, which is signed in May."


@pytest.fixture
def author(world):
    """Runs the initiative, not its programme."""
    user = make.UserFactory(email="ina.initiative@example.org", name="Ina Initiative")
    make.AppointmentFactory(user=user, role=Role.CONVENOR, initiative=world.initiative)
    return user


@pytest.fixture
def stages(world):
    """A concept note that is under way, and two stages ahead."""
    kinds = (("concept-note", "open"), ("advisory-group", "ahead"), ("scoping-paper", "ahead"))
    return [
        make.StageFactory(initiative=world.initiative, kind=kind, state=state, position=position)
        for position, (kind, state) in enumerate(kinds)
    ]


@pytest.fixture
def sound():
    """Asks of a page that axe finds nothing and that it does not scroll sideways, at both widths."""

    def ask(window):
        before = window.page.viewport_size
        for width in WIDTHS:
            window.page.set_viewport_size({"width": width, "height": before["height"]})
            assert window.violations() == [], (window.path, width)
            assert not window.scrolls_sideways(), (window.path, width)
        window.page.set_viewport_size(before)

    return ask


def begin_by_keyboard(desk):
    """Begin the concept note without a mouse; ends where it is written."""
    keyboard = Keyboard(desk)
    keyboard.tab_to("Begin the concept note")
    keyboard.enter()
    keyboard.tab_to("Title")
    desk.page.keyboard.press("ControlOrMeta+a")
    desk.page.keyboard.type("Ground that lies idle")
    assert keyboard.unseen == []


def weigh(desk, **scores):
    """Give scores, each with a reason."""
    for key, score in scores.items():
        desk.field(f"score_{key}").select_option(value=str(score))
        desk.field(f"reason_{key}").fill(f"Seen from {key.replace('_', ' ')}.")
    desk.click("Save the scores")


def test_a_concept_note_goes_from_the_first_word_to_the_gate(
    visit, world, author, convenor, stages, sound
):
    desk, head = visit(1280, author), visit(1280, convenor)
    note = reverse("dialogues:paper", args=[world.initiative.slug, "concept-note"])
    desk.go(note)
    begin_by_keyboard(desk)
    desk.fill(issue=ISSUE, why_dialogue="Courts have not settled it.")
    desk.click("Save")
    desk.click("Weigh the issue")
    weigh(desk, **dict.fromkeys(list(CRITERIA)[:3], 3))
    desk.follow("Make version 1", "Make version 1", "Submit version 1", "Submit it")
    head.go("/my-work/")
    head.click("Ground that lies idle")
    head.click("Return it with reasons instead")
    head.click("Return it")
    head.sees("Please mend what is marked")
    head.fill(reason=WHY_RETURNED)
    head.click("Return it")
    desk.go(note)
    desk.sees(WHY_RETURNED)
    sound(desk)
    write_again(desk, sound)
    head.go(note)
    head.follow("Decide on version 2", "Approve it")
    head.sees("Approved")
    sound(head)
    decide_at_the_gate(desk, world.initiative, sound)
    assert [stage.state for stage in Stage.objects.order_by("position")] == [
        "done",
        "open",
        "ahead",
    ]


def write_again(desk, sound):
    """Mend what was asked for, see what changed, and submit the new version."""
    desk.click("Write")
    desk.fill(issue=REWRITTEN)
    desk.click("Save")
    desk.click("Make version 2")
    desk.fill(note="Who holds the ground")
    desk.follow("Make version 2", "Compare two versions")
    assert "hold and do not use" in " ".join(desk.page.locator("ins").all_text_contents())
    assert "belongs to" in " ".join(desk.page.locator("del").all_text_contents())
    sound(desk)
    desk.page.go_back()
    desk.follow("Submit version 2", "Submit it")


def decide_at_the_gate(desk, initiative, sound):
    """Vouch for a criterion, go although others are not met, open the next stage; see it told."""
    desk.go(initiative.get_absolute_url())
    desk.click("Course")
    with desk.page.expect_navigation():
        desk.page.locator(".stages").get_by_role("link", name="Concept note", exact=True).click()
    desk.sees("The concept note is approved")
    sound(desk)
    desk.click("Attest it: Those concerned ask for this dialogue")
    desk.page.get_by_label("Yes, it is met").check()
    desk.fill(reason="Three chiefs wrote to us.")
    desk.page.locator("main form[method=post] button[type=submit]").click()
    desk.sees("Three chiefs wrote to us.")
    desk.click("Decide")
    sound(desk)
    desk.page.get_by_label("Go: the stage is done").check()
    desk.fill(reason=WHY_GO)
    desk.click("Record the decision")
    desk.sees("Tick this if it is meant")
    sound(desk)
    desk.page.get_by_label("Go although").check()
    desk.page.get_by_label("Advisory group").check()
    desk.click("Record the decision")
    desk.sees("Go is recorded")  # on the initiative's page, which says what comes next
    sound(desk)
    desk.click("Course")
    with desk.page.expect_navigation():
        desk.page.locator(".stages").get_by_role("link", name="Concept note", exact=True).click()
    desk.sees(WHY_GO)
    desk.page.get_by_text("The criteria as they stood then").first.click()
    desk.sees("Three chiefs wrote to us.")
    sound(desk)
    desk.go(initiative.get_absolute_url())
    desk.sees("Advisory group")
    sound(desk)
    desk.click("Course")
    desk.sees(WHY_GO)
    sound(desk)


@pytest.fixture
def fault_line(world):
    """A contested question on which one of the two groups was heard."""
    line = make.FaultLineFactory(
        initiative=world.initiative,
        title="Is ground that nobody mines free?",
        text="Two groups read the law *differently*.",
        status="contested",
    )
    make.GroupPositionFactory(
        fault_line=line, group=world.miners, stance="for", strength=3, text="It is ours to work."
    )
    return line


def test_a_fault_line_is_followed_from_the_matrix_to_a_moment(
    visit, world, convenor, fault_line, sound
):
    desk = visit(1280, convenor)
    desk.go(world.initiative.get_absolute_url())
    desk.click("Fault lines")
    desk.sees("Not yet heard")
    sound(desk)
    desk.click(fault_line.title)
    desk.sees("It is ours to work.")
    sound(desk)
    desk.click("Note what changed")
    sound(desk)
    desk.page.get_by_label("Narrowed").check()
    desk.fill(text="Companies offered the edge of the pit.", on="2026-01-14")
    desk.field("dialogue").select_option(index=1)
    desk.click("Save the note")
    desk.sees("Companies offered the edge of the pit.")
    fault_line.refresh_from_db()
    assert fault_line.status == "narrowed"
    sound(desk)


def test_a_calendar_is_turned_subscribed_to_and_shows_what_is_cancelled(
    visit, world, convenor, sound
):
    desk = visit(1280, convenor)
    desk.go("/calendar/?month=2025-12")
    desk.sees("December 2025")
    desk.click("Next")
    desk.sees("January 2026")
    desk.sees("Tarkwa dialogue")
    sound(desk)
    desk.click("Read it in your own calendar")
    desk.fill(name="My phone")
    desk.click("Make the address")
    address = desk.page.locator(".feed-address").text_content().strip()
    sound(desk)
    desk.go("/calendar/feeds/")
    assert address not in desk.page.content()
    path = address[address.index("/calendar/") :]
    answer = visit(360).page.request.get(desk.address + path)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "Tarkwa dialogue" in answer.text()

    desk.go(world.dialogue.get_absolute_url())
    desk.page.goto(f"{desk.page.url}cancel/")
    sound(desk)
    desk.fill(reason="The road is flooded.")
    desk.click("Cancel the dialogue")
    desk.sees("The road is flooded.")
    sound(desk)
    for page in ("/calendar/?month=2026-01", world.initiative.get_absolute_url(), "/dialogues/"):
        desk.go(page)
        desk.sees("Cancelled")
    assert "STATUS:CANCELLED" in desk.page.request.get(desk.address + path).text()


def test_money_is_planned_by_preset_committed_and_paid(visit, world, convenor, sound):
    world.initiative.budget_currency = "GBP"
    world.initiative.save()
    world.dialogue.kind = "thematic"
    world.dialogue.save()
    desk = visit(1280, convenor)
    desk.go(reverse("dialogues:dialogue_budget", args=[world.dialogue.slug]))
    desk.click("Plan with the preset")
    sound(desk)
    line = world.initiative.budget_lines.get()
    desk.click(line.title)
    sound(desk)
    desk.fill(what="Bus from Accra", amount="1,250.50", committed_on="2026-01-05")
    desk.click("Record it")
    desk.sees("Bus from Accra")
    with desk.page.expect_navigation():
        desk.page.get_by_role("link", name="Mark as paid").click()
    desk.fill(spent_on="2026-01-09")
    desk.click("Save")
    desk.sees("9 January 2026")
    sound(desk)
    desk.go(world.initiative.get_absolute_url())
    desk.click("Budget")
    desk.sees("1,250.50")
    sound(desk)
