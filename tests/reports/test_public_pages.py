"""The public page of an initiative and its feed: the same for every stranger, kept by caches, veiled."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tests import factories as make
from tests.reports.test_door import printed

PROTECTED = "Zebedee Quartz"


@pytest.fixture
def initiative(world):
    """An initiative that everybody may read about, with a published report."""
    initiative = world.initiative
    initiative.is_public = True
    initiative.issue = "Who may dig **where**?"
    initiative.save()
    world.dialogue.is_public = True
    world.dialogue.save()
    printed(initiative, at=timezone.now())
    return initiative


def page_of(initiative):
    return initiative.get_absolute_url()


def feed_of(initiative):
    return reverse("reports:initiative_feed", args=[initiative.slug])


@pytest.mark.parametrize("address", [page_of, feed_of])
def test_a_stranger_may_keep_it_and_is_told_when_it_is_the_same(initiative, client, address):
    first = client.get(address(initiative))
    assert first["Cache-Control"] == "public, max-age=300"
    assert {"Cookie", "Accept-Language"} <= set(first["Vary"].split(", "))
    assert "Last-Modified" not in first
    assert first.cookies == {}
    assert (
        client.get(address(initiative), headers={"If-None-Match": first["ETag"]}).status_code == 304
    )


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, "messages"])
def test_who_may_be_told_something_of_their_own_keeps_nothing(initiative, client, cookie):
    client.cookies[cookie] = "something"
    assert client.get(page_of(initiative))["Cache-Control"] == "no-store"


def test_who_signed_in_keeps_nothing(initiative, sign_in, stranger):
    assert sign_in(stranger).get(page_of(initiative))["Cache-Control"] == "no-store"


def test_a_page_that_is_not_there_is_not_kept(world, client):
    answer = client.get(page_of(world.initiative))
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    assert client.get(feed_of(world.initiative)).status_code == 404


def test_it_says_who_it_is_to_whoever_is_sent_it(initiative, client):
    page = client.get(page_of(initiative)).text
    address = f"{settings.SITE_URL}{page_of(initiative)}"
    assert f'<link rel="canonical" href="{address}">' in page
    assert 'name="description" content="Who may dig where?"' in page
    assert f'property="og:title" content="{initiative.title}"' in page
    assert (
        f'type="application/atom+xml" title="Published reports" href="{feed_of(initiative)}"'
        in page
    )


def test_its_reports_stand_there_with_format_and_size(initiative, client):
    page = client.get(page_of(initiative)).text
    assert "Published reports" in page
    assert "PDF" in page
    assert "2.0\xa0KB" in page


def test_it_is_light(initiative, client):
    assert len(gzip.compress(client.get(page_of(initiative)).content)) < 30_000


def test_who_is_protected_since_is_veiled_in_a_copy_that_was_kept(initiative, client, world):
    initiative.issue = f"{PROTECTED} asked."
    initiative.save()
    first = client.get(page_of(initiative))
    assert PROTECTED in first.text
    make.PersonFactory(programme=world.programme, name=PROTECTED, protected=True)
    again = client.get(page_of(initiative), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert PROTECTED not in again.text


def test_an_embargo_holds_on_the_page_and_in_the_feed(initiative, client, time_machine):
    time_machine.move_to(datetime(2026, 12, 1, 8, tzinfo=UTC), tick=False)
    other = make.DialogueFactory(initiative=initiative, title="Later")
    later = make.PrintingFactory(
        report=make.ReportFactory(dialogue=other),
        edition="public",
        state="ready",
        published_at=timezone.now() + timedelta(hours=1),
    )
    for address in (page_of(initiative), feed_of(initiative), reverse("reports:feed")):
        time_machine.move_to(datetime(2026, 12, 1, 8, 59, 59, tzinfo=UTC), tick=False)
        assert later.get_absolute_url() not in client.get(address).text
        time_machine.move_to(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=False)
        assert later.get_absolute_url() in client.get(address).text


def test_the_feed_holds_its_own_reports_alone(initiative, client):
    other = printed(make.InitiativeFactory(is_public=True), at=timezone.now())
    feed = client.get(feed_of(initiative))
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert feed.text.count("<entry>") == 1
    assert str(other.pk) not in feed.text


@pytest.mark.parametrize("number", [1, 4])
def test_the_page_takes_the_same_queries_however_much_there_is(
    initiative, client, number, django_assert_max_num_queries
):
    for _number in range(number):
        dialogue = make.DialogueFactory(initiative=initiative, is_public=True)
        make.PrintingFactory(
            report=make.ReportFactory(dialogue=dialogue),
            edition="public",
            state="ready",
            published_at=timezone.now(),
        )
    with django_assert_max_num_queries(10):
        assert client.get(page_of(initiative)).status_code == 200
