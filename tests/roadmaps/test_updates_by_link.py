"""Moving one's actions by personal link: no account, nothing of anybody else."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from core.models import PersonalLink
from roadmaps.models import ActionUpdate, OwnerLink, Roadmap
from roadmaps.owners import owners_of
from roadmaps.services.owner_links import links_for, take_back
from stakeholders.models import Organisation
from tests import factories as make
from tests.links import let_in


@pytest.fixture
def roadmap(llg_member):
    return Roadmap.objects.get()


@pytest.fixture
def led(world, roadmap):
    """An action led by a body, and one led by somebody else."""
    theme = make.ThemeFactory(roadmap=roadmap)
    mine = make.ActionFactory(
        theme=theme,
        title="Buy the scale",
        lead_organisation=world.partner_body,
        due=date(2020, 1, 1),
    )
    make.ActionFactory(
        theme=theme, title="Not theirs", lead_person=make.PersonFactory(programme=world.programme)
    )
    return mine


def link_of(roadmap, key_of):
    owner = next(each for each in owners_of(roadmap) if key_of(each))
    return links_for(roadmap, [owner])[owner.key]


@pytest.fixture
def link(roadmap, led, world):
    return link_of(roadmap, lambda owner: owner.organisation == world.partner_body)


def test_a_body_without_an_account_says_how_it_goes(client, link, led):
    address = let_in(client, link)
    shown = client.get(address).text
    assert "Buy the scale" in shown
    assert "Not theirs" not in shown
    page = reverse("roadmaps:mine_action", args=[link.key, led.pk])
    assert client.get(page).status_code == 200
    assert not ActionUpdate.objects.exists()
    wrong = client.post(page, {"progress": "140", "text": "It came by lorry"})
    assert "progress" in wrong.context["form"].errors
    assert "It came by lorry" in wrong.text
    answer = client.post(page, {"progress": "60", "text": "It came by lorry"})
    assert answer.url.startswith(address)
    update = ActionUpdate.objects.get()
    assert (update.via, update.by_person) == ("link", None)
    assert update.by_organisation == led.lead_organisation
    led.refresh_from_db()
    assert led.progress == 60
    assert "It came by lorry" in client.get(page).text


def test_an_action_of_somebody_else_is_not_there(client, link, roadmap):
    let_in(client, link)
    other = roadmap.themes.get().actions.get(title="Not theirs")
    page = reverse("roadmaps:mine_action", args=[link.key, other.pk])
    assert client.get(page).status_code == 404
    assert client.post(page, {"text": "x"}).status_code == 404


def test_a_link_that_was_taken_back_opens_nothing(client, link, roadmap, led):
    address = let_in(client, link)
    owner = next(each for each in owners_of(roadmap) if each.link)
    take_back(owner)
    assert client.get(address).status_code == 410
    assert Client().get(address).status_code == 403


def test_texts_behind_the_link_name_nobody_protected(client, world, roadmap, link, led):
    make.PersonFactory(programme=world.programme, name="Hidden Harriet", protected=True)
    led.title, led.text = "Ask Hidden Harriet", "She is Hidden Harriet"
    led.save()
    address = let_in(client, link)
    for page in (address, reverse("roadmaps:mine_action", args=[link.key, led.pk])):
        assert "Harriet" not in client.get(page).text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Vos actions"),
        ("es", "Sus acciones"),
        ("pt", "As suas ações"),
        ("sw", "Kazi zako"),
        ("id", "Tindakan Anda"),
    ],
)
def test_it_is_read_in_the_language_of_who_holds_it(client, link, language, words):
    address = let_in(client, link)
    assert words in client.get(address, {"language": language}).text
    # The browser remembers it for this page.
    assert words in client.get(address).text


def test_who_runs_the_roadmap_hands_links_over_and_takes_them_back(
    sign_in, convenor, llg_member, roadmap, led, world
):
    key = f"o{Organisation.objects.get(pk=world.partner_body.pk).pk}"
    page = reverse("roadmaps:owner_link", args=[roadmap.pk, key])
    assert sign_in(llg_member).get(page).status_code == 403
    client = sign_in(convenor)
    assert client.get(page).status_code == 200
    assert not OwnerLink.objects.exists()
    told = client.post(page).context["address"]
    assert told in client.post(page).text or "/l/" in told
    assert "no address" in client.get(reverse("roadmaps:reminders", args=[roadmap.pk])).text
    client.post(reverse("roadmaps:owner_revoke", args=[roadmap.pk, key]))
    assert PersonalLink.objects.get().revoked_at
    assert client.get(reverse("roadmaps:owner_link", args=[roadmap.pk, "p999"])).status_code == 404
