"""Names that must not be read by whom they do not concern, looked for in every answer they get.

The pages are found by walking every route, so a page that is added is searched too.
"""

import json

import pytest
from django.urls import reverse

from dialogues.models import Attribution, Contribution
from reports import production
from reports.contexts import ReportContext
from reports.models import Edition, Printing
from reports.services import report_of, request_printing
from tests import factories as make
from tests.canaries import (
    BODY,
    NAME,
    OF_A_PERSON,
    OUTSIDE,
    answers,
    exports,
    further,
    leaks,
    make_public,
    plant_everywhere,
    searches,
    seat_at_the_dialogue,
    signs_in,
    somebody_else,
    somebody_protected,
    told,
)
from tests.furnishing import write_everywhere
from tests.routes import routes
from tests.test_permission_matrix import expected_of

pytestmark = pytest.mark.once


@pytest.fixture
def canary(world):
    """Somebody protected, who was brought by a partner and takes part in the dialogue."""
    person = somebody_protected(world, held_by=world.partner_body)
    seat_at_the_dialogue(world, person)
    return person


@pytest.fixture
def planted(world, llg_member, convenor):
    """The same person everywhere at once."""
    person = somebody_protected(world, held_by=world.partner_body)
    found = plant_everywhere(world, person, somebody_else(world), convenor)
    # And spelt out in what is planted nowhere.
    write_everywhere(world, [f"{NAME} asked. "], spare=person)
    return found


# With a part in the dialogue, or none at all: whose pages differ with what it is. For the others the world
# in which most may be read is enough; two more worlds are seen by those to whom they make a difference.
MUCH_DIFFERS = ("partner", "rapporteur", "participant", "visitor")
BETWEEN = {
    ("visitor", True, Attribution.CHATHAM_HOUSE),
    ("participant", False, Attribution.ON_THE_RECORD),
}


def worlds():
    """Who looks, whether the dialogue is public, and under which rule it stands."""
    for name in OUTSIDE:
        for public in (False, True):
            for rule in Attribution.values:
                is_open = public and rule == Attribution.ON_THE_RECORD
                is_closed = not public and rule == Attribution.CHATHAM_HOUSE
                differs = is_closed and name in MUCH_DIFFERS
                if is_open or differs or (name, public, rule) in BETWEEN:
                    told = "public" if public else "closed"
                    yield pytest.param(name, public, rule, id=f"{name}-{told}-{rule}")


@pytest.mark.parametrize(("name", "public", "rule"), list(worlds()))
def test_no_page_names_somebody_protected(cast, world, planted, sign_in, name, public, rule):
    make_public(world, public=public)
    world.dialogue.attribution = rule
    world.dialogue.save()
    client = sign_in(cast[name])
    listed, shown = list(routes(world)), set()
    walked = [route.url for route in listed]
    found = leaks(answers(client, [*walked, *searches(world), *exports()], shown))
    if public and rule == Attribution.ON_THE_RECORD:
        # Where most is shown: every row that was planted, and what is answered to an empty form.
        deeper = list(answers(client, further(world)))
        assert any("Protected person" in text for _url, text in deeper)
        found |= leaks(deeper)
        found |= leaks((f"POST {url}", told(client.post(url))) for url in walked)
        # What they are shown elsewhere is shown here too, or nothing was looked at.
        hidden = {
            route.key
            for route in listed
            if expected_of(name, "GET", route.key) == "200" and route.url not in shown
        }
        assert hidden == set()
    if name == "administrator":
        found = {url: signs for url, signs in found.items() if not chooses_a_body(url, signs)}
    assert found == {}


def chooses_a_body(url, signs):
    """An administrator chooses for which organisation of the register a partner acts."""
    return url.endswith("/team/") and signs == [BODY.casefold()]


def test_the_convening_team_reads_the_name_and_no_file_takes_it_away(
    convenor, world, planted, sign_in
):
    client, named, taken = sign_in(convenor), set(), {}
    full = [url for url in further(world) if "/stages/" in url or "/versions/" in url]
    walked = [route.url for route in routes(world)]
    for url in [*walked, *searches(world), *exports()]:
        response = client.get(url)
        text = told(response)
        if "attachment" in response.get("Content-Disposition", ""):
            taken[url] = signs_in(text, OF_A_PERSON)
        elif NAME in text:
            named.add(url)
    # But for what is handed to that person.
    assert [(url, signs) for url, signs in taken.items() if signs and "/data/" not in url] == []
    assert reverse("dialogues:dialogue_people", args=[world.dialogue.slug]) in named
    for page in ("answers", "sponsorship", "door"):
        start = f"/dialogues/{world.dialogue.slug}/convening/{page}/"
        assert any(url.startswith(start) for url in named), page
    for url in full:
        response = client.get(url)
        assert response.status_code != 200 or NAME in told(response), url


@pytest.mark.parametrize("rule", Attribution.values)
@pytest.mark.parametrize("edition", Edition.values)
def test_no_edition_of_a_report_names_somebody_protected(world, canary, convenor, edition, rule):
    dialogue = world.dialogue
    dialogue.attribution = rule
    dialogue.introduction = "Chaired by Ms Quillonsense, and zebedia  QUILLONSENSE was there."
    dialogue.save()
    if rule == Attribution.CHATHAM_HOUSE:
        Contribution.objects.update(attributed=True, on_the_record=False)
    report = report_of(dialogue)
    snapshot = json.dumps(ReportContext.of(report, edition).to_snapshot(), ensure_ascii=False)
    assert not signs_in(snapshot)
    printing = request_printing(report, edition=edition, by=convenor)
    production.produce(printing.pk)
    printing.refresh_from_db()
    assert printing.state == Printing.State.READY
    content = (production.folder() / printing.file_name).read_bytes()
    assert not signs_in(content.decode("latin-1"))


def test_a_partner_reads_nothing_of_another_partners_people(world, partner, sign_in):
    other = make.OrganisationFactory(programme=world.programme, name="Other Partner", key="other")
    theirs = make.PersonFactory(
        programme=world.programme,
        name="Xanthippe Plantedword",
        email="planted-word@example.org",
        role="Plantedrole",
        held_by=other,
    )
    make.ParticipationFactory(dialogue=world.dialogue, person=theirs, listed=True)
    client = sign_in(partner)
    signs = ("xanthippe", "plantedword", "planted-word@", "plantedrole")
    pages = [*(route.url for route in routes(world)), *searches(world)]
    found = {url: signs_in(text, signs) for url, text in answers(client, pages)}
    assert {url: signs for url, signs in found.items() if signs} == {}


@pytest.mark.parametrize("name", ["partner", "rapporteur", "participant"])
def test_whoever_is_at_one_dialogue_reads_nothing_of_another(cast, world, sign_in, name):
    other = make.DialogueFactory(
        initiative=world.initiative,
        title="Plantedtitle",
        slug="other-country",
        country="MG",
        introduction="Plantedintroduction",
        city="Plantedtown",
    )
    make.KeyMessageFactory(dialogue=other, text="Plantedmessage")
    session = make.SessionFactory(dialogue=other, title="Plantedsession")
    make.ContributionFactory(session=session, text="Plantednote")
    client = sign_in(cast[name])
    walked = [route.url for route in routes(world)]
    found = {address for address, text in answers(client, walked) if "Planted" in text}
    for tab in ("", "agenda/", "people/", "said/", "outcomes/", "annexes/", "reports/", "edit/"):
        if client.get(f"/dialogues/{other.slug}/{tab}").status_code != 404:
            found.add(tab)
    assert found == set()
