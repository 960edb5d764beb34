"""Briefings: written, released, compared, and read by those with whom the map is shared."""

import pytest
from django.urls import reverse

from core.exceptions import StaleVersion
from stakeholders.exceptions import BriefingEmpty, BriefingTaken, BriefingUnchanged
from stakeholders.mail.plain import plain_text
from stakeholders.models import Briefing, BriefingVersion
from stakeholders.services.briefings import add_briefing, release_briefing
from tests import factories as make
from tests.stakeholders.briefings import briefed


@pytest.fixture
def found(world, convenor):
    return briefed(world, by=convenor)


def url(name, found, *more):
    return reverse(f"stakeholders:{name}", args=[found.map.slug, found.briefing.pk, *more])


def list_url(found):
    return reverse("stakeholders:briefing_list", args=[found.map.slug])


def typed(briefing, **more):
    words = {name: getattr(briefing, name) for name in ("title", "gains", "risks", "ask")}
    return words | {"version": briefing.version, "base": "{}"} | more


def text_of(response):
    return response.content.decode()


# The list -----------------------------------------------------------------------------------------
def test_the_list_shows_every_group_and_those_without_a_briefing_first(
    world, found, convenor, sign_in
):
    page = text_of(sign_in(convenor).get(list_url(found)))
    assert "1 group has no briefing yet" in page
    assert page.index("Mining companies") < page.index("Artisanal miners")
    assert "Come to Tarkwa" in page
    assert "Version 1" in page
    assert "sent to nobody yet" in page


def test_the_list_takes_the_same_queries_for_one_and_for_more(
    world, found, convenor, sign_in, django_assert_max_num_queries
):
    client = sign_in(convenor)
    client.get(list_url(found))
    for _more in range(2):
        with django_assert_max_num_queries(9):
            client.get(list_url(found))
        other = make.BriefingFactory(map=found.map, gains="Much.")
        make.BriefingVersionFactory(briefing=other)
        make.BriefingVersionFactory(briefing=other, number=2)


def test_a_programme_without_groups_is_told_what_to_do(convenor, world, sign_in):
    world.programme.groups.all().delete()
    shown = make.StakeholderMapFactory(programme=world.programme)
    page = text_of(sign_in(convenor).get(reverse("stakeholders:briefing_list", args=[shown.slug])))
    assert "no stakeholder groups yet" in page


# Writing ------------------------------------------------------------------------------------------
def test_a_briefing_is_begun_for_a_group(world, found, convenor, sign_in):
    client = sign_in(convenor)
    address = reverse("stakeholders:briefing_add", args=[found.map.slug, world.companies.pk])
    assert "What is at stake for Mining companies" in text_of(client.get(address))
    response = client.post(
        address, {"title": "Come", "gains": "Peace\x07.", "risks": "", "ask": ""}
    )
    made = Briefing.objects.get(group=world.companies)
    assert response.url == made.get_absolute_url()
    assert made.gains == "Peace."
    assert client.get(address).url == url("briefing_edit", found).replace(
        f"/{found.briefing.pk}/", f"/{made.pk}/"
    )


def test_of_two_who_begin_one_at_once_nobody_loses_their_words(world, found, convenor, sign_in):
    address = reverse("stakeholders:briefing_add", args=[found.map.slug, world.miners.pk])
    response = sign_in(convenor).post(address, {"title": "Mine", "gains": "My words"})
    assert response.status_code == 409
    assert "My words" in text_of(response)
    assert found.briefing.get_absolute_url() in text_of(response)
    with pytest.raises(BriefingTaken):
        add_briefing(Briefing(map=found.map, group=world.miners, title="Again"))


def test_a_briefing_needs_a_title_and_says_so_beside_it(world, found, convenor, sign_in):
    address = reverse("stakeholders:briefing_add", args=[found.map.slug, world.companies.pk])
    page = text_of(sign_in(convenor).post(address, {"title": "", "gains": "x" * 20_001}))
    assert "This field is required" in page
    assert "at most 20000 characters" in page.replace(",", "").replace("\u202f", "")
    assert not Briefing.objects.filter(group=world.companies).exists()


def test_two_may_write_at_once_and_both_texts_are_shown(found, convenor, sign_in):
    client = sign_in(convenor)
    address = url("briefing_edit", found)
    mine = typed(found.briefing, gains="Mine")
    client.post(address, typed(found.briefing, gains="Theirs"))
    response = client.post(address, mine)
    assert response.status_code == 409
    page = text_of(response)
    assert "Mine" in page
    assert "Theirs" in page
    found.briefing.refresh_from_db()
    assert found.briefing.gains == "Theirs"


# Versions -----------------------------------------------------------------------------------------
def test_a_version_is_frozen_and_numbered(found, convenor, sign_in):
    client = sign_in(convenor)
    client.post(url("briefing_edit", found), typed(found.briefing, ask="Choose three speakers."))
    found.briefing.refresh_from_db()
    assert "Choose three speakers." in text_of(client.get(url("briefing_release", found)))
    response = client.post(
        url("briefing_release", found), {"draft": found.briefing.version, "note": "One more"}
    )
    made = BriefingVersion.objects.get(number=2)
    assert response.url == made.get_absolute_url()
    assert (made.ask, made.note, made.made_by) == ("Choose three speakers.", "One more", convenor)
    found.version.refresh_from_db()
    assert found.version.ask == "Choose two speakers."
    page = text_of(client.get(found.briefing.get_absolute_url()))
    assert page.index("Version 2</a>") < page.index("Version 1</a>")
    assert url("briefing_send", found, 2) in page
    old = text_of(client.get(found.version.get_absolute_url()))
    assert "Version 2 is newer than this one" in old


