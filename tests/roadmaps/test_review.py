"""The review mode of a meeting: one action after the other, the minutes written on the way."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from roadmaps.models import Action, ActionUpdate, Meeting, Roadmap
from roadmaps.services.meetings import close_meeting, open_meeting, plan_meeting
from tests import factories as make


@pytest.fixture
def group(llg_member):
    return llg_member.people.get().memberships.get().learning_group


@pytest.fixture
def meeting(group):
    meeting = plan_meeting(Meeting(learning_group=group, on=date(2026, 6, 1)))
    open_meeting(meeting)
    return meeting


@pytest.fixture
def actions(group):
    theme = make.ThemeFactory(roadmap=Roadmap.objects.get())
    late = make.ActionFactory(theme=theme, title="Late", due=date(2026, 5, 1))
    stopped = make.ActionFactory(theme=theme, title="Stopped")
    make.BlockageFactory(action=stopped, text="No permit")
    make.ActionFactory(theme=theme, title="Calm", due=date(2026, 12, 1))
    Action.objects.update(created_at=datetime(2026, 5, 20, tzinfo=UTC))
    return late, stopped


def page(meeting, action=None):
    address = reverse("roadmaps:review", args=[meeting.pk])
    return f"{address}?action={action.pk}" if action else address


def test_a_meeting_walks_through_and_the_minutes_are_written(sign_in, convenor, meeting, actions):
    late, stopped = actions
    client = sign_in(convenor)
    shown = client.get(page(meeting))
    assert shown.context["shown"] == late
    assert [part.key for part in shown.context["parts"]] == ["late", "blocked"]
    assert "Calm" not in shown.text
    answer = client.post(
        page(meeting, late),
        {"text": "The rain stopped it", "status": "delayed", "due": "2026-09-01"},
    )
    assert answer.url == page(meeting, stopped)
    late.refresh_from_db()
    assert (late.status, late.due) == ("delayed", date(2026, 9, 1))
    update = ActionUpdate.objects.get()
    assert (update.meeting, update.via) == (meeting, "meeting")
    last = client.post(page(meeting, stopped), {"text": "The mayor will sign"}, follow=True)
    assert "All of it was spoken of" in last.text
    assert ActionUpdate.objects.count() == 1
    minutes = client.get(meeting.get_absolute_url()).text
    for words in ("The rain stopped it", "The mayor will sign", "Actions that moved"):
        assert words in minutes, words


def test_what_is_wrong_is_explained_and_nothing_is_lost(sign_in, convenor, meeting, actions):
    answer = sign_in(convenor).post(
        page(meeting, actions[0]), {"text": "We said a lot", "progress": "120"}
    )
    assert "progress" in answer.context["form"].errors
    assert "We said a lot" in answer.text
    assert not meeting.items.filter(kind="review").exists()


def test_spoken_of_again_the_words_stand_below_the_first(sign_in, convenor, meeting, actions):
    client = sign_in(convenor)
    for words in ("First", "Second"):
        client.post(page(meeting, actions[0]), {"text": words})
    item = meeting.items.get(kind="review")
    assert item.minutes == "First\n\nSecond"


def test_a_meeting_that_is_closed_takes_nothing_any_more(sign_in, convenor, meeting, actions):
    close_meeting(meeting)
    answer = sign_in(convenor).post(page(meeting, actions[0]), {"text": "Too late"})
    assert answer.status_code == 200
    assert "Too late" in answer.text
    assert not meeting.items.filter(kind="review").exists()


def test_an_action_of_another_group_is_not_spoken_of(sign_in, convenor, meeting, actions):
    other = make.ActionFactory()
    assert sign_in(convenor).get(page(meeting, other)).status_code == 404
    assert sign_in(convenor).get(f"{page(meeting)}?action=99999999999999999999").status_code == 200


def test_members_who_do_not_write_do_not_review(sign_in, llg_member, meeting):
    assert sign_in(llg_member).get(page(meeting)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_for_one_as_for_three(
    sign_in, convenor, meeting, actions, count, django_assert_num_queries
):
    theme = actions[0].theme
    for _number in range(count):
        action = make.ActionFactory(theme=theme, due=date(2026, 5, 2))
        make.ActionUpdateFactory(action=actions[0])
        make.MeetingItemFactory(meeting=meeting, kind="review", action=action)
    client = sign_in(convenor)
    with django_assert_num_queries(23):
        client.get(page(meeting, actions[0]))
