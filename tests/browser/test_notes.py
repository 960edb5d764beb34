"""Taking notes while people speak: on a phone, one after the other, and two people on the same words."""

import pytest

from tests import factories as make


@pytest.fixture
def session(world):
    make.QuestionFactory(dialogue=world.dialogue, text="Who pays for the road?", short="The road")
    return make.SessionFactory(dialogue=world.dialogue, title="Table by the door")


@pytest.fixture
def second_rapporteur(world):
    user = make.UserFactory(name="Rita Rapporteur")
    make.AppointmentFactory(user=user, role="rapporteur", dialogue=world.dialogue)
    return user


def page_of(session):
    return f"/dialogues/{session.dialogue.slug}/said/{session.pk}/"


def texts(session):
    return list(session.contributions.order_by("position").values_list("text", flat=True))


def test_five_notes_are_taken_on_a_phone_one_after_the_other(visit, session, rapporteur):
    phone = visit(360, rapporteur)
    phone.go("/my-work/")
    phone.follow("Dialogues", "Tarkwa dialogue", "What was said", "Table by the door")
    phone.fill(text="The road is *everybody’s*.", kind="Quote", group="Mining companies")
    phone.fill(question="The road", table="7")
    phone.click("Note it")
    # All but the words is kept for the next note, and the first one can be read above it.
    assert phone.field("text").input_value() == ""
    assert phone.field("table").input_value() == "7"
    assert phone.field("group").evaluate("list => list.selectedOptions[0].text") == (
        "Mining companies"
    )
    phone.sees("The road is everybody’s.")
    assert not phone.scrolls_sideways()
    for number in (2, 3):
        phone.fill(text=f"Note {number}")
        phone.click("Note it")
    phone.sees("Note 3")

    bare = visit(360, rapporteur, scripts=False)
    bare.go(page_of(session))
    bare.fill(text="Note 4, without script")
    bare.click("Note it")
    bare.sees("Note 4, without script")

    phone.fill(text="Note 5")
    phone.click("Note it")
    phone.sees("Note 4, without script")
    assert texts(session) == [
        "The road is *everybody’s*.",
        "Note 2",
        "Note 3",
        "Note 4, without script",
        "Note 5",
    ]
    assert set(session.contributions.values_list("table", flat=True)) == {"7", ""}


def test_an_empty_note_is_asked_for_again_and_keeps_the_rest(visit, session, rapporteur):
    phone = visit(360, rapporteur)
    phone.go(page_of(session))
    phone.fill(kind="Quote", table="3")
    phone.click("Note it")
    summary = phone.page.locator(".error-summary")
    assert summary.evaluate("element => element === document.activeElement")
    assert phone.field("table").input_value() == "3"
    assert phone.violations() == []
    assert texts(session) == []


def test_two_rapporteurs_who_edit_the_same_note_lose_nothing(
    visit, session, rapporteur, second_rapporteur
):
    note = make.ContributionFactory(session=session, text="They want a road.", table="1")
    address = f"/dialogues/{session.dialogue.slug}/parts/contributions/{note.pk}/"
    first, second = visit(1280, rapporteur), visit(360, second_rapporteur)
    first.go(address)
    second.go(address)
    first.fill(text="They want a road before the rains.", table="2")
    first.click("Save")
    second.fill(text="They want a road, and a bridge.")
    second.click("Save")

    second.sees("Somebody saved this while you were writing; nothing is lost")
    both = second.page.locator(".conflict")
    assert both.count() == 1
    assert "They want a road before the rains." in both.text_content()
    assert "They want a road, and a bridge." in both.text_content()
    # The field still holds what was typed; what only the other changed is taken over.
    assert second.field("text").input_value() == "They want a road, and a bridge."
    assert second.field("table").input_value() == "2"
    assert second.violations() == []
    assert not second.scrolls_sideways()
    assert texts(session) == ["They want a road before the rains."]

    second.fill(text="They want a road before the rains, and a bridge.")
    second.click("Save")
    second.sees("They want a road before the rains, and a bridge.")
    assert texts(session) == ["They want a road before the rains, and a bridge."]
