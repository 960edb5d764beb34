"""Updates move actions: dated, signed, never overwritten; two at once both stand."""

from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from roadmaps.exceptions import DueBeforeStart
from roadmaps.models import Action, ActionUpdate, Blockage, Milestone, Roadmap, UpdateFile
from roadmaps.services.plan import change_action
from roadmaps.services.updates import write_update
from roadmaps.state import Standing, standing_on
from tests import factories as make
from tests.core.test_uploads import picture


@pytest.fixture
def action(llg_member):
    theme = make.ThemeFactory(roadmap=Roadmap.objects.get())
    return make.ActionFactory(theme=theme, title="Map the pits", start=date(2026, 2, 1))


def url(name, *args):
    return reverse(f"roadmaps:{name}", args=args)


def test_a_member_says_how_it_goes(sign_in, llg_member, action):
    step = Milestone.objects.create(action=action, title="Walked")
    client = sign_in(llg_member)
    client.post(
        url("update_new", action.pk),
        {
            "status": "in-progress",
            "progress": "40",
            "text": "Half of the pits are on the map",
            "milestones": [step.pk],
            "blocked": "No surveyor",
            "unblocker": "The lands office",
            "due": "2026-12-01",
        },
    )
    update = ActionUpdate.objects.get()
    assert (update.by_person.name, update.via) == ("Lena Leader", "account")
    action.refresh_from_db()
    step.refresh_from_db()
    assert (action.status, action.progress, action.due) == ("in-progress", 40, date(2026, 12, 1))
    assert step.done_on == timezone.localdate()
    shown = client.get(action.get_absolute_url()).text
    for words in ("Half of the pits", "Lena Leader", "No surveyor", "The lands office"):
        assert words in shown, words
    client.post(
        url("update_new", action.pk),
        {"text": "One was found", "resolved": [Blockage.objects.get().pk]},
    )
    assert Blockage.objects.get().resolution == "One was found"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"progress": "101"}, "progress"),
        ({"progress": "-1"}, "progress"),
        ({"progress": "half"}, "progress"),
        ({"due": "2026-01-01"}, "due"),
        ({"due": "31 February 2026"}, "due"),
        ({"status": "done", "progress": "80"}, "progress"),
        ({"status": "planned", "progress": "20"}, "status"),
        ({"unblocker": "The mayor"}, "blocked"),
        ({"status": "nonsense"}, "status"),
        ({}, "text"),
    ],
)
def test_bad_input_is_explained_and_nothing_typed_is_lost(sign_in, llg_member, action, sent, field):
    typed = sent if field == "text" else sent | {"text": "Typed with care"}
    answer = sign_in(llg_member).post(url("update_new", action.pk), typed)
    assert field in answer.context["form"].errors
    if field != "text":
        assert "Typed with care" in answer.text
    assert not ActionUpdate.objects.exists()


def test_what_has_open_parts_is_not_done(sign_in, llg_member, action):
    make.ActionFactory(theme=action.theme, parent=action)
    answer = sign_in(llg_member).post(url("update_new", action.pk), {"status": "done"})
    assert "status" in answer.context["form"].errors


def test_a_photo_goes_with_it_and_a_broken_one_takes_nothing_with_it(sign_in, llg_member, action):
    client = sign_in(llg_member)
    broken = SimpleUploadedFile("photo.png", b"\x89PNG not really", "image/png")
    answer = client.post(url("update_new", action.pk), {"text": "Look at this", "file": broken})
    assert "file" in answer.context["form"].errors
    assert "Look at this" in answer.text
    photo = SimpleUploadedFile("photo.png", picture(), "image/png")
    client.post(url("update_new", action.pk), {"text": "Look", "file": photo, "caption": "The pit"})
    file = UpdateFile.objects.get()
    assert "The pit" in client.get(action.get_absolute_url()).text
    assert client.get(url("update_file", file.pk))["Content-Type"] == "image/png"


def test_a_photo_is_for_the_group_however_public_the_roadmap_is(sign_in, stranger, action):
    action.theme.roadmap.is_public = True
    action.theme.roadmap.save()
    update = make.ActionUpdateFactory(action=action)
    file = update.files.create(upload=make.UploadFactory(), caption="At the pit")
    client = sign_in(stranger)
    assert "At the pit" not in client.get(action.get_absolute_url()).text
    assert client.get(url("update_file", file.pk)).status_code == 404


