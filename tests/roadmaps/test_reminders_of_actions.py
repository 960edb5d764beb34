"""Owners are reminded once, at the right hour, of what is due and of what nobody has heard of for long."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from core.models import Mail
from roadmaps.actions_due import is_now
from roadmaps.digest import told_of
from roadmaps.models import Action, LearningGroup, Roadmap
from roadmaps.owners import owners_of
from roadmaps.services.owner_links import hand_over, take_back
from roadmaps.services.reminding import send_digests, send_due
from tests import factories as make
from tests.at_once import at_once
from tests.links import let_in

ZONES = ("Africa/Accra", "Europe/London", "America/La_Paz", "Asia/Jakarta", "Indian/Antananarivo")


@pytest.fixture
def roadmap(llg_member):
    found = Roadmap.objects.get()
    found.reminders_on = True
    found.save()
    return found


@pytest.fixture
def owner(world, roadmap):
    return make.PersonFactory(
        programme=world.programme, name="Olu Owner", email="olu.owner@example.org"
    )


def led(roadmap, owner, **values):
    theme = roadmap.themes.first() or make.ThemeFactory(roadmap=roadmap)
    return make.ActionFactory(theme=theme, lead_person=owner, **values)


def at(day, hour=9, minute=5, zone=UTC):
    return datetime.combine(day, time(hour, minute), zone)


DUE = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("days", "written"), [(-15, 0), (-14, 1), (-3, 1), (0, 0), (1, 1), (2, 0), (14, 1)]
)
def test_an_owner_is_reminded_on_the_days_that_were_chosen(roadmap, owner, days, written):
    led(roadmap, owner, title="Map the pits", due=DUE)
    assert send_due(now=at(DUE + timedelta(days=days))) == written
    if written:
        mail = Mail.objects.get()
        assert (mail.to_email, mail.to_name) == ("olu.owner@example.org", "Olu Owner")
        assert "Map the pits" in mail.body
        assert "{link}" in mail.body
        assert mail.link.purpose == "actions"


def test_one_mail_a_day_tells_of_all_that_is_due(roadmap, owner):
    for title in ("Map the pits", "Buy the scale"):
        led(roadmap, owner, title=title, due=DUE)
    assert send_due(now=at(DUE - timedelta(days=3))) == 1
    body = Mail.objects.get().body
    assert "Map the pits" in body
    assert "Buy the scale" in body


def test_it_is_written_once_whoever_looks_again_and_when(roadmap, owner):
    led(roadmap, owner, due=DUE)
    moment = at(DUE - timedelta(days=3))
    for later in (timedelta(0), timedelta(minutes=5), timedelta(hours=15), timedelta(hours=23)):
        send_due(now=moment + later)
    assert Mail.objects.count() == 1
    assert send_due(now=moment + timedelta(hours=25)) == 0


@pytest.mark.django_db(transaction=True)
def test_of_four_clocks_that_strike_at_once_one_writes_to_each(world, roadmap):
    for number in range(5):
        who = make.PersonFactory(programme=world.programme, email=f"owner{number}@example.org")
        led(roadmap, who, due=DUE)
    moment = at(DUE - timedelta(days=3))
    assert sum(at_once(4, lambda: send_due(now=moment))) == 5
    assert Mail.objects.values("to_email").distinct().count() == Mail.objects.count() == 5


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_what_is_over_is_not_asked_after(roadmap, owner, status):
    led(roadmap, owner, due=DUE, status=status)
    assert send_due(now=at(DUE + timedelta(days=1))) == 0


def test_a_link_that_was_taken_back_is_not_sent_anew_by_the_clock(roadmap, owner):
    led(roadmap, owner, due=DUE)
    send_due(now=at(DUE - timedelta(days=14)))
    (known,) = owners_of(roadmap)
    take_back(known)
    assert send_due(now=at(DUE - timedelta(days=3))) == 0
    hand_over(roadmap, owners_of(roadmap)[0])
    assert send_due(now=at(DUE + timedelta(days=1))) == 1


def test_nobody_is_written_to_against_their_will(roadmap, owner):
    led(roadmap, owner, due=DUE)
    make.ConsentFactory(person=owner, kind="contacted", given=False)
    assert send_due(now=at(DUE + timedelta(days=1))) == 0
    Roadmap.objects.update(reminders_on=False)
    owner.consents.all().delete()
    assert send_due(now=at(DUE + timedelta(days=1))) == 0


def test_silence_is_noticed_once(roadmap, owner):
    action = led(roadmap, owner, title="Gone quiet", start=date(2026, 1, 1))
    Action.objects.filter(pk=action.pk).update(created_at=at(date(2026, 1, 1)))
    make.ActionUpdateFactory(action=action, date=date(2026, 3, 1))
    for days in (59, 60):
        assert send_due(now=at(date(2026, 3, 1) + timedelta(days=days))) == 0
    assert send_due(now=at(date(2026, 3, 1) + timedelta(days=61))) == 1
    assert "no word for 61 days" in Mail.objects.get().body
    assert send_due(now=at(date(2026, 3, 1) + timedelta(days=62))) == 0


@pytest.mark.once
@pytest.mark.parametrize("zone", ZONES)
def test_the_hour_is_that_of_the_group_on_every_day_of_the_year(roadmap, zone):
    roadmap.learning_group.timezone = zone
    clocks = ZoneInfo(zone)
    for number in range(366):
        day = date(2026, 1, 1) + timedelta(days=number)
        moment = datetime.combine(day, roadmap.remind_at, clocks)
        assert is_now(day, 0, roadmap, moment.astimezone(UTC))
        assert not is_now(day, 0, roadmap, moment.astimezone(UTC) - timedelta(seconds=1))
        assert not is_now(day, 0, roadmap, moment.astimezone(UTC) + timedelta(hours=24))


@pytest.mark.once
def test_an_hour_that_the_clocks_jump_over_comes_all_the_same_and_once(roadmap):
    roadmap.learning_group.timezone = "Europe/London"
    roadmap.remind_at = time(1, 30)
    # On 29 March 2026 clocks go from 1:00 to 2:00; on 25 October they show 1:30 twice.
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        start = datetime.combine(day - timedelta(days=1), time(12), UTC)
        found = [is_now(day, 0, roadmap, start + timedelta(minutes=5 * at)) for at in range(600)]
        assert found.count(True) == 24 * 12
        assert "".join(map(str, map(int, found))).strip("0").count("0") == 0


def test_mail_names_nobody_protected_but_the_reader(world, roadmap):
    hidden = make.PersonFactory(
        programme=world.programme, name="Hidden Harriet", protected=True, email="h@example.org"
    )
    other = make.PersonFactory(programme=world.programme, name="Secret Sam", protected=True)
    led(roadmap, hidden, title="Ask Secret Sam", due=DUE)
    send_due(now=at(DUE + timedelta(days=1)))
    mail = Mail.objects.get()
    assert mail.to_name == ""
    assert "Hidden Harriet" in mail.body
    assert other.name not in mail.body + mail.subject


def test_the_page_says_what_comes_and_keeps_what_is_wrong(sign_in, convenor, roadmap, owner):
    led(roadmap, owner, title="Far ahead", due=date(2099, 1, 15))
    client, page = sign_in(convenor), reverse("roadmaps:reminders", args=[roadmap.pk])
    assert "14 days before it is due" in client.get(page).text
    sent = {"version": roadmap.version, "remind_at": "08:00", "silent_after": "45"}
    for days in ("soon", "1, 999", "1 2 3 4 5 6 7 8 9", ""):
        assert "days" in client.post(page, sent | {"days": days}).context["form"].errors, days
    client.post(page, sent | {"days": "-7, 0; 7", "reminders_on": "on"})
    roadmap.refresh_from_db()
    assert (roadmap.reminders, roadmap.remind_at) == ([-7, 0, 7], time(8))


# Digests ------------------------------------------------------------------------------------------
@pytest.fixture
def told(roadmap, llg_member, owner):
    llg_member.people.update(email="lena.leader@example.org")
    LearningGroup.objects.filter(pk=roadmap.learning_group_id).update(digest="weekly")
    action = led(roadmap, owner, title="Map the pits", due=date(2026, 5, 1))
    make.ActionUpdateFactory(action=action, date=date(2026, 6, 3))
    return action


MONDAY = date(2026, 6, 8)


def test_members_are_told_what_moved_when_their_week_begins(told):
    for day in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=2)):
        assert send_digests(now=at(day)) == 0
    assert send_digests(now=at(MONDAY)) == 1
    assert send_digests(now=at(MONDAY) + timedelta(hours=20)) == 0
    mail = Mail.objects.get()
    assert mail.to_email == "lena.leader@example.org"
    assert "Map the pits" in mail.body
    assert mail.link.purpose == "seat"
    # It was done before, and is spoken of again.
    Action.objects.update(status="done")
    assert told_of(told.theme.roadmap, MONDAY - timedelta(days=7), MONDAY).done == []


def test_nothing_is_written_when_nothing_happened(told):
    # It is late, and was so the week before: no news.
    Action.objects.update(created_at=at(date(2026, 1, 1)))
    assert send_digests(now=at(MONDAY + timedelta(days=7))) == 0


def test_a_member_stops_the_digest_by_the_link_in_it(client, told):
    send_digests(now=at(MONDAY))
    address = let_in(client, Mail.objects.get().link)
    assert "I do not want it any more" in client.get(address).text
    for days in (2, 9):
        make.ActionUpdateFactory(action=told, date=MONDAY + timedelta(days=days))
    client.post(address, {"no": "1"})
    assert send_digests(now=at(MONDAY + timedelta(days=7))) == 0
    client.post(address, {"yes": "1"})
    assert send_digests(now=at(MONDAY + timedelta(days=14))) == 1
