"""The whole road at 360 px, by keyboard alone: invited, mailed, answered, confirmed, checked in."""

import re
from datetime import UTC, datetime

import pytest
import vobject
from django.urls import reverse

from convening.models import CheckIn, Registration
from convening.releases import digest_of, freeze
from convening.services import form as services
from convening.services.links import hand_over
from convening.services.owed import write_owed
from convening.services.releases import mark_of, release_agenda
from core import post
from tests import factories as make
from tests.browser.keyboard import Keyboard
from tests.browser.test_weight import Scales

PHONE = 360
NAME = "Kofi Ansah"
FIRST_VISIT, SECOND_VISIT = 60_000, 10_000  # bytes, compressed


@pytest.fixture
def today(world, convenor):
    """A dialogue that is held today and asks two sections of questions; a miner who is not on its list."""
    world.dialogue.starts_on = world.dialogue.ends_on = datetime.now(UTC).date()
    world.dialogue.timezone = "UTC"
    world.dialogue.save()
    make.AgendaDayFactory(dialogue=world.dialogue)
    seen = mark_of(0, digest_of(freeze(world.dialogue)))
    release_agenda(world.dialogue, seen=seen, by=convenor)
    services.add_known_section(world.dialogue, "access")
    services.add_known_section(world.dialogue, "diet")
    services.add_known_section(world.dialogue, "travel")
    make.PersonFactory(
        programme=world.programme, name=NAME, email="kofi@example.org", group=world.miners
    )
    return world.dialogue


def opened(visit, path, user=None):
    """Somebody's phone with a page open, and its keys."""
    window = visit(PHONE, user)
    assert window.go(path) == 200
    return window, Keyboard(window.page)


def is_sound(window):
    assert not window.scrolls_sideways(), window.path


def newest(postbox):
    """Write and send what waits; the last mail that the server took, and its text."""
    write_owed()
    post.send_waiting()
    mail = postbox.messages[-1]
    return mail, mail.get_body(("plain",)).get_content()


def test_from_an_invitation_to_the_attendance_by_keys_on_a_phone(
    visit, today, convenor, rapporteur, postbox
):
    desk, keys = opened(visit, reverse("convening:answers", args=[today.slug]), convenor)
    invite(desk, keys)
    mail, text = newest(postbox)
    assert mail["To"].endswith("kofi@example.org>") or mail["To"] == "kofi@example.org"
    guest, guest_keys = opened(visit, re.search(r"https?://[^/]+(/l/\S+/)", text)[1])
    answer(guest, guest_keys)
    mail, _text = newest(postbox)
    confirmed(mail, today)

    is_shown(desk, keys)
    phone, phone_keys = opened(visit, reverse("convening:door", args=[today.slug]), rapporteur)
    check_in(phone, phone_keys)
    assert desk.go(reverse("convening:answers", args=[today.slug])) == 200
    keys.follow("On the day")
    keys.follow("Attendance by day")
    desk.page.get_by_role("row", name=f"{NAME} ✓ here").wait_for()
    is_sound(desk)


def invite(desk, keys):
    """Find a person of the register, look at the mail, and send it."""
    is_sound(desk)
    keys.follow("Invite people")
    is_sound(desk)
    keys.write("Name", "kofi")
    with desk.page.expect_navigation():
        keys.press("Enter")
    keys.tick(NAME)
    is_sound(desk)
    keys.send("Go on with those ticked")
    is_sound(desk)
    keys.send("Invite 1 person")
    is_sound(desk)
    keys.send("Send it to 1 person")
    is_sound(desk)


def answer(guest, keys):
    """Say yes, and answer the form section by section."""
    is_sound(guest)
    keys.send("Yes, I will come")
    is_sound(guest)
    keys.write("What do you need so that you can take part fully?", "A place in the shade")
    keys.send("Save and go on")
    keys.tick("Vegetarian")
    keys.send("Save and go on")
    is_sound(guest)
    keys.choose("Do you need a visa?", "Yes")
    keys.write("Number of your passport", "G1234567")
    is_sound(guest)
    keys.send("Save and go on")
    is_sound(guest)
    keys.send("Send my answers")
    guest.sees("Your place is confirmed")
    is_sound(guest)
    assert Registration.objects.get().answers["passport-number"] == "G1234567"


def confirmed(mail, dialogue):
    """The confirmation, with an entry that another program than ours can read."""
    [calendar] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    event = vobject.readOne(calendar.get_content()).vevent
    assert dialogue.title in event.summary.value
    starts = event.dtstart.value
    assert getattr(starts, "date", lambda: starts)() == dialogue.starts_on


def is_shown(desk, keys):
    """The team sees the answer, and has the sign-in sheet printed."""
    keys.follow("Answers")
    is_sound(desk)
    keys.follow(NAME)
    desk.sees("A place in the shade")
    is_sound(desk)
    keys.follow("Papers")
    is_sound(desk)
    keys.send("Print: Sign-in sheet")
    is_sound(desk)


def check_in(phone, keys):
    """Find who stands at the door by a part of the name, and press."""
    is_sound(phone)
    keys.follow("Check in on a phone")
    phone.page.locator(".door-row", has_text=NAME).wait_for()
    is_sound(phone)
    keys.write("Name or code", "ansah")
    keys.press("Enter")
    phone.page.locator(".door-row--here", has_text=NAME).wait_for()
    phone.sees("Everything is sent")
    is_sound(phone)
    assert [row.participation.status for row in CheckIn.objects.all()] == ["attended"]


def test_an_invitation_is_light_the_first_time_and_lighter_the_second(visit, today):
    part = make.ParticipationFactory(dialogue=today, status="invited")
    path = hand_over(make.RegistrationFactory(participation=part))
    guest = visit(PHONE)
    scales = Scales(guest)
    first = scales.visit(path)
    assert sum(first.values()) <= FIRST_VISIT
    # Styles and script are kept by the browser: their names change when they do.
    assert {name for name in first if not name.startswith("/static/")} <= {guest.path, path}
    second = scales.visit(guest.path)[guest.path]
    assert second <= SECOND_VISIT
    assert scales.strange == []
