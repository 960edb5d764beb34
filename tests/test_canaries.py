"""Names that must not be read by whom they do not concern, looked for in every answer they get.

The pages are found by walking every route, so a page that is added is searched too.
"""

import json

import pytest

from dialogues.models import Attribution, Contribution
from reports import production, services
from reports.contexts import ReportContext
from reports.models import Edition, Printing
from roadmaps.models import Action, Membership, Roadmap
from tests import factories as make
from tests.routes import Route, routes

pytestmark = pytest.mark.once

CANARY = "Zebedia"  # the first name of somebody protected; the family name is Quillonsense
BODY = "Quillon Diggings Ltd"
SIGNS = ("Zebedia", "Quillonsense", "zq-canary@", "Canary Digger", BODY)


@pytest.fixture
def canary(world):
    """Somebody protected, planted wherever a person can stand."""
    dialogue, programme = world.dialogue, world.programme
    body = make.OrganisationFactory(programme=programme, name=BODY, key="qd")
    person = make.PersonFactory(
        programme=programme,
        key="zebedia",
        name="Zebedia Quillonsense",
        title="Ms",
        role="Canary Digger",
        email="zq-canary@example.org",
        organisation=body,
        group=world.miners,
        protected=True,
        held_by=world.partner_body,
    )
    dialogue.chair = dialogue.facilitator = person
    dialogue.save()
    make.ParticipationFactory(
        dialogue=dialogue, person=person, status="attended", group=world.miners, listed=True
    )
    part = make.AgendaPartFactory(dialogue=dialogue)
    make.AppearanceFactory(item=make.AgendaItemFactory(part=part), person=person)
    session = make.SessionFactory(dialogue=dialogue, facilitator=person, rapporteur=person)
    make.ContributionFactory(
        session=session, kind="quote", text="We dug there.", speaker=person, on_the_record=True
    )
    make.ActionPointFactory(dialogue=dialogue, owner_person=person)
    report = services.report_of(dialogue)
    report.authorships.create(person=person)
    return person


@pytest.fixture
def on_the_roadmap(canary, llg_member):
    """The same person in a Learning and Leadership Group and its roadmap."""
    roadmap = Roadmap.objects.get()
    Membership.objects.create(learning_group=roadmap.learning_group, person=canary)
    roadmap.learning_group.convenor_person = canary
    roadmap.learning_group.save()
    action = make.ActionFactory(theme=make.ThemeFactory(roadmap=roadmap), lead_person=canary)
    action.supporters.create(person=canary)
    action.updates.create(by_person=canary, text="Begun.", status=Action.Status.IN_PROGRESS)
    return roadmap


def answers(client, world):
    """Every page's text, by address, searches for the canary included."""
    searches = [
        Route("search", query=f"?q={CANARY}"),
        Route("stakeholders:person_list", query=f"?q={CANARY}"),
        Route("dialogues:dialogue_people", (world.dialogue.slug,), f"?q={CANARY}"),
    ]
    for route in [*routes(world), *searches]:
        text = told(client.get(route.url))
        yield route.url, text.replace(f'value="{CANARY}"', "")


def told(response):
    """All that an answer says: the name of a file with it, and its bytes."""
    name = response.headers.get("Content-Disposition", "")
    content = response.getvalue() if response.streaming else response.content
    return f"{name}\n{content.decode(errors='ignore')}"


OUTSIDE = [
    "partner",
    "rapporteur",
    "adviser",
    "donor",
    "participant",
    "llg_member",
    "administrator",
    "stranger",
    "visitor",
]


# With a part in the dialogue, or none at all: whose pages differ with what it is. The others see what is
# public alone, or administer; for them the two ends are enough.
MUCH_DIFFERS = ("partner", "rapporteur", "participant", "visitor")


def worlds():
    """Who looks, whether the dialogue is public, and under which rule it stands."""
    for name in OUTSIDE:
        for public in (False, True):
            for rule in Attribution.values:
                is_open = public and rule == Attribution.ON_THE_RECORD
                is_closed = not public and rule == Attribution.CHATHAM_HOUSE
                if name in MUCH_DIFFERS or is_open or is_closed:
                    told = "public" if public else "closed"
                    yield pytest.param(name, public, rule, id=f"{name}-{told}-{rule}")


@pytest.mark.parametrize(("name", "public", "rule"), list(worlds()))
def test_no_page_names_somebody_protected(cast, world, on_the_roadmap, sign_in, name, public, rule):
    make_public(world, public=public)
    world.dialogue.attribution = rule
    world.dialogue.save()
    client = sign_in(cast[name])
    found = {
        (address, sign)
        for address, text in answers(client, world)
        for sign in SIGNS
        if sign in text
        and not is_ones_own_word(address, sign, text)
        # An administrator chooses for which organisation of the register a partner acts.
        and not (name == "administrator" and sign == BODY and address.endswith("/team/"))
    }
    assert found == set()


def make_public(world, *, public):
    for thing in (world.initiative, world.dialogue, *Roadmap.objects.all()):
        thing.is_public = public
        thing.save()


def is_ones_own_word(address, sign, text):
    """A search page may repeat the words that were searched for, in their quotation marks."""
    return sign == CANARY and "q=" in address and text.count(sign) == text.count(f"“{sign}”")


def test_the_convening_team_does_know_the_name(convenor, world, canary, sign_in):
    address = f"/dialogues/{world.dialogue.slug}/people/"
    assert "Zebedia Quillonsense" in sign_in(convenor).get(address).content.decode()


@pytest.mark.parametrize("rule", Attribution.values)
@pytest.mark.parametrize("edition", Edition.values)
def test_no_edition_of_a_report_names_somebody_protected(world, canary, convenor, edition, rule):
    dialogue = world.dialogue
    dialogue.attribution = rule
    dialogue.introduction = "Chaired by Ms Quillonsense, and zebedia  QUILLONSENSE was there."
    dialogue.save()
    if rule == Attribution.CHATHAM_HOUSE:
        Contribution.objects.update(attributed=True, on_the_record=False)
    report = services.report_of(dialogue)
    snapshot = json.dumps(ReportContext.of(report, edition).to_snapshot(), ensure_ascii=False)
    for sign in SIGNS:
        assert sign.casefold() not in snapshot.casefold(), sign
    printing = services.request_printing(report, edition=edition, by=convenor)
    production.produce(printing.pk)
    printing.refresh_from_db()
    assert printing.state == Printing.State.READY
    content = (production.folder() / printing.file_name).read_bytes()
    assert all(sign.encode() not in content for sign in SIGNS)


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
    signs = ("Xanthippe", "Plantedword", "planted-word@", "Plantedrole")
    found = {
        (address, sign)
        for address, text in answers(client, world)
        for sign in signs
        if sign in text
    }
    assert found == set()


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
    found = {address for address, text in answers(client, world) if "Planted" in text}
    for tab in ("", "agenda/", "people/", "said/", "outcomes/", "annexes/", "reports/", "edit/"):
        if client.get(f"/dialogues/{other.slug}/{tab}").status_code != 404:
            found.add(tab)
    assert found == set()
