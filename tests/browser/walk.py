"""Walks an application from page to page, as far as its links lead, and says what is wrong on the way."""

from collections import Counter, deque
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

# What is asked of each page at once: its heading, links to places in it that are not there, its links.
ASKED = """() => ({
    headings: document.querySelectorAll("h1").length,
    lost: [...document.querySelectorAll('a[href^="#"]')]
        .map((link) => link.getAttribute("href").slice(1))
        .filter((id) => id && !document.getElementById(id)),
    // In a drawing `link.href` is an object, so the address is put together by hand.
    links: [...document.querySelectorAll("a[href]")]
        .map((link) => new URL(link.getAttribute("href"), document.baseURI).href),
})"""
# An attachment is no page.
NOT_WALKED = (
    "printing_download",
    "printing_read",
    "dialogue_ics",
    "paper_file",
    "figure",
    "_export",
    "roadmaps:export",
    "period_file",
    "reports:feed",
    "initiative_feed",
    "public_feed",
    "donor_feed",
    "update_file",
    "travel_list",
    "map_svg",
    "import_report",
    "agenda_ics",
    "programme_ics",
)


def route_of(path):
    """The name of the route behind `path`, with the kind of part where one page serves many kinds."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    return " ".join(filter(None, (match.view_name, match.kwargs.get("kind"))))


class Walk:
    """A walk as one person, at several widths.

    Walks share `looked_at`: axe is slow, and looks at each route once for each width.
    """

    def __init__(self, visit, widths, looked_at, *, often=1):
        """`often` is how many pages of one route are looked at."""
        self.visit = visit
        self.widths = widths
        self.looked_at = looked_at
        self.often = often
        self.been = Counter()
        self.faults = []

    def from_page(self, *starts):
        """Walk breadth first from the pages `starts`."""
        waiting, known = deque(starts), set(starts)
        while waiting:
            path = waiting.popleft()
            route = route_of(path)
            if route is None or self._is_done(route):
                continue
            self.been[route] += 1
            links = [self._within(link) for link in self._look_at(path, route)]
            for link in filter(None, links):
                if link not in known:
                    known.add(link)
                    waiting.append(link)

    def _is_done(self, route):
        # The kinds of parts share their pages: once is enough for each.
        often = 1 if "part_" in route else self.often
        return self.been[route] >= often or route.endswith(NOT_WALKED)

    def _within(self, link):
        if link.startswith(f"{self.visit.address}/"):
            return link.removeprefix(self.visit.address).partition("#")[0]
        return None

    def _look_at(self, path, route):
        """Note what is wrong with the page; returns where its links lead."""
        status = self.visit.go(path)
        page = self.visit.page
        if status >= 400:
            self.faults.append(f"{path}: status {status}")
        title = page.title()
        if not title.removesuffix("· Baraza").strip():
            self.faults.append(f"{path}: no title but “{title}”")
        seen = page.evaluate(ASKED)
        if seen["headings"] != 1:
            self.faults.append(f"{path}: {seen['headings']} headings of the first level")
        self.faults += [f"{path}: nothing is at #{lost}" for lost in seen["lost"]]
        # From the width at which the page was opened to the others.
        for width in sorted(self.widths, key=lambda width: width != page.viewport_size["width"]):
            page.set_viewport_size({"width": width, "height": 800})
            if self.visit.scrolls_sideways():
                self.faults.append(f"{path}: scrolls sideways at {width} px")
            if (route, width) not in self.looked_at:
                self.looked_at.add((route, width))
                self.faults += [
                    f"{path} at {width} px: {found}" for found in self.visit.violations()
                ]
        self.faults += [f"{path}: the browser says {words}" for words in self.visit.complaints]
        self.visit.complaints.clear()
        return seen["links"]
