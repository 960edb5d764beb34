"""What donors are told: at once, once a month or not by mail; ended from the mail; a feed of their own."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.log import without_tokens
from core.models import Mail
from core.post import message_of
from reports.models import DonorFeed, Subscription
from reports.progress import digest, services, subscribing
from tests import factories as make
from tests.reports.test_door import printed, published

PAGE = reverse("reports:subscription")
MAY = datetime(2026, 5, 11, 12, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 8, tzinfo=UTC)


def mails():
    return [
        mail for mail in Mail.objects.filter(key__startswith="progress:") if mail.state == "waiting"
    ]


def addressed(mail):
    """The path that ends the mail, as its header says it."""
    return re.fullmatch(
        r"<https?://[^/]+(/\S+)>", message_of(mail).extra_headers["List-Unsubscribe"]
    )[1]


def chosen(user, frequency, initiative=None):
    subscribing.choose(user, {initiative and initiative.pk: frequency})


def test_who_has_said_nothing_is_told_at_once(world, convenor, donor):
    published(world.initiative, convenor)
    [mail] = mails()
    assert mail.to_email == donor.email


@pytest.mark.parametrize("frequency", ["monthly", "never"])
def test_who_wants_it_otherwise_is_not_told_at_once(world, convenor, donor, frequency):
    chosen(donor, frequency)
    published(world.initiative, convenor)
    assert mails() == []


def test_one_initiative_may_be_told_otherwise_than_the_others(world, convenor, donor, sign_in):
    published(world.initiative, convenor, year=2025)
    Mail.objects.all().delete()
    form = {"everything": "never", f"of_{world.initiative.pk}": "now"}
    sign_in(donor).post(PAGE, form)
    published(world.initiative, convenor, year=2026)
    assert len(mails()) == 1
    sign_in(donor).post(PAGE, form | {f"of_{world.initiative.pk}": ""})
    assert subscribing.choices_of(donor) == {None: "never"}


@pytest.mark.parametrize("data", [{"everything": "often"}, {"everything": ""}])
def test_what_is_no_choice_is_refused_where_it_stands(world, donor, sign_in, data):
    answer = sign_in(donor).post(PAGE, data)
    assert "everything" in answer.context["form"].errors
    assert not Subscription.objects.exists()


def test_an_initiative_of_which_nothing_is_published_is_not_named(world, donor, sign_in):
    assert world.initiative.title not in sign_in(donor).get(PAGE).text


def test_who_funds_nothing_has_nothing_to_choose(sign_in, convenor):
    assert sign_in(convenor).get(PAGE).status_code == 404


def test_a_mail_that_waits_for_an_embargo_is_not_sent_to_who_wants_none(world, convenor, donor):
    published(world.initiative, convenor, at=timezone.now() + timedelta(days=3))
    [mail] = mails()
    chosen(donor, "monthly")
    mail.refresh_from_db()
    assert mail.state == "cancelled"


def test_nor_to_who_is_no_donor_any_more(world, convenor, donor):
    stays = make.AppointmentFactory(role=Role.DONOR, programme=world.programme).user
    published(world.initiative, convenor, at=timezone.now() + timedelta(days=3))
    donor.appointments.all().delete()
    digest.tell_donors()
    assert [mail.to_email for mail in mails()] == [stays.email]


# Ending it from a mail ---------------------------------------------------------------------------
def test_a_mail_is_ended_with_one_post_and_without_signing_in(world, convenor, donor):
    published(world.initiative, convenor, year=2025)
    [mail] = mails()
    headers = message_of(mail).extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = addressed(mail)
    assert path in mail.body
    window = Client(enforce_csrf_checks=True)
    # What looks into mails opens addresses: that ends nothing.
    assert world.initiative.title in window.get(path).text
    assert not Subscription.objects.exists()
    answer = window.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 204
    assert window.post(path, {}).status_code == 200
    assert subscribing.choices_of(donor) == {world.initiative.pk: "never"}
    published(world.initiative, convenor, year=2026)
    assert len(mails()) == 1


def test_the_end_of_everything_ends_what_was_chosen_apart(world, donor):
    chosen(donor, "monthly", world.initiative)
    path = subscribing.address_to_end(donor).partition("//")[2].partition("/")[2]
    Client().post(f"/{path}", {})
    assert subscribing.choices_of(donor) == {None: "never", world.initiative.pk: "never"}


@pytest.mark.parametrize("token", ["", "x", "WzEsbnVsbF0:1x:2"])
def test_a_guessed_address_ends_nothing(world, donor, token):
    answer = Client().post(f"/unsubscribe/{token}/", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 404
    assert not Subscription.objects.exists()


def test_no_longer_a_donor_they_are_not_told_what_it_was_about(world, convenor, donor):
    published(world.initiative, convenor)
    path = addressed(mails()[0])
    donor.appointments.all().delete()
    assert world.initiative.title not in Client().get(path).text


def test_its_tokens_stand_in_no_log():
    for path in ("/unsubscribe/WzEsbnVsbF0:abcdef:g/", "/donors/feeds/abcdefghijkl/"):
        assert "abcdef" not in without_tokens(f"GET {path}")


# Once a month ------------------------------------------------------------------------------------
@pytest.fixture
def monthly(world, convenor, donor, time_machine):
    """A donor who is told once a month, and a period that opened in May."""
    time_machine.move_to(MAY, tick=False)
    chosen(donor, "monthly")
    return published(world.initiative, convenor)


@pytest.mark.usefixtures("monthly")
def test_a_month_is_told_once_when_it_is_over(world, donor, time_machine):
    report = printed(world.initiative, at=MAY)
    assert digest.send_digests(now=JUNE - timedelta(minutes=1)) == 0
    assert digest.send_digests(now=JUNE) == 1
    assert digest.send_digests(now=JUNE + timedelta(hours=1)) == 0
    [mail] = mails()
    assert mail.to_email == donor.email
    assert "May 2026" in mail.subject
    assert "The year 2026" in mail.body
    assert report.get_absolute_url() in mail.body
    assert addressed(mail) in mail.body


def test_what_is_withdrawn_or_closed_is_not_told(monthly, convenor, world, time_machine):
    services.withdraw(monthly, by=convenor)
    published(world.initiative, convenor, year=2027, at=JUNE + timedelta(days=1))
    time_machine.move_to(JUNE, tick=False)
    assert digest.send_digests() == 0


@pytest.mark.usefixtures("monthly")
def test_who_is_no_donor_any_more_is_not_told(donor, time_machine):
    time_machine.move_to(JUNE, tick=False)
    donor.appointments.all().delete()
    assert digest.send_digests() == 0


@pytest.mark.usefixtures("monthly")
def test_what_goes_wrong_with_one_does_not_keep_the_others(world, donor, time_machine):
    bad = make.UserFactory(email="no address", name="Somebody")
    make.AppointmentFactory(user=bad, role=Role.DONOR, programme=world.programme)
    chosen(bad, "monthly")
    assert bad.pk != donor.pk
    assert digest.send_digests(now=JUNE) == 1


@pytest.mark.parametrize(
    ("now", "since"),
    [
        (datetime(2026, 1, 1, 8, tzinfo=UTC), datetime(2025, 12, 1, tzinfo=UTC)),
        (datetime(2026, 3, 5, 23, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)),
        (datetime(2026, 3, 1, 7, 59, tzinfo=UTC), None),
        (datetime(2026, 3, 6, 0, 0, tzinfo=UTC), None),
    ],
)
def test_a_month_is_due_in_its_first_days(now, since):
    month = digest.month_to_tell(now)
    assert (month and month[0]) == since


# Their own feed ----------------------------------------------------------------------------------
def made_feed(user):
    window = Client()
    window.force_login(user)
    address = window.post(reverse("reports:feed_make")).context["address"]
    return "/" + address.partition("//")[2].partition("/")[2]


def test_a_feed_holds_what_is_open_to_its_donor_and_nothing_else(world, convenor, donor):
    path = made_feed(donor)
    report = printed(world.initiative, at=timezone.now())
    period = published(world.initiative, convenor, year=2025)
    other = published(make.InitiativeFactory(), convenor, year=2026)
    later = published(world.initiative, convenor, year=2027, at=timezone.now() + timedelta(days=1))
    feed = Client().get(path)
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert feed["Cache-Control"] == "no-store"
    for row in (report, period):
        assert row.get_absolute_url() in feed.text
    for row in (other, later):
        assert row.get_absolute_url() not in feed.text
    assert path.split("/")[-2] not in str(DonorFeed.objects.values())


def test_a_feed_ends_when_it_is_taken_back_or_made_anew(donor, sign_in):
    first = made_feed(donor)
    assert Client().get(first).status_code == 200
    second = made_feed(donor)
    assert Client().get(first).status_code == 404
    sign_in(donor).post(reverse("reports:feed_take_back"))
    assert Client().get(second).status_code == 404


@pytest.mark.parametrize("how", ["appointment", "account"])
def test_a_feed_ends_with_the_appointment_and_the_account(donor, how):
    path = made_feed(donor)
    if how == "appointment":
        donor.appointments.all().delete()
    else:
        User.objects.filter(pk=donor.pk).update(is_active=False)
    assert Client().get(path).status_code == 404
