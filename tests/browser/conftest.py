"""A real browser against a real server: Debian's Chromium, driven by Playwright."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

WIDTHS = (360, 1280)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
# WCAG 2.2 AA, and what is good practice besides.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


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
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message):
        # A refusal that a test asks for (404, 403) is not a complaint.
        if message.type in {"error", "warning"} and "the server responded with" not in message.text:
            self.complaints.append(message.text)

    def go(self, path):
        """Open `path`; returns the status."""
        return self.page.goto(self.address + path).status

    def sign_in(self, user, password):
        """Sign in by hand, as a person does."""
        self.go("/accounts/login/")
        self.page.get_by_label("E-mail", exact=False).first.fill(user.email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url("**/my-work/")

    def violations(self):
        """What axe finds on the page that is open."""
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]

    def scrolls_sideways(self):
        """True if the page is wider than its window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )


@pytest.fixture
def visit(chromium, live_server, transactional_db):
    """`visit(width=1280, user=None)` opens a window, signed in as `user` without typing."""
    contexts = []

    def opened(width=1280, user=None, *, scripts=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            accept_downloads=True,
            locale="en-GB",
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        return Visit(context.new_page(), live_server.url)

    yield opened
    for context in contexts:
        context.close()


def session_cookie(user, address):
    """The cookie of a session in which `user` is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "url": address}
