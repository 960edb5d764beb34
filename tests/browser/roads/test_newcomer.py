"""The road of somebody new where Baraza runs as in production: invited, confirmed, with a second factor."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.browser.roads.beforehand import DESK, GROUPS, PROGRAMME
from tests.browser.roads.people import PASSWORD, mail_to, make_programme, sign_in
from tests.browser.roads.road import Road

ADA, NINA = "ada@example.org", "nina@example.org"
PHONE = 360
PERIOD = 30  # seconds that a code is shown


@pytest.fixture
def production(settings):
    """What config/settings.py reads in production, and tests are without."""
    settings.MFA_REQUIRED = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_RATE_LIMITS = {}


def test_from_an_invitation_to_my_work(visit, still_town, production):
    invite(visit(DESK), still_town)
    road = Road("newcomer", PHONE)
    nina = road.walks(visit(PHONE))
    choose_a_password(road, nina, still_town)
    with road.step(nina, "Sign in for the first time"):
        sign_in(nina, NINA)
        nina.sees("Look in your mail")
    with road.step(nina, "Open the link in the mail"):
        nina.go(link_in(mail_to(still_town, NINA, "address yours"), nina))
    with road.step(nina, "Confirm the address"):
        nina.click("Confirm")
    with road.step(nina, "Sign in once it is confirmed"):
        sign_in(nina, NINA)
        nina.sees("Your role needs a second factor")
    with road.step(nina, "Set up the second factor"):
        secret = set_up(nina)
    with road.step(nina, "Sign out"):
        sign_out(nina)
    with road.step(nina, "Sign in with the password"):
        sign_in(nina, NINA)
        nina.sees("Your second factor")
    with road.step(nina, "Give the code"):
        nina.fill(code=code_of(secret))
        nina.click("Sign in")
        nina.sees("Begin an initiative")
    assert nina.path == "/my-work/"
    road.arrives()


def invite(ada, postbox):
    """The administrator goes the same way in, uncounted, and makes a programme for somebody new."""
    sign_in(ada, ADA)
    ada.go(link_in(mail_to(postbox, ADA, "address yours"), ada))
    ada.click("Confirm")
    sign_in(ada, ADA)
    set_up(ada)
    ada.go("/my-work/")
    make_programme(ada, PROGRAMME, NINA, GROUPS)


def choose_a_password(road, nina, postbox):
    """The mail of an appointment says where; the link to choose one comes by another."""
    path = link_in(mail_to(postbox, NINA, PROGRAMME), nina, "password")
    with road.step(nina, "Ask for a password"):
        nina.go(path)
        nina.fill(email=NINA)
        nina.click("Send the link")
    with road.step(nina, "Open the link to choose one"):
        nina.go(link_in(mail_to(postbox, NINA, "password"), nina))
    with road.step(nina, "Choose one"):
        nina.fill(password1=PASSWORD, password2=PASSWORD)
        nina.click("Keep this password")


def link_in(text, window, words=""):
    """The path of the first address in a mail that leads to an account's pages, with `words` in it."""
    return re.search(rf"{re.escape(window.address)}(/accounts/\S*{words}\S*)", text)[1]


def set_up(window):
    """Take the secret from the page as an app would, and give its first code; the secret."""
    secret = window.page.locator("#secret").inner_text()
    window.fill(code=code_of(secret))
    window.click("Turn it on")
    return secret


def code_of(secret):
    """What an app shows now, and for some seconds more."""
    left = PERIOD - time.time() % PERIOD
    time.sleep(left if left < 3 else 0)
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))


def sign_out(window):
    window.page.locator(".user-menu summary").click()
    with window.page.expect_navigation():
        window.page.get_by_role("button", name="Sign out").click()
