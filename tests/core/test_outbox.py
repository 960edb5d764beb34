"""The outbox, against a real mail server: what was posted is sent, once, and nothing is lost."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from core import links, outbox, post
from core.exceptions import NoAddress
from core.links import make_link, revoke
from core.models import LinkToken, Mail
from core.outbox import cancel
from core.tasks import send_mail, sweep_mail
from tests.smtp import Postbox, free_port, listening

pytestmark = pytest.mark.django_db


@pytest.fixture
def port(settings):
    """Where the mail server is expected; none listens there yet."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    settings.EMAIL_USE_TLS = False
    settings.SITE_URL = "https://baraza.example.org"
    return settings.EMAIL_PORT


@pytest.fixture
def postbox(port):
    """A mail server that listens."""
    postbox = Postbox()
    with listening(postbox, port):
        yield postbox


def write(key="one", **fields):
    fields = {
        "to_email": "ama@example.org",
        "subject": "Invitation",
        "body": "Please come: {link}",
    } | fields
    return outbox.post(key=key, **fields)


def open_link():
    return make_link("test", expires_at=timezone.now() + timedelta(days=7))


def due_now():
    """Let the pause after a failed attempt pass."""
    Mail.objects.filter(state="waiting").update(not_before=None)


def test_a_mail_is_sent_once(postbox):
    mail = write(to_name="Ama Owusu", subject="Invitation to Tarkwa", body="Kɔ́fi, come.\n")
    post.send_waiting()
    post.send_waiting()
    [message] = postbox.messages
    assert message["To"] == "Ama Owusu <ama@example.org>"
    assert message["Subject"] == "Invitation to Tarkwa"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert message.get_content().strip() == "Kɔ́fi, come."
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.lease_token) == ("sent", 1, None)
    assert mail.sent_at


def test_the_task_and_its_sweeper_send(postbox, monkeypatch):
    write()
    monkeypatch.setattr(send_mail, "delay", send_mail)
    sweep_mail()
    assert len(postbox.messages) == 1
    assert not post.something_waits()


def test_a_key_is_posted_once():
    first = write(subject="First")
    second = write(subject="Second")
    assert first == second
    assert Mail.objects.get().subject == "First"


@pytest.mark.django_db(transaction=True)
def test_a_key_is_posted_once_also_in_the_same_moment():
    def write_in_a_thread(number):
        try:
            return write(subject=str(number)).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(write_in_a_thread, range(8)))) == 1
    assert Mail.objects.count() == 1


def test_a_mail_is_posted_with_what_it_tells_of_or_not_at_all():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Mail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_posting_succeeds_when_nobody_can_be_woken(monkeypatch, caplog):
    def broken():
        raise ConnectionError("no broker")

    monkeypatch.setattr(send_mail, "delay", broken)
    assert write().pk


@pytest.mark.parametrize(
    "address", ["", None, "ama", "ama@", "ama@example.org\nBcc: b@example.org"]
)
def test_there_is_no_mail_without_an_address(address):
    with pytest.raises(NoAddress):
        write(to_email=address)
    assert not Mail.objects.exists()


def test_while_the_mail_server_is_away_mail_waits_longer_and_longer(port):
    mails = [write(key=str(number)) for number in range(3)]
    pauses = []
    for _attempt in range(3):
        before = timezone.now()
        assert not post.send_waiting()
        mail = Mail.objects.get(pk=mails[0].pk)
        pauses.append(round((mail.not_before - before).total_seconds()))
        Mail.objects.filter(pk=mail.pk).update(not_before=None)
    assert pauses == [30, 60, 120]
    assert "could not be reached" in mail.failure
    assert Mail.objects.filter(state="waiting").count() == 3
    assert not LinkToken.objects.exists()


