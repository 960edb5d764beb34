"""Progress reports that are due: who is reminded when, and that they open by themselves on their day."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from core.models import Mail
from reports.models import Period
from reports.progress import services
from reports.progress.reminding import remind, step_of
from reports.work import period_work

DUE = date(2026, 7, 31)


@pytest.fixture
def period(world):
    return services.begin_period(
        Period(
            initiative=world.initiative,
            title="First half of 2026",
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 6, 30),
            due_on=DUE,
        )
    )


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2026, 7, 16), None),
        (date(2026, 7, 17), 14),
        (date(2026, 7, 27), 14),
        (date(2026, 7, 28), 3),
        (date(2026, 7, 31), 0),
        (date(2026, 8, 1), "late"),
    ],
)
def test_which_reminder_fits_a_day(day, step):
    assert step_of(DUE, day) == step


def test_convenors_are_reminded_once_at_each_step_and_told_when_it_is_late(
    period, convenor, donor, partner
):
    days = [date(2026, 7, day) for day in (10, 17, 18, 28, 30, 31)]
    days += [date(2026, 8, 1), date(2026, 8, 2), date(2026, 9, 1)]
    assert [remind(today=day) for day in days] == [0, 1, 0, 1, 0, 1, 1, 0, 0]
    mails = Mail.objects.order_by("pk")
    assert {mail.to_email for mail in mails} == {convenor.email}
    assert "Due on 31 July 2026" in mails.first().subject
    assert mails.last().subject.startswith("Late:")
    assert period.get_absolute_url() in mails.last().body


def test_a_period_that_is_put_off_is_told_of_anew(period, convenor):
    assert remind(today=DUE) == 1
    Period.objects.update(due_on=date(2026, 8, 10))
    assert remind(today=date(2026, 8, 10)) == 1


def test_what_is_approved_is_reminded_of_no_more(period, convenor):
    services.send(period, by=convenor)
    services.approve(period, by=convenor, seen=services.mark_of(Period.objects.get()))
    assert remind(today=DUE) == 0


def test_a_late_period_stands_out_in_my_work(period, convenor, time_machine):
    time_machine.move_to(datetime(2026, 7, 31, 9, tzinfo=UTC), tick=False)
    assert [item.tone for item in period_work(convenor)] == ["quiet"]
    time_machine.move_to(datetime(2026, 8, 1, 9, tzinfo=UTC), tick=False)
    assert [item.tone for item in period_work(convenor)] == ["bad"]


def test_approved_it_opens_by_itself_on_the_day_it_is_due(
    period, convenor, donor, client, time_machine
):
    time_machine.move_to(datetime(2026, 7, 20, 9, tzinfo=UTC), tick=False)
    services.send(period, by=convenor)
    client.force_login(convenor)
    page = client.get(period.get_absolute_url())
    assert "31 July 2026, 06:00 UTC" in page.text
    approve = reverse("reports:period_approve", args=[period.pk])
    client.post(approve, {"seen": page.context["seen"], "when_due": "on"})
    period.refresh_from_db()
    opens = datetime(2026, 7, 31, 6, tzinfo=UTC)
    assert (period.state, period.published_at) == ("approved", opens)
    assert not period.is_open
    mail = Mail.objects.get(key__startswith=f"progress:{period.pk}:")
    assert (mail.to_email, mail.not_before) == (donor.email, opens)
    for form in ("pdf", "docx", "xlsx"):
        assert reverse("reports:period_file", args=[period.pk, form]) in mail.body
    assert "IATI:" not in mail.body
    time_machine.move_to(opens, tick=False)
    assert Period.objects.get().is_open


def test_after_its_day_nothing_opens_by_itself(period, convenor, client, time_machine):
    time_machine.move_to(datetime(2026, 8, 2, 9, tzinfo=UTC), tick=False)
    services.send(period, by=convenor)
    client.force_login(convenor)
    page = client.get(period.get_absolute_url())
    assert "Publish it on the day it is" not in page.text
    approve = reverse("reports:period_approve", args=[period.pk])
    client.post(approve, {"seen": page.context["seen"], "when_due": "on"})
    period.refresh_from_db()
    assert (period.state, period.published_at) == ("approved", None)
