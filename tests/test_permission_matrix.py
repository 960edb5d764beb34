"""The permission matrix: the files in `permissions/` declare it, here the application is held to it."""

import re
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from tests.routes import is_foreign, route_names, routes

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
# They bring none of our cookies (RFC 8058): the signed address is what allows it.
POSTED_BY_MAIL_PROGRAMS = {"reports:unsubscribe"}
TABLES = sorted(Path(__file__).with_name("permissions").glob("*.txt"))


def read_table():
    """`{row: {method: {person: outcome}}}` from the files in permissions/."""
    rows, row = {}, None
    for line in "\n".join(path.read_text() for path in TABLES).splitlines():
        if not line or line.startswith("#"):
            continue
        if not line.startswith(" "):
            row = rows.setdefault(line.strip(), {})
            continue
        method, spec = line.split(maxsplit=1)
        row[method] = {
            LETTERS[letter]: outcome
            for outcome, who in re.findall(r"(\w+):(\w+)", spec)
            for letter in (LETTERS if who == "everybody" else who)
        }
    return rows


MATRIX = read_table()


def outcome_of(response):
    """The status, or `login` for an answer that asks to sign in."""
    if response.status_code == 302 and response.url.startswith("/accounts/login/"):
        return "login"
    return str(response.status_code)


def test_every_route_has_its_row():
    declared = {row.partition(" ")[0] for row in MATRIX}
    assert declared == {name for name in route_names() if not is_foreign(name)}


def test_every_row_names_everybody():
    for row, methods in MATRIX.items():
        assert set(methods) == {"GET", "POST"}, row
        assert all(set(people) == set(LETTERS.values()) for people in methods.values()), row


# What a database might answer differently shows with these: the others do less of the same.
ON_EVERY_DATABASE = {"convenor", "partner", "visitor"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in ON_EVERY_DATABASE else [pytest.mark.once])
        for name in LETTERS.values()
    ],
)
def test_each_person_may_do_just_what_the_matrix_says(cast, world, sign_in, name):
    walked = routes(world)
    assert {route.key for route in walked} == set(MATRIX)
    client = sign_in(cast[name])
    differs = {}
    for method in ("GET", "POST"):
        for route in walked:
            expected = MATRIX[route.key][method][name]
            # What a POST changes is undone, so that every row starts from the same world.
            with transaction.atomic():
                found = outcome_of(client.generic(method, route.url))
                transaction.set_rollback(True)
            if found != expected:
                differs[f"{method} {route.key}"] = f"{found}, not {expected}"
    assert differs == {}


def test_no_form_is_taken_without_its_token(world, convenor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(convenor, backend="django.contrib.auth.backends.ModelBackend")
    taken = {
        route.key
        for route in routes(world)
        if MATRIX[route.key]["POST"]["convenor"] != "405"
        and client.post(route.url).status_code != 403
    }
    assert taken == POSTED_BY_MAIL_PROGRAMS
