"""A real browser against a real server: Debian's Chromium, driven by Playwright."""

import os
import shutil
from pathlib import Path

import axe_playwright_python
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Error, sync_playwright

from accounts.models import User
from reports import demonstration
from tests.smtp import Postbox, free_port, listening
from tests.worker import open_floor

WIDTHS = (360, 1280)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# WCAG 2.2 AA, and what is good practice besides.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What axe finds, as short as one can read it in a failed test.
ASK_AXE = """async (rules) => (await axe.run(document, {...rules, resultTypes: ["violations"]})).violations
    .map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`)"""
SCROLLS_SIDEWAYS = """[document.documentElement, document.querySelector("main")]
    .some((part) => part && part.scrollWidth > part.clientWidth)"""
WAIT_MILLISECONDS = 30_000  # for anything that a page should show by itself


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"],
        )
        yield browser
        browser.close()


class Visit:
    """A person's window: goes to addresses, and remembers every complaint of the browser."""

    def __init__(self, page, address):
        self.page = page
        self.address = address
        self.complaints = []
        page.set_default_timeout(WAIT_MILLISECONDS)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message):
        # A refusal that a test asks for (404, 403) is not a complaint, nor is a request that was under
        # way when the page was left: every failure of one has a name of its own besides these two.
        harmless = ("the server responded with", "htmx:sendAbort", "htmx:afterRequest")
        if message.type in {"error", "warning"} and not any(
            words in message.text for words in harmless
        ):
            self.complaints.append(message.text)

    def go(self, path):
        """Open `path`; returns the status."""
        return self.page.goto(self.address + path).status

    @property
    def path(self):
        """The address of the page that is open, without the host."""
        return self.page.url.removeprefix(self.address)

    def picture(self, path, **how):
        """Keep a picture of the page at `path`.

        Chromium refuses one now and then, mostly the first of a window, and takes the same one when it is
        asked again; whoever looks at a page shall not fall over that.
        """
        try:
            self.page.screenshot(path=path, **how)
        except Error as error:
            if "Unable to capture screenshot" not in error.message:
                raise
            self.page.screenshot(path=path, **how)

    def click(self, name):
        """Press the one link or button of this name in the page itself, and wait for where it leads."""
        main = self.page.get_by_role("main")
        link = main.get_by_role("link", name=name, exact=True)
        with self.page.expect_navigation():
            link.or_(main.get_by_role("button", name=name, exact=True)).click()

    def click_on(self, words):
        """Press the first link or button of the page itself whose name has `words`, and wait likewise."""
        main = self.page.get_by_role("main")
        link = main.get_by_role("link", name=words)
        with self.page.expect_navigation():
            link.or_(main.get_by_role("button", name=words)).first.click()

    def follow(self, *names):
        """Press one after the other."""
        for name in names:
            self.click(name)

    def fill(self, **values):
        """Fill in fields by the names they are sent under; choose in a list by what it shows."""
        for name, value in values.items():
            field = self.field(name)
            if field.evaluate("element => element.type").startswith("select"):
                field.select_option(label=value)
            else:
                field.fill(value)

    def lines(self, name, *lines):
        """Fill in a list of short texts that is sent as `name`, a line at a time."""
        boxes = self.page.locator(f"main form[method=post] textarea[name='{name}']")
        for number, line in enumerate(lines):
            if boxes.count() <= number:
                self.page.get_by_role("button", name="Add a line").last.click()
            boxes.nth(number).fill(line)

    def tab(self, name):
        """Open the tab `name`, of the page or of what stands below it."""
        tabs = self.page.locator("main nav.tabs, main nav.subtabs")
        with self.page.expect_navigation():
            tabs.get_by_role("link", name=name, exact=True).first.click()

    def field(self, name):
        """The first field of the page's form that is sent as `name`."""
        return self.page.locator(f"main form[method=post] [name='{name}']").first

    def sees(self, words):
        """Wait until `words` stand in the page itself, where they can be seen."""
        self.page.get_by_role("main").get_by_text(words).first.wait_for()

    def violations(self):
        """What axe finds on the page that is open."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE)
        return self.page.evaluate(ASK_AXE, RULES)

    def scrolls_sideways(self):
        """True if the page is wider than its window, or its content than the part that holds it."""
        return self.page.evaluate(SCROLLS_SIDEWAYS)


@pytest.fixture
def visit(chromium, live_server, transactional_db):
    """`visit(width=1280, user=None)` opens a window, signed in as `user` without typing.

    In the end no browser may have complained in any of them: no script failed, no policy was broken.
    """
    contexts, visits = [], []

    def opened(width=1280, user=None, *, scripts=True, dark=False):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            accept_downloads=True,
            locale="en-GB",
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        visits.append(Visit(context.new_page(), live_server.url))
        return visits[-1]

    yield opened
    for context in contexts:
        context.close()
    assert [complaint for visit in visits for complaint in visit.complaints] == []


@pytest.fixture
def demo(transactional_db):
    """The demo as `manage.py load_demo` loads it; its accounts by the name before the @."""
    demonstration.load_demo()
    return {user.email.partition("@")[0]: user for user in User.objects.all()}


@pytest.fixture
def postbox(settings, monkeypatch, live_server):
    """A mail server that the site sends to, and a worker that is started on the `floor` afterwards."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    settings.EMAIL_USE_TLS = False
    settings.SITE_URL = live_server.url
    known = {"HOST": settings.EMAIL_HOST, "PORT": settings.EMAIL_PORT, "TLS": "0"}
    for name, value in known.items():
        monkeypatch.setenv(f"SMTP_{name}", str(value))
    monkeypatch.setenv("SITE_URL", live_server.url)
    box = Postbox()
    with listening(box, settings.EMAIL_PORT):
        yield box


@pytest.fixture
def floor(tmp_path, settings):
    """Starts a real worker and clock beside the test: `floor.worker()`, `floor.beat()`."""
    with open_floor(tmp_path, settings) as start:
        yield start


def session_cookie(user, address):
    """The cookie of a session in which `user` is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "url": address}
