"""A paper in review, for tests: its fixtures are taken up by conftest.py beside this."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogues.blocks import blocks_of
from dialogues.services.review import send_for_review
from stakeholders.models import Person
from tests import factories as make
from tests.links import let_in

BODY = "# Land\n\nMiners need land along the river.\n\nFarmers need it too, for cocoa.\n"
SOON = timezone.localdate() + timedelta(days=14)


@pytest.fixture
def paper(world):
    return make.PaperFactory(initiative=world.initiative, title="Land and mining")


def version_of(paper, body=BODY, number=1, previous=()):
    return make.PaperVersionFactory(
        paper=paper, number=number, body=body, blocks=blocks_of(body, previous)
    )


@pytest.fixture
def version(paper):
    return version_of(paper)


@pytest.fixture
def reviewer(world):
    person = make.PersonFactory(
        programme=world.programme, name="Rita Reviewer", email="rita@example.org"
    )
    make.SeatFactory(initiative=world.initiative, person=person, state="accepted")
    return person


@pytest.fixture
def asked(version, reviewer, convenor):
    """The request to `reviewer`."""
    people = Person.objects.filter(pk=reviewer.pk)
    review = send_for_review(
        version, people=people, due_on=SOON, message="Look at chapter 2.", by=convenor
    )
    return review.requests.get()


@pytest.fixture
def by_link(asked):
    """A browser into which the reviewer's link was opened."""
    client = Client()
    client.page = let_in(client, asked.link)
    return client


def url(name, paper, *more):
    return reverse(f"dialogues:{name}", args=[paper.initiative.slug, paper.kind, *more])


def review_url(version):
    return url("paper_review", version.paper, version.number)
