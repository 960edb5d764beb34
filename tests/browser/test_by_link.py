"""What personal links open: on a phone, without an account, without script."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import post
from dialogues.models import Comment, Seat, SurveyResponse
from dialogues.services.papers import make_version
from dialogues.services.surveys import invite, open_survey
from tests import factories as make
from tests.browser.test_weight import Scales

PHONE = 360
FIRST_VISIT = 60_000  # bytes, all in
AFTERWARDS = 15_000
BODY = "# Land\n\nMiners need land along the river.\n\nFarmers need it too, for cocoa.\n"
SOON = timezone.localdate() + timedelta(days=14)


@pytest.fixture
def mailed(settings, tmp_path):
    """Sends what waits in the outbox; answers the personal links in it, the newest last."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    folder = tmp_path / "mail"

    def send(address):
        settings.SITE_URL = address
        post.send_waiting()
        texts = [path.read_text() for path in sorted(folder.iterdir())]
        text = "\n".join(texts).replace("=\n", "")
        return re.findall(r"/l/[\w-]+/", text)

    return send


@pytest.fixture
def phone(visit):
    """Somebody's phone: narrow, and without script."""

    def opened():
        return visit(PHONE, scripts=False)

    return opened


def open_mail(phone, path):
    """Open the link of a mail; the token stays in no address bar."""
    assert phone.go(path) == 200
    assert "/l/" not in phone.page.url
    token = path.strip("/").rpartition("/")[2]
    assert token not in phone.page.url
    assert token not in phone.page.content()


def is_sound(phone, visit):
    """True if the page that `phone` shows, opened where scripts run, has no fault."""
    window = visit(PHONE)
    window.page.context.add_cookies(phone.page.context.cookies())
    assert window.go(phone.path) == 200
    return window.violations() == [] and not window.scrolls_sideways()


# The advisory group, and the review of a paper ----------------------------------------------------
@pytest.fixture
def nana(world):
    """Has an address, and no account."""
    return make.PersonFactory(
        programme=world.programme, name="Nana Adjei", email="nana@example.org", group=world.miners
    )


@pytest.fixture
def version(world, convenor):
    """A scoping paper, written and in its first version."""
    paper = make.PaperFactory(
        initiative=world.initiative, title="Land and mining", sections={"body": BODY}
    )
    return make_version(paper, by=convenor)


def test_an_adviser_without_an_account_accepts_and_reviews_by_mail(
    visit, world, convenor, nana, version, mailed, phone
):
    desk = visit(1280, convenor)
    desk.go(world.initiative.get_absolute_url())
    desk.follow("Advisory group", "Add somebody")
    desk.field("person").select_option(value=str(nana.pk))
    desk.fill(message="Two papers a year, and one day in Tarkwa.")
    desk.follow("Put on the list", "Invite Nana Adjei", "Send the invitation")
    serve(phone(), visit, mailed(desk.address)[-1])

    desk.go(version.paper.get_absolute_url())
    desk.click("Send version 1 for review")
    desk.fill(due_on=str(SOON), message="Look at the river.")
    desk.follow("Look at what will be sent", "Send it")
    reader = phone()
    comment(reader, visit, mailed(desk.address)[-1])
    answer(desk, version.paper)
    reader.go(reader.path)
    reader.sees("We have named the villages.")


def serve(reader, visit, path):
    """Say yes to the invitation."""
    assert len(Seat.objects.filter(state="invited")) == 1
    open_mail(reader, path)
    assert Seat.objects.get().state == "invited"
    reader.sees("Two papers a year, and one day in Tarkwa.")
    assert is_sound(reader, visit)
    reader.fill(answer="Gladly.")
    reader.click("Yes, I will serve")
    reader.sees("You serve in this advisory group.")
    seat = Seat.objects.get()
    assert (seat.state, seat.answer) == ("accepted", "Gladly.")
    assert is_sound(reader, visit)


def comment(reader, visit, path):
    """Comment on a paragraph and on the whole, take one back, and say that this is all."""
    open_mail(reader, path)
    reader.sees("Look at the river.")
    assert is_sound(reader, visit)
    block = reader.page.locator(".review__block").filter(has_text="along the river")
    block.locator("summary").click()
    block.locator("textarea").fill("Which *villages*?")
    with reader.page.expect_navigation():
        block.get_by_role("button", name="Save the comment").click()
    reader.sees("Which villages?")
    assert is_sound(reader, visit)
    reader.click("I have finished")
    reader.sees("I have more to say")
    assert Comment.objects.get().request.finished_at