def test_nothing_is_lost_when_the_mail_server_comes_back(port):
    for number in range(3):
        write(key=str(number), subject=str(number))
    post.send_waiting()
    postbox = Postbox()
    with listening(postbox, port):
        due_now()
        post.send_waiting()
        post.send_waiting()
    assert [message["Subject"] for message in postbox.messages] == ["0", "1", "2"]
    assert not Mail.objects.exclude(state="sent", failure="").exists()


def test_a_mail_server_that_refuses_for_now_is_asked_again(postbox):
    postbox.answers["ama@example.org"] = "450 4.2.0 Greylisted"
    write()
    post.send_waiting()
    mail = Mail.objects.get()
    assert mail.state == "waiting"
    assert "450" in mail.failure
    postbox.answers.clear()
    due_now()
    post.send_waiting()
    assert len(postbox.messages) == 1


@pytest.mark.parametrize("when", ["recipient", "content"])
def test_a_refused_mail_says_why_and_does_not_hold_up_the_others(postbox, when):
    if when == "recipient":
        postbox.answers["ama@example.org"] = "550 5.1.1 <ama@example.org> User unknown"
    else:
        postbox.after_data = "554 5.7.1 <ama@example.org> User unknown"
    link = open_link()
    write(link=link)
    write(key="two", to_email="kofi@example.org")
    post.send_waiting()
    refused = Mail.objects.get(key="one")
    assert refused.state == "failed"
    assert "User unknown" in refused.failure
    assert "ama@example.org" not in refused.failure
    assert not link.tokens.exists()
    if when == "recipient":
        assert [message["To"] for message in postbox.messages] == ["kofi@example.org"]


def test_a_mail_server_that_stalls_is_left_and_asked_again(postbox, settings):
    settings.EMAIL_TIMEOUT = 0.5
    postbox.stalls = 2
    write()
    started = time.monotonic()
    post.send_waiting()
    assert time.monotonic() - started < 2
    mail = Mail.objects.get()
    assert mail.state == "waiting"
    assert "could not be reached" in mail.failure
    postbox.stalls = 0
    due_now()
    post.send_waiting()
    assert len(postbox.messages) == 1
    assert Mail.objects.get().state == "sent"


def test_a_mail_server_that_hangs_up_in_the_middle_is_asked_again_under_the_same_id(postbox):
    postbox.hangs_up = True
    write()
    post.send_waiting()
    assert Mail.objects.get().state == "waiting"
    postbox.hangs_up = False
    due_now()
    post.send_waiting()
    # It had the first one already: who files mail by its id shows one.
    assert len(postbox.messages) == 2
    assert len({message["Message-ID"] for message in postbox.messages}) == 1
    assert Mail.objects.get().state == "sent"


def test_after_many_attempts_a_mail_has_failed(port):
    write()
    Mail.objects.update(attempts=post.MOST_ATTEMPTS - 1)
    post.send_waiting()
    mail = Mail.objects.get()
    assert mail.state == "failed"
    assert "20 times" in mail.failure


def test_a_mail_that_brings_workers_down_is_given_up(postbox):
    write()
    Mail.objects.update(attempts=post.MOST_ATTEMPTS)
    post.send_waiting()
    assert Mail.objects.get().state == "failed"
    assert not postbox.messages


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_a_mail_once(postbox):
    for number in range(5):
        write(key=str(number))

    def work(_number):
        try:
            post.send_waiting()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    post.send_waiting()
    assert len(postbox.messages) == 5
    assert len({message["Message-ID"] for message in postbox.messages}) == 5


def test_a_mail_is_left_to_the_worker_that_holds_it_until_its_lease_ends(postbox):
    mail = write()
    assert Mail.objects.due().claim(mail.pk, seconds=60)
    post.send_waiting()
    assert not postbox.messages
    Mail.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    post.send_waiting()
    assert len(postbox.messages) == 1


