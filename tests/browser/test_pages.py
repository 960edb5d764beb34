"""Every page that somebody can reach, at the width of a phone and of a desk, in light and in dark."""

import pytest
from django.urls import reverse

from dialogues.models import Dialogue, Initiative
from reports.models import Printing
from tests.browser.conftest import WIDTHS
from tests.browser.walk import Walk
from tests.routes import is_foreign, route_names

# Reached by no link: a form only posts to them, they serve machines or developers, or they send files.
WITHOUT_A_PAGE = {
    "dialogues:initiative_part_move",
    "dialogues:part_move",
    "healthz",
    "reports:printing_download",
    "reports:printing_publish",
    "reports:printing_retry",
    "reports:printing_withdraw",
    "reports:request_printing",
    "stakeholders:group_move",
    "styleguide",
}


def test_every_page_that_anybody_in_the_demo_can_reach_is_sound(visit, demo):
    looked_at, faults = set(), []
    # The convenor first: most can be done on their pages, so they are the ones that axe looks at.
    people = [demo.pop("convenor"), *demo.values(), None]
    for user in people:
        name = user.email.partition("@")[0] if user else "visitor"
        walk = Walk(visit(user=user), WIDTHS, looked_at)
        walk.from_page("/")
        faults += [f"{name}: {fault}" for fault in walk.faults]
    assert "\n".join(faults) == ""
    # What nobody reached was not looked at: a page that no link leads to is a fault too.
    reached = {route.partition(" ")[0] for route, _width in looked_at}
    ours = {name for name in route_names() if not is_foreign(name)}
    assert ours - reached - WITHOUT_A_PAGE == set()


def test_pages_can_be_read_in_the_dark(visit, demo):
    initiative = Initiative.objects.get(slug="ground-left-behind")
    dialogue = Dialogue.objects.get(kind="field")
    session = dialogue.sessions.first()
    paths = [
        reverse("accounts:my_work"),
        initiative.get_absolute_url(),
        reverse("dialogues:initiative_edit", args=[initiative.slug]),
        dialogue.get_absolute_url(),
        reverse("dialogues:dialogue_agenda", args=[dialogue.slug]),
        reverse("dialogues:dialogue_people", args=[dialogue.slug]),
        reverse("dialogues:dialogue_said", args=[dialogue.slug]),
        reverse("dialogues:session", args=[dialogue.slug, session.pk]),
        reverse("dialogues:dialogue_outcomes", args=[dialogue.slug]),
        reverse("roadmaps:roadmap_list"),
        Printing.objects.get().get_absolute_url(),
        reverse("styleguide"),
    ]
    window = visit(user=demo["convenor"], dark=True)
    faults = []
    for path in paths:
        assert window.go(path) == 200
        faults += [f"{path}: {found}" for found in window.violations()]
    assert "\n".join(faults) == ""


@pytest.mark.parametrize("width", WIDTHS)
def test_the_style_guide_is_sound(visit, width):
    window = visit(width)
    assert window.go(reverse("styleguide")) == 200
    assert window.violations() == []
    assert not window.scrolls_sideways()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_refusal_is_a_page_too(visit, world, stranger, width):
    window = visit(width, stranger)
    assert window.go(world.dialogue.get_absolute_url()) == 404
    assert window.page.get_by_role("heading", level=1).count() == 1
    assert window.violations() == []
    assert not window.scrolls_sideways()
