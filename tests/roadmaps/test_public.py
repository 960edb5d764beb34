"""The public page of a roadmap: a version that was published, and nobody named but bodies."""

import gzip
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from roadmaps.models import Roadmap
from roadmaps.services import publishing
from roadmaps.services.versions import make_version
from roadmaps.versions import checksum_of, freeze
from tests import factories as make

PROTECTED = "Zebedee Quartz"
LEAD = "Nadia Ofosu"


@pytest.fixture
def roadmap(llg_member):
    return Roadmap.objects.get()


@pytest.fixture
def theme(roadmap):
    return make.ThemeFactory(roadmap=roadmap, title="Land")


@pytest.fixture
def page(roadmap):
    return reverse("roadmaps:public", args=[roadmap.pk])


def frozen(roadmap, **more):
    return make_version(roadmap, seen=checksum_of(freeze(roadmap)), **more)


def published(roadmap, convenor, **more):
    version = frozen(roadmap, **more)
    publishing.publish_version(version, by=convenor)
    return version


def test_nothing_is_read_before_a_version_is_published_nor_after(
    roadmap, theme, page, sign_in, convenor
):
    client, version = Client(), frozen(roadmap)
    feed = reverse("roadmaps:public_feed", args=[roadmap.pk])
    assert [client.get(address).status_code for address in (page, feed)] == [404, 404]
    desk = sign_in(convenor)
    preview = desk.get(reverse("roadmaps:version_preview", args=[version.pk]))
    assert "It is not published" in preview.text
    assert "canonical" not in preview.text
    publish = reverse("roadmaps:version_publish", args=[version.pk])
    assert "Everybody can read it" in desk.get(publish).text
    desk.post(publish)
    version.refresh_from_db()
    assert version.published_by == convenor
    assert page in desk.get(reverse("roadmaps:version", args=[version.pk])).text
    for address in (page, feed):
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=300")
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    desk.post(reverse("roadmaps:version_withdraw", args=[version.pk]))
    assert [client.get(address).status_code for address in (page, feed)] == [404, 404]


def test_what_is_planned_since_is_not_told_and_how_far_it_is_today_is(
    roadmap, theme, page, client, convenor
):
    action = make.ActionFactory(theme=theme, title="Map the pits", due=date(2026, 5, 1))
    published(roadmap, convenor)
    roadmap.title = "Secret title"
    roadmap.save()
    make.ActionFactory(theme=theme, title="Secret action")
    action.title, action.status = "Secret words", "done"
    action.save()
    text = client.get(page).text
    assert "Map the pits" in text
    assert "Secret" not in text
    assert "Done" in text
    assert "1 May 2026" in text


def test_bodies_that_lead_are_named_and_people_never(
    roadmap, theme, page, sign_in, convenor, world
):
    person = make.PersonFactory(programme=world.programme, name=LEAD, email="nadia@example.org")
    make.ActionFactory(theme=theme, title="By somebody", lead_person=person)
    make.ActionFactory(theme=theme, title="By a body", lead_organisation=world.partner_body)
    published(roadmap, convenor)
    for window in (Client(), sign_in(convenor)):
        text = window.get(page).text
        assert world.partner_body.full_name in text
        assert "Led by a member of the group" in text
        assert LEAD not in text
        assert "nadia@" not in text


def test_nobody_protected_is_spelled_out_to_anybody(roadmap, theme, page, sign_in, convenor, world):
    make.PersonFactory(programme=world.programme, name=PROTECTED, protected=True)
    roadmap.summary = theme.text = f"{PROTECTED} asked for it."
    roadmap.save()
    theme.save()
    action = make.ActionFactory(theme=theme, title=f"Ask {PROTECTED}", text=f"By {PROTECTED}.")
    indicator = make.IndicatorFactory(action=action, title=f"Visits to {PROTECTED}", target="4")
    indicator.values.create(date=date(2026, 5, 1), value="2")
    published(roadmap, convenor, note=f"{PROTECTED} agreed.")
    feed = reverse("roadmaps:public_feed", args=[roadmap.pk])
    # The convenor knows the name, and sees what others will see.
    for window in (Client(), sign_in(convenor)):
        for address in (page, feed):
            text = window.get(address).text
            assert "Zebedee" not in text
            assert "Quartz" not in text
        assert "Protected person" in window.get(page).text


def test_who_is_protected_since_is_veiled_in_a_copy_that_was_kept(
    roadmap, theme, page, client, convenor, world
):
    make.ActionFactory(theme=theme, title=f"Ask {PROTECTED}")
    published(roadmap, convenor)
    first = client.get(page)
    assert PROTECTED in first.text
    make.PersonFactory(programme=world.programme, name=PROTECTED, protected=True)
    again = client.get(page, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert PROTECTED not in again.text


def test_an_initiative_that_is_not_public_is_not_named(
    roadmap, theme, page, client, convenor, world
):
    published(roadmap, convenor)
    assert world.initiative.title not in client.get(page).text
    world.initiative.is_public = True
    world.initiative.save()
    assert world.initiative.title in client.get(page).text
    assert page in client.get(world.initiative.get_absolute_url()).text


def test_the_feed_has_an_entry_for_each_published_version(roadmap, theme, client, convenor):
    published(roadmap, convenor, note="The **first**")
    make.ActionFactory(theme=theme)
    published(roadmap, convenor)
    make.ActionFactory(theme=theme)
    frozen(roadmap)
    feed = client.get(reverse("roadmaps:public_feed", args=[roadmap.pk])).text
    assert feed.count("<entry>") == 2
    assert "version 2" in feed
    assert "version 3" not in feed
    assert "The first" in feed


def test_members_who_keep_minutes_do_not_publish(roadmap, theme, sign_in, llg_member):
    version = frozen(roadmap)
    roadmap.learning_group.members.update(keeps_roadmap=True)
    publish = reverse("roadmaps:version_publish", args=[version.pk])
    assert sign_in(llg_member).post(publish).status_code == 403


@pytest.mark.parametrize("number", [2, 12])
def test_the_page_is_light_and_takes_the_same_queries_however_much_there_is(
    roadmap, theme, page, client, convenor, number, django_assert_max_num_queries, world
):
    for _number in range(number):
        action = make.ActionFactory(
            theme=theme, due=date(2026, 5, 1), lead_organisation=world.partner_body
        )
        make.IndicatorFactory(action=action).values.create(date=date(2026, 5, 1), value="2")
    published(roadmap, convenor)
    with django_assert_max_num_queries(12):
        answer = client.get(page)
    assert len(gzip.compress(answer.content)) < 30_000
