"""What is planted in one initiative is read by nobody of another, of the same programme or of another one."""

from itertools import chain
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from dialogues import models as m
from dialogues.services.calendar import add_feed
from stakeholders.models import Organisation, Person
from tests import factories as make
from tests.canaries import WORD, further, told
from tests.links import let_in
from tests.page_forms import forms_of
from tests.planting import plant
from tests.routes import Route, routes

pytestmark = pytest.mark.once

TEXT = f"{WORD} planned it here. "


def another(programme):
    """A second world in `programme`, of which nothing is public, full of a word that is nowhere else."""
    miners = make.GroupFactory(programme=programme)
    found = SimpleNamespace(
        programme=programme,
        miners=miners,
        companies=make.GroupFactory(programme=programme),
        ngo=make.OrganisationFactory(programme=programme, name=f"{WORD} NGO"),
        partner_body=make.OrganisationFactory(programme=programme, name=f"{WORD} Body"),
    )
    found.initiative = make.InitiativeFactory(programme=programme, title=TEXT, issue=TEXT)
    found.dialogue = make.DialogueFactory(
        initiative=found.initiative, title=f"{WORD} asks", summary_body=TEXT
    )
    person = make.PersonFactory(programme=programme, name=f"{WORD} One", group=miners)
    other = make.PersonFactory(programme=programme, name=f"{WORD} Two", email="two@example.org")
    by = make.UserFactory(name=f"{WORD} Convenor")
    make.AppointmentFactory(user=by, role=Role.CONVENOR, initiative=found.initiative)
    plant(found, TEXT, person=person, other=other, by=by)
    return found


@pytest.fixture
def beside(world):
    """Another initiative of the same programme."""
    return another(world.programme)


@pytest.fixture
def elsewhere(db):
    """An initiative of another programme, whose title tells nothing."""
    return another(make.ProgrammeFactory(title=f"{WORD} Programme"))


@pytest.fixture
def ours(world, convenor):
    """The world's own initiative, as full as the other one, and the addresses in it."""
    person = make.PersonFactory(programme=world.programme, group=world.miners)
    other = make.PersonFactory(programme=world.programme, email="other@example.org")
    plant(world, "Nothing special. ", person=person, other=other, by=convenor)
    return [*(route.url for route in routes(world)), *further(world)]


@pytest.fixture
def own_convenor(world):
    """Runs this initiative, and nothing else of the programme."""
    user = make.UserFactory(email="inga.initiative@example.org", name="Inga Initiative")
    make.AppointmentFactory(user=user, role=Role.CONVENOR, initiative=world.initiative)
    return user


def searches():
    for name in ("search", "dialogues:dialogue_list", "dialogues:initiative_list"):
        yield Route(name, query=f"?q={WORD}").url
    yield from ("/calendar/?month=2026-01", "/calendar/?month=2099-01", "/calendar/timeline/")


def told_to(client, user, addresses):
    """`{address: what it says}` without the words that were searched for."""
    feeds = [reverse("dialogues:feed", args=[add_feed(user=user)])] if user.pk else []
    for url in (*addresses, *searches(), *feeds):
        text = told(client.get(url))
        yield (
            url,
            text.replace(f'value="{WORD}"', "").replace(f"“{WORD}”", "").replace(f"q={WORD}", ""),
        )


NOT_BESIDE = ["adviser", "partner", "participant", "visitor"]


@pytest.mark.parametrize("name", NOT_BESIDE)
def test_nobody_reads_of_the_initiative_beside_theirs(cast, beside, ours, sign_in, name):
    client = sign_in(cast[name])
    found = [url for url, text in told_to(client, cast[name], ours) if WORD in text]
    assert found == []
    opened = {url: client.get(url).status_code for url in further(beside) if "?month" not in url}
    opened = {
        url: code for url, code in opened.items() if code == 200 and beside.initiative.slug in url
    }
    assert opened == {}


