"""Asking for a printing, joining one, trying again, publishing: each happens once, or says why not."""

import pytest

from reports import services
from reports.exceptions import (
    PrintingNotFailed,
    PrintingNotPublishable,
    PrintingNotPublished,
)
from reports.models import Edition, Printing
from tests import factories as make

State = Printing.State


@pytest.fixture
def report(world):
    return services.report_of(world.dialogue)


def test_a_dialogue_has_one_report_of_a_kind(world):
    assert services.report_of(world.dialogue) == services.report_of(world.dialogue)


def test_whoever_asks_while_one_waits_joins_it(report, convenor, rapporteur):
    first = services.request_printing(report, edition=Edition.PUBLIC, by=convenor)
    second = services.request_printing(report, edition=Edition.PUBLIC, by=rapporteur)
    assert first == second
    assert set(first.awaited_by.all()) == {convenor, rapporteur}


def test_another_edition_is_another_printing(report, convenor):
    public = services.request_printing(report, edition=Edition.PUBLIC, by=convenor)
    internal = services.request_printing(report, edition=Edition.INTERNAL, by=convenor)
    assert public != internal


def test_a_printing_that_is_being_composed_is_not_joined(report, convenor, rapporteur):
    first = services.request_printing(report, edition=Edition.PUBLIC, by=convenor)
    Printing.objects.filter(pk=first.pk).update(state=State.COMPOSING)
    assert services.request_printing(report, edition=Edition.PUBLIC, by=rapporteur) != first


def test_only_a_failed_printing_is_tried_again(report, convenor):
    printing = services.request_printing(report, edition=Edition.PUBLIC, by=convenor)
    Printing.objects.filter(pk=printing.pk).update(state=State.READY)
    with pytest.raises(PrintingNotFailed):
        services.try_again(printing, by=convenor)


def test_a_failed_printing_is_queued_again_with_the_facts_of_today(report, convenor):
    printing = make.PrintingFactory(
        report=report, state=State.FAILED, failure="Disk full.", snapshot={"old": True}
    )
    assert services.try_again(printing, by=convenor) == printing
    printing.refresh_from_db()
    assert (printing.state, printing.failure, printing.snapshot) == (State.QUEUED, "", None)


def test_trying_again_joins_one_that_waits_already(report, convenor):
    failed = make.PrintingFactory(report=report, state=State.FAILED)
    waiting = make.PrintingFactory(report=report)
    assert services.try_again(failed, by=convenor) == waiting


def test_trying_again_in_the_moment_in_which_somebody_asks_joins_them(report):
    failed = make.PrintingFactory(report=report, state=State.FAILED)
    waiting = make.PrintingFactory(report=report)
    # What try_again comes to when the other one was not there yet as it looked.
    assert services._queue_again(failed) == waiting
    failed.refresh_from_db()
    assert failed.state == State.FAILED


def test_only_a_ready_public_edition_is_published_and_only_once(report, convenor):
    internal = make.PrintingFactory(report=report, edition=Edition.INTERNAL, state=State.READY)
    waiting = make.PrintingFactory(report=report)
    for printing in (internal, waiting):
        with pytest.raises(PrintingNotPublishable):
            services.publish_printing(printing, by=convenor)
    ready = make.PrintingFactory(report=report, state=State.READY)
    services.publish_printing(ready, by=convenor)
    with pytest.raises(PrintingNotPublishable):
        services.publish_printing(ready, by=convenor)


def test_what_is_not_published_cannot_be_withdrawn(report, convenor):
    ready = make.PrintingFactory(report=report, state=State.READY)
    with pytest.raises(PrintingNotPublished):
        services.withdraw_printing(ready, by=convenor)
    services.publish_printing(ready, by=convenor)
    services.withdraw_printing(ready, by=convenor)
    ready.refresh_from_db()
    assert ready.published_at is None


def test_a_published_report_is_for_everybody_and_the_others_for_the_team(report, cast):
    ready = make.PrintingFactory(report=report, state=State.READY)
    team = {"convenor", "rapporteur"}
    for name, user in cast.items():
        sees = Printing.objects.visible_to(user).filter(pk=ready.pk).exists()
        assert sees == (name in team), name
        assert sees == user.has_perm("reports.view_printing", ready), name
    services.publish_printing(ready, by=cast["convenor"])
    ready.refresh_from_db()
    for name, user in cast.items():
        assert Printing.objects.visible_to(user).filter(pk=ready.pk).exists(), name
        assert user.has_perm("reports.view_printing", ready), name


def test_a_newer_draft_does_not_hide_what_is_published(report, convenor, stranger):
    old = make.PrintingFactory(report=report, state=State.READY)
    services.publish_printing(old, by=convenor)
    make.PrintingFactory(report=report, state=State.READY)
    assert list(Printing.objects.visible_to(stranger).newest_of_each()) == [old]
