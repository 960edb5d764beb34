"""What people do on every road: open an account, sign in, wait for a mail, wait for a paper."""

import re
import time

from django.core.management import call_command

PASSWORD = "a-tree-to-meet-under"
MAIL_SECONDS = 60
PRINTING_MILLISECONDS = 120_000
LINK = re.compile(r"https?://[^/\s]+(/l/\S+/)")


def make_administrator(monkeypatch):
    """Somebody who looks after the installation, made as docs/operations.md says; their address."""
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, email="ada@example.org", verbosity=0)
    return "ada@example.org"


def sign_up(window, email, name):
    """From the front door to an account; ends on My work."""
    window.go("/")
    window.follow("Sign in", "Open an account")
    open_account(window, email, name)


def open_account(window, email, name):
    """From the page on which one opens an account to My work."""
    window.fill(email=email, name=name, password1=PASSWORD, password2=PASSWORD)
    window.click("Open the account")


def sign_in(window, email):
    """From the front door to My work."""
    window.go("/")
    window.click("Sign in")
    give_password(window, email)


def give_password(window, email):
    """From the page of signing in to My work."""
    window.fill(login=email, password=PASSWORD)
    window.click("Sign in")


def make_programme(administrator, title, convenor, groups, *, look=None):
    """From My work to a programme with its groups, and a convenor who has an account; `look` is called
    at the form as it is filled in."""
    administrator.click("Add a programme")
    administrator.fill(title=title, convenor_email=convenor)
    administrator.lines("groups", *groups)
    if look:
        look()
    administrator.click("Add the programme")
    administrator.sees(groups[-1])


def begin_initiative(convenor, **fields):
    """From anywhere to the page of a new initiative."""
    convenor.go("/my-work/")
    convenor.click("Begin an initiative")
    convenor.fill(**fields)
    convenor.click("Begin the initiative")


def mail_to(postbox, address, words):
    """The newest mail to `address` whose subject has `words`, once the server has it; its text."""
    until = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < until:
        for mail in reversed(postbox.messages):
            if address in mail["To"] and words in mail["Subject"]:
                return mail.get_body(("plain",)).get_content()
        time.sleep(0.2)
    came = [(mail["To"], mail["Subject"]) for mail in postbox.messages]
    raise AssertionError(f"No mail to {address} about “{words}”; there are {came}")


def personal_link(text):
    """The address of the personal link in a mail, without the host."""
    return LINK.search(text)[1]
