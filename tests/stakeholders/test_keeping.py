"""Retention: whose time is over is listed, may be kept, and is erased by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.links import issue
from core.models import LinkToken, Mail, PersonalLink
from dialogues.models import Participation
from stakeholders import tasks
from stakeholders.exceptions import NotAboutToBeErased
from stakeholders.imports.files import file_of
from stakeholders.keeping import forgetting, ledger
from stakeholders.keeping.erasure import erase_idle, give_notice
from stakeholders.keeping.times import months_after
from stakeholders.models import Disclosure, ErasureRecord, Import, ImportRow, Person
from stakeholders.services.keeping import keep_longer
from stakeholders.work.keeping import nearly_over
from tests import factories as make

TODAY = date(2026, 8, 31)
LONG_AGO = datetime(2021, 8, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def ledger_of_the_test(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


@pytest.fixture
def old(world):
    """`old(name)`: somebody whose entry nobody has touched for five years."""

    def entered(name="Old Entry", at=LONG_AGO, **fields):
        person = make.PersonFactory(programme=world.programme, name=name, **fields)
        Person.objects.filter(pk=person.pk).update(created_at=at, updated_at=at)
        return person

    return entered


@pytest.mark.once
@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_counted_as_people_do(day, months, then):
    assert months_after(day, months) == then


def test_who_is_idle_is_listed_a_month_and_then_erased(old):
    person = old()
    give_notice(today=TODAY)
    person.refresh_from_db()
    assert person.noticed_on == TODAY
    assert erase_idle(today=TODAY + timedelta(days=29)) == 0
    assert erase_idle(today=TODAY + timedelta(days=30)) == 1
    record = ErasureRecord.objects.get()
    assert (record.person_id, record.cause, record.by) == (person.pk, "retention", None)


def test_nobody_is_erased_before_their_time_although_notice_was_given_early(old):
    person = old(at=datetime(2021, 9, 28, 12, tzinfo=UTC))
    give_notice(today=TODAY)
    assert erase_idle(today=date(2026, 9, 30)) == 1
    assert not Person.objects.filter(pk=person.pk).exists()
    later = old(at=datetime(2021, 10, 1, 12, tzinfo=UTC))
    assert give_notice(today=TODAY) == 0
    assert give_notice(today=date(2026, 9, 1)) == 1
    assert Person.objects.get(pk=later.pk).noticed_on == date(2026, 9, 1)


def test_whoever_takes_part_in_something_is_not_listed(world, old):
    coming = make.DialogueFactory(
        initiative=world.initiative, starts_on=date(2026, 9, 9), ends_on=date(2026, 9, 10)
    )
    people = {
        "account": old(user=make.UserFactory()),
        "invited": old(),
        "adviser": old(),
        "asked": old(),
        "mapped": old(),
        "member": old(),
        "kept": old(keep_until=date(2027, 1, 1)),
        "attended": old(),
    }
    make.ParticipationFactory(dialogue=coming, person=people["invited"])
    make.SeatFactory(initiative=world.initiative, person=people["adviser"], state="accepted")
    make.ConsentFactory(person=people["asked"], asked_on=date(2023, 1, 1))
    entry = make.StakeholderFactory(
        map=make.StakeholderMapFactory(programme=world.programme), person=people["mapped"]
    )
    make.AssessmentFactory(stakeholder=entry, on=date(2024, 1, 1))
    group = make.LearningGroupFactory(programme=world.programme)
    make.MembershipFactory(learning_group=group, person=people["member"])
    people["left"] = old()
    left_long_ago = old()
    for person, day in ((people["left"], date(2025, 1, 1)), (left_long_ago, date(2020, 1, 1))):
        make.MembershipFactory(learning_group=group, person=person, left_on=day)
    make.ParticipationFactory(dialogue=world.dialogue, person=people["attended"], status="attended")
    idle = old("Nobody Inparticular")
    declined = old()
    make.ParticipationFactory(dialogue=coming, person=declined, status="declined")
    Participation.objects.filter(person=declined).update(created_at=LONG_AGO)
    give_notice(today=TODAY)
    noted = set(Person.objects.exclude(noticed_on=None).values_list("pk", flat=True))
    # A dialogue that is still to come counts for who was asked, whatever they said.
    assert noted == {idle.pk, left_long_ago.pk}


def test_a_notice_is_taken_back_when_they_take_part_again(old):
    person = old()
    give_notice(today=TODAY)
    make.ConsentFactory(person=person, asked_on=TODAY)
    assert erase_idle(today=TODAY + timedelta(days=40)) == 0
    give_notice(today=TODAY + timedelta(days=1))
    person.refresh_from_db()
    assert person.noticed_on is None


def test_a_programme_without_a_time_keeps_everybody(world, old):
    world.programme.retention_months = None
    world.programme.save()
    old()
    assert give_notice(today=TODAY) == 0


def test_keeping_lasts_a_year_and_needs_a_notice(old):
    person = old()
    with pytest.raises(NotAboutToBeErased):
        keep_longer(person, reason="Needed", today=TODAY)
    give_notice(today=TODAY)
    assert keep_longer(person, reason="Needed", today=TODAY) == date(2027, 8, 31)
    assert give_notice(today=date(2027, 7, 31)) == 0
    assert give_notice(today=date(2027, 8, 1)) == 1
    assert erase_idle(today=date(2027, 8, 30)) == 0
    assert erase_idle(today=date(2027, 8, 31)) == 1


def test_a_batch_costs_the_same_however_many_it_holds(old, django_assert_num_queries):
    old()
    give_notice(today=TODAY)
    with CaptureQueriesContext(connection) as one:
        give_notice(today=TODAY)
    for _number in range(4):
        old()
    give_notice(today=TODAY)
    with django_assert_num_queries(len(one)):
        give_notice(today=TODAY)


def test_the_list_and_my_work_tell_convenors_and_nobody_else(
    world, old, convenor, partner, sign_in, django_assert_max_num_queries
):
    old("Olga Forgotten", protected=True)
    give_notice(today=timezone.localdate())
    client = sign_in(convenor)
    page = client.get("/stakeholders/retention/")
    assert "Olga Forgotten" in page.content.decode()
    with django_assert_max_num_queries(2):
        (item,) = nearly_over(convenor)
    assert item.url == "/stakeholders/retention/"
    assert list(nearly_over(partner)) == []
    assert sign_in(partner).get("/stakeholders/retention/").status_code == 403


def test_somebody_is_kept_from_the_page_with_a_reason(old, convenor, sign_in):
    person = old("Olga Forgotten")
    client = sign_in(convenor)
    url = f"/stakeholders/people/{person.pk}/keep/"
    assert "No notice stands" in client.get(url).content.decode()
    give_notice(today=timezone.localdate())
    assert "required" in client.post(url, {"reason": " "}).content.decode()
    answer = client.post(url, {"reason": "Expected\x00 in spring"}, follow=True)
    assert answer.status_code == 200
    answer = client.post(url, {"reason": "Expected in spring"}, follow=True)
    assert "Expected in spring" in answer.content.decode()
    person.refresh_from_db()
    assert person.noticed_on is None
    assert person.keep_until > timezone.localdate()
    again = client.post(url, {"reason": "Twice"}, follow=True)
    assert "not about to be erased any more" in again.content.decode()


# What else is forgotten --------------------------------------------------------------------------
NOW = datetime(2026, 8, 31, 12, tzinfo=UTC)


def test_mails_are_emptied_half_a_year_after_they_were_sent(db):
    for key, state, days in (("old", "sent", 181), ("new", "sent", 179), ("waits", "waiting", 400)):
        mail = Mail.objects.create(
            key=key,
            to_email="a@example.org",
            subject="Hello",
            body="Dear",
            state=state,
            sent_at=NOW if state == "sent" else None,
        )
        Mail.objects.filter(pk=mail.pk).update(updated_at=NOW - timedelta(days=days))
    assert forgetting.forget_mails(now=NOW) == 1
    assert forgetting.forget_mails(now=NOW) == 0
    assert dict(Mail.objects.values_list("key", "body")) == {
        "old": "",
        "new": "Dear",
        "waits": "Dear",
    }


def test_links_go_ninety_days_after_their_end(db):
    kept = make.PersonalLinkFactory(expires_at=NOW - timedelta(days=89))
    for ended in (
        {"expires_at": NOW - timedelta(days=91)},
        {"revoked_at": NOW - timedelta(days=91)},
    ):
        issue(make.PersonalLinkFactory(**ended))
    assert forgetting.forget_links(now=NOW) == 2
    assert list(PersonalLink.objects.all()) == [kept]
    assert LinkToken.objects.count() == 0


def test_disclosures_go_after_three_years_and_logs_of_merges_after_thirty_days(world):
    for at in (datetime(2023, 8, 31, 11, tzinfo=UTC), datetime(2023, 8, 31, 13, tzinfo=UTC)):
        Disclosure.objects.create(
            programme=world.programme, at=at, what="people", format="csv", number=1
        )
    assert forgetting.forget_disclosures(now=NOW) == 1
    steps = [{"do": "change", "model": "stakeholders.person", "field": "name", "before": "A"}]
    old = make.MergeFactory(programme=world.programme, at=NOW - timedelta(days=31), log=steps)
    new = make.MergeFactory(programme=world.programme, at=NOW - timedelta(days=29), log=steps)
    assert forgetting.forget_logs(now=NOW) == 1
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.log, new.log) == ([], steps)
    assert forgetting.forget_logs(now=NOW) == 0


def test_sheets_are_cleared_a_month_after_they_are_done_or_left(
    world, django_capture_on_commit_callbacks
):
    long_ago = NOW - timedelta(days=31)
    made = {}
    for state in ("done", "preview", "writing", "given-up"):
        made[state] = make.ImportFactory(
            programme=world.programme, state=state, headings=["Name"], sample=[["Esi"]]
        )
        make.ImportRowFactory(
            import_of=made[state], cells=["Esi"], values={"name": "Esi"}, before={}
        )
        file_of(made[state]).write_text("Name")
    made["new"] = make.ImportFactory(programme=world.programme, state="done", sample=[["Esi"]])
    rows = Import.objects.exclude(pk=made["new"].pk)
    rows.update(updated_at=long_ago)
    Import.objects.filter(pk=made["new"].pk).update(updated_at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        assert forgetting.forget_sheets(now=NOW) == 3
    states = dict(rows.values_list("pk", "state"))
    assert states[made["preview"].pk] == "given-up"
    kept = Import.objects.exclude(sample=[])
    assert set(kept) == {made["writing"], made["new"]}
    assert ImportRow.objects.exclude(cells=[]).get().import_of == made["writing"]
    assert [file_of(made[state]).exists() for state in ("done", "preview", "writing")] == [
        *(False, False, True)
    ]
    assert forgetting.forget_sheets(now=NOW) == 0


def test_the_clock_s_tasks_do_all_of_it(world, old, time_machine):
    time_machine.move_to(NOW, tick=False)
    person = old()
    tasks.retain()
    time_machine.move_to(NOW + timedelta(days=29))
    tasks.retain()
    assert Person.objects.filter(pk=person.pk).exists()
    time_machine.move_to(NOW + timedelta(days=30))
    tasks.retain()
    tasks.forget()
    assert not Person.objects.filter(pk=person.pk).exists()
    assert not ledger.path().exists()
    tasks.mend_ledger()
    assert ledger.path().read_text().count("\n") == 1


def test_of_an_old_merge_the_sign_of_who_went_stays(world, convenor, sign_in):
    row = {"id": 77, "name": "Esi", "key": "esi", "created_at": "2025-01-01T10:00:00+00:00"}
    steps = [{"do": "delete", "model": "stakeholders.person", "row": row}]
    made = make.MergeFactory(
        programme=world.programme, at=NOW - timedelta(days=31), log=steps, gone=77
    )
    assert forgetting.forget_logs(now=NOW) == 1
    assert forgetting.forget_logs(now=NOW) == 0
    made.refresh_from_db()
    (left,) = made.log
    assert set(left) == {"model", "sign"}
    entry = Person(pk=77, key="esi", created_at=datetime(2025, 1, 1, 10, tzinfo=UTC))
    assert ledger.is_signed(entry, left["sign"])
    entry.key = "ama"
    assert not ledger.is_signed(entry, left["sign"])
    assert ledger.signs_of_merged([made]) == {77: left["sign"]}
    assert sign_in(convenor).get(f"/stakeholders/merges/{made.pk}/").status_code == 200
