"""A road that somebody walks in a browser: its steps, pages and seconds, and a picture of each step.

The pictures are kept in var/roads, one folder a road and width, beside a table of all roads walked there
(var/roads/roads.txt); every run writes them anew.
"""

import json
import shutil
from contextlib import contextmanager
from time import perf_counter

from django.conf import settings

KEPT = settings.BASE_DIR / "var" / "roads"
HEAD = f"{'road':24} {'width':>5} {'steps':>5} {'pages':>5} {'seconds':>8}\n"


class Road:
    """The road called `name` at one width; whoever walks it may use several windows, one a person."""

    def __init__(self, name, width):
        self.name = name
        self.width = width
        self.steps = []  # (what was done, pages, seconds)
        self.pages = 0
        self.pictures = 0
        self.looking = 0.0  # seconds that were spent on looking, which no step is blamed for
        self.folder = KEPT / f"{name}-{width}"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def walks(self, window):
        """Count the pages that `window` opens from now on; returns it."""

        def count(frame):
            if frame == window.page.main_frame:
                self.pages += 1

        window.page.on("framenavigated", count)
        return window

    @contextmanager
    def step(self, window, what):
        """One thing that somebody does. Where it ends must read well, fit the window and be kept.

        Only what is done within is timed; looking at the page afterwards is not.
        """
        before, looked, begun = self.pages, self.looking, perf_counter()
        try:
            yield
        except BaseException:
            window.picture(self.folder / "where-it-ended.jpg", full_page=True)
            raise
        seconds = perf_counter() - begun - (self.looking - looked)
        self.steps.append((what, self.pages - before, seconds))
        self.look(window, what)

    def look(self, window, what):
        """Keep a picture of the page as it stands, which must read well and fit the window: for a form on the
        way, as `step` does for where it ends."""
        begun = perf_counter()
        self.pictures += 1
        slug = "-".join(what.lower().split())
        path = self.folder / f"{self.pictures:02}-{slug}.jpg"
        window.picture(path, full_page=True)
        assert not window.scrolls_sideways(), f"{window.path} at “{what}”"
        assert window.violations() == [], f"{window.path} at “{what}”"
        self.looking += perf_counter() - begun

    def arrives(self):
        """The end of the road: its figures are written beside its pictures, and into the table of all."""
        rows = [
            f"{number:2} {what:56} {pages:3} {seconds:7.2f}"
            for number, (what, pages, seconds) in enumerate(self.steps, start=1)
        ]
        (self.folder / "steps.txt").write_text("\n".join(rows) + "\n")
        figures = {
            "road": self.name,
            "width": self.width,
            "steps": len(self.steps),
            "pages": sum(pages for _what, pages, _seconds in self.steps),
            "seconds": round(sum(seconds for _what, _pages, seconds in self.steps), 1),
        }
        (self.folder / "figures.json").write_text(json.dumps(figures))
        write_table()
        return figures


def write_table():
    """Write what every road took that was walked here, read back from its figures."""
    walked = [json.loads(path.read_text()) for path in sorted(KEPT.glob("*/figures.json"))]
    lines = [
        f"{row['road']:24} {row['width']:5} {row['steps']:5} {row['pages']:5} {row['seconds']:8.1f}"
        for row in walked
    ]
    (KEPT / "roads.txt").write_text(HEAD + "\n".join(lines) + "\n")