def test_those_whom_it_concerns_do_read_it(beside, sign_in):
    by = User.objects.get(name=f"{WORD} Convenor")
    found = [url for url, text in told_to(sign_in(by), by, further(beside)) if WORD in text]
    assert len(found) > 40


def test_who_convenes_one_initiative_reads_nothing_of_the_one_beside(
    own_convenor, beside, ours, sign_in
):
    """But of the register, which is the programme's."""
    of_register = chain(
        Person.objects.filter(name__contains=WORD), Organisation.objects.filter(name__contains=WORD)
    )
    known = [str(row) for row in of_register]
    client = sign_in(own_convenor)
    found = {}
    for url, text in told_to(client, own_convenor, ours):
        for name in known:
            text = text.replace(name, "")
        if WORD in text:
            found[url] = text[text.index(WORD) - 90 :][:120]
    assert found == {}


@pytest.mark.parametrize("name", ["convenor", "adviser"])
def test_nobody_reads_of_another_programme(cast, elsewhere, ours, sign_in, name):
    client = sign_in(cast[name])
    addresses = (*ours, *further(elsewhere))
    found = [url for url, text in told_to(client, cast[name], addresses) if WORD in text]
    assert found == []


def test_a_personal_link_opens_nothing_of_the_initiative_beside(beside, ours, client):
    requests = m.ReviewRequest.objects.filter(link__isnull=False)
    own = requests.exclude(round__version__paper__initiative=beside.initiative)
    let_in(client, own.first().link)
    theirs = requests.filter(round__version__paper__initiative=beside.initiative).last()
    found = {url for url, text in told_to(client, client_user(), ours) if WORD in text}
    base = reverse("dialogues:review_by_link", args=[own.first().link.key])
    for comment in m.Comment.objects.filter(text=TEXT):
        for step in ("edit", "withdraw"):
            page = f"{base}comments/{comment.pk}/{step}/"
            answered = (client.get(page), client.post(page, {"text": "Mine now", "version": 1}))
            found |= {page for one in answered if one.status_code != 404}
    for figure in m.Figure.objects.filter(paper__initiative=beside.initiative):
        page = f"{base}figures/{figure.upload.key}/"
        found |= {page} if client.get(page).status_code != 404 else set()
    page = reverse("dialogues:review_by_link", args=[theirs.link.key])
    assert client.get(page).status_code == 403
    assert found == set()
    assert m.Comment.objects.filter(text="Mine now").count() == 0


def client_user():
    return SimpleNamespace(pk=None)


# Ids of the one under the address of the other ----------------------------------------------------
OWNED = {
    m.Stage: "initiative",
    m.Decision: "stage__initiative",
    m.Attestation: "stage__initiative",
    m.Seat: "initiative",
    m.Paper: "initiative",
    m.PaperVersion: "paper__initiative",
    m.PaperDecision: "version__paper__initiative",
    m.Figure: "paper__initiative",
    m.ReviewRound: "version__paper__initiative",
    m.ReviewRequest: "round__version__paper__initiative",
    m.Comment: "paper__initiative",
    m.Passage: "paper__initiative",
    m.FaultLine: "initiative",
    m.GroupPosition: "fault_line__initiative",
    m.FaultLineMoment: "fault_line__initiative",
    m.Survey: "initiative",
    m.Statement: "survey__initiative",
    m.SurveyInvitation: "survey__initiative",
    m.Vote: "response__survey__initiative",
    m.BudgetLine: "initiative",
    m.BudgetEntry: "line__initiative",
    m.Dialogue: "initiative",
    m.Question: "dialogue__initiative",
    m.Contribution: "session__dialogue__initiative",
}


def rows_of(initiative):
    return {
        model.__name__: list(model.objects.filter(**{path: initiative}).order_by("pk").values())
        for model, path in OWNED.items()
    }


