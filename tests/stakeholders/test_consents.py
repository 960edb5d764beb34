"""What people agreed to, and what a refusal takes back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stakeholders.services.consents import record_answer
from tests import factories as make


def typed(**changes):
    return {
        "kinds": ["listed"],
        "given": "yes",
        "wording": "May we?",
        "asked_on": "2026-02-01",
    } | changes


@pytest.fixture
def ama(world):
    return make.PersonFactory(programme=world.programme, name="Ama Asked")


def url(person):
    return reverse("stakeholders:consent_add", args=[person.pk])


def test_an_answer_is_kept_for_several_kinds_and_the_former_stays(sign_in, convenor, ama):
    make.ConsentFactory(person=ama)
    client = sign_in(convenor)
    sent = typed(kinds=["listed", "quoted"], given="no", asked_by_text="Kofi at the door")
    assert client.post(url(ama), sent).status_code == 302
    held = ama.consents.filter(is_current=True)
    assert {(row.kind, row.given) for row in held} == {("listed", False), ("quoted", False)}
    assert ama.consents.count() == 3
    page = client.get(ama.get_absolute_url()).text
    assert "Kofi at the door" in page
    assert "Never asked" in page


def test_an_older_answer_does_not_overrule_a_later_one(ama):
    make.ConsentFactory(person=ama)
    record_answer(person=ama, kinds=["listed"], given=False, asked_on=date(2020, 1, 1))
    assert ama.consents.get(is_current=True).given


def test_a_refusal_takes_them_off_lists_and_words_off_the_record(sign_in, convenor, world, ama):
    part = make.ParticipationFactory(person=ama, dialogue=world.dialogue, listed=True)
    words = make.ContributionFactory(speaker=ama, attributed=True, on_the_record=False)
    open_words = make.ContributionFactory(speaker=ama, attributed=True, on_the_record=True)
    client = sign_in(convenor)
    assert "1 dialogue" in client.get(url(ama)).text
    client.post(url(ama), typed(kinds=["listed", "quoted"], given="no"))
    for row in (part, words, open_words):
        row.refresh_from_db()
    assert not part.listed
    assert words.speaker is None
    assert (open_words.speaker, open_words.attributed) == (ama, False)


def test_a_day_to_come_and_no_kind_are_refused(sign_in, convenor, ama):
    tomorrow = timezone.localdate() + timedelta(days=2)
    answer = sign_in(convenor).post(url(ama), typed(kinds=[], asked_on=str(tomorrow)))
    assert {"kinds", "asked_on"} == set(answer.context["form"].errors)


def test_a_day_before_1990_is_refused(sign_in, convenor, ama):
    answer = sign_in(convenor).post(url(ama), typed(asked_on="1900-01-01"))
    assert {"asked_on"} == set(answer.context["form"].errors)
    assert not ama.consents.exists()


def test_a_partner_is_not_told_of_how_many_dialogues(sign_in, partner, world):
    held = make.PersonFactory(programme=world.programme, held_by=world.partner_body)
    elsewhere = make.DialogueFactory(initiative__programme=world.programme)
    client = sign_in(partner)
    before = client.get(url(held)).context["consequences"]
    make.ParticipationFactory(person=held, dialogue=elsewhere, listed=True)
    make.ContributionFactory(speaker=held, attributed=True)
    assert client.get(url(held)).context["consequences"] == before


def test_a_partner_records_nothing_of_protected_people(sign_in, partner, world):
    held = make.PersonFactory(programme=world.programme, held_by=world.partner_body, protected=True)
    answer = sign_in(partner).post(url(held), typed())
    assert answer.status_code in (403, 404)
    assert not held.consents.exists()
