"""Pages with far too much on them, and with nothing: names of 120 letters in six languages, hundreds of
everything; a programme that began a minute ago. And whether the keyboard shows where it is."""

from itertools import cycle

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from playwright.sync_api import Error

from stakeholders.models import Person
from tests.benchmarks.pages import pages
from tests.benchmarks.sizes import Size
from tests.benchmarks.world import grow
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import WITHOUT_A_PAGE
from tests.routes import is_foreign

LONG = 120  # letters
WORDS = (
    "Nsɛmmisabea Adwumakuw Nkabom",
    "Muungano wa Wachimbaji Wadogo",
    "Persatuan Penambang Rakyat",
    "Coopérative des orpailleuses de la vallée",
    "Asociación de mineros artesanales",
    "جمعية عمال المناجم الحرفيين",
    "手工采矿者联合会",
)
NO_SPACE = "Bergbaugenossenschaftsvorstandsmitglied"
FIELDS = ("name", "title", "role", "subtitle", "label")
HUNDREDS = Size(
    people=300, organisations=60, people_here=120, notes_here=120, actions=60, members=20, team=10
)
# Focuses every control in turn, as the Tab key does, and tells of those that nothing marks.
# The innermost things that reach beyond the window.
WIDE = """() => [...document.querySelectorAll("main *, footer *, header *")]
    .filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter((part) => ![...part.children].some(
        (child) => child.getBoundingClientRect().right > document.documentElement.clientWidth + 1))
    .filter((part) => !part.closest("nav.tabs, nav.subtabs"))
    .slice(0, 2).map((part) => part.outerHTML.slice(0, 90).replace(/\\s+/g, " "))"""
UNMARKED = """() => {
    const bad = new Set();
    const marks = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
        || style.boxShadow !== "none";
    const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
    for (const element of document.querySelectorAll(controls)) {
        const box = element.getBoundingClientRect();
        if (element.disabled || element.tabIndex < 0 || box.width === 0) continue;
        element.focus({ preventScroll: true });
        if (document.activeElement !== element) continue;
        const around = [element, element.parentElement, element.closest("label")].filter(Boolean);
        if (!around.some((part) => marks(getComputedStyle(part)))) bad.add(element.outerHTML.slice(0, 120));
        if (element.tabIndex > 0) bad.add("out of turn: " + element.outerHTML.slice(0, 120));
    }
    return [...bad].slice(0, 3);
}"""


def swell():
    """Make names and titles as long as they may be, one after the other in another language, and every
    fifth without a space."""
    turn = cycle(WORDS)
    number = 0
    for model in apps.get_models():
        if model._meta.app_label not in ("stakeholders", "dialogues", "convening", "roadmaps"):
            continue
        names = [
            field
            for field in model._meta.get_fields()
            if isinstance(field, models.CharField) and field.name in FIELDS and not field.choices
        ]
        for row in model.objects.order_by("pk")[:60] if names else ():
            for field in names:
                number += 1
                most = min(LONG, field.max_length or LONG)
                text = NO_SPACE * 4 if number % 5 == 0 else f"{next(turn)} " * 5
                told = f"{number} {text}"[:most].strip()
                model.objects.filter(pk=row.pk).update(**{field.name: told})


@pytest.fixture
def crowd(world, cast):
    """The addresses of every page, in a world that holds hundreds of everything, under endless names."""
    world.initiative.is_public = world.dialogue.is_public = True
    world.initiative.save()
    world.dialogue.save()
    found = [
        route
        for route in pages(world)
        if route.name not in WITHOUT_A_PAGE and not is_foreign(route.name)
    ]
    grow(world, HUNDREDS)
    swell()
    assert Person.objects.count() > 300
    return found


def status_of(window, url):
    """The status of the page at `url`; 405 for one that is only posted to, which Chromium will not show."""
    try:
        return window.go(url)
    except Error:
        return 405


def test_far_too_much_breaks_no_page(visit, crowd, convenor):
    window = visit(1280, convenor)
    faults, shown = [], 0
    for route in crowd:
        if status_of(window, route.url) != 200:
            continue
        shown += 1
        for width in WIDTHS:
            window.page.set_viewport_size({"width": width, "height": 800})
            if window.scrolls_sideways():
                wide = window.page.evaluate(WIDE)
                faults.append(f"{route.key}: scrolls sideways at {width} px: {wide}")
        window.page.keyboard.press("Tab")
        faults += [f"{route.key}: no mark on {found}" for found in window.page.evaluate(UNMARKED)]
    assert shown > 150
    assert not faults, "\n".join(faults)


# Nothing yet -------------------------------------------------------------------------------------
@pytest.mark.parametrize("width", WIDTHS)
def test_a_programme_without_anything_says_how_it_goes_on(visit, world, convenor, width):
    window = visit(width, convenor)
    dialogue, initiative, programme = world.dialogue, world.initiative, world.programme
    faults = []
    names = {
        (): ("dialogue_list", "initiative_list", "programme_list", "calendar", "timeline"),
        (programme.slug,): ("programme",),
        (initiative.slug,): (
            "initiative",
            "stages",
            "advisers",
            "fault_lines",
            "initiative_budget",
        ),
        (dialogue.slug,): (
            "dialogue_agenda",
            "dialogue_people",
            "dialogue_said",
            "dialogue_outcomes",
        ),
    }
    addresses = [
        reverse(f"dialogues:{name}", args=args) for args, found in names.items() for name in found
    ]
    addresses += [
        reverse("stakeholders:person_list"),
        reverse("stakeholders:organisation_list"),
        reverse("stakeholders:map_list"),
        reverse("stakeholders:import_list"),
        reverse("roadmaps:roadmap_list"),
        reverse("roadmaps:group_list"),
        reverse("reports:report_list"),
        reverse("reports:dialogue_reports", args=[dialogue.slug]),
        reverse("reports:periods", args=[initiative.slug]),
        reverse("convening:answers", args=[dialogue.slug]),
    ]
    for address in addresses:
        assert window.go(address) == 200
        if window.scrolls_sideways():
            faults.append(f"{address}: scrolls sideways")
        faults += [f"{address}: {found}" for found in window.violations()]
        if not window.page.locator("main").locator("a, button").count():
            faults.append(f"{address}: leads nowhere")
    assert "\n".join(faults) == ""
