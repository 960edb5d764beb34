"""Calendar files: what calendars of others read, under which addresses, and what they never say."""

import logging
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from core.services import save_version
from dialogues.exceptions import TooManyFeeds
from dialogues.models import CalendarFeed
from dialogues.services.calendar import MOST, add_feed, revoke_feed
from dialogues.services.dialogues import cancel_dialogue, change_dialogue, reinstate_dialogue
from tests import factories as make

FEEDS = "/calendar/feeds/"


def address(token):
    return reverse("dialogues:feed", args=[token])


@pytest.fixture
def fetch(client):
    """`fetch(user, …)` makes a calendar address as `add_feed` does and reads it; the parsed calendar."""

    def fetched(user, **narrowed):
        answer = client.get(address(add_feed(user=user, **narrowed)))
        assert answer.status_code == 200
        return Calendar.from_ical(answer.content)

    return fetched


def events(parsed):
    return parsed.walk("VEVENT")


def event_of(parsed, dialogue):
    (found,) = (row for row in events(parsed) if row["uid"] == str(dialogue.calendar_uid))
    return found


def change(dialogue, **values):
    for name, value in values.items():
        setattr(dialogue, name, value)
    change_dialogue(
        dialogue,
        based_on=dialogue.version,
        fields=list(values),
        convenors=list(dialogue.convenors.all()),
    )
    dialogue.refresh_from_db()


class TestTheFile:
    def test_it_is_written_as_rfc_5545_asks(self, client, convenor, world):
        change(world.dialogue, title="Ünïcode " * 30, starts_at=time(9), ends_at=time(17))
        answer = client.get(address(add_feed(user=convenor, name="My phone")))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        lines = answer.content.split(b"\r\n")
        assert lines[0] == b"BEGIN:VCALENDAR"
        assert lines[-2:] == [b"END:VCALENDAR", b""]
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        assert max(map(len, lines)) <= 75
        parsed = Calendar.from_ical(answer.content)
        assert parsed["version"] == "2.0"
        assert parsed["prodid"]
        assert parsed["x-wr-calname"] == parsed["name"] == "My phone"
        assert parsed["refresh-interval"].dt.total_seconds() > 0
        for required in ("uid", "dtstamp", "dtstart", "dtend", "sequence", "last-modified"):
            assert required in event_of(parsed, world.dialogue)
        assert all(not row.errors for row in parsed.walk())

    def test_without_hours_it_takes_whole_days_and_the_end_is_not_among_them(
        self, fetch, convenor, world
    ):
        event = event_of(fetch(convenor), world.dialogue)
        assert event["dtstart"].dt == date(2026, 1, 12)
        assert event["dtend"].dt == date(2026, 1, 16)
        assert event["dtstart"].params["VALUE"] == "DATE"

    def test_hours_stand_in_the_zone_of_the_place_which_comes_with_its_rules(
        self, fetch, convenor, world
    ):
        change(
            world.dialogue,
            starts_at=time(9),
            ends_at=time(17, 30),
            timezone="Europe/London",
            starts_on=date(2026, 3, 28),
            ends_on=date(2026, 3, 30),
        )
        parsed = fetch(convenor)
        event = event_of(parsed, world.dialogue)
        zone = ZoneInfo("Europe/London")
        assert event["dtstart"].dt == datetime(2026, 3, 28, 9, tzinfo=zone)
        assert event["dtend"].dt == datetime(2026, 3, 30, 17, 30, tzinfo=zone)
        # Summer time began in between.
        assert event["dtstart"].dt.utcoffset() != event["dtend"].dt.utcoffset()
        (table,) = parsed.walk("VTIMEZONE")
        assert table["tzid"] == event["dtstart"].params["TZID"] == "Europe/London"

    @pytest.mark.parametrize("ends_at", [None, time(9)])
    def test_with_no_last_hour_it_lasts_until_the_day_is_over(
        self, fetch, convenor, world, ends_at
    ):
        change(world.dialogue, starts_at=time(9), ends_at=ends_at, ends_on=world.dialogue.starts_on)
        event = event_of(fetch(convenor), world.dialogue)
        assert event["dtend"].dt == datetime(2026, 1, 13, tzinfo=ZoneInfo("Africa/Accra"))

    @pytest.mark.parametrize("year", [1, 1969, 2100, 9999])
    def test_a_mistyped_year_leaves_the_others_readable(self, fetch, convenor, world, year):
        day = date(year, 12, 31)
        make.DialogueFactory(
            initiative=world.initiative, starts_on=day, ends_on=day, starts_at=time(9)
        )
        (event,) = events(fetch(convenor))
        assert event["uid"] == str(world.dialogue.calendar_uid)

    def test_words_are_escaped_and_cleaned(self, fetch, convenor, world):
        nasty = "Land; water, \\ gold\r\nBEGIN:VEVENT\x01\x07"
        world.initiative.title = nasty
        world.initiative.save()
        make.DialogueFactory(initiative=world.initiative, title=nasty, venue=nasty, slug="nasty")
        found = events(fetch(convenor))
        assert len(found) == 2
        (event,) = (row for row in found if row["summary"].startswith("Land"))
        assert event["summary"] == "Land; water, \\ gold BEGIN:VEVENT"
        assert event["location"] == event["summary"]
        assert "\x01" not in event["description"]
        assert event["url"].endswith("/dialogues/nasty/")

    def test_no_dialogue_is_a_calendar_still(self, fetch, stranger):
        assert events(fetch(stranger)) == []


