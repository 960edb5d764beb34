"""How much a reader on a phone's hotspot has to fetch, compressed as it is sent."""

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error

from reports.models import Printing

FIRST_VISIT = 100_000  # bytes, with styles and script
AFTERWARDS = 15_000
GZIP_LEVEL = 6  # whitenoise and the usual proxies compress at least as well


class Scales:
    """Weighs what a window fetches: each address once, and nothing from another host."""

    def __init__(self, window):
        self.window = window
        self.fetched = {}
        self.strange = []
        window.page.on("response", self._weigh)

    def _weigh(self, response):
        if not response.url.startswith(self.window.address):
            self.strange.append(response.url)
        elif response.status == 200:
            self.fetched[urlsplit(response.url).path] = response

    def visit(self, path):
        """Open `path`; returns the bytes that were fetched for it, compressed, by address."""
        self.fetched.clear()
        assert self.window.go(path) == 200
        self.window.page.wait_for_load_state("networkidle")
        fetched = dict(self.fetched)
        return {
            address: len(gzip.compress(self._body(response), GZIP_LEVEL))
            for address, response in fetched.items()
        }

    def _body(self, response):
        try:
            return response.body()
        except Error:
            # The browser took it from its own memory and has let go of it: asked for once more.
            return self.window.page.request.get(response.url).body()


@pytest.fixture
def paths(demo):
    """Pages with much on them."""
    dialogue = Printing.objects.get(report__period=None).report.dialogue
    initiative = dialogue.initiative
    field = initiative.dialogues.get(kind="field")
    root = initiative.get_absolute_url()
    return [
        "/initiatives/",
        root,
        f"{root}stages/",
        f"{root}stages/{initiative.stages.first().key}/",
        f"{root}stages/{initiative.stages.first().key}/decide/",
        f"{root}papers/concept-note/",
        f"{root}papers/concept-note/edit/",
        f"{root}papers/concept-note/scores/",
        f"{root}papers/concept-note/compare/",
        f"{root}papers/scoping-paper/",
        f"{root}papers/scoping-paper/edit/",
        f"{root}papers/scoping-paper/versions/1/review/",
        f"{root}papers/scoping-paper/reviews/",
        f"{root}papers/scoping-paper/comments/",
        f"{root}papers/scoping-paper/comments/table/",
        f"{root}advisers/",
        f"{root}fault-lines/",
        initiative.fault_lines.first().get_absolute_url(),
        f"{root}surveys/",
        initiative.surveys.first().get_absolute_url(),
        f"{root}budget/",
        "/calendar/",
        "/calendar/timeline/",
        "/calendar/feeds/",
        "/programmes/",
        f"{field.get_absolute_url()}budget/",
        field.get_absolute_url(),
        f"{field.get_absolute_url()}agenda/",
        f"{field.get_absolute_url()}people/",
        f"{field.get_absolute_url()}said/",
        f"{field.get_absolute_url()}said/{field.sessions.first().pk}/",
        "/roadmaps/",
        "/stakeholders/",
        f"{field.get_absolute_url()}edit/",
    ]


def test_pages_are_light(visit, demo, paths):
    scales = Scales(visit(360, demo["convenor"]))
    first = scales.visit("/my-work/")
    assert any(address.endswith(".css") for address in first)
    assert any(address.endswith(".js") for address in first)
    assert sum(first.values()) <= FIRST_VISIT
    weights = {path: scales.visit(path)[path] for path in paths}
    assert {path: weight for path, weight in weights.items() if weight > AFTERWARDS} == {}
    assert scales.strange == []