def test_a_correction_is_an_update_and_the_first_stays_to_be_read(sign_in, llg_member, action):
    client = sign_in(llg_member)
    client.post(url("update_new", action.pk), {"progress": "80", "text": "Eighty"})
    client.post(url("update_new", action.pk), {"status": "delayed", "text": "Rain"})
    first = ActionUpdate.objects.get(text="Eighty")
    page = url("update_correct", first.pk)
    assert client.get(page).context["form"]["progress"].value() == 80
    client.post(page, {"progress": "30", "text": "Thirty, not eighty"})
    action.refresh_from_db()
    assert (action.progress, action.status) == (30, "delayed")
    shown = client.get(action.get_absolute_url()).text
    assert "Thirty, not eighty" in shown
    assert "Corrected: what stood there before" in shown
    assert "Eighty" in shown
    client.post(page, {"progress": "10", "text": "Again"})
    assert ActionUpdate.objects.filter(corrects=first).count() == 1
    client.post(url("update_new", action.pk), {"status": "done"})
    page = url("update_correct", ActionUpdate.objects.get(corrects=first).pk)
    client.post(page, {"progress": "35", "text": "It was a little more"})
    action.refresh_from_db()
    assert (action.progress, action.status) == (100, "done")


def test_what_a_correction_takes_back_is_said_anew(sign_in, llg_member, action):
    client = sign_in(llg_member)
    client.post(url("update_new", action.pk), {"status": "done", "text": "The wrong action"})
    page = url("update_correct", ActionUpdate.objects.get().pk)
    sent = {"text": "It was another action"}
    for left_out, true in (("status", "planned"), ("progress", "0")):
        answer = client.post(page, sent)
        assert list(answer.context["form"].errors) == [left_out]
        assert "It was another action" in answer.text
        sent[left_out] = true
    action.refresh_from_db()
    assert (action.status, action.progress, ActionUpdate.objects.count()) == ("done", 100, 1)
    assert client.post(page, sent).status_code == 302
    action.refresh_from_db()
    assert (action.status, action.progress) == ("planned", 0)


def test_one_update_sent_twice_is_one(sign_in, llg_member, action):
    client, sent = sign_in(llg_member), {"text": "Once", "token": str(uuid4())}
    for _time in range(2):
        assert client.post(url("update_new", action.pk), sent).status_code == 302
    assert ActionUpdate.objects.count() == 1


def test_who_may_not_move_it_does_not(sign_in, donor, stranger, action):
    roadmap = action.theme.roadmap
    roadmap.is_public = True
    roadmap.save()
    for user in (donor, stranger):
        assert sign_in(user).get(action.get_absolute_url()).status_code == 200
        assert sign_in(user).post(url("update_new", action.pk), {"text": "x"}).status_code == 403
    roadmap.is_public = False
    roadmap.save()
    assert sign_in(donor).get(action.get_absolute_url()).status_code == 404


def test_nobody_protected_is_named_to_who_may_not_know(sign_in, llg_member, convenor, action):
    programme = action.theme.roadmap.dialogue.initiative.programme
    hidden = make.PersonFactory(programme=programme, name="Hidden Harriet", protected=True)
    action.lead_person = hidden
    action.save()
    make.ActionUpdateFactory(action=action, by_person=hidden, text="Hidden Harriet was there")
    assert "Harriet" not in sign_in(llg_member).get(action.get_absolute_url()).text
    assert "Harriet" in sign_in(convenor).get(action.get_absolute_url()).text


@pytest.mark.parametrize("count", [1, 3])
def test_an_action_asks_as_often_for_one_as_for_three(
    sign_in, convenor, action, count, django_assert_num_queries
):
    for _number in range(count):
        make.ActionUpdateFactory(action=action)
        make.BlockageFactory(action=action)
        make.IndicatorFactory(action=action)
        make.ActionFactory(theme=action.theme, parent=action)
        action.needs.add(make.ActionFactory(theme=action.theme))
        Milestone.objects.create(action=action, title="Step")
    client = sign_in(convenor)
    with django_assert_num_queries(17):
        client.get(action.get_absolute_url())


