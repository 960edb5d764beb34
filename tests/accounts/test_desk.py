"""My work and my account, for each situation in which somebody may be."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.work import WorkItem, board_of
from tests import factories as make

WORK = reverse("accounts:my_work")
PROFILE = reverse("accounts:profile")


def test_visitors_are_led_to_sign_in(client):
    for url in (WORK, PROFILE):
        assert client.get(url).url.startswith(reverse("account_login"))


def test_somebody_without_a_role_is_told_whom_to_ask(sign_in, stranger, administrator):
    assert "Ask a convenor to appoint you" in sign_in(stranger).get(WORK).text


def test_where_nobody_is_an_administrator_it_is_told_how_to_begin(sign_in, stranger):
    assert "createsuperuser" in sign_in(stranger).get(WORK).text


def test_a_convenor_without_an_initiative_is_led_to_begin_one(sign_in, stranger):
    make.AppointmentFactory(user=stranger, role="convenor", programme=make.ProgrammeFactory())
    answer = sign_in(stranger).get(WORK)
    assert reverse("dialogues:initiative_add") in answer.text


def test_a_convenor_without_a_dialogue_is_led_to_their_initiatives(sign_in, stranger):
    make.AppointmentFactory(user=stranger, role="convenor", initiative=make.InitiativeFactory())
    assert "no dialogue yet" in sign_in(stranger).get(WORK).text


def test_an_administrator_is_led_to_add_a_programme(sign_in, administrator):
    assert reverse("dialogues:programme_add") in sign_in(administrator).get(WORK).text


def test_what_is_due_first_stands_first(sign_in, convenor, world):
    today = timezone.localdate()
    for title, days in (("Later", 30), ("Sooner", 3), ("Soon", 13)):
        day = today + timedelta(days=days)
        make.DialogueFactory(initiative=world.initiative, title=title, starts_on=day, ends_on=day)
    horizons = sign_in(convenor).get(WORK).context["horizons"]
    told = {
        str(horizon["label"]): [
            items[0].title for items in horizon["subjects"] if items[0].kind == "Dialogue ahead"
        ]
        for horizon in horizons
    }
    assert told["Within two weeks"] == ["Sooner", "Soon"]
    assert told["Later"] == ["Later"]


def test_what_waits_of_one_thing_stands_together():
    today = date(2026, 11, 23)
    items = [
        WorkItem("Late", "/1", "Action", due=today - timedelta(days=1)),
        WorkItem("One", "/2", "Approval", due=today),
        WorkItem("Two", "/3", "Dialogue ahead", due=today + timedelta(days=14)),
        WorkItem("One", "/4", "Mail", due=today + timedelta(days=14)),
        WorkItem("One", "/5", "Mail", due=today + timedelta(days=15)),
        WorkItem("One", "/6", "Mail"),
    ]
    board = [
        (horizon["label"], [[item.url for item in items] for items in horizon["subjects"]])
        for horizon in board_of(items, today)
    ]
    assert board == [
        ("Late", [["/1"]]),
        ("Within two weeks", [["/2", "/4"], ["/3"]]),
        ("Later", [["/5"]]),
        ("Without a day", [["/6"]]),
    ]
    assert board_of([], today) == []


def test_an_overdue_action_says_so_to_who_leads_it(sign_in, llg_member):
    roadmap = llg_member.people.get().memberships.get().learning_group.roadmaps.get()
    make.ActionFactory(
        theme=make.ThemeFactory(roadmap=roadmap),
        title="Open the office",
        lead_person=llg_member.people.get(),
        due=date(2020, 1, 2),
    )
    answer = sign_in(llg_member).get(WORK)
    assert "Open the office" in answer.text
    assert "was due on 2 January 2020" in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_my_work_asks_as_often_for_one_as_for_three(
    sign_in, convenor, world, count, django_assert_num_queries
):
    for _number in range(count):
        make.DialogueFactory(initiative=world.initiative)
    client = sign_in(convenor)
    with django_assert_num_queries(21):
        client.get(WORK)


def test_roles_are_listed_with_what_they_are_in(sign_in, cast, world):
    expected = {
        "convenor": ("Convenor", world.programme.title),
        "partner": ("Partner", world.partner_body.name),
        "rapporteur": ("Rapporteur", world.dialogue.title),
        "adviser": ("Advisory group member", world.initiative.title),
        "donor": ("Donor", world.programme.title),
        "participant": ("Participant", world.dialogue.title),
        "llg_member": ("Member", "Learning and Leadership Group"),
        "administrator": ("Administrator", "this installation"),
        "stranger": ("No role yet", ""),
    }
    for name, words in expected.items():
        answer = sign_in(cast[name]).get(PROFILE)
        for word in words:
            assert word in answer.text, name


def test_a_donors_role_does_not_lead_where_they_may_not_go(sign_in, donor, world):
    programme = reverse("dialogues:programme", args=[world.programme.slug])
    assert programme not in sign_in(donor).get(PROFILE).text


def test_a_name_can_be_changed_and_nothing_else(sign_in, stranger):
    answer = sign_in(stranger).post(
        PROFILE, {"name": " Sam\x07  Smith ", "is_staff": "on", "email": "other@example.org"}
    )
    assert answer.url == PROFILE
    stranger.refresh_from_db()
    assert (stranger.name, stranger.is_staff) == ("Sam Smith", False)
    assert stranger.email == "sam.stranger@example.org"


def test_a_name_that_is_too_long_is_refused_and_kept_in_the_form(sign_in, stranger):
    answer = sign_in(stranger).post(PROFILE, {"name": "x" * 201})
    assert "x" * 201 in answer.text
    stranger.refresh_from_db()
    assert stranger.name == "Sam Stranger"


@pytest.mark.parametrize("count", [1, 3])
def test_the_account_asks_as_often_for_one_role_as_for_three(
    sign_in, stranger, count, django_assert_num_queries
):
    for _number in range(count):
        make.AppointmentFactory(user=stranger, role="rapporteur", dialogue=make.DialogueFactory())
        person = make.PersonFactory(user=stranger)
        make.ParticipationFactory(person=person)
        make.MembershipFactory(person=person)
    client = sign_in(stranger)
    with django_assert_num_queries(7):
        client.get(PROFILE)


@pytest.mark.parametrize("name", ["partner", "adviser", "participant"])
def test_whoever_has_a_part_in_a_dialogue_finds_it_on_their_desk(cast, world, sign_in, name):
    today = timezone.localdate()
    for days, words in ((21, {"people you bring", "agenda and who"}), (-20, {"came of it"})):
        world.dialogue.starts_on = world.dialogue.ends_on = today + timedelta(days=days)
        world.dialogue.save()
        page = sign_in(cast[name]).get(WORK).text
        assert world.dialogue.title in page
        assert any(word in page for word in words)


def test_a_dialogue_that_is_under_way_is_not_overdue(convenor, world, sign_in):
    today = timezone.localdate()
    world.dialogue.starts_on, world.dialogue.ends_on = today - timedelta(days=1), today
    world.dialogue.save()
    page = sign_in(convenor).get(WORK).text
    assert world.dialogue.title in page
    assert "was due on" not in page


def test_a_donor_is_led_to_what_they_fund(sign_in, donor):
    answer = sign_in(donor).get(WORK)
    assert "See what you fund" in answer.text
    assert "Nothing waits for you" in answer.text


def entries(answer):
    return [str(entry["label"]) for entry in answer.context["navigation"]]


def test_a_donor_is_shown_no_lists_that_are_empty_for_them(sign_in, donor, convenor, client):
    assert entries(sign_in(donor).get(WORK)) == [
        "My work",
        "What you fund",
        "Initiatives",
        "Reports",
    ]
    assert "Stakeholders" in entries(sign_in(convenor).get(WORK))
    client.logout()
    assert entries(client.get("/initiatives/")) == ["Initiatives", "Reports"]


def test_a_donor_who_also_takes_part_has_the_whole_navigation(sign_in, donor, world):
    make.PersonFactory(programme=world.programme, user=donor)
    assert "Dialogues" in entries(sign_in(donor).get(WORK))
