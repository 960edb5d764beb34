"""From a recommendation to an action, an update by the link of a reminder, and the minutes of a review."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import post
from roadmaps.models import Action, ActionUpdate, Meeting, Roadmap
from roadmaps.services.reminding import send_due
from tests import factories as make
from tests.browser.test_weight import Scales
from tests.core.test_uploads import picture
from tests.smtp import Postbox, free_port, listening

PHONE, DESK = 360, 1280
WISH = "Map every pit on the land of the large mine."
SAID = "Twelve pits are on the map, with their owners."
MINUTES = "The Commission lends its surveyor for a week."
FIRST_VISIT, SECOND_VISIT = 60_000, 10_000  # bytes, compressed


@pytest.fixture
def postbox(settings, live_server):
    """A mail server that the site sends to."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    settings.EMAIL_USE_TLS = False
    settings.SITE_URL = live_server.url
    box = Postbox()
    with listening(box, settings.EMAIL_PORT):
        yield box


@pytest.fixture
def roadmap(world, llg_member):
    """A roadmap with nothing in it, a recommendation, and somebody who could lead and has no account."""
    make.RecommendationFactory(initiative=world.initiative, text=WISH)
    make.PersonFactory(programme=world.programme, name="Olu Owner", email="olu@example.org")
    return Roadmap.objects.get()


def is_sound(window):
    assert not window.scrolls_sideways(), window.path
    assert window.violations() == [], window.path


def test_from_a_recommendation_to_the_minutes(
    visit, roadmap, convenor, llg_member, postbox, tmp_path
):
    desk = visit(DESK, convenor)
    action = planned(desk, roadmap)
    remind(desk, roadmap)
    path = mailed(action, postbox)
    moved(visit(PHONE), path, tmp_path)
    reviewed(visit(DESK, convenor), roadmap, action)
    read(visit(PHONE, llg_member), action)


def planned(desk, roadmap):
    """The recommendation becomes an action, with a lead and a day."""
    desk.go(reverse("roadmaps:sources", args=[roadmap.pk]))
    desk.page.get_by_label(WISH).check()
    desk.fill(theme_title="Land")
    desk.click("Make actions of them")
    is_sound(desk)
    action = Action.objects.get()
    assert action.title == WISH
    desk.go(reverse("roadmaps:action_edit", args=[action.pk]))
    due = timezone.localdate() + timedelta(days=3)
    desk.fill(lead_person="Olu Owner", due=due.isoformat())
    desk.click("Save")
    action.refresh_from_db()
    assert (action.lead_person.name, action.due) == ("Olu Owner", due)
    return action


def remind(desk, roadmap):
    """Owners are reminded from now on."""
    desk.go(reverse("roadmaps:reminders", args=[roadmap.pk]))
    desk.field("reminders_on").check()
    desk.click("Save")
    roadmap.refresh_from_db()
    assert roadmap.reminders_on


def mailed(action, postbox):
    """The path of the link in the reminder that the mail server took."""
    hour = timezone.now().replace(hour=23, minute=0)
    assert send_due(now=hour) == 1
    post.send_waiting()
    mail = postbox.messages[-1]
    text = mail.get_body(("plain",)).get_content()
    assert action.title in " ".join(text.split())
    return re.search(r"https?://[^/]+(/l/\S+/)", text)[1]


def moved(phone, path, tmp_path):
    """On a phone, without an account: what happened, how far it is, and a photo."""
    scales = Scales(phone)
    assert sum(scales.visit(path).values()) <= FIRST_VISIT
    is_sound(phone)
    assert scales.visit(phone.path)[phone.path] <= SECOND_VISIT
    phone.click("Say how it goes")
    is_sound(phone)
    shot = tmp_path / "map.jpg"
    shot.write_bytes(picture())
    phone.fill(progress="40", text=SAID, caption="The map")
    phone.field("status").select_option(value="in-progress")
    phone.field("file").set_input_files(shot)
    phone.click("Send")
    phone.sees("Thank you. Your word is kept.")
    is_sound(phone)
    update = ActionUpdate.objects.get()
    assert (update.text, update.progress, update.via) == (SAID, 40, "link")
    assert update.by_person.name == "Olu Owner"
    assert update.files.get().caption == "The map"


def reviewed(desk, roadmap, action):
    """The group's meeting walks through what is new, and writes its minutes as it goes."""
    meeting = make.MeetingFactory(
        learning_group=roadmap.learning_group, on=timezone.localdate(), number=1
    )
    desk.go(meeting.get_absolute_url())
    desk.click("Begin the meeting")
    desk.page.locator("main form button[type=submit]").click()
    desk.click("Review the roadmap")
    desk.sees(SAID)
    is_sound(desk)
    desk.fill(text=MINUTES, blocked="The rains", unblocker="Nobody before June")
    desk.click("Into the minutes, and on to the next")
    desk.sees("All of it was spoken of")
    desk.click("To the minutes")
    desk.sees(MINUTES)
    is_sound(desk)
    assert Meeting.objects.get().items.get(kind="review").action == action


def read(phone, action):
    """A member reads what became of it, with where it came from."""
    phone.go(action.get_absolute_url())
    for words in (SAID, "The rains", "Olu Owner", "Recommendation"):
        phone.sees(words)
    is_sound(phone)
