"""What becomes of a printing: published, under embargo, shared, withdrawn, compared."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogues.models import KeyMessage
from reports import production, services
from reports.comparing import changes_between, words_of
from reports.composer import services as composing
from reports.composer.desk import Desk
from reports.contexts import ReportContext
from reports.exceptions import (
    NotSignedOff,
    PrintedBefore,
    PrintingNotPublishable,
    PrintingNotPublished,
)
from reports.models import Edition, Printing
from tests import factories as make

REASON = "A figure on page four was wrong."


@pytest.fixture
def report(world):
    world.initiative.is_public = world.dialogue.is_public = True
    world.initiative.save()
    world.dialogue.save()
    return services.report_of(world.dialogue)


@pytest.fixture
def ready(report):
    return make.PrintingFactory(report=report, edition="public", state="ready")


def everywhere(world, printing):
    """The addresses at which a stranger might meet a printing."""
    page = printing.get_absolute_url()
    return [
        page,
        f"{page}download/",
        reverse("reports:home"),
        reverse("reports:report_list"),
        reverse("reports:report_list") + "?q=tarkwa",
        reverse("reports:feed"),
        reverse("reports:initiative_feed", args=[world.initiative.slug]),
        reverse("dialogues:initiative", args=[world.initiative.slug]),
        reverse("reports:dialogue_reports", args=[world.dialogue.slug]),
        reverse("search") + "?q=tarkwa",
    ]


def test_what_lies_under_embargo_is_nowhere_until_its_second(world, ready, convenor, client):
    opens = timezone.now().replace(microsecond=0) + timedelta(days=2)
    services.publish_printing(ready, by=convenor, at=opens)
    key = str(ready.pk)
    with time_machine.travel(opens - timedelta(seconds=1), tick=False):
        for address in everywhere(world, ready):
            for ask in (client.get, client.head):
                answer = ask(address)
                assert key not in answer.text, address
                assert "ETag" not in answer or address != ready.get_absolute_url()
        assert client.get(ready.get_absolute_url()).status_code == 404
    with time_machine.travel(opens, tick=False):
        assert client.get(ready.get_absolute_url()).status_code == 200
        assert key in client.get(reverse("reports:report_list")).text
        assert key in client.get(reverse("reports:feed")).text


def test_a_newer_one_under_embargo_does_not_hide_what_is_published(report, ready, convenor, client):
    services.publish_printing(ready, by=convenor)
    newer = make.PrintingFactory(report=report, edition="public", state="ready")
    services.publish_printing(newer, by=convenor, at=timezone.now() + timedelta(days=1))
    assert str(ready.pk) in client.get(reverse("reports:report_list")).text
    assert "superseded" not in client.get(ready.get_absolute_url()).text


def test_the_form_takes_a_moment_in_the_zone_of_the_dialogue(world, ready, convenor, sign_in):
    world.dialogue.timezone = "Asia/Jakarta"
    world.dialogue.save()
    address = reverse("reports:printing_publish", args=[ready.pk])
    client = sign_in(convenor)
    assert "Jakarta time." in client.get(address).text
    answer = client.post(address, {"day": "2014-02-05", "at": "09:00"})
    assert "This moment is over." in answer.text
    assert "2014-02-05" in answer.text
    client.post(address, {"day": "2099-02-05", "at": "09:00"})
    ready.refresh_from_db()
    assert ready.published_at.isoformat() == "2099-02-05T02:00:00+00:00"
    assert "Under embargo" in client.get(ready.get_absolute_url()).text


def test_a_withdrawal_says_why_to_who_comes_back(ready, convenor, sign_in):
    services.publish_printing(ready, by=convenor)
    address = reverse("reports:printing_withdraw", args=[ready.pk])
    signed_in = sign_in(convenor)
    assert signed_in.post(address, {"reason": " "}).status_code == 200
    ready.refresh_from_db()
    assert ready.is_open
    assert signed_in.post(address, {"reason": REASON}).status_code == 302
    assert REASON in signed_in.get(ready.get_absolute_url()).text
    client = Client()
    told = client.get(ready.get_absolute_url())
    assert told.status_code == 410
    assert REASON in told.text
    assert str(ready.report) not in told.text
    assert client.get(f"{ready.get_absolute_url()}download/").status_code == 404


def test_what_was_withdrawn_is_not_published_again(ready, convenor):
    services.publish_printing(ready, by=convenor)
    services.withdraw_printing(ready, by=convenor, reason=REASON)
    with pytest.raises(PrintingNotPublishable):
        services.publish_printing(ready, by=convenor)
    with pytest.raises(PrintingNotPublished):
        services.withdraw_printing(ready, by=convenor, reason=REASON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Printing.objects.filter(pk=ready.pk).update(published_at=timezone.now())


def test_an_embargo_that_is_taken_back_leaves_no_trace(ready, convenor, client):
    services.publish_printing(ready, by=convenor, at=timezone.now() + timedelta(days=1))
    services.withdraw_printing(ready, by=convenor)
    ready.refresh_from_db()
    assert (ready.published_at, ready.withdrawn_at) == (None, None)
    assert client.get(ready.get_absolute_url()).status_code == 404
    services.publish_printing(ready, by=convenor)


def test_an_edition_for_participants_is_read_by_those_who_take_part(
    world, report, convenor, participant, stranger, visitor, donor, sign_in
):
    world.dialogue.participations.filter(person__user=participant).update(status="attended")
    shared = make.PrintingFactory(report=report, edition="participants", state="ready")
    page = shared.get_absolute_url()
    assert sign_in(participant).get(page).status_code == 404
    services.publish_printing(shared, by=convenor)
    shared.refresh_from_db()
    assert sign_in(participant).get(page).status_code == 200
    assert page in sign_in(participant).get(reverse("reports:report_list")).text
    for other in (stranger, visitor, donor):
        client = sign_in(other)
        assert client.get(page).status_code == 404
        assert page not in client.get(reverse("reports:feed")).text
    for user in (participant, stranger, donor, convenor):
        listed = Printing.objects.visible_to(user).filter(pk=shared.pk).exists()
        assert listed == user.has_perm("reports.view_printing", shared)
    services.withdraw_printing(shared, by=convenor, reason=REASON)
    assert sign_in(participant).get(page).status_code == 404


@pytest.mark.parametrize("status", ["invited", "requested", "waiting", "offered", "declined"])
def test_who_has_no_place_does_not_read_what_is_for_participants(
    world, report, convenor, participant, sign_in, status
):
    world.dialogue.participations.filter(person__user=participant).update(status=status)
    shared = make.PrintingFactory(report=report, edition="participants", state="ready")
    services.publish_printing(shared, by=convenor)
    assert sign_in(participant).get(shared.get_absolute_url()).status_code == 404


def test_the_edition_for_participants_names_nobody_whom_the_public_one_does_not(report):
    public = ReportContext.of(report, "public").to_snapshot()
    shared = ReportContext.of(report, "participants").to_snapshot()
    differ = {name for name in public | shared if public.get(name) != shared.get(name)}
    assert differ <= {"edition", "composed_at"}


def test_where_it_is_asked_for_each_part_is_signed_off_before_it_is_published(
    report, ready, convenor
):
    composing.begin(report)
    composing.set_sign_off(report, needed=True)
    with pytest.raises(NotSignedOff, match="Summary"):
        services.publish_printing(Printing.objects.get(pk=ready.pk), by=convenor)
    for part in report.parts.all():
        composing.sign_off(part, by=convenor, mark=Desk(report).mark_of(part))
    printed = Printing.objects.get(pk=ready.pk)
    told = ReportContext.of(report, "public").to_snapshot()
    printed.snapshot = told | {"title": "As it was called before it was signed off"}
    with pytest.raises(PrintedBefore):
        services.publish_printing(printed, by=convenor)
    printed.snapshot = told
    services.publish_printing(printed, by=convenor)


def test_a_published_printing_is_never_printed_over(report, convenor):
    printing = services.request_printing(report, edition=Edition.PUBLIC, by=convenor)
    production.print_waiting()
    printing.refresh_from_db()
    services.publish_printing(printing, by=convenor)
    KeyMessage.objects.create(dialogue=report.dialogue, text="Later.")
    before = (printing.snapshot, printing.sha256, printing.file_name)
    assert not production.produce(printing.pk)
    again = services.request_printing(report, edition=Edition.PUBLIC, by=convenor)
    production.print_waiting()
    printing.refresh_from_db()
    again.refresh_from_db()
    assert again.pk != printing.pk
    assert (printing.snapshot, printing.sha256, printing.file_name) == before
    assert len(printing.snapshot_sha256) == 64
    assert printing.snapshot_sha256 != again.snapshot_sha256


def test_two_printings_are_compared_in_words(report, convenor, sign_in):
    first = services.request_printing(report, edition=Edition.PUBLIC, by=convenor)
    production.print_waiting()
    KeyMessage.objects.create(dialogue=report.dialogue, text="The river rose.")
    second = services.request_printing(report, edition=Edition.PUBLIC, by=convenor)
    production.print_waiting()
    for printing in (first, second):
        printing.refresh_from_db()
    assert "The river rose." in words_of(second)
    _rows, counts = changes_between(first, second)
    assert counts["added"] >= 1
    client = sign_in(convenor)
    page = client.get(
        reverse("reports:printing_compare", args=[first.pk]), {"with": str(second.pk)}
    )
    assert "The river rose." in page.text
    assert str(second.pk) in client.get(first.get_absolute_url()).text


@pytest.mark.parametrize("with_what", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_there_is_nothing_to_compare_with_what_is_not_there(ready, convenor, sign_in, with_what):
    address = reverse("reports:printing_compare", args=[ready.pk])
    assert sign_in(convenor).get(address, {"with": with_what}).status_code == 404


def test_a_printing_of_another_report_is_not_compared(world, ready, convenor, sign_in):
    other = services.report_of(world.dialogue, "summary")
    foreign = make.PrintingFactory(report=other, state="ready")
    address = reverse("reports:printing_compare", args=[ready.pk])
    assert sign_in(convenor).get(address, {"with": str(foreign.pk)}).status_code == 404


def test_a_published_report_cannot_be_of_the_team(report):
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        make.PrintingFactory(
            report=report, edition="internal", state="ready", published_at=timezone.now()
        )


def test_an_older_one_that_is_published_later_supersedes_nothing(report, ready, convenor):
    newer = make.PrintingFactory(report=report, edition="public", state="ready")
    services.publish_printing(newer, by=convenor)
    services.publish_printing(ready, by=convenor)
    newer.refresh_from_db()
    ready.refresh_from_db()
    assert Printing.objects.superseding(newer) is None
    assert Printing.objects.superseding(ready) == newer


def test_what_tells_too_much_is_not_compared(world, report, convenor, sign_in):
    first = make.PrintingFactory(
        report=report, state="ready", snapshot={"title": "Adwoa Sarpong spoke"}
    )
    second = make.PrintingFactory(report=report, state="ready", snapshot={"title": "Nobody spoke"})
    make.PersonFactory(programme=world.programme, name="Adwoa Sarpong", protected=True)
    answer = sign_in(convenor).get(
        reverse("reports:printing_compare", args=[second.pk]), {"with": str(first.pk)}
    )
    assert answer.status_code == 302
    assert answer.url == first.get_absolute_url()


def test_no_embargo_lasts_for_centuries(ready, convenor, sign_in):
    page = reverse("reports:printing_publish", args=[ready.pk])
    answer = sign_in(convenor).post(page, {"day": "9999-12-31"})
    assert "Give a year up to 2099" in answer.text
