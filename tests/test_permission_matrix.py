"""The permission matrix: the files in `permissions/` declare it, here the application is held to it.

`permissions/` names ten persons. Whoever else there is, is like one of them, but for the rows of
`permissions_of_others.txt`: so a role is held on every address without a column of its own.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from core.models import PersonalLink
from roadmaps.models import LearningGroup
from tests import factories as make
from tests.links import let_in
from tests.routes import is_foreign, named_patterns, route_names, routes

LETTERS = {
    "C": "convenor",
    "T": "partner",
    "R": "rapporteur",
    "A": "adviser",
    "P": "participant",
    "L": "llg_member",
    "D": "donor",
    "X": "administrator",
    "S": "stranger",
    "V": "visitor",
}
# Letter -> who it is, and whom they are like where `permissions_of_others.txt` says nothing else.
OTHERS = {
    "I": ("initiative_convenor", "convenor"),
    "G": ("group_convenor", "llg_member"),
    # Takes down notes as the rapporteur does; half of the addresses each.
    "N": ("chair_or_facilitator", "rapporteur"),
    # Is everything in another programme, and was much in this one.
    "E": ("elsewhere", "stranger"),
}
# Methods that no page of ours is asked with (core.middleware.KnownMethods).
UNKNOWN_METHODS = ("OPTIONS", "PUT", "PATCH", "DELETE", "TRACE")
# They bring none of our cookies (RFC 8058): the signed address is what allows it.
POSTED_BY_MAIL_PROGRAMS = {"reports:unsubscribe"}
TABLES = sorted(Path(__file__).with_name("permissions").glob("*.txt"))
OF_OTHERS = Path(__file__).with_name("permissions_of_others.txt")


def read_table(paths, letters):
    """`{row: {method: {person: outcome}}}` from files; `letters` is {letter: person}."""
    rows, row = {}, None
    for line in "\n".join(path.read_text() for path in paths).splitlines():
        if not line or line.startswith("#"):
            continue
        if not line.startswith(" "):
            row = rows.setdefault(line.strip(), {})
            continue
        method, spec = line.split(maxsplit=1)
        row[method] = {
            letters[letter]: outcome
            for outcome, who in re.findall(r"(\w+):(\w+)", spec)
            for letter in (letters if who == "everybody" else who)
        }
    return rows


MATRIX = read_table(TABLES, LETTERS)
DIFFERENT = read_table([OF_OTHERS], {letter: name for letter, (name, _like) in OTHERS.items()})


def expected_of(name, method, key):
    """What the matrix says that the person `name` is answered."""
    row = MATRIX[key][method]
    if name in row:
        return row[name]
    like = next(like for each, like in OTHERS.values() if each == name)
    return DIFFERENT.get(key, {}).get(method, {}).get(name, row[like])


def outcome_of(response):
    """The status, or `login` for an answer that asks to sign in."""
    if response.status_code == 302 and response.url.startswith("/accounts/login/"):
        return "login"
    return str(response.status_code)


# The other persons -------------------------------------------------------------------------------
@pytest.fixture
def persons(cast, world):
    """The cast and the others, by name."""
    group = LearningGroup.objects.get(dialogue=world.dialogue)
    convenes = make.UserFactory()
    convenes.groups_convened.create(learning_group=group)
    return cast | {
        "initiative_convenor": _appointed(Role.CONVENOR, initiative=world.initiative),
        "group_convenor": convenes,
        "elsewhere": _everything_elsewhere(world, group),
        "chair_or_facilitator": [
            _appointed(role, dialogue=world.dialogue) for role in (Role.CHAIR, Role.FACILITATOR)
        ],
    }


def _appointed(role, user=None, **scope):
    return make.AppointmentFactory(user=user or make.UserFactory(), role=role, **scope).user


def _everything_elsewhere(world, group):
    """Has every role in another programme; was adviser and member here until yesterday."""
    yesterday, user = timezone.localdate() - timedelta(days=1), make.UserFactory()
    dialogue = make.DialogueFactory()
    initiative, programme = dialogue.initiative, dialogue.initiative.programme
    _appointed(Role.CONVENOR, user, programme=programme)
    _appointed(Role.DONOR, user, programme=programme)
    _appointed(Role.ADVISER, user, initiative=initiative)
    body = make.OrganisationFactory(programme=programme)
    _appointed(Role.PARTNER, user, dialogue=dialogue, organisation=body)
    for role in (Role.CHAIR, Role.FACILITATOR, Role.RAPPORTEUR):
        _appointed(role, user, dialogue=dialogue)
    person = make.PersonFactory(programme=programme, user=user)
    make.ParticipationFactory(dialogue=dialogue, person=person)
    theirs = make.LearningGroupFactory(programme=programme, dialogue=dialogue)
    make.MembershipFactory(learning_group=theirs, person=person)
    theirs.convenors.create(user=user)
    was = make.PersonFactory(programme=world.programme, user=user)
    served = make.AppointmentFactory(user=user, role=Role.ADVISER, initiative=world.initiative)
    make.SeatFactory(
        initiative=world.initiative,
        person=was,
        state="accepted",
        appointment=served,
        ends_on=yesterday,
    )
    make.MembershipFactory(learning_group=group, person=was, left_on=yesterday)
    group.convenors.create(user=user, ended_at=timezone.now())
    return user


# What is declared --------------------------------------------------------------------------------
def test_every_route_has_its_row():
    declared = {row.partition(" ")[0] for row in MATRIX}
    assert declared == {name for name in route_names() if not is_foreign(name)}
    assert set(DIFFERENT) <= set(MATRIX)


def test_every_row_names_everybody():
    for row, methods in MATRIX.items():
        assert set(methods) == {"GET", "POST"}, row
        assert all(set(people) == set(LETTERS.values()) for people in methods.values()), row


NAMED = re.compile(
    r"""(?:reverse(?:_lazy)?|redirect)\(\s*["']([\w]+:[\w]+)["']|\{% url ["']([\w]+:[\w]+|\w+)["']"""
)


def test_every_address_that_is_named_exists():
    """In Python and in templates: a name that is wrong shows on that one page alone."""
    known, root = set(route_names()), Path(__file__).parent.parent
    ours = ("core", "accounts", "stakeholders", "dialogues", "convening", "roadmaps", "reports")
    files = [path for each in ours for path in (root / each).rglob("*.py")]
    files += (root / "templates").rglob("*.*")
    named = {
        (one or other, path.name)
        for path in files
        for one, other in NAMED.findall(path.read_text(errors="ignore"))
    }
    assert len(named) > 400
    assert {(name, where) for name, where in named if name not in known} == set()


# What is so --------------------------------------------------------------------------------------
# What a database might answer differently shows with these: the others do less of the same.
ON_EVERY_DATABASE = {"convenor", "partner", "visitor"}
# A HEAD goes the way of a GET.
METHODS = {"chair_or_facilitator": ("HEAD",)}


def asked_of(name, method, walked):
    """The routes that are asked for in the name of this person, with their places: all, but for somebody
    who has no part in anything those that are closed to who has more than they."""
    for place, route in enumerate(walked):
        expected = expected_of(name, method.replace("HEAD", "GET"), route.key)
        is_closed = expected in ("403", "404", "405")
        if (
            name == "stranger"
            and is_closed
            and expected_of("elsewhere", method, route.key) == expected
        ):
            continue
        yield place, route, expected


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in ON_EVERY_DATABASE else [pytest.mark.once])
        for name in (*LETTERS.values(), *(name for name, _like in OTHERS.values()))
    ],
)
def test_each_person_may_do_just_what_the_matrix_says(persons, world, client, sign_in, name):
    walked = routes(world)
    assert {route.key for route in walked} == set(MATRIX)
    if isinstance(persons[name], list):
        clients = [Client(), Client()]
        for each, user in zip(clients, persons[name], strict=True):
            each.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    else:
        clients = [sign_in(persons[name])]
    if name == "visitor":
        # Whoever holds links opens the pages of these with them, and nothing else.
        for purpose in purposes():
            let_in(client, make.PersonalLinkFactory(purpose=purpose))
    differs = {}
    for method in METHODS.get(name, ("GET", "POST")):
        for place, route, expected in asked_of(name, method, walked):
            # What a POST changes is undone, so that every row starts from the same world.
            with transaction.atomic():
                found = outcome_of(clients[place % len(clients)].generic(method, route.url))
                transaction.set_rollback(True)
            if found != expected:
                differs[f"{method} {route.key}"] = f"{found}, not {expected}"
    assert differs == {}