def test_no_row_is_reached_under_the_address_of_another_initiative(
    world, convenor, beside, ours, sign_in
):
    theirs = [route for route in routes(beside) if beside.initiative.slug in route.args[:1]]
    crossed = [
        Route(route.name, (world.initiative.slug, *route.args[1:]), route.query)
        for route in theirs
        if any(isinstance(arg, int) for arg in route.args[1:])
    ]
    assert len(crossed) > 30
    client, before, reached = sign_in(convenor), rows_of(beside.initiative), {}
    for route in crossed:
        for method in ("GET", "POST"):
            with transaction.atomic():
                response = client.generic(method, route.url)
                if response.status_code not in (404, 405):
                    reached[f"{method} {route.url}"] = response.status_code
                if rows_of(beside.initiative) != before:
                    reached[f"{method} {route.url} wrote"] = response.status_code
                transaction.set_rollback(True)
    # Versions are counted anew in every paper.
    reached = {url: code for url, code in reached.items() if "/versions/" not in url}
    assert reached == {}


# What a form may choose belongs where the form stands.
KIN = (
    (m.Seat, "initiative__programme", "person__programme"),
    (m.Seat, "initiative__programme", "group__programme"),
    (m.ReviewRequest, "round__version__paper__initiative__programme", "person__programme"),
    (m.SurveyInvitation, "survey__initiative__programme", "person__programme"),
    (m.GroupPosition, "fault_line__initiative__programme", "group__programme"),
    (m.Survey, "initiative", "dialogue__initiative"),
    (m.Statement, "survey__initiative", "fault_line__initiative"),
    (m.BudgetLine, "initiative", "dialogue__initiative"),
    (m.FaultLineMoment, "fault_line__initiative", "dialogue__initiative"),
    (m.FaultLine, "initiative", "questions__dialogue__initiative"),
    (m.FaultLine, "initiative", "contributions__session__dialogue__initiative"),
    (m.FaultLine, "initiative", "key_messages__dialogue__initiative"),
    (m.FaultLine, "initiative", "action_points__dialogue__initiative"),
    (m.Passage, "fault_line__initiative", "paper__initiative"),
    (m.Comment, "paper", "version_of__paper"),
    (m.Dialogue, "initiative__programme", "chair__programme"),
)


def strange_ties():
    """Rows that refer to what belongs elsewhere."""
    for model, here, there in KIN:
        for one in model.objects.exclude(**{f"{there}__isnull": True}).values_list(
            "pk", here, there
        ):
            if one[1] != one[2]:
                yield model.__name__, there, *one


def test_no_form_takes_the_id_of_something_elsewhere(world, convenor, elsewhere, ours, sign_in):
    """Every number of a form is replaced by the ids of the other programme, of every kind of row in turn."""
    client = sign_in(convenor)
    programme = elsewhere.programme
    foreign = [
        programme.people.first(),
        programme.groups.first(),
        programme.organisations.first(),
        elsewhere.dialogue,
        *(
            model.objects.filter(**{path: elsewhere.initiative}).last()
            for model, path in OWNED.items()
        ),
    ]
    ids = sorted({str(row.pk) for row in foreign if row is not None})
    forms = {}
    for url in ours:
        response = client.get(url)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            forms |= {form.shape: form for form in forms_of(response, url)}
    before, wrong, tried = rows_of(elsewhere.initiative), {}, 0
    for form in forms.values():
        numbered = [
            name
            for name, choices in form.choices.items()
            if name not in ("version", "position") and any(one.isdigit() for one in choices)
        ]
        if not numbered:
            continue
        tried += 1
        data = form.values | dict.fromkeys(numbered, ids)
        with transaction.atomic():
            for value in (ids, *([one] for one in ids)):
                response = client.post(form.action, data | dict.fromkeys(numbered, value))
                assert response.status_code < 500
            ties = list(strange_ties())
            if ties or WORD in told(response):
                wrong[form.action] = (numbered, ties)
            transaction.set_rollback(True)
    assert wrong == {}
    assert tried > 15
    assert rows_of(elsewhere.initiative) == before
