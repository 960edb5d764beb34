"""The pictures of the README, taken of the demo: `UPDATE_PICTURES=1` writes them to docs/images."""

import os
import struct

from django.conf import settings

from dialogues.models import Initiative

WIDTH, HEIGHT = 1280, 860
LARGEST = 200_000  # bytes
PICTURE = settings.BASE_DIR / "docs" / "images" / "initiative.png"


def test_the_readme_shows_the_page_of_an_initiative(visit, demo, tmp_path):
    path = PICTURE if os.environ.get("UPDATE_PICTURES") == "1" else tmp_path / PICTURE.name
    path.parent.mkdir(parents=True, exist_ok=True)
    initiative = Initiative.objects.get(title="Ground left behind")
    window = visit(WIDTH, demo["convenor"])
    window.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    window.go(initiative.get_absolute_url())
    window.sees("Fault lines")
    window.page.screenshot(path=path)
    # The picture that readers see is of the right size, and light.
    for picture in {path, PICTURE}:
        content = picture.read_bytes()
        assert struct.unpack(">II", content[16:24]) == (WIDTH, HEIGHT)
        assert len(content) < LARGEST