def purposes():
    """What personal links are for: of every view that is opened by one."""
    return sorted({view.by_link for view in views_by_link().values()})


def views_by_link():
    """`{name of a route: its view}` of those that personal links open."""
    found = {}
    for name, pattern in named_patterns():
        if hasattr(pattern.callback, "by_link"):
            found[name] = pattern.callback
    return found


@pytest.mark.once
def test_a_personal_link_opens_its_own_pages_alone(world, client):
    views = views_by_link()
    walked = [route for route in routes(world) if route.name in views]
    assert {route.name for route in walked} == set(views)
    links = {link.key: link for link in PersonalLink.objects.all()}
    own = {purpose: set() for purpose in purposes()}
    for route in walked:
        own[links[route.args[0]].purpose].add(route.args[0])
    assert all(own.values())
    held = set().union(*own.values())
    for key in held:
        let_in(client, links[key])
    wrong = {}
    for route in walked:
        purpose = views[route.name].by_link
        method = "POST" if MATRIX[route.key]["GET"]["visitor"] == "405" else "GET"
        for key in held:
            opens = links[key].purpose == purpose
            url = reverse(route.name, args=[key, *route.args[1:]])
            with transaction.atomic():
                answered = client.generic(method, url).status_code
                transaction.set_rollback(True)
            if (answered == 403) == opens:
                wrong[url] = answered
    assert wrong == {}


