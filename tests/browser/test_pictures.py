"""The pictures of README and guides, taken of the demo: `UPDATE_PICTURES=1` writes them to docs/images.

Without it they are taken all the same, into a folder that is thrown away: a page that a guide shows is
there, and every picture that a text shows exists and is light.
"""

import os
import re
import struct
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.urls import reverse

from dialogues.models import Dialogue, Initiative
from roadmaps.models import Roadmap
from stakeholders.models import Import, StakeholderMap

LARGEST = 200_000  # bytes
IMAGES = settings.BASE_DIR / "docs" / "images"
TEXTS = (settings.BASE_DIR / "README.md", *(settings.BASE_DIR / "docs").glob("*.md"))
DESK, PHONE = (1280, 860), (360, 740)


@dataclass(frozen=True)
class Picture:
    """A page as one of the demo's people sees it, from its `heading` on (from its top, without one);
    `there` are words that it shows once it is whole."""

    name: str
    who: str
    address: object
    there: str
    size: tuple = DESK
    heading: str = ""


def _initiative(title="Ground left behind"):
    return Initiative.objects.get(title=title).get_absolute_url()


def _ahead():
    return Dialogue.objects.get(title__startswith="Two years on")


def _held():
    return Dialogue.objects.get(title__contains="Tarkwa field dialogue")


def _part(name, row):
    return reverse(name, args=[row.dialogue.slug, row.pk])


def _map():
    return StakeholderMap.objects.order_by("pk").first().get_absolute_url()


PICTURES = (
    Picture("initiative", "convenor", _initiative, "Fault lines"),
    Picture("my-work", "convenor", lambda: reverse("accounts:my_work"), "Go to"),
    Picture(
        "answers",
        "convenor",
        lambda: reverse("convening:answers", args=[_ahead().slug]),
        "Two years on",
        heading="Answers",
    ),
    Picture(
        "notes",
        "rapporteur",
        lambda: _part("dialogues:session", _held().sessions.order_by("pk").first()),
        "All sessions",
        PHONE,
        heading="Take a note",
    ),
    Picture("map", "convenor", _map, "Influence", heading="Influence and interest"),
    Picture(
        "compose",
        "convenor",
        lambda: reverse("reports:compose", args=[_held().slug, "summary"]),
        "Parts",
    ),
    Picture(
        "roadmap",
        "convenor",
        lambda: Roadmap.objects.order_by("pk").first().get_absolute_url(),
        "overdue",
    ),
    Picture(
        "import",
        "partner",
        lambda: reverse(
            "stakeholders:import", args=[Import.objects.order_by("created_at").first().pk]
        ),
        "Akosua Donkor",
    ),
    Picture(
        "register",
        "partner",
        lambda: reverse("convening:register", args=[_ahead().slug]),
        "Register",
        PHONE,
    ),
    Picture("door", "donor", lambda: reverse("reports:door"), "Who attended"),
    Picture(
        "first-programme", "administrator", lambda: reverse("dialogues:programme_add"), "Programme"
    ),
)


def test_the_pages_that_the_texts_show(visit, demo, tmp_path):
    folder = IMAGES if os.environ.get("UPDATE_PICTURES") == "1" else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        width, height = picture.size
        window = visit(width, demo[picture.who])
        window.page.set_viewport_size({"width": width, "height": height})
        assert window.go(picture.address()) == 200, picture.name
        window.sees(picture.there)
        if picture.heading:
            heading = window.page.get_by_role("heading", name=picture.heading).last
            heading.evaluate("(element) => element.scrollIntoView()")
        path = folder / f"{picture.name}.png"
        window.picture(path)
        content = path.read_bytes()
        assert struct.unpack(">II", content[16:24]) == picture.size
        assert len(content) < LARGEST, picture.name


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_a_text_shows_pictures_that_are_made_here(text):
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", text.read_text("utf-8"))
    made = {picture.name for picture in PICTURES}
    for address in shown:
        path = (text.parent / address).resolve()
        assert path.parent == IMAGES, address
        assert path.stem in made, address
        assert 0 < path.stat().st_size < LARGEST, address


def test_every_picture_is_shown_somewhere():
    words = "".join(text.read_text("utf-8") for text in TEXTS)
    assert [each.name for each in PICTURES if f"images/{each.name}.png" not in words] == []
    assert {path.stem for path in IMAGES.glob("*.png")} == {each.name for each in PICTURES}
