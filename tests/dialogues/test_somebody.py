"""Choosing somebody among many: a name is written instead of a select of thousands."""

import pytest
from django.urls import reverse

from core.text import fold
from dialogues.models import Attribution, Contribution, Participation
from dialogues.parts.somebody import MOST
from dialogues.pseudonyms import pseudonym
from stakeholders.models import Person
from tests import factories as make


@pytest.fixture
def crowd(world):
    """More people in the room than a select offers."""
    people = [
        Person(
            programme=world.programme,
            key=f"c{n}",
            name=f"Person {n:03}",
            search=fold(f"person {n}"),
        )
        for n in range(220)
    ]
    people = Person.objects.bulk_create(people)
    Participation.objects.bulk_create(
        Participation(dialogue=world.dialogue, person=person) for person in people
    )
    return people


@pytest.fixture
def address(world):
    session = make.SessionFactory(dialogue=world.dialogue)
    return reverse("dialogues:session", args=[world.dialogue.slug, session.pk])


@pytest.fixture
def note(world, rapporteur, address, sign_in):
    """Take down words that somebody said; answers with the page's errors at the speaker."""

    def taken_down(speaker, **more):
        client = sign_in(rapporteur)
        page = client.post(address, {"text": "Words", "kind": "quote", "speaker": speaker} | more)
        return "" if page.status_code == 302 else str(page.context["form"].errors["speaker"])

    return taken_down


def speakers():
    return list(Contribution.objects.values_list("speaker__name", flat=True))


def test_among_many_a_name_is_written_and_some_are_suggested(crowd, address, rapporteur, sign_in):
    page = sign_in(rapporteur).get(address).text
    assert '<input type="text" name="speaker"' in page
    assert page.count('<option value="Person ') == MOST


def test_a_name_is_found_whatever_its_capitals_and_accents(crowd, note):
    assert note("person 003") == ""
    assert note("Pérson 219") == ""
    assert speakers() == ["Person 003", "Person 219"]


def test_a_name_that_fits_several_is_refused_with_those_it_fits(crowd, note):
    told = note("Person 00")
    assert "12 people are meant by “Person 00”: Person 000 #" in told
    assert speakers() == []


def test_of_namesakes_the_number_tells_who_is_meant(crowd, note):
    Person.objects.filter(pk=crowd[4].pk).update(name="Person 003")
    assert "2 people are meant" in note("Person 003")
    assert note(f"Person 003 #{crowd[4].pk}") == ""
    assert Contribution.objects.get().speaker == crowd[4]


def test_a_name_that_nobody_has_is_refused_and_kept(crowd, note):
    assert "Nobody who can be chosen here is called “Zainab”." in note("Zainab")


def test_somebody_of_another_programme_has_no_number_here(crowd, note):
    assert note(f"Person #{make.PersonFactory().pk}") != ""


def test_the_name_of_somebody_protected_finds_nobody_and_the_pseudonym_does(world, crowd, note):
    Person.objects.filter(pk=crowd[7].pk).update(protected=True)
    assert "Nobody" in note("Person 007")
    assert note(pseudonym(world.dialogue, crowd[7])) == ""
    assert Contribution.objects.get().speaker == crowd[7]


def test_the_next_note_remembers_the_speaker_by_name(world, crowd, address, rapporteur, sign_in):
    assert world.dialogue.attribution == Attribution.ON_THE_RECORD
    page = sign_in(rapporteur).get(f"{address}?speaker={crowd[-1].pk}").text
    assert 'value="Person 219"' in page


def test_an_unchanged_form_keeps_the_namesake_that_stood_there(world, crowd, rapporteur, sign_in):
    Person.objects.filter(pk=crowd[4].pk).update(name="Person 003")
    session = make.SessionFactory(dialogue=world.dialogue)
    note = make.ContributionFactory(session=session, speaker=crowd[4], on_the_record=True)
    address = reverse("dialogues:part_edit", args=[world.dialogue.slug, "contributions", note.pk])
    client = sign_in(rapporteur)
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"speaker": "Person 003"}
    sent.pop("attributed")
    assert client.post(address, sent).status_code == 302
    note.refresh_from_db()
    assert note.speaker == crowd[4]


@pytest.mark.parametrize("speaker", ["9" * 18, "9" * 30, "9" * 5000, "-1", "x"])
def test_a_remembered_speaker_who_cannot_be_chosen_is_nobody(
    crowd, address, rapporteur, sign_in, speaker
):
    assert sign_in(rapporteur).get(f"{address}?speaker={speaker}").status_code == 200