class TestWhatChanges:
    @pytest.mark.parametrize(
        "changes",
        [
            {"title": "Another title"},
            {"starts_on": date(2026, 1, 11)},
            {"ends_on": date(2026, 1, 18)},
            {"starts_at": time(9)},
            {"timezone": "Africa/Lagos"},
            {"venue": "The other hall"},
            {"city": "Obuasi"},
            {"country": "NG"},
        ],
    )
    def test_a_change_of_when_where_or_title_is_a_new_revision(
        self, fetch, convenor, world, changes
    ):
        before = event_of(fetch(convenor), world.dialogue)
        change(world.dialogue, **changes)
        after = event_of(fetch(convenor), world.dialogue)
        assert after["uid"] == before["uid"]
        assert after["sequence"] == before["sequence"] + 1

    def test_anything_else_is_not(self, fetch, convenor, world):
        change(world.dialogue, introduction="Why we meet.", title=world.dialogue.title)
        save_version(world.dialogue, based_on=world.dialogue.version, fields=["next_steps"])
        assert event_of(fetch(convenor), world.dialogue)["sequence"] == 0

    def test_a_row_that_is_saved_whole_knows_it_too(self, world):
        world.dialogue.refresh_from_db()
        world.dialogue.introduction = "Why we meet."
        world.dialogue.save()
        assert world.dialogue.calendar_sequence == 0
        world.dialogue.city = "Obuasi"
        world.dialogue.save()
        world.dialogue.refresh_from_db()
        assert world.dialogue.calendar_sequence == 1

    def test_cancelled_and_reinstated_it_stays_the_same_event(self, fetch, convenor, world):
        cancel_dialogue(world.dialogue, by=convenor, reason="Floods.")
        event = event_of(fetch(convenor), world.dialogue)
        assert event["status"] == "CANCELLED"
        assert event["sequence"] == 1
        assert event["summary"] == "Cancelled: Tarkwa dialogue"
        assert "Floods." in event["description"]
        reinstate_dialogue(world.dialogue)
        event = event_of(fetch(convenor), world.dialogue)
        assert (event["status"], event["sequence"]) == ("CONFIRMED", 2)
        assert event["summary"] == "Tarkwa dialogue"

    def test_the_reason_is_for_those_inside(self, fetch, convenor, stranger, world):
        world.initiative.is_public = world.dialogue.is_public = True
        world.initiative.save()
        world.dialogue.save()
        cancel_dialogue(world.dialogue, by=convenor, reason="Floods.")
        event = event_of(fetch(stranger), world.dialogue)
        assert event["status"] == "CANCELLED"
        assert "Floods." not in event["description"]

    def test_what_has_not_changed_is_not_sent_again(self, client, convenor, world):
        url = address(add_feed(user=convenor))
        first = client.get(url)
        assert first["Cache-Control"] == "private, no-cache"
        again = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        assert again.content == b""
        change(world.dialogue, city="Obuasi")
        assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200

    def test_another_host_does_not_change_who_an_event_is(self, client, convenor, world, settings):
        settings.ALLOWED_HOSTS = ["*"]
        url = address(add_feed(user=convenor))
        hosts = ("one.example.org", "two.example.org")
        files = [Calendar.from_ical(client.get(url, headers={"host": h}).content) for h in hosts]
        assert len({event_of(parsed, world.dialogue)["uid"] for parsed in files}) == 1


