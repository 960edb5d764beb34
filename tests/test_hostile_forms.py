"""What somebody might send by the forms of every page in order to break things: each is found by walking the
pages, so a form that is added is attacked too."""

import time
from itertools import product

import pytest
from django.db import transaction
from django.urls import reverse

from dialogues.services.calendar import add_feed
from tests import factories as make
from tests.canaries import further
from tests.page_forms import forms_of
from tests.planting import plant
from tests.planting_convening import plant_convening
from tests.routes import routes

SOON = 4  # seconds of the processor for one answer
MARK = "Words that somebody typed with care"
TEXTS = ("textarea", "text", "search", "url", "email", "tel")
ABSURD_DATES = ("0001-01-01", "9999-12-31", "2026-02-31", "31.12.", "10000-01-01", "-1", "2026-1")


@pytest.fixture
def walked(world, convenor):
    """Addresses of pages of a world that has something of everything."""
    person = make.PersonFactory(programme=world.programme, group=world.miners)
    other = make.PersonFactory(programme=world.programme, email="other@example.org")
    plant(world, "Planted words. ", person=person, other=other, by=convenor)
    plant_convening(world, "Planted words. ", person=person, other=other, by=convenor)
    return [*(route.url for route in routes(world)), *further(world)]


@pytest.fixture
def forms(walked, convenor, sign_in):
    """A form of each shape on any page, as the convenor is shown it; the client with them."""
    client = sign_in(convenor)
    found = {}
    for url in walked:
        response = client.get(url)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            for form in forms_of(response, url):
                found.setdefault(form.shape, form)
    assert len(found) > 100
    return client, list(found.values())


def replaced(form, value_of):
    """What the form holds, with `value_of(name, kind)` in place of each field that gives one."""
    data = dict(form.values)
    for name, kind in form.kinds.items():
        value = value_of(name, kind)
        if value is not None:
            data[name] = value
    return data


def nul(name, kind):
    return [f"{MARK}\x00\x1b\x08\u202e\ufffe"] if kind in TEXTS else None


def huge_numbers(name, kind):
    if kind in TEXTS:
        return [MARK]
    return ["9" * 20] if kind != "date" else None


def huge_everywhere(name, kind):
    return ["9" * 400]


def negative(name, kind):
    return ["-1"]


def unknown(name, kind):
    return [MARK] if kind in TEXTS else ["no-such-thing"]


def json_instead(name, kind):
    return ['{"a": [1, {"b": null}]}']


def exponents(name, kind):
    return ["1e999999"] if kind not in TEXTS else ["NaN"]


def digits_of_others(name, kind):
    return ["²٣१"]


def repeated(name, kind):
    return ["1", "2", "", "1"] if kind != "textarea" else [MARK, MARK]


def versionless(name, kind):
    if name.endswith("version") or name in ("base", "seen", "mark"):
        return []
    return [MARK] if kind in TEXTS else None


def version_of_the_future(name, kind):
    if name.endswith("version"):
        return [str(2**31 - 1)]
    return [MARK] if kind in TEXTS else None


def broken_base(name, kind):
    return ["[1, 2"] if name in ("base", "seen", "mark") else None


def long_lines(name, kind):
    return ["x" * 20_000] if kind in TEXTS or kind == "hidden" else None


def a_megabyte(name, kind):
    return [MARK + " x" * 500_000] if kind == "textarea" else None


ATTACKS = (
    a_megabyte,
    nul,
    huge_numbers,
    huge_everywhere,
    negative,
    unknown,
    json_instead,
    exponents,
    digits_of_others,
    repeated,
    versionless,
    version_of_the_future,
    broken_base,
    long_lines,
)


def send(client, form, data):
    """The answer to `data`, undone afterwards, and the seconds it took."""
    started = time.process_time()
    with transaction.atomic():
        response = client.post(form.action, data)
        transaction.set_rollback(True)
    return response, time.process_time() - started


def test_no_form_breaks(forms):
    client, found = forms
    client.raise_request_exception = False
    broken, forgotten, slow, tried = [], [], [], set()
    for attack, form in product(ATTACKS, found):
        data = replaced(form, attack)
        # A form without such fields is sent as it stands by each attack: once is enough.
        if (sent := (form.action, repr(sorted(data.items())))) in tried:
            continue
        tried.add(sent)
        response, seconds = send(client, form, data)
        where = (attack.__name__, form.action)
        if response.status_code >= 500:
            broken.append((*where, repr(response.exc_info[1])[:300]))
        if seconds > SOON:
            slow.append((*where, seconds))
        typed = any(MARK in value for values in data.values() for value in values)
        asks_again = response.status_code in (200, 409) and not response.streaming
        if typed and asks_again and MARK not in response.content.decode():
            forgotten.append(where)
    assert (broken, forgotten, slow) == ([], [], [])


def test_no_day_breaks_a_form_nor_a_page_that_tells_of_it(forms, walked, convenor):
    client, found = forms
    client.raise_request_exception = False
    broken = []
    feed = reverse("dialogues:feed", args=[add_feed(user=convenor)])

    def tried(where, response):
        if response.status_code >= 500:
            broken.append((*where, repr(response.exc_info[1])[:300]))

    for form in found:
        dates = [name for name, kind in form.kinds.items() if kind == "date"]
        for day, name in product(ABSURD_DATES, dates):
            tried((form.action, name, day), send(client, form, form.values | {name: [day]})[0])
    for day in ("0001-01-01", "9999-12-31"):
        for form in found:
            dates = {name: [day] for name, kind in form.kinds.items() if kind == "date"}
            if dates and not form.action.endswith("/delete/"):
                # Stored, if the form takes it.
                tried((form.action, day), client.post(form.action, form.values | dates))
        for url in (*walked, feed):
            tried((url, day), client.get(url))
    assert broken == []