def test_a_mail_sent_again_by_a_killed_workers_successor_has_the_same_id(postbox):
    write()
    post.send_waiting()
    # As if the worker had been killed before it wrote down that it was sent.
    Mail.objects.update(state="waiting", sent_at=None, attempts=F("attempts"))
    post.send_waiting()
    first, second = postbox.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@baraza.example.org>")


def test_a_mail_waits_for_its_time(postbox):
    write(not_before=timezone.now() + timedelta(hours=1))
    post.send_waiting()
    assert not postbox.messages
    due_now()
    post.send_waiting()
    assert len(postbox.messages) == 1


def test_a_line_break_in_subject_or_name_makes_no_header(postbox):
    write(subject="Hello\r\nBcc: eve@example.org\x00", to_name="Ama\nBcc: eve@example.org")
    # As if it had come into the row by another way.
    Mail.objects.update(subject="Hello\r\nBcc: eve@example.org")
    post.send_waiting()
    [message] = postbox.messages
    assert message["Subject"] == "Hello Bcc: eve@example.org"
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["To"].addresses] == ["ama@example.org"]


def test_control_characters_leave_the_text(postbox):
    write(body="bell\x07 and null\x00")
    post.send_waiting()
    assert postbox.messages[0].get_content().strip() == "bell and null"


def test_a_mail_carries_a_link_that_opens_and_the_row_does_not(postbox, caplog):
    caplog.set_level(logging.DEBUG)
    link = open_link()
    write(link=link, body="Answer here: {link}\nThank you.")
    post.send_waiting()
    text = postbox.messages[0].get_content()
    address = text.partition("Answer here: ")[2].split()[0]
    assert address.startswith("https://baraza.example.org/l/")
    token = address.split("/")[4]
    assert link.tokens.get().digest == links.digest_of(token)
    assert token not in str(list(Mail.objects.values()))
    assert token not in caplog.text
    assert Client().get(f"/l/{token}/").status_code in {302, 404}


def test_only_the_place_for_the_link_is_filled(postbox):
    write(body="{0} {link.key} {settings} %(x)s {link}", link=open_link())
    post.send_waiting()
    text = postbox.messages[0].get_content().replace("\n", "")
    assert text.startswith("{0} {link.key} {settings} %(x)s https://baraza.example.org/l/")


@pytest.mark.parametrize("end", ["taken back", "expired"])
def test_a_mail_whose_link_has_ended_is_not_sent(postbox, end):
    link = open_link()
    write(link=link)
    if end == "taken back":
        revoke(link)
    else:
        type(link).objects.update(expires_at=timezone.now())
    post.send_waiting()
    mail = Mail.objects.get()
    assert mail.state == "cancelled"
    assert "had ended" in mail.failure
    assert not postbox.messages


def test_what_is_cancelled_is_not_sent(postbox):
    write()
    sent = write(key="two")
    Mail.objects.filter(pk=sent.pk).update(state="sent", sent_at=timezone.now())
    assert cancel(Mail.objects.all(), reason="Not needed any more.") == 1
    post.send_waiting()
    assert not postbox.messages
    assert list(Mail.objects.order_by("pk").values_list("state", flat=True)) == [
        "cancelled",
        "sent",
    ]


def test_what_is_cancelled_in_the_last_moment_is_not_sent(postbox, monkeypatch):
    write()
    opened = post.get_connection

    def cancel_meanwhile():
        cancel(Mail.objects.all())
        return True

    def with_a_slow_server():
        server = opened()
        monkeypatch.setattr(server, "open", cancel_meanwhile)
        return server

    monkeypatch.setattr(post, "get_connection", with_a_slow_server)
    post.send_waiting()
    assert not postbox.messages
    assert Mail.objects.get().state == "cancelled"


def test_without_a_mail_server_mail_is_written_to_a_folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    write(link=open_link())
    post.send_waiting()
    [file] = (tmp_path / "mail").iterdir()
    assert "/l/" in file.read_text()
    assert Mail.objects.get().state == "sent"