class TestWhoReadsIt:
    def test_it_holds_what_its_user_may_see_when_it_is_asked_for(self, client, adviser, world):
        make.DialogueFactory(title="Elsewhere")
        url = address(add_feed(user=adviser))
        (event,) = events(Calendar.from_ical(client.get(url).content))
        assert event["summary"] == "Tarkwa dialogue"
        adviser.appointments.all().delete()
        assert events(Calendar.from_ical(client.get(url).content)) == []

    def test_it_can_be_narrowed_to_a_programme_or_an_initiative(self, fetch, convenor, world):
        other = make.InitiativeFactory(programme=world.programme)
        make.DialogueFactory(initiative=other, title="Beside")
        public = make.InitiativeFactory(is_public=True)
        make.DialogueFactory(initiative=public, is_public=True, title="Abroad")

        def titles(**narrowed):
            return {str(row["summary"]) for row in events(fetch(convenor, **narrowed))}

        assert titles() == {"Tarkwa dialogue", "Beside", "Abroad"}
        assert titles(programme=world.programme) == {"Tarkwa dialogue", "Beside"}
        assert titles(initiative=other) == {"Beside"}

    @pytest.mark.parametrize("token", ["x" * 43, "..", "ü", "1"])
    def test_an_unknown_token_finds_nothing(self, client, db, token):
        assert client.get(f"/calendar/feeds/{token}.ics").status_code == 404

    def test_taken_back_or_its_user_gone_it_finds_nothing(self, client, convenor):
        kept, taken = add_feed(user=convenor), add_feed(user=convenor)
        feed = convenor.calendar_feeds.first()
        assert revoke_feed(feed) is True
        assert revoke_feed(feed) is False
        assert client.get(address(taken)).status_code == 404
        assert client.get(address(kept)).status_code == 200
        convenor.is_active = False
        convenor.save()
        assert client.get(address(kept)).status_code == 404

    def test_protected_people_are_not_named_in_it(self, fetch, convenor, adviser, world):
        make.PersonFactory(programme=world.programme, name="Zed Quillfeather", protected=True)
        change(world.dialogue, title="With Zed Quillfeather", venue="House of Zed Quillfeather")
        cancel_dialogue(world.dialogue, by=convenor, reason="Zed Quillfeather is ill.")
        told = fetch(adviser, name="Zed Quillfeather").to_ical()
        assert b"Quillfeather" not in told.replace(b"\r\n ", b"")
        assert b"Quillfeather" not in fetch(convenor).to_ical().replace(b"\r\n ", b"")

    def test_its_queries_do_not_grow(self, client, convenor, world):
        url = address(add_feed(user=convenor))
        counts = []
        for _round in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            counts.append(len(queries))
            for _number in range(3):
                make.DialogueFactory(initiative=world.initiative)
        assert counts[0] == counts[1] <= 6

    def test_the_token_is_kept_nowhere_and_logged_nowhere(self, client, convenor, caplog):
        token = add_feed(user=convenor)
        assert len(token) >= 43  # 256 bits
        assert not CalendarFeed.objects.filter(digest__contains=token).exists()
        revoke_feed(convenor.calendar_feeds.get())
        with caplog.at_level(logging.DEBUG):
            client.get(address(token))
        assert "Not Found" in caplog.text
        assert token not in caplog.text


class TestOnesOwnAddresses:
    def test_an_address_is_shown_once(self, sign_in, convenor, client, world):
        sign_in(convenor)
        page = client.post(
            FEEDS, {"name": "My phone", "holds": f"initiative-{world.initiative.pk}"}
        )
        told = page.context["address"]
        assert told in page.text
        assert page["Cache-Control"] == "no-store"
        feed = convenor.calendar_feeds.get()
        assert (feed.name, feed.initiative) == ("My phone", world.initiative)
        later = client.get(FEEDS)
        assert "My phone" in later.text
        assert told not in later.text
        client.logout()
        assert client.get(told).status_code == 200

    def test_what_one_may_not_see_is_not_offered(self, sign_in, adviser, client):
        hidden = make.InitiativeFactory(title="Hidden")
        sign_in(adviser)
        page = client.post(FEEDS, {"holds": f"initiative-{hidden.pk}"})
        assert "holds" in page.context["form"].errors
        assert "Hidden" not in page.text
        assert not adviser.calendar_feeds.exists()

    def test_a_name_is_one_clean_line(self, sign_in, adviser, client):
        sign_in(adviser)
        client.post(FEEDS, {"name": " My\t\x07 phone "})
        assert adviser.calendar_feeds.get().name == "My phone"
        long = client.post(FEEDS, {"name": "x" * 101})
        assert "name" in long.context["form"].errors

    def test_nobody_needs_more_than_some(self, sign_in, adviser, client):
        for _number in range(MOST):
            add_feed(user=adviser)
        with pytest.raises(TooManyFeeds):
            add_feed(user=adviser)
        page = sign_in(adviser).post(FEEDS, {"name": "One more"})
        assert f"You have {MOST} calendar addresses" in page.text

    def test_it_is_taken_back_after_a_question_and_only_by_its_user(
        self, sign_in, adviser, stranger, client
    ):
        add_feed(user=adviser)
        feed = adviser.calendar_feeds.get()
        url = reverse("dialogues:feed_revoke", args=[feed.pk])
        assert sign_in(stranger).post(url).status_code == 404
        sign_in(adviser)
        assert "Take it back" in client.get(url).text
        assert client.post(url).status_code == 302
        feed.refresh_from_db()
        assert feed.revoked_at
        assert client.get(f"/calendar/feeds/{10**20}/revoke/").status_code == 404


class TestOneDialogue:
    def test_it_is_a_file_to_keep(self, sign_in, rapporteur, world):
        url = reverse("dialogues:dialogue_ics", args=[world.dialogue.slug])
        answer = sign_in(rapporteur).get(url)
        assert answer["Content-Disposition"] == 'attachment; filename="tarkwa-dialogue.ics"'
        (event,) = events(Calendar.from_ical(answer.content))
        assert event["uid"] == str(world.dialogue.calendar_uid)
        page = sign_in(rapporteur).get(world.dialogue.get_absolute_url())
        assert url in page.text

    def test_strangers_find_none(self, sign_in, stranger, world):
        url = reverse("dialogues:dialogue_ics", args=[world.dialogue.slug])
        assert sign_in(stranger).get(url).status_code == 404
