"""A cancelled dialogue: why it is, where that shows, and how it stands again."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.work import work_for
from dialogues.exceptions import CancelledAlready, NotCancelled
from dialogues.services.dialogues import cancel_dialogue, change_dialogue, reinstate_dialogue
from dialogues.when import Progress, progress_of
from tests import factories as make

REASON = "The road is under water."


@pytest.fixture
def ahead(world):
    """The dialogue begins in a week."""
    day = timezone.localdate() + timedelta(days=7)
    world.dialogue.starts_on = world.dialogue.ends_on = day
    world.dialogue.save()
    return world.dialogue


@pytest.fixture
def cancel_url(world):
    return reverse("dialogues:dialogue_cancel", args=[world.dialogue.slug])


@pytest.fixture
def reinstate_url(world):
    return reverse("dialogues:dialogue_reinstate", args=[world.dialogue.slug])


class TestCancelling:
    def test_it_is_asked_for_a_reason_having_said_what_it_does(
        self, sign_in, convenor, world, cancel_url
    ):
        make.ParticipationFactory(
            dialogue=world.dialogue, person=make.PersonFactory(programme=world.programme)
        )
        client = sign_in(convenor)
        page = client.get(cancel_url)
        assert "1 person is invited or registered" in page.text
        assert "nothing of it is deleted" in page.text
        for reason in ("", "  \n ", "\x07"):
            page = client.post(cancel_url, {"reason": reason})
            assert "Give the reason" in page.text
        world.dialogue.refresh_from_db()
        assert not world.dialogue.is_cancelled

    def test_it_keeps_who_when_and_why(self, sign_in, convenor, world, cancel_url):
        page = sign_in(convenor).post(cancel_url, {"reason": f"{REASON}\x07"}, follow=True)
        dialogue = world.dialogue
        dialogue.refresh_from_db()
        assert (dialogue.cancelled_by, dialogue.cancel_reason) == (convenor, REASON)
        assert dialogue.cancelled_at <= timezone.now()
        assert dialogue.calendar_sequence == 1
        assert "This dialogue is cancelled" in page.text
        assert REASON in page.text

    def test_the_second_is_told_that_somebody_was_first(self, sign_in, convenor, world, cancel_url):
        cancel_dialogue(world.dialogue, by=None, reason=REASON)
        with pytest.raises(CancelledAlready) as refusal:
            cancel_dialogue(world.dialogue, by=convenor, reason="Another reason.")
        assert refusal.value.dialogue.cancel_reason == REASON
        page = sign_in(convenor).post(cancel_url, {"reason": "Another reason."}, follow=True)
        assert "Somebody has cancelled this dialogue already" in page.text
        assert "Another reason." not in page.text

    def test_it_does_not_take_anybodys_edit_away(self, convenor, world):
        based_on = world.dialogue.version
        cancel_dialogue(world.dialogue, by=convenor, reason=REASON)
        world.dialogue.introduction = "Why we meet."
        change_dialogue(world.dialogue, based_on=based_on, fields=["introduction"], convenors=[])
        world.dialogue.refresh_from_db()
        assert (world.dialogue.introduction, world.dialogue.is_cancelled) == ("Why we meet.", True)


class TestWhereItShows:
    def test_it_is_neither_ahead_nor_held(self, world, convenor):
        assert progress_of(world.dialogue) == Progress.HELD
        cancel_dialogue(world.dialogue, by=convenor, reason=REASON)
        world.dialogue.refresh_from_db()
        assert progress_of(world.dialogue) == Progress.CANCELLED

    def test_lists_keep_it_apart_in_words(self, sign_in, convenor, ahead):
        other = make.DialogueFactory(initiative=ahead.initiative)
        cancel_dialogue(ahead, by=convenor, reason=REASON)
        page = sign_in(convenor).get("/dialogues/")
        assert [row["heading"] for row in page.context["rows"]] == ["Held", "Cancelled"]
        assert list(page.context["page"]) == [other, ahead]
        assert re.search(r"<s\s*>Tarkwa dialogue</s>", page.text)

    def test_who_searches_is_told(self, sign_in, convenor, ahead):
        cancel_dialogue(ahead, by=convenor, reason=REASON)
        page = sign_in(convenor).get("/search/", {"q": "Tarkwa"})
        assert ", cancelled" in page.text

    def test_nothing_is_next_and_nothing_is_missing(self, sign_in, convenor, ahead):
        client = sign_in(convenor)
        assert client.get(ahead.get_absolute_url()).context["header"]["action"]
        cancel_dialogue(ahead, by=convenor, reason=REASON)
        page = client.get(ahead.get_absolute_url())
        assert page.context["header"]["action"] is None
        assert page.context["header"]["state_label"] == "Cancelled"
        assert page.context["lacks"] == []

    def test_my_work_tells_those_who_meant_to_come_and_asks_nothing_more(
        self, convenor, participant, ahead
    ):
        cancel_dialogue(ahead, by=convenor, reason=REASON)
        (item,) = work_for(participant)
        assert (item.kind, item.title) == ("Cancelled dialogues", "Tarkwa dialogue")
        assert ahead.title not in {item.title for item in work_for(convenor)}

    def test_the_public_is_not_told_why(self, client, convenor, ahead):
        ahead.is_public = ahead.initiative.is_public = True
        ahead.save()
        ahead.initiative.save()
        cancel_dialogue(ahead, by=convenor, reason=REASON)
        page = client.get(ahead.get_absolute_url())
        assert "This dialogue is cancelled" in page.text
        assert REASON not in page.text
        assert "Reinstate" not in page.text


class TestReinstating:
    def test_it_stands_again_after_a_question(self, sign_in, convenor, world, reinstate_url):
        cancel_dialogue(world.dialogue, by=convenor, reason=REASON)
        client = sign_in(convenor)
        assert "is deleted" in client.get(reinstate_url).text
        page = client.post(reinstate_url, follow=True)
        assert "stands again" in page.text
        world.dialogue.refresh_from_db()
        assert not world.dialogue.is_cancelled
        assert world.dialogue.cancel_reason == ""
        assert world.dialogue.calendar_sequence == 2

    def test_what_stands_is_not_reinstated(self, sign_in, convenor, world, reinstate_url):
        with pytest.raises(NotCancelled):
            reinstate_dialogue(world.dialogue)
        page = sign_in(convenor).post(reinstate_url, follow=True)
        assert "stands already" in page.text
        world.dialogue.refresh_from_db()
        assert world.dialogue.calendar_sequence == 0
