"""What an invitation page weighs: bytes as they are served, compressed, on the first visit and the next."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

from convening.services import form as services
from convening.services.links import hand_over
from tests import factories as make

pytestmark = pytest.mark.once
FIRST, SECOND = 60_000, 10_000


def weight(data):
    return len(gzip.compress(data, 9))


def files_of(html):
    """The files of our own that a page names, each once."""
    named = set(re.findall(r'(?:src|href)="([^"]+)"', html))
    return {name for name in named if name.startswith(static(""))}


def test_the_first_visit_is_light_and_the_second_lighter(client, world):
    part = make.ParticipationFactory(dialogue=world.dialogue, status="registered")
    registration = make.RegistrationFactory(participation=part)
    services.add_known_section(world.dialogue, "travel")
    client.get(hand_over(registration))
    key = registration.link.key
    for page in (
        reverse("convening:answering", args=[key]),
        reverse("convening:answering_form", args=[key, 1]),
    ):
        html = client.get(page).content.decode()
        sizes = {"page": weight(html.encode())}
        for name in files_of(html):
            path = finders.find(name.removeprefix(static("")).partition("?")[0])
            assert path, name
            with open(path, "rb") as file:
                sizes[name] = weight(file.read())
        print(page, sum(sizes.values()), sizes)
        assert sum(sizes.values()) <= FIRST
        assert sizes["page"] <= SECOND