@pytest.mark.once
def test_no_other_method_is_answered_and_no_form_is_taken_without_its_token(world, convenor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(convenor, backend="django.contrib.auth.backends.ModelBackend")
    taken, answered = set(), {}
    for place, route in enumerate(routes(world)):
        is_form = MATRIX[route.key]["POST"]["convenor"] != "405"
        if is_form and client.post(route.url).status_code != 403:
            taken.add(route.key)
        method = UNKNOWN_METHODS[place % len(UNKNOWN_METHODS)]
        response = client.generic(method, route.url)
        if response.status_code != 405 or response["Cache-Control"] != "no-store":
            answered[f"{method} {route.key}"] = response.status_code
    assert taken == POSTED_BY_MAIL_PROGRAMS
    assert answered == {}


# What allauth answers at its own addresses ---------------------------------------------------------
# To a visitor and to somebody who has signed in. What asks for the password once more, and what ended
# or is used up, leads elsewhere.
OF_ALLAUTH = {
    "account_login": ("200", "302"),
    "account_logout": ("302", "200"),
    "account_inactive": ("200", "200"),
    "account_signup": ("200", "302"),
    "account_reauthenticate": ("login", "200"),
    "account_email": ("login", "200"),
    "account_email_verification_sent": ("200", "200"),
    "account_change_password": ("login", "200"),
    "account_set_password": ("login", "302"),
    "account_reset_password": ("200", "200"),
    "account_confirm_login_code": ("login", "302"),
    "account_confirm_email": ("200", "200"),
    "account_reset_password_from_key_done": ("200", "200"),
    "account_reset_password_from_key": ("200", "200"),
    "account_reset_password_done": ("200", "200"),
    "mfa_index": ("login", "200"),
    "mfa_authenticate": ("login", "302"),
    "mfa_reauthenticate": ("login", "302"),
    "mfa_activate_totp": ("login", "302"),
    "mfa_deactivate_totp": ("login", "404"),
    "mfa_view_recovery_codes": ("login", "404"),
    "mfa_generate_recovery_codes": ("login", "302"),
    "mfa_download_recovery_codes": ("login", "404"),
}


@pytest.mark.once
def test_the_addresses_of_allauth_answer_as_decided(stranger, client, sign_in):
    found = {}
    for name, pattern in named_patterns():
        if is_foreign(name):
            args = {"key": "x", "uidb36": "x"}
            url = reverse(name, kwargs={key: args[key] for key in pattern.pattern.regex.groupindex})
            visitor = outcome_of(Client().get(url))
            found[name] = (visitor, outcome_of(sign_in(stranger).get(url)))
    assert found == OF_ALLAUTH