def answer(desk, paper):
    """Answer the comment, make a version that follows it, and find both in place."""
    desk.go(paper.get_absolute_url())
    desk.follow("Review and comments")
    desk.go(reverse("dialogues:comment_list", args=[paper.initiative.slug, paper.kind]))
    desk.page.locator(".rows__meta").get_by_text("Nana Adjei").wait_for()
    assert desk.violations() == []
    with desk.page.expect_navigation():
        desk.page.get_by_role("main").get_by_role("link", name="Answer to comment 1").click()
    desk.page.get_by_label("Accepted", exact=True).check()
    desk.fill(response="We have named the villages.")
    with desk.page.expect_navigation():
        desk.page.locator("main form[method=post] button[type=submit]").click()
    desk.sees("it was the last one")  # none is left without an answer
    desk.go(paper.get_absolute_url())
    desk.click("Write")
    desk.fill(body=BODY.replace("along the river", "along the river at Bondaye"))
    desk.follow("Save", "Make version 2")
    desk.fill(note="Villages named")
    desk.click("Make version 2")
    desk.go(reverse("dialogues:paper_review", args=[paper.initiative.slug, paper.kind, 2]))
    place = desk.page.locator(".review__block").filter(has_text="at Bondaye")
    place.get_by_text("Which villages?").wait_for()
    assert desk.violations() == []
    desk.go(reverse("dialogues:comment_table", args=[paper.initiative.slug, paper.kind]))
    desk.sees("We have named the villages.")
    assert desk.violations() == []


# Surveys ------------------------------------------------------------------------------------------
@pytest.fixture
def survey(world):
    """An open survey in two languages; Afi, who reads French, was asked."""
    survey = make.SurveyFactory(
        initiative=world.initiative,
        title="Land and water",
        languages=["en", "fr"],
        introductions={"en": "Where do you stand?", "fr": "Où vous situez-vous ?"},
    )
    texts = (
        ("The river is clean.", "La rivière est propre."),
        ("Land is short.", "La terre manque."),
    )
    for position, (english, french) in enumerate(texts):
        make.StatementFactory(survey=survey, texts={"en": english, "fr": french}, position=position)
    afi = make.PersonFactory(
        programme=world.programme, name="Afi Kponou", email="afi@example.org", languages=["fr"]
    )
    open_survey(survey, closes_on=SOON)
    invite(survey, people=type(afi).objects.filter(pk=afi.pk))
    return survey


def said():
    """What was answered, in the order of the statements; None before anything was."""
    response = SurveyResponse.objects.first()
    return response and list(
        response.votes.order_by("statement__position").values_list("choice", flat=True)
    )


def test_a_stakeholder_answers_in_french_and_changes_their_mind(
    visit, world, survey, mailed, phone
):
    reader = phone()
    open_mail(reader, mailed(reader.address)[-1])
    reader.sees("Où vous situez-vous ?")
    assert reader.page.locator("html").get_attribute("lang") == "fr"
    assert is_sound(reader, visit)
    with reader.page.expect_navigation():
        reader.page.get_by_role("link", name="English").click()
    reader.sees("The river is clean.")
    with reader.page.expect_navigation():
        reader.page.get_by_role("link", name="Français").click()
    reader.sees("La rivière est propre.")
    assert said() is None
    choose(reader, "La rivière est propre.", "disagree")
    send(reader)
    # No group was declared: what was chosen stays.
    assert said() is None
    card = reader.page.locator("fieldset", has_text="La rivière est propre.")
    assert card.locator("[value=disagree]").is_checked()
    assert is_sound(reader, visit)
    reader.field("group").select_option(label="Artisanal miners")
    send(reader)
    assert said() == ["disagree"]
    assert "step=thanks" in reader.page.url
    assert is_sound(reader, visit)
    with reader.page.expect_navigation():
        reader.page.locator("main a.btn").click()
    choose(reader, "La rivière est propre.", "agree")
    choose(reader, "La terre manque.", "pass")
    send(reader)
    assert said() == ["agree", "pass"]
    assert SurveyResponse.objects.get().group == world.miners


def choose(reader, statement, choice):
    card = reader.page.locator("fieldset", has_text=statement)
    card.locator(f"[value={choice}]").check()


def send(reader):
    with reader.page.expect_navigation():
        reader.page.locator(".answer__send").click()


# Weight -------------------------------------------------------------------------------------------
def test_pages_of_personal_links_are_light(visit, phone, survey, mailed):
    reader = phone()
    scales = Scales(reader)
    first = scales.visit(mailed(reader.address)[-1])
    assert sum(first.values()) <= FIRST_VISIT
    path = reader.path
    assert scales.visit(path)[path] <= AFTERWARDS
    assert scales.strange == []
