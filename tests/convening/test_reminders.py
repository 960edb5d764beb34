"""Reminders: at their hour by the clocks of the place, once, and along with the dates."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from convening.due import moment_of
from convening.exceptions import ReminderSent
from convening.models import Mailing, Reminder
from convening.services import reminders
from core.models import Mail
from tests import factories as make
from tests.at_once import at_once

ZONES = (
    *("Africa/Accra", "Europe/London", "America/La_Paz"),
    *("Asia/Jakarta", "Indian/Antananarivo", "America/New_York"),
)


@pytest.mark.once
class TestTheMoment:
    @given(
        day=st.dates(date(2000, 1, 1), date(2036, 12, 31)),
        days=st.integers(-365, 365),
        at=st.times().map(lambda moment: moment.replace(second=0, microsecond=0, fold=0)),
        zone=st.sampled_from(ZONES),
    )
    @settings(max_examples=150, deadline=None)
    def test_the_clocks_show_the_hour_or_have_just_leapt_over_it(self, day, days, at, zone):
        moment = moment_of(day, days, at, zone)
        wall = datetime.combine(day + timedelta(days=days), at)
        shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        second_before = (moment - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
        if shown == wall:
            earlier = (moment - timedelta(hours=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            assert earlier != wall
        else:
            assert second_before.replace(tzinfo=None) < wall < shown

    @pytest.mark.parametrize(
        ("day", "at", "zone", "moment"),
        [
            # Clocks are put forward from 01:00 to 02:00, and from 02:00 to 03:00.
            (date(2026, 3, 29), time(1, 30), "Europe/London", datetime(2026, 3, 29, 1, tzinfo=UTC)),
            (
                date(2026, 3, 8),
                time(2, 30),
                "America/New_York",
                datetime(2026, 3, 8, 7, tzinfo=UTC),
            ),
            # They are put back: the hour comes twice, the first is taken.
            (
                date(2026, 10, 25),
                time(1, 30),
                "Europe/London",
                datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            ),
            (
                date(2026, 11, 1),
                time(1, 30),
                "America/New_York",
                datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
            ),
            (date(2026, 7, 1), time(9), "America/La_Paz", datetime(2026, 7, 1, 13, tzinfo=UTC)),
            (date(2026, 7, 1), time(9), "Indian/Antananarivo", datetime(2026, 7, 1, 6, tzinfo=UTC)),
        ],
    )
    def test_on_days_on_which_clocks_change(self, day, at, zone, moment):
        assert moment_of(day, 0, at, zone) == moment

    def test_beyond_the_calendar_there_is_none(self):
        assert moment_of(date.max, 1, time(9), "UTC") is None


@pytest.fixture
def registered(world):
    person = make.PersonFactory(programme=world.programme, name="Ama Mensah", email="a@example.org")
    row = make.ParticipationFactory(dialogue=world.dialogue, person=person, status="registered")
    make.RegistrationFactory(participation=row)
    return row


@pytest.fixture
def reminder(world, registered):
    """Three days before the first day, 20 March 2030, at nine in Accra."""
    put(world.dialogue, date(2030, 3, 20))
    return make.ReminderFactory(
        dialogue=world.dialogue, kind="before", audience="coming", days=-3, at=time(9)
    )


def put(dialogue, day, zone="Africa/Accra"):
    dialogue.starts_on = dialogue.ends_on = day
    dialogue.timezone = zone
    dialogue.save()


def at(day, hour=9, minute=0):
    return datetime(2030, 3, day, hour, minute, tzinfo=UTC)


def test_it_goes_when_its_hour_has_come_and_only_once(reminder, registered):
    assert reminders.send_due(at=at(17, 8, 59)) == 0
    assert reminders.send_due(at=at(17, 9)) == 1
    assert reminders.send_due(at=at(17, 9, 5)) == 0
    mailing = Mailing.objects.get()
    assert (mailing.state, mailing.reminder, mailing.sent_by) == ("sent", reminder, None)
    assert Mail.objects.get().to_email == "a@example.org"


def test_it_moves_with_the_dates_and_with_the_zone(reminder):
    put(reminder.dialogue, date(2030, 3, 25))
    assert reminders.send_due(at=at(17, 10)) == 0
    put(reminder.dialogue, date(2030, 3, 25), zone="Asia/Jakarta")
    assert reminders.send_due(at=at(22, 1, 59)) == 0
    assert reminders.send_due(at=at(22, 2)) == 1


def test_once_it_was_sent_it_does_not_go_again_when_dates_move(reminder):
    reminders.send_due(at=at(17))
    put(reminder.dialogue, date(2030, 3, 25))
    assert reminders.send_due(at=at(22)) == 0


def test_what_is_more_than_a_day_late_is_not_sent_and_the_page_says_so(
    world, reminder, convenor, sign_in
):
    assert reminders.send_due(at=at(18, 9)) == 0
    put(world.dialogue, timezone.localdate() - timedelta(days=2))
    page = sign_in(convenor).get(reverse("convening:mail", args=[world.dialogue.slug]))
    assert "Would have been due" in page.content.decode()


@pytest.mark.parametrize("how", ["off", "cancelled", "no-date"])
def test_none_goes_that_is_off_or_has_no_date_or_whose_dialogue_is_cancelled(reminder, how):
    if how == "off":
        Reminder.objects.update(is_on=False)
    elif how == "no-date":
        Reminder.objects.update(anchor="answer-by")
    else:
        reminder.dialogue.cancelled_at = timezone.now()
        reminder.dialogue.save()
    assert reminders.send_due(at=at(17)) == 0


def test_of_two_schedulers_one_sends_it(reminder):
    assert reminders.send_reminder(reminder.pk, at=at(17))
    assert not reminders.send_reminder(reminder.pk, at=at(17))
    assert Mail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_four_clocks_that_strike_at_once_one_sends_it(reminder):
    assert sorted(at_once(4, lambda: reminders.send_due(at=at(17)))) == [0, 0, 0, 1]
    assert Mail.objects.count() == 1
    assert Mailing.objects.count() == 1


def test_one_for_nobody_is_done_with(reminder, registered):
    registered.status = "declined"
    registered.save()
    assert reminders.send_due(at=at(17)) == 1
    assert not Mailing.objects.exists()


def test_one_that_stumbles_keeps_no_other(reminder, world):
    broken = make.DialogueFactory(
        initiative=world.initiative, starts_on=date(2030, 3, 20), ends_on=date(2030, 3, 20)
    )
    make.ParticipationFactory(dialogue=broken, status="registered")
    Reminder.objects.update(kind="before")
    make.ReminderFactory(dialogue=broken, kind="unknown", audience="coming", days=-3, at=time(9))
    assert reminders.send_due(at=at(17)) == 1


def test_the_usual_three_are_set_once(world):
    assert reminders.set_usual(world.dialogue) == 3
    assert reminders.set_usual(world.dialogue) == 0


def test_what_was_sent_is_not_changed_nor_taken_away(reminder):
    reminders.send_due(at=at(17))
    with pytest.raises(ReminderSent):
        reminders.change_reminder(reminder, based_on=1)
    with pytest.raises(ReminderSent):
        reminders.remove_reminder(reminder)


class TestPages:
    DATA = {
        "kind": "before",
        "audience": "coming",
        "number": "5",
        "side": "before",
        "anchor": "starts",
        "at": "08:30",
        "is_on": "on",
    }

    def test_one_is_set_and_the_page_says_when_it_goes_and_to_how_many(
        self, world, registered, convenor, sign_in
    ):
        put(world.dialogue, date(2090, 3, 20))
        client = sign_in(convenor)
        add = reverse("convening:reminder_add", args=[world.dialogue.slug])
        page = client.post(add, self.DATA, follow=True).content.decode()
        assert Reminder.objects.get().days == -5
        assert "Goes Wed 15 March 2090, 08:30, to 1 person as of now." in page
        assert "5 days before the first day, at 08:30" in page

    def test_two_who_change_it_meet(self, reminder, convenor, sign_in):
        client = sign_in(convenor)
        edit = reverse("convening:reminder_edit", args=[reminder.dialogue.slug, reminder.pk])
        assert "Dear Ama Mensah" in client.get(edit).content.decode()
        data = self.DATA | {"version": 1, "base": "{}"}
        assert client.post(edit, data).status_code == 302
        assert client.post(edit, data | {"number": "9"}).status_code == 409
        assert Reminder.objects.get().days == -5

    @pytest.mark.parametrize("number", ["-1", "366", "x", "9" * 30])
    def test_days_that_are_none_are_refused(self, world, convenor, sign_in, number):
        add = reverse("convening:reminder_add", args=[world.dialogue.slug])
        answer = sign_in(convenor).post(add, self.DATA | {"number": number})
        assert answer.status_code == 422

    def test_it_is_taken_away_after_a_word_about_it(self, reminder, convenor, sign_in):
        client = sign_in(convenor)
        url = reverse("convening:reminder_delete", args=[reminder.dialogue.slug, reminder.pk])
        assert client.get(url).status_code == 200
        assert Reminder.objects.exists()
        client.post(url)
        assert not Reminder.objects.exists()