def test_what_somebody_saved_meanwhile_is_read_before_it_is_released(found, convenor, sign_in):
    client = sign_in(convenor)
    before = found.briefing.version
    client.post(url("briefing_edit", found), typed(found.briefing, ask="Changed unseen."))
    response = client.post(url("briefing_release", found), {"draft": before, "note": "N"})
    assert response.status_code == 409
    page = text_of(response)
    assert "Changed unseen." in page
    assert f'value="{before + 1}"' in page
    assert found.briefing.versions.count() == 1


def test_a_version_that_says_nothing_or_nothing_new_is_refused(found, convenor):
    with pytest.raises(BriefingUnchanged):
        release_briefing(found.briefing, based_on=found.briefing.version, note="", by=convenor)
    empty = make.BriefingFactory(map=found.map)
    with pytest.raises(BriefingEmpty):
        release_briefing(empty, based_on=empty.version, note="", by=convenor)
    with pytest.raises(StaleVersion):
        release_briefing(empty, based_on=empty.version + 1, note="", by=convenor)


@pytest.mark.parametrize("draft", ["", "none", "-1", "9" * 40])
def test_a_release_without_the_draft_that_was_read_is_refused(found, convenor, sign_in, draft):
    Briefing.objects.update(gains="New")
    response = sign_in(convenor).post(url("briefing_release", found), {"draft": draft})
    assert response.status_code in (200, 409)
    assert found.briefing.versions.count() == 1


def test_versions_are_compared_word_by_word(found, convenor, sign_in):
    client = sign_in(convenor)
    client.post(url("briefing_edit", found), typed(found.briefing, ask="Choose three speakers."))
    page = text_of(client.get(url("briefing_compare", found)))
    assert "<del>two</del>" in page
    assert "<ins>three</ins>" in page
    same = text_of(client.get(url("briefing_compare", found), {"from": "1", "to": "1"}))
    assert "The text is the same in both." in same
    odd = client.get(url("briefing_compare", found), {"from": "99\x00", "to": "draft"})
    assert odd.status_code == 200


# Who reads ----------------------------------------------------------------------------------------
def test_those_with_whom_the_map_is_shared_read_versions_and_nothing_else(
    found, world, partner, adviser, sign_in
):
    Briefing.objects.filter(pk=found.briefing.pk).update(gains="Draftonly words", title="Draftonly")
    unreleased = make.BriefingFactory(map=found.map, group=world.companies, gains="Unreleased")
    for reader in (partner, adviser):
        client = sign_in(reader)
        listed = text_of(client.get(list_url(found)))
        read = text_of(client.get(found.briefing.get_absolute_url()))
        version = text_of(client.get(found.version.get_absolute_url()))
        for page in (listed, read, version):
            assert "Come to Tarkwa" in page
            for hidden in ("Draftonly", "Unreleased", "sent to", "The first", "Print this version"):
                assert hidden not in page, hidden
        assert "A <strong>say</strong>" in read
        assert client.get(unreleased.get_absolute_url()).status_code == 404
        assert client.get(url("briefing_edit", found)).status_code == 403
        assert client.get(url("briefing_send", found, 1)).status_code == 403


def test_briefings_of_a_map_that_is_not_shared_are_not_found(found, partner, stranger, sign_in):
    assert sign_in(stranger).get(found.briefing.get_absolute_url()).status_code == 404
    found.map.is_shared = False
    found.map.save()
    assert sign_in(partner).get(list_url(found)).status_code == 404


def test_a_briefing_of_another_map_or_programme_is_not_found(found, convenor, sign_in):
    client = sign_in(convenor)
    elsewhere = make.BriefingFactory()
    sibling = make.StakeholderMapFactory(programme=found.map.programme)
    assert client.get(elsewhere.get_absolute_url()).status_code == 404
    address = reverse("stakeholders:briefing", args=[sibling.slug, found.briefing.pk])
    assert client.get(address).status_code == 404
    group = make.GroupFactory()
    address = reverse("stakeholders:briefing_add", args=[found.map.slug, group.pk])
    assert client.post(address, {"title": "x"}).status_code == 404
    assert client.get(url("briefing_version", found, 7)).status_code == 404
    assert client.get(url("briefing_version", found, 10**30)).status_code == 404


def test_readers_meet_no_protected_name_in_a_briefing(found, world, convenor, partner, sign_in):
    make.PersonFactory(programme=world.programme, name="Bulma Hiddenova", protected=True)
    BriefingVersion.objects.update(gains="Ask Bulma Hiddenova.", title="Bulma Hiddenova comes")
    for address in (list_url(found), found.version.get_absolute_url()):
        assert "Hiddenova" not in text_of(sign_in(partner).get(address))
    assert "Hiddenova" in text_of(sign_in(convenor).get(found.version.get_absolute_url()))


# Words --------------------------------------------------------------------------------------------
@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", ""),
        ("One **bold** word\nand on.\n\nTwo.", "One bold word and on.\n\nTwo."),
        ("Points:\n- one\n- two\n  - deep\n\nEnd.", "Points:\n\n- one\n- two\n  - deep\n\nEnd."),
        ("3. three\n4. four", "3. three\n4. four"),
        ("[the act](https://example.org/act)", "the act (https://example.org/act)"),
        ("[x](javascript:alert(1)) <b>y</b>", "[x](javascript:alert(1)) <b>y</b>"),
        ("<https://example.org>", "https://example.org"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
    ],
)
def test_markdown_becomes_the_plain_text_of_a_mail(text, plain):
    assert plain_text(text) == plain
