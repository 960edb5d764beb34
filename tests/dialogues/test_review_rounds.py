"""A version is sent for review, to people with and without an address, and who is late is reminded."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from core.models import Mail, PersonalLink
from dialogues import production
from dialogues.models import ReviewRequest, ReviewRound
from tests import factories as make
from tests.dialogues.reviews import SOON, url

pytestmark = pytest.mark.django_db


# Sending ----------------------------------------------------------------------------------------
def sending(people, **more):
    return {"due_on": SOON.isoformat(), "message": "Please look", "advisers": people} | more


def test_nothing_is_sent_before_the_convenor_has_seen_to_whom(
    version, reviewer, convenor, sign_in, world
):
    silent = make.PersonFactory(programme=world.programme, name="Nils Nomail")
    client = sign_in(convenor)
    address = url("review_send", version.paper, 1)
    assert "checked" in client.get(address).content.decode()
    data = sending([reviewer.pk], other_1=silent.pk)
    page = client.post(address, data).content.decode()
    assert "1 mail will be sent." in page
    assert "rita@example.org" in page
    assert "Nils Nomail" in page
    assert not Mail.objects.exists()
    response = client.post(address, data | {"confirmed": "1"})
    review = ReviewRound.objects.get()
    assert response.url == url("review_round", version.paper, review.pk)
    assert {row.person for row in review.requests.all()} == {reviewer, silent}
    mail = Mail.objects.get()
    assert (mail.to_email, mail.link) == (
        "rita@example.org",
        review.requests.get(person=reviewer).link,
    )
    assert "{link}" in mail.body
    assert "Please look" in mail.body


def test_sending_twice_sends_once(version, reviewer, convenor, sign_in):
    data = sending([reviewer.pk], confirmed="1")
    client = sign_in(convenor)
    for _turn in range(2):
        client.post(url("review_send", version.paper, 1), data)
    assert ReviewRound.objects.count() == Mail.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"due_on": "2020-01-01"}, "This day has passed"),
        ({"due_on": "31 February 2030"}, "Give a day that exists"),
        ({"due_on": ""}, "Give the day by which comments are due"),
        ({"advisers": []}, "Choose at least one reviewer"),
        ({"advisers": ["99999999999999999999"]}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said_next_to_the_field(
    version, reviewer, convenor, sign_in, change, words
):
    data = sending([reviewer.pk], confirmed="1") | change
    response = sign_in(convenor).post(url("review_send", version.paper, 1), data)
    assert words in response.content.decode()
    assert not ReviewRound.objects.exists()


def test_people_of_another_programme_cannot_be_asked(version, convenor, sign_in):
    foreign = make.PersonFactory()
    data = sending([], other_1=foreign.pk, confirmed="1")
    assert sign_in(convenor).post(url("review_send", version.paper, 1), data).status_code == 200
    assert not ReviewRequest.objects.exists()


def test_another_day_moves_the_links_too(asked, convenor, sign_in):
    later = SOON + timedelta(days=30)
    before = asked.link.expires_at
    address = url("review_round", asked.round.version.paper, asked.round_id)
    assert sign_in(convenor).post(address, {"due_on": later.isoformat()}).status_code == 302
    asked.refresh_from_db()
    assert asked.round.due_on == later
    assert PersonalLink.objects.get(pk=asked.link_id).expires_at == before + timedelta(days=30)


def test_a_link_is_handed_over_once_and_can_be_taken_back(asked, convenor, sign_in):
    client = sign_in(convenor)
    where = (asked.round.version.paper, asked.round_id, asked.pk)
    page = client.post(url("review_hand_over", *where)).content.decode()
    path = page.partition("readonly")[2].partition('value="')[2].partition('"')[0]
    path = path[path.index("/l/") :]
    assert path not in client.get(url("review_round", *where[:2])).content.decode()
    browser = Client()
    page = browser.get(path).url
    assert browser.get(page).status_code == 200
    client.post(url("review_take_back", *where))
    assert browser.get(page).status_code == 410
    assert not Mail.objects.filter(state="waiting").exists()


def test_further_people_are_asked_once(asked, world, convenor, sign_in):
    more = make.PersonFactory(programme=world.programme, email="more@example.org")
    address = url("review_add", asked.round.version.paper, asked.round_id)
    client = sign_in(convenor)
    client.post(address, {"other_1": more.pk, "other_2": more.pk})
    client.post(address, {"other_1": more.pk})
    assert asked.round.requests.count() == Mail.objects.count() == 2


# Reminding --------------------------------------------------------------------------------------
def at(day):
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=9)


def reminders():
    return Mail.objects.filter(key__startswith="review-reminder:")


def test_who_is_late_is_reminded_and_not_every_day(asked):
    ReviewRequest.objects.update(created_at=at(SOON - timedelta(days=14)))
    assert production.remind_reviewers(at=at(SOON - timedelta(days=3))) == 0
    assert production.remind_reviewers(at=at(SOON - timedelta(days=2))) == 1
    assert production.remind_reviewers(at=at(SOON - timedelta(days=2))) == 0
    assert production.remind_reviewers(at=at(SOON + timedelta(days=1))) == 0
    assert production.remind_reviewers(at=at(SOON + timedelta(days=4))) == 1
    assert reminders().count() == 2
    assert "overdue" in reminders().first().subject


def test_nobody_is_reminded_who_is_through_or_whose_review_is_over(asked):
    day = at(SOON + timedelta(days=1))
    ReviewRequest.objects.update(created_at=at(SOON - timedelta(days=14)), finished_at=day)
    assert production.remind_reviewers(at=day) == 0
    ReviewRequest.objects.update(finished_at=None)
    ReviewRound.objects.update(closed_at=day)
    assert production.remind_reviewers(at=day) == 0
    ReviewRound.objects.update(closed_at=None)
    PersonalLink.objects.update(revoked_at=day)
    assert production.remind_reviewers(at=day) == 0


def test_another_day_calls_waiting_reminders_off(asked, convenor, sign_in):
    ReviewRequest.objects.update(created_at=at(SOON - timedelta(days=14)))
    production.remind_reviewers(at=at(SOON))
    later = (SOON + timedelta(days=30)).isoformat()
    address = url("review_round", asked.round.version.paper, asked.round_id)
    sign_in(convenor).post(address, {"due_on": later})
    assert reminders().get().state == "cancelled"
    assert production.remind_reviewers(at=at(SOON + timedelta(days=2))) == 0
    assert production.remind_reviewers(at=at(SOON + timedelta(days=29))) == 1


def test_a_convenor_reminds_now_and_only_once_a_day(asked, convenor, sign_in):
    address = url("review_remind", asked.round.version.paper, asked.round_id)
    for _turn in range(2):
        sign_in(convenor).post(address)
    assert reminders().count() == 1
