"""Mail that came back: reports of mail servers, and what is none."""

import io
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core import bounces
from core.models import Mail
from core.outbox import post
from core.post import message_id, message_of

REPORT = """From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: bounces@baraza.example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4C5.1/mx.example.net"
Message-Id: <20300317090000.4C5@mx.example.net>

--4C5.1/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system. I'm sorry to inform you that your message could not
be delivered.

--4C5.1/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Sun, 17 Mar 2030 09:00:00 +0000 (UTC)

Final-Recipient: rfc822; ama@example.org
Original-Recipient: rfc822;ama@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 5.1.1 <ama@example.org>: Recipient address rejected:
    User unknown in virtual mailbox table

--4C5.1/mx.example.net
{returned}
--4C5.1/mx.example.net--
"""
WHOLE = """Content-Description: Undelivered Message
Content-Type: message/rfc822

Return-Path: <bounces@baraza.example.org>
From: Baraza <baraza@example.org>
To: ama@example.org
Subject: Invitation
Message-ID: {id}

Dear Ama
"""
HEADERS = """Content-Type: text/rfc822-headers

From: Baraza <baraza@example.org>
Message-ID:
 {id}
"""


def report(mail, *, action="failed", status="5.1.1", returned=WHOLE, number=None):
    part = returned.format(id=number or message_id(mail))
    return REPORT.format(action=action, status=status, returned=part).encode()


@pytest.fixture
def mail(db):
    made = post(key="one", to_email="ama@example.org", subject="S", body="B")
    Mail.objects.update(state="sent", sent_at=timezone.now())
    return made


@pytest.mark.parametrize("returned", [WHOLE, HEADERS])
def test_a_mail_that_came_back_says_so_and_why(mail, returned):
    assert bounces.take(report(mail, returned=returned)) == mail
    mail.refresh_from_db()
    assert mail.bounced_at is not None
    assert mail.failure.startswith("It came back (5.1.1): 550 5.1.1 …: Recipient address rejected")
    assert "ama@example.org" not in mail.failure


def test_a_second_report_changes_nothing(mail):
    bounces.take(report(mail))
    first = Mail.objects.get().bounced_at
    bounces.take(report(mail, status="5.2.2"))
    assert Mail.objects.get().bounced_at == first


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delivered", "2.0.0")]
)
def test_what_is_late_or_arrived_did_not_come_back(mail, action, status):
    assert bounces.take(report(mail, action=action, status=status)) is None
    assert Mail.objects.get().bounced_at is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe junk",
        b"Subject: hello\n\nI am on holiday.",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: text/plain\n\nhm\n--x--",
        b"Content-Type: multipart/report\n\nno parts",
    ],
)
def test_what_is_no_report_is_refused(mail, raw):
    with pytest.raises(bounces.NoReport):
        bounces.take(raw)


@pytest.mark.parametrize("number", ["<1.1@elsewhere.example>", "<999999.1@x>", "<abc@x>", "none"])
def test_a_report_of_a_mail_that_is_not_ours_is_refused(mail, number):
    with pytest.raises(bounces.NoReport, match="no mail of ours"):
        bounces.take(report(mail, number=number))
    assert Mail.objects.get().bounced_at is None


def test_the_command_reads_one_report_and_refuses_junk_with_a_code(mail, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(report(mail))))
    said = io.StringIO()
    call_command("take_bounce", stdout=said)
    assert said.getvalue().strip() == f"Mail {mail.pk}."
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"junk")))
    with pytest.raises(CommandError) as refusal:
        call_command("take_bounce")
    assert refusal.value.returncode == 65


def test_what_comes_back_comes_to_the_return_path_and_people_see_the_sender(mail, settings):
    settings.MAIL_RETURN_PATH = "bounces@example.org"
    message = message_of(mail)
    assert message.from_email == "bounces@example.org"
    assert message.message()["From"] == settings.DEFAULT_FROM_EMAIL
    assert message.message()["Message-ID"] == message_id(mail)
