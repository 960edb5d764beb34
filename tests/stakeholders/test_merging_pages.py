"""The pages on which two entries are made one: choosing, seeing what moves, saying yes, the way back."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from stakeholders.models import Merge, Person
from stakeholders.services.merging import merge
from tests import factories as make


@pytest.fixture
def pair(world):
    kept = make.PersonFactory(
        programme=world.programme, name="Mohamed Diallo", country="GH", email="m@example.org"
    )
    gone = make.PersonFactory(programme=world.programme, name="Muhammad Dialo", country="GN")
    return kept, gone


def page(kept, gone=None):
    url = reverse("stakeholders:person_merge", args=[kept.pk])
    return f"{url}?with={gone.pk}" if gone else url


def answers(client, kept, gone, **choices):
    """What the page of the two asks, answered with `choices`."""
    form = client.get(page(kept, gone)).context["form"]
    return {"with": gone.pk} | {name: form[name].value() for name in form.fields} | choices


def test_who_may_be_the_same_is_proposed_and_can_be_looked_for(sign_in, convenor, pair, world):
    kept, gone = pair
    same = make.PersonFactory(programme=world.programme, name="M. D.", email="M@example.org")
    elsewhere = make.PersonFactory(name="Mohamed Diallo Elsewhere")
    client = sign_in(convenor)
    text = client.get(page(kept)).text
    assert gone.name in text
    assert same.name in text
    assert elsewhere.name not in text
    found = client.get(page(kept), {"q": "dialo"}).text
    assert gone.name in found
    assert same.name not in found


def test_what_moves_is_shown_before_anything_does(sign_in, convenor, pair, world):
    kept, gone = pair
    make.ParticipationFactory(dialogue=world.dialogue, person=gone)
    for person in pair:
        make.SeatFactory(initiative=world.initiative, person=person)
        make.ConsentFactory(person=person, kind="quoted")
    text = sign_in(convenor).get(page(kept, gone)).text
    assert "1 dialogue" in text
    assert "Access to land" in text
    assert "to be quoted" in text
    assert Person.objects.filter(pk=gone.pk).exists()
    assert not Merge.objects.exists()


def test_two_are_made_one_and_two_again(sign_in, convenor, pair):
    kept, gone = pair
    client = sign_in(convenor)
    made = client.post(page(kept), answers(client, kept, gone, name="gone"), follow=True)
    assert "Take them apart again" in made.text
    assert Person.objects.get(pk=kept.pk).name == "Muhammad Dialo"
    assert not Person.objects.filter(pk=gone.pk).exists()
    assert "Muhammad Dialo" in client.get(reverse("stakeholders:merge_list")).text
    assert "Made one with it before" in client.get(page(kept)).text
    undo = reverse("stakeholders:merge_undo", args=[Merge.objects.get().pk])
    assert "Muhammad Dialo" in client.post(undo, follow=True).text
    assert Person.objects.get(pk=kept.pk).name == "Mohamed Diallo"
    assert "already" in client.post(undo, follow=True).text


def test_who_looked_before_it_was_changed_looks_again(sign_in, convenor, pair):
    kept, gone = pair
    client = sign_in(convenor)
    typed = answers(client, kept, gone)
    gone.name = "Somebody Else"
    gone.save()
    answer = client.post(page(kept), typed)
    assert answer.status_code == 409
    assert "Look again" in answer.text
    assert "Somebody Else" in answer.text
    assert not Merge.objects.exists()


def test_two_accounts_are_refused_with_the_reason(sign_in, convenor, participant, llg_member):
    kept, gone = participant.people.get(), llg_member.people.get()
    answer = sign_in(convenor).get(page(kept, gone))
    assert answer.status_code == 409
    assert escape("account of their own") in answer.text


@pytest.mark.parametrize("other", ["x", "0", "99999999", "9" * 30])
def test_nonsense_is_no_other_entry(sign_in, convenor, pair, other):
    answer = sign_in(convenor).get(page(pair[0]), {"with": other, "q": "\0"})
    assert answer.status_code in (200, 404)


def test_an_entry_of_another_programme_is_not_there(sign_in, convenor, pair):
    elsewhere = make.PersonFactory()
    client = sign_in(convenor)
    assert client.get(page(elsewhere)).status_code == 404
    assert client.get(page(pair[0], elsewhere)).status_code == 404
    made = make.MergeFactory(programme=elsewhere.programme, kind="person", kept=1, gone=2)
    for name in ("merge", "merge_undo"):
        url = reverse(f"stakeholders:{name}", args=[made.pk])
        assert client.post(url).status_code in (404, 405)
        assert client.get(url).status_code in (404, 405)


def test_a_partner_makes_nobody_one_with_another(sign_in, partner, pair, world):
    kept, gone = pair
    Person.objects.filter(pk__in=[kept.pk, gone.pk]).update(held_by=world.partner_body)
    client = sign_in(partner)
    assert client.get(page(kept, gone)).status_code == 403
    assert client.post(page(kept), {"with": gone.pk}).status_code == 403


def test_organisations_have_the_same_pages(sign_in, convenor, world):
    url = reverse("stakeholders:organisation_merge", args=[world.ngo.pk])
    client = sign_in(convenor)
    assert client.get(url, {"q": "partner"}).status_code == 200
    form = client.get(url, {"with": world.partner_body.pk}).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    assert client.post(url, typed | {"with": world.partner_body.pk}).status_code == 302
    assert Merge.objects.get().kind == "organisation"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    sign_in, convenor, world, count, django_assert_num_queries
):
    for _number in range(count):
        rows = make.PersonFactory.create_batch(2, programme=world.programme)
        merge(*rows, by=convenor)
    client = sign_in(convenor)
    with django_assert_num_queries(7):
        client.get(reverse("stakeholders:merge_list"))
