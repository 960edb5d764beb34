"""What others did in a browser before somebody's road begins: no step, page or second of that road."""

from datetime import UTC, datetime

from django.urls import reverse

from tests.browser.roads.people import (
    begin_initiative,
    give_password,
    make_programme,
    open_account,
)

CHRIS = "chris@example.org"
PROGRAMME, INITIATIVE = "Mining dialogues", "Ground that lies idle"
DIALOGUE = "Idle ground at Tarkwa"
GROUPS = ("Artisanal miners", "Mining companies")
DESK = 1280  # at any width of the road: who prepares it sits at a desk


def an_initiative(visit):
    """A programme with groups and an initiative in it; the window of its convenor, on its page."""
    chris, administrator = visit(DESK), visit(DESK)
    chris.go(reverse("account_signup"))
    open_account(chris, CHRIS, "Chris Convenor")
    administrator.go("/my-work/")
    give_password(administrator, "ada@example.org")
    make_programme(administrator, PROGRAMME, CHRIS, GROUPS)
    begin_initiative(chris, title=INITIATIVE, issue="Large mines hold ground they do not use.")
    return chris


def a_dialogue(visit):
    """A dialogue of today in such an initiative; the window of its convenor, on its page."""
    chris = an_initiative(visit)
    chris.click("Add a dialogue")
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    chris.fill(title=DIALOGUE, kind="Scoping dialogue", starts_on=today, timezone="UTC")
    chris.fill(city="Tarkwa", country="GH")
    chris.click("Add the dialogue")
    return chris


def somebody(chris, name, email):
    """An entry of the register, in the first of the groups."""
    chris.go(reverse("stakeholders:person_add"))
    chris.fill(name=name, email=email, group=GROUPS[0])
    chris.click("Add to the register")
