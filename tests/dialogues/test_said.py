"""What was said: taken down, read as a tree, and looked up by question and group."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.exceptions import StaleVersion
from dialogues.exceptions import SpeakerDidNotAgree
from dialogues.models import Attribution, Contribution, Dialogue
from dialogues.said import descendants, page_of
from dialogues.services.said import correct, take_down
from tests import factories as make


@pytest.fixture
def session(world):
    return make.SessionFactory(dialogue=world.dialogue, title="First morning")


@pytest.fixture
def speaker(world):
    person = make.PersonFactory(programme=world.programme, name="Sefa Speaker")
    make.ParticipationFactory(dialogue=world.dialogue, person=person)
    return person


@pytest.fixture
def rule(world):
    """The Chatham House Rule holds."""
    world.dialogue.attribution = Attribution.CHATHAM_HOUSE
    world.dialogue.save()


def session_url(session):
    return reverse("dialogues:session", args=[session.dialogue.slug, session.pk])


def said_url(world):
    return reverse("dialogues:dialogue_said", args=[world.dialogue.slug])


def test_a_note_is_taken_down_and_the_next_one_remembers_the_rest(
    sign_in, rapporteur, world, session
):
    client = sign_in(rapporteur)
    typed = {"text": "Two days away", "kind": "obstacle", "group": world.miners.pk, "table": "3"}
    response = client.post(session_url(session), typed)
    note = Contribution.objects.get()
    assert (note.text, note.noted_by, note.table) == ("Two days away", rapporteur, "3")
    assert response.url.endswith("#next-note")
    page = client.get(response.url)
    form = page.context["form"]
    assert form["kind"].value() == "obstacle"
    assert str(form["group"].value()) == str(world.miners.pk)
    assert form["table"].value() == "3"
    assert not form["text"].value()
    assert page.context["noted"] == note


def test_a_note_without_words_is_refused_and_the_rest_is_kept(sign_in, rapporteur, session):
    page = sign_in(rapporteur).post(session_url(session), {"text": " ", "kind": "quote"})
    assert "text" in page.context["form"].errors
    assert page.context["form"]["kind"].value() == "quote"


def test_under_the_rule_a_speaker_who_did_not_agree_is_refused_at_the_field(
    sign_in, rapporteur, session, speaker, rule
):
    typed = {"text": "My own words", "kind": "quote", "speaker": speaker.pk}
    page = sign_in(rapporteur).post(session_url(session), typed)
    assert "Chatham House Rule" in str(page.context["form"].errors["speaker"])
    assert "My own words" in page.content.decode()
    assert not Contribution.objects.exists()


def test_under_the_rule_a_speaker_who_agreed_is_kept_and_in_no_address(
    sign_in, rapporteur, session, speaker, rule
):
    typed = {"text": "My own words", "kind": "quote", "speaker": speaker.pk, "attributed": "on"}
    response = sign_in(rapporteur).post(session_url(session), typed)
    note = Contribution.objects.get()
    assert (note.speaker, note.attributed, note.on_the_record) == (speaker, True, False)
    assert "speaker" not in response.url


def test_on_the_record_a_speaker_is_kept(sign_in, rapporteur, session, speaker):
    typed = {"text": "My own words", "kind": "quote", "speaker": speaker.pk}
    sign_in(rapporteur).post(session_url(session), typed)
    note = Contribution.objects.get()
    assert (note.speaker, note.on_the_record) == (speaker, True)


def test_the_rule_that_holds_when_the_words_are_stored_decides(world, session, speaker, rapporteur):
    note = Contribution(session=session, text="Words", speaker=speaker)
    # Somebody else changes the rule after the form was read.
    Dialogue.objects.filter(pk=world.dialogue.pk).update(attribution=Attribution.CHATHAM_HOUSE)
    with pytest.raises(SpeakerDidNotAgree):
        take_down(note, by=rapporteur)
    assert not Contribution.objects.exists()


def test_correcting_a_note_settles_attribution_anew(world, session, speaker, rapporteur):
    note = take_down(Contribution(session=session, text="Words", speaker=speaker), by=rapporteur)
    Dialogue.objects.filter(pk=world.dialogue.pk).update(attribution=Attribution.CHATHAM_HOUSE)
    note.text = "Better words"
    with pytest.raises(SpeakerDidNotAgree):
        correct(note, based_on=1, fields=["text", "speaker"])
    note.speaker = None
    correct(note, based_on=1, fields=["text", "speaker"])
    note.refresh_from_db()
    assert (note.text, note.speaker, note.on_the_record) == ("Better words", None, False)


def test_correcting_what_somebody_else_saved_writes_nothing(session, rapporteur):
    note = take_down(Contribution(session=session, text="Words"), by=rapporteur)
    note.text = "First"
    correct(note, based_on=1, fields=["text"])
    note.text = "Second"
    with pytest.raises(StaleVersion):
        correct(note, based_on=1, fields=["text"])
    note.refresh_from_db()
    assert note.text == "First"


def test_a_protected_speaker_is_chosen_and_shown_by_pseudonym(
    sign_in, rapporteur, convenor, session, speaker
):
    speaker.protected = True
    speaker.save()
    make.ContributionFactory(session=session, speaker=speaker, on_the_record=True)
    text = sign_in(rapporteur).get(session_url(session)).content.decode()
    assert "Sefa Speaker" not in text
    assert f'value="{speaker.pk}"' in text
    assert "Sefa Speaker" in sign_in(convenor).get(session_url(session)).content.decode()


def test_only_those_in_the_room_can_be_chosen_as_speakers(sign_in, rapporteur, world, session):
    outside = make.PersonFactory(programme=world.programme, name="Somebody Else")
    typed = {"text": "Words", "kind": "point", "speaker": outside.pk}
    page = sign_in(rapporteur).post(session_url(session), typed)
    assert "speaker" in page.context["form"].errors
    assert "Somebody Else" not in page.content.decode()


def test_points_stand_under_their_notes_to_any_depth(sign_in, rapporteur, session):
    top = make.ContributionFactory(session=session, text="Top")
    below = make.ContributionFactory(session=session, parent=top, text="Below")
    deepest = make.ContributionFactory(session=session, parent=below, text="Deepest")
    page = sign_in(rapporteur).get(session_url(session))
    (node,) = page.context["nodes"]
    assert node.children[0].children[0].contribution == deepest
    assert set(descendants(top)) == {below.pk, deepest.pk}


def test_a_point_added_under_a_note_is_in_its_session(sign_in, rapporteur, session):
    top = make.ContributionFactory(session=session)
    address = reverse("dialogues:part_add", args=[session.dialogue.slug, "points"])
    sign_in(rapporteur).post(f"{address}?under={top.pk}", {"text": "Words", "kind": "point"})
    point = Contribution.objects.get(parent=top)
    assert point.session == session
    assert point.noted_by == rapporteur


def test_long_sessions_come_in_pages_and_one_returns_to_the_right_one(sign_in, rapporteur, session):
    notes = [make.ContributionFactory(session=session, position=n) for n in range(51)]
    point = make.ContributionFactory(session=session, parent=notes[-1])
    assert page_of(notes[49]) == 1
    assert page_of(point) == 2
    client = sign_in(rapporteur)
    assert len(client.get(session_url(session)).context["nodes"]) == 50
    assert client.get(point.get_absolute_url()).context["page"].number == 2
    response = client.post(session_url(session), {"text": "The last one", "kind": "point"})
    assert "page=2" in response.url
    assert "The last one" in client.get(response.url).content.decode()


def test_the_matrix_shows_who_has_not_been_heard(sign_in, rapporteur, world, session):
    question = make.QuestionFactory(dialogue=world.dialogue, short="Whose land?")
    session.question = question
    session.save()
    make.ContributionFactory(session=session, group=world.miners, text="Of the session’s question")
    other = make.SessionFactory(dialogue=world.dialogue)
    make.ContributionFactory(session=other, group=world.miners, question=question, text="Its own")
    make.ContributionFactory(session=other, group=world.miners, text="On no question")
    client = sign_in(rapporteur)
    page = client.get(said_url(world))
    cells = {
        (row.question, cell.group): cell.number
        for row in page.context["matrix"]
        for cell in row.cells
    }
    assert cells == {
        (question, world.miners): 2,
        (question, world.companies): 0,
        (None, world.miners): 1,
        (None, world.companies): 0,
    }
    found = client.get(f"{said_url(world)}?question={question.pk}&group={world.miners.pk}")
    words = [entry["note"].text for entry in found.context["notes"]]
    assert words == ["Of the session’s question", "Its own"]
    found = client.get(f"{said_url(world)}?question=none&group={world.miners.pk}")
    assert [entry["note"].text for entry in found.context["notes"]] == ["On no question"]


def test_a_filter_for_what_is_not_there_shows_the_sessions(sign_in, rapporteur, world, session):
    page = sign_in(rapporteur).get(f"{said_url(world)}?question=99999&group=x")
    assert "First morning" in page.content.decode()


def test_parallel_sessions_stand_side_by_side_and_a_synthesis_names_them(
    sign_in, rapporteur, world, session
):
    tables = [
        make.SessionFactory(dialogue=world.dialogue, parallel="Tables", title=f"Table {n}")
        for n in (1, 2)
    ]
    together = make.SessionFactory(dialogue=world.dialogue, title="Together")
    together.synthesises.set(tables)
    client = sign_in(rapporteur)
    blocks = client.get(said_url(world)).context["blocks"]
    assert [len(block["rows"]) for block in blocks] == [1, 2, 1]
    assert "Table 1" in client.get(session_url(together)).content.decode()


def test_notes_are_for_those_who_take_them(sign_in, cast, world, session):
    answers = {
        name: (
            sign_in(user).get(said_url(world)).status_code,
            sign_in(user).get(session_url(session)).status_code,
        )
        for name, user in cast.items()
    }
    assert {name for name, answer in answers.items() if answer == (200, 200)} == {
        "convenor",
        "rapporteur",
    }
    assert answers["visitor"] == (302, 302)
    assert answers["stranger"] == answers["donor"] == (404, 404)
    assert answers["partner"] == answers["participant"] == (403, 403)


def test_a_session_of_another_dialogue_is_not_found(sign_in, rapporteur, world):
    elsewhere = make.SessionFactory()
    address = reverse("dialogues:session", args=[world.dialogue.slug, elsewhere.pk])
    assert sign_in(rapporteur).get(address).status_code == 404


def test_three_notes_ask_no_more_queries_than_one(sign_in, rapporteur, world, session):
    def add():
        person = make.PersonFactory(
            programme=world.programme,
            organisation=make.OrganisationFactory(programme=world.programme),
        )
        make.ParticipationFactory(dialogue=world.dialogue, person=person)
        question = make.QuestionFactory(dialogue=world.dialogue)
        group = make.GroupFactory(programme=world.programme)
        note = make.ContributionFactory(
            session=session, group=group, question=question, speaker=person, on_the_record=True
        )
        make.ContributionFactory(session=session, parent=note, group=group)
        other = make.SessionFactory(
            dialogue=world.dialogue, question=question, facilitator=person, rapporteur=person
        )
        other.synthesises.set([session])
        return f"{said_url(world)}?question={question.pk}"

    client = sign_in(rapporteur)
    filtered = add()
    pages = (session_url(session), said_url(world), filtered)
    counts = []
    for more in (0, 2):
        for _number in range(more):
            add()
        row = []
        for address in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            row.append(len(queries))
        counts.append(row)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