@pytest.mark.django_db(transaction=True)
def test_two_updates_at_once_both_stand_in_order(llg_member, action):
    together = Barrier(2)

    def write(progress):
        try:
            together.wait()
            write_update(
                ActionUpdate(action_id=action.pk, progress=progress, text=f"To {progress}")
            )
        finally:
            connection.close()

    threads = [Thread(target=write, args=[progress]) for progress in (30, 60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    updates = list(ActionUpdate.objects.order_by("pk"))
    assert {row.progress for row in updates} == {30, 60}
    assert Action.objects.get(pk=action.pk).progress == updates[-1].progress


def test_my_work_tells_of_silence_and_of_what_one_can_unblock(sign_in, llg_member, action):
    person = llg_member.people.get()
    long_ago = timezone.localdate() - timedelta(days=100)
    Action.objects.filter(pk=action.pk).update(lead_person=person, start=long_ago)
    make.ActionUpdateFactory(action=action, date=long_ago)
    other = make.ActionFactory(theme=action.theme, title="Stuck")
    make.BlockageFactory(action=other, unblocker_person=person, text="Sign the letter")
    shown = sign_in(llg_member).get(reverse("accounts:my_work")).text
    assert "No word for 100 days" in shown
    assert "Sign the letter" in shown
    # Once they are in the group no more, nothing leads to a page that is closed to them.
    person.memberships.update(left_on=long_ago)
    shown = sign_in(llg_member).get(reverse("accounts:my_work")).text
    assert action.get_absolute_url() not in shown
    assert "Sign the letter" not in shown


def test_a_start_that_moved_meanwhile_is_told_where_the_due_date_is_said(
    sign_in, llg_member, action
):
    Action.objects.filter(pk=action.pk).update(start=None, due=None)
    stale = Action.objects.get(pk=action.pk)
    Action.objects.filter(pk=action.pk).update(start=date(2030, 5, 1))
    with pytest.raises(DueBeforeStart, match="1 May 2030"):
        write_update(ActionUpdate(action=stale, due=date(2030, 4, 1), text="Sooner"))
    assert not ActionUpdate.objects.exists()


def test_a_due_date_that_moved_meanwhile_is_told_where_the_start_is_said(action):
    Action.objects.filter(pk=action.pk).update(start=None, due=None)
    edited = Action.objects.get(pk=action.pk)
    write_update(ActionUpdate(action=action, due=date(2030, 4, 1), text="Set"))
    edited.start = date(2030, 5, 1)
    with pytest.raises(DueBeforeStart, match="before its start"):
        change_action(edited, based_on=edited.version, fields=["start"])


# How things stand follows from dates, on any of them -----------------------------------------------
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.once
@given(
    today=DAYS,
    start=st.none() | DAYS,
    due=st.none() | DAYS,
    word=st.none() | DAYS,
    written=DAYS,
    status=st.sampled_from(Action.Status.values),
    after=st.integers(1, 400),
)
def test_an_action_is_late_or_due_soon_or_neither_and_silent_by_its_last_word(
    today, start, due, word, written, status, after
):
    action = Action(start=start, due=due, status=status)
    action.created_at = datetime.combine(written, time(12), UTC)
    stands = standing_on(today, action, last_word=word, silent_after=after)
    if status in ("done", "dropped"):
        assert stands == Standing()
        return
    assert stands.late_by == (max(0, (today - due).days) if due else 0)
    assert not (stands.is_late and stands.is_due_soon)
    assert stands.is_due_soon == bool(due and 0 <= (due - today).days <= 14)
    if start and start > today:
        assert not stands.is_silent
    if stands.is_silent:
        assert stands.silent_for > after
        # A word today ends the silence, and a day more lengthens it by one.
        assert not standing_on(today, action, last_word=today, silent_after=after).is_silent
        later = standing_on(today + timedelta(days=1), action, last_word=word, silent_after=after)
        assert later.silent_for == stands.silent_for + 1
    assert stands.starts_late == bool(status == "planned" and start and start < today)
