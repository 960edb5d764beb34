"""The advisory group: who is asked, what they answer, which groups have nobody, who sees what."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from core.links import revoke
from core.models import Mail, PersonalLink
from dialogues.advisory import balance_in_words, balance_of, genders_of
from dialogues.exceptions import SeatMoved, TermOver
from dialogues.mail.advisers import invitation
from dialogues.models import Appointment, Seat
from dialogues.services import advisers as services
from dialogues.standing import forget_standing
from dialogues.terms import end_terms
from dialogues.work.advisers import groups_to_fill, own_invitations
from stakeholders.models import Consent, Person
from tests import factories as make
from tests.links import let_in

pytestmark = pytest.mark.django_db
ROOT = "/initiatives/access-to-land/advisers/"
TODAY = timezone.localdate()
State = Seat.State


@pytest.fixture
def ama(world):
    """Somebody of the register, with an address and without an account."""
    return make.PersonFactory(
        programme=world.programme, name="Ama Owusu", email="ama@example.org", group=world.miners
    )


@pytest.fixture
def seat(world, ama):
    """Her seat; she has not been invited."""
    return make.SeatFactory(initiative=world.initiative, person=ama, group=world.miners)


@pytest.fixture
def invited(seat):
    return services.invite(seat, seen=None)


def reread(seat):
    return Seat.objects.select_related("link", "appointment", "person__user").get(pk=seat.pk)


def mark(seat):
    return f"{seat.pk}@{seat.invited_at.isoformat() if seat.invited_at else ''}"


# The list ---------------------------------------------------------------------------------------
def test_a_convenor_puts_somebody_on_the_list_with_the_group_of_the_register(
    sign_in, convenor, world, ama
):
    response = sign_in(convenor).post(
        f"{ROOT}add/", {"person": ama.pk, "role": "chair", "message": "Two meetings a year."}
    )
    assert response.url == ROOT
    seat = Seat.objects.get()
    assert (seat.person, seat.group, seat.role, seat.state) == (
        ama,
        world.miners,
        "chair",
        "nominated",
    )
    assert not Mail.objects.exists()


def test_without_a_group_of_their_own_somebody_stands_for_that_of_their_organisation(world):
    body = make.OrganisationFactory(programme=world.programme, group=world.companies)
    person = make.PersonFactory(programme=world.programme, organisation=body, group=None)
    seat = services.add_seat(Seat(initiative=world.initiative, person=person))
    assert seat.group == world.companies


def test_nobody_gets_a_second_seat(sign_in, convenor, seat):
    response = sign_in(convenor).post(f"{ROOT}add/", {"person": seat.person_id, "role": "member"})
    assert response.status_code == 200
    assert "person" in response.context["form"].errors
    assert Seat.objects.count() == 1


def test_two_convenors_who_add_the_same_person_make_one_seat(world, ama, seat):
    with pytest.raises(services.HasSeatAlready):
        services.add_seat(Seat(initiative=world.initiative, person=ama))


def test_people_of_another_programme_cannot_be_chosen(sign_in, convenor):
    other = make.PersonFactory()
    response = sign_in(convenor).post(f"{ROOT}add/", {"person": other.pk, "role": "member"})
    assert "person" in response.context["form"].errors


@pytest.mark.parametrize("person", ["", "9" * 20, "nobody at all", "1\x00"])
def test_what_is_no_person_is_explained_at_the_field(sign_in, convenor, person):
    response = sign_in(convenor).post(f"{ROOT}add/", {"person": person, "role": "member"})
    assert response.status_code == 200
    assert "person" in response.context["form"].errors


@pytest.mark.parametrize(
    ("starts", "ends", "field", "words"),
    [
        ("2031-05-01", "2031-04-01", "ends_on", "before it begins"),
        ("", "2001-01-01", "ends_on", "has passed"),
        ("", "9999-12-31", "ends_on", "ten years"),
        ("31 February", "", "starts_on", "a day that exists"),
    ],
)
def test_a_term_that_cannot_be_is_explained_at_the_field(
    sign_in, convenor, ama, starts, ends, field, words
):
    sent = {"person": ama.pk, "role": "member", "starts_on": starts, "ends_on": ends}
    response = sign_in(convenor).post(f"{ROOT}add/", sent)
    assert words in str(response.context["form"].errors[field])
    assert not Seat.objects.exists()


def test_two_convenors_who_change_a_seat_both_keep_their_text(sign_in, convenor, seat):
    client = sign_in(convenor)
    form = client.get(f"{ROOT}{seat.pk}/").context["form"]
    first = {"version": form.initial["version"], "base": form.initial["base"], "role": "member"}
    assert client.post(f"{ROOT}{seat.pk}/", first | {"message": "Mine"}).status_code == 302
    response = client.post(f"{ROOT}{seat.pk}/", first | {"message": "Theirs"})
    assert response.status_code == 409
    assert b"Mine" in response.content
    assert b"Theirs" in response.content
    assert reread(seat).message == "Mine"


def test_a_seat_of_another_initiative_is_not_found_here(sign_in, convenor, world):
    foreign = make.SeatFactory(
        initiative=make.InitiativeFactory(programme=world.programme, title="Water", slug="water")
    )
    client = sign_in(convenor)
    for page in ("", "invite/", "answer/", "leave/"):
        assert client.get(f"{ROOT}{foreign.pk}/{page}").status_code == 404
    assert client.post(f"{ROOT}{foreign.pk}/link/").status_code == 404


def test_the_page_asks_as_often_for_three_seats_as_for_one(
    sign_in, convenor, world, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(convenor)

    def seats(count):
        for _number in range(count):
            person = make.PersonFactory(programme=world.programme, group=world.miners)
            make.SeatFactory(initiative=world.initiative, person=person, state="accepted")

    seats(1)
    with django_assert_max_num_queries(16) as asked:
        client.get(ROOT)
    seats(2)
    with django_assert_num_queries(len(asked)):
        client.get(ROOT)


# Inviting ---------------------------------------------------------------------------------------
def test_an_invitation_goes_by_mail_with_a_link_of_its_own(sign_in, convenor, seat):
    Seat.objects.update(message="Two meetings a year.", ends_on=TODAY + timedelta(days=90))
    page = sign_in(convenor).get(f"{ROOT}{seat.pk}/invite/")
    assert b"Two meetings a year." in page.content
    response = sign_in(convenor).post(f"{ROOT}{seat.pk}/invite/", {"seats": mark(seat)})
    assert response.url == ROOT
    seat = reread(seat)
    assert seat.state == "invited"
    mail = Mail.objects.get()
    assert (mail.to_email, mail.to_name, mail.link) == ("ama@example.org", "Ama Owusu", seat.link)
    assert "Access to land" in mail.subject
    assert "Two meetings a year." in mail.body
    assert mail.body.count("{link}") == 1
    assert "Write to Connie Convenor, connie.convenor@example.org." in mail.body
    assert timezone.localdate(seat.link.expires_at) == TODAY + timedelta(days=91)


def test_one_press_of_a_button_sends_one_mail(sign_in, convenor, seat):
    client = sign_in(convenor)
    sent = {"seats": mark(seat)}
    assert client.post(f"{ROOT}{seat.pk}/invite/", sent).status_code == 302
    again = client.post(f"{ROOT}{seat.pk}/invite/", sent)
    assert "meanwhile" in str(again.context["form"].errors)
    assert Mail.objects.count() == 1
    with pytest.raises(SeatMoved):
        services.invite(seat, seen=None)


def test_a_reminder_says_so_and_keeps_the_link(invited):
    link = invited.link
    services.invite(reread(invited), seen=invited.invited_at)
    first, second = Mail.objects.order_by("pk")
    assert first.state == "cancelled"
    assert second.subject.startswith("Reminder")
    assert second.link == link == reread(invited).link


def test_all_who_were_not_asked_are_invited_from_one_page(sign_in, convenor, world, seat):
    nowhere = make.PersonFactory(programme=world.programme, name="Kofi Nowhere", email="")
    second = make.SeatFactory(initiative=world.initiative, person=nowhere)
    client = sign_in(convenor)
    page = client.get(f"{ROOT}invite/")
    assert b"1 mail will be sent" in page.content
    assert b"Kofi Nowhere (no e-mail address" in page.content
    response = client.post(f"{ROOT}invite/", {"seats": [mark(seat), mark(second)]})
    assert response.status_code == 200
    assert b"/l/" in response.content
    assert Mail.objects.count() == 1
    assert {row.state for row in Seat.objects.all()} == {"invited"}


def test_who_wants_no_mail_is_handed_the_link(sign_in, convenor, seat):
    kind = Consent.Kind.CONTACTED
    Consent.objects.create(person=seat.person, kind=kind, given=False, asked_on=TODAY)
    client = sign_in(convenor)
    assert b"Wants no mail" in client.get(ROOT).content
    assert b"wants no mail: you hand the link over" in client.get(f"{ROOT}invite/").content
    response = client.post(f"{ROOT}invite/", {"seats": mark(seat)})
    assert b"/l/" in response.content
    assert not Mail.objects.exists()


def test_the_outbox_does_not_name_a_protected_adviser(seat):
    Person.objects.update(protected=True)
    services.invite(reread(seat), seen=None)
    assert Mail.objects.get().to_name == ""


def test_inviting_nobody_is_explained(sign_in, convenor, seat):
    response = sign_in(convenor).post(f"{ROOT}invite/", {})
    assert b"Choose at least one person" in response.content
    assert b"is waiting for an invitation" not in response.content


@pytest.mark.parametrize("forged", ["9" * 20, "x@y", "1@2020-01-01", "@"])
def test_a_forged_mark_invites_nobody(sign_in, convenor, seat, forged):
    assert sign_in(convenor).post(f"{ROOT}invite/", {"seats": forged}).status_code == 200
    assert reread(seat).state == "nominated"


def test_a_link_to_hand_over_is_shown_once_and_opens(sign_in, convenor, invited):
    response = sign_in(convenor).post(f"{ROOT}{invited.pk}/link/")
    address = response.content.decode().partition("/l/")[2].partition("/")[0]
    assert Client().get(f"/l/{address}/").url == f"/advise/{reread(invited).link.key}/"


def test_there_is_no_link_before_the_invitation(sign_in, convenor, seat):
    response = sign_in(convenor).post(f"{ROOT}{seat.pk}/link/")
    assert response.status_code == 302
    assert not PersonalLink.objects.exists()


def test_nobody_is_invited_to_a_term_that_has_ended(seat):
    Seat.objects.update(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(TermOver):
        services.invite(reread(seat), seen=None)


def test_the_link_ends_with_a_changed_term(invited):
    invited.ends_on = TODAY + timedelta(days=3)
    services.change_seat(invited, based_on=1, fields=["ends_on"])
    assert timezone.localdate(reread(invited).link.expires_at) == TODAY + timedelta(days=4)


def test_what_somebody_wrote_makes_no_header_and_no_markup_of_the_mail(seat):
    seat.initiative.title = "Land & <b>water</b>\nBcc: eve@example.org"
    seat.message = "{{ seat.pk }} <script>{link}"
    mail = invitation(seat)
    assert "{{ seat.pk }} <script>" in mail["body"]
    assert mail["body"].count("{link}") == 1
    assert "&amp;" not in mail["body"] + mail["subject"]


# Answering through the link ---------------------------------------------------------------------
def test_who_is_invited_reads_what_is_asked_and_accepts(client, invited):
    address = let_in(client, invited.link)
    page = client.get(address).content.decode()
    for words in ("Access to land", "Mining Dialogues", "Artisanal miners"):
        assert words in page
    response = client.post(address, {"accepts": "yes", "answer": "Gladly.\x07"})
    assert response.url == address
    seat = reread(invited)
    assert (seat.state, seat.answer) == ("accepted", "Gladly.")
    assert seat.answered_at
    assert "You serve" in client.get(address).content.decode()


def test_one_declines_with_a_reason_and_may_change_ones_mind(client, invited):
    address = let_in(client, invited.link)
    client.post(address, {"accepts": "no", "answer": "I am abroad."})
    assert reread(invited).state == "declined"
    assert "I am abroad." in client.get(address).content.decode()
    client.post(address, {"accepts": "yes", "answer": ""})
    assert reread(invited).state == "accepted"


def test_looking_at_an_invitation_answers_nothing(client, invited):
    address = let_in(client, invited.link)
    before = list(Seat.objects.values())
    client.get(address)
    client.head(address)
    assert list(Seat.objects.values()) == before


@pytest.mark.parametrize(
    "sent", [{}, {"accepts": "perhaps"}, {"accepts": "yes", "answer": "x" * 5000}]
)
def test_an_answer_that_says_nothing_is_asked_for_again(client, invited, sent):
    assert client.post(let_in(client, invited.link), sent).status_code == 200
    assert reread(invited).state == "invited"


def test_an_answer_takes_a_waiting_reminder_back(client, invited):
    client.post(let_in(client, invited.link), {"accepts": "no"})
    assert Mail.objects.get().state == "cancelled"


def test_the_link_opens_nothing_once_the_seat_has_ended(client, invited):
    address = let_in(client, invited.link)
    services.leave(reread(invited), left_on=TODAY, reason="Moved away.")
    assert client.get(address).status_code == 410
    assert client.post(address, {"accepts": "yes"}).status_code == 410


def test_the_link_opens_nothing_once_the_term_is_over(client, invited):
    address = let_in(client, invited.link)
    seat = reread(invited)
    seat.ends_on = TODAY - timedelta(days=1)
    services.change_seat(seat, based_on=1, fields=["ends_on"])
    assert client.get(address).status_code == 410


def test_one_persons_link_does_not_answer_for_another(client, world, invited):
    other = make.SeatFactory(
        initiative=world.initiative, link=make.PersonalLinkFactory(purpose="advise")
    )
    let_in(client, invited.link)
    assert client.post(f"/advise/{other.link.key}/", {"accepts": "yes"}).status_code == 403


def test_who_serves_reads_what_is_still_to_be_reviewed(client, world, invited):
    services.record_answer(invited, accepts=True)
    paper = make.PaperFactory(initiative=world.initiative)
    version = make.PaperVersionFactory(paper=paper, title="Scoping paper on land")
    round_ = make.ReviewRoundFactory(version=version, due_on=TODAY + timedelta(days=5))
    make.ReviewRequestFactory(round=round_, person=invited.person)
    page = client.get(let_in(client, invited.link)).content.decode()
    assert "Scoping paper on land" in page
    assert "1 paper" in page


# Answers that convenors are told ----------------------------------------------------------------
@pytest.mark.parametrize(("said", "state"), [("yes", "accepted"), ("no", "declined")])
def test_an_answer_by_telephone_is_taken_down(sign_in, convenor, seat, said, state):
    address = f"{ROOT}{seat.pk}/answer/"
    assert sign_in(convenor).post(address, {"accepts": said, "answer": "x"}).url == ROOT
    assert reread(seat).state == state


def test_an_answer_after_the_seat_has_ended_is_refused_in_words(sign_in, convenor, invited):
    services.leave(invited, left_on=TODAY, reason="Moved away.")
    response = sign_in(convenor).post(f"{ROOT}{invited.pk}/answer/", {"accepts": "yes"})
    assert b"Has left" in response.content
    assert reread(invited).state == "left"


# Ending -----------------------------------------------------------------------------------------
def test_a_seat_ends_on_a_day_and_for_a_reason(sign_in, convenor, invited):
    address = f"{ROOT}{invited.pk}/leave/"
    client = sign_in(convenor)
    future = (TODAY + timedelta(days=2)).isoformat()
    assert b"has not come yet" in client.post(address, {"left_on": future, "reason": "x"}).content
    assert b"Say why" in client.post(address, {"left_on": TODAY.isoformat()}).content
    sent = {"left_on": TODAY.isoformat(), "reason": "New job"}
    assert client.post(address, sent).url == ROOT
    seat = reread(invited)
    assert (seat.state, seat.left_on, seat.left_reason) == ("left", TODAY, "New job")
    with pytest.raises(SeatMoved):
        services.leave(seat, left_on=TODAY, reason="again")


def test_nobody_leaves_before_their_term_began(sign_in, convenor, invited):
    Seat.objects.update(starts_on=TODAY - timedelta(days=1))
    sent = {"left_on": (TODAY - timedelta(days=2)).isoformat(), "reason": "x"}
    response = sign_in(convenor).post(f"{ROOT}{invited.pk}/leave/", sent)
    assert b"had not begun" in response.content


def test_who_left_can_be_invited_again_with_a_new_link(invited):
    services.leave(invited, left_on=TODAY, reason="Moved away.")
    old = invited.link
    again = services.invite(reread(invited), seen=invited.invited_at)
    assert (again.state, again.left_on, again.left_reason) == ("invited", None, "")
    assert again.link != old


def test_who_was_never_asked_is_taken_off_the_list(sign_in, convenor, seat):
    assert sign_in(convenor).post(f"{ROOT}{seat.pk}/leave/").url == ROOT
    assert not Seat.objects.exists()


def test_who_was_asked_meanwhile_stays_on_the_list(invited):
    with pytest.raises(SeatMoved):
        services.take_off(invited)


# People with an account -------------------------------------------------------------------------
@pytest.fixture
def account(world, ama):
    ama.user = make.UserFactory(email="ama@example.org", name="Ama Owusu")
    ama.save()
    return ama.user


def test_who_accepts_with_an_account_becomes_an_adviser_and_is_none_after_leaving(
    sign_in, account, invited
):
    client = sign_in(account)
    assert client.get(ROOT).status_code == 404
    assert b"Access to land" in client.get(f"{ROOT}answer/").content
    assert client.post(f"{ROOT}answer/", {"accepts": "yes"}).url == f"{ROOT}answer/"
    assert client.get(ROOT).status_code == 200
    services.leave(reread(invited), left_on=TODAY, reason="Moved away.")
    assert not Appointment.objects.filter(role=Role.ADVISER).exists()
    assert client.get(ROOT).status_code == 404


def test_a_role_that_somebody_had_before_stays_theirs(world, account, invited):
    make.AppointmentFactory(user=account, role=Role.ADVISER, initiative=world.initiative)
    services.record_answer(reread(invited), accepts=True)
    services.record_answer(reread(invited), accepts=False)
    assert Appointment.objects.filter(user=account, role=Role.ADVISER).count() == 1


def test_the_role_goes_when_the_term_is_over(account, invited):
    services.record_answer(reread(invited), accepts=True)
    Seat.objects.update(ends_on=TODAY)
    end_terms(today=TODAY)
    assert Appointment.objects.filter(user=account).exists()
    end_terms(today=TODAY + timedelta(days=1))
    assert not Appointment.objects.filter(user=account).exists()
    seat = reread(invited)
    assert seat.state == "accepted"
    # Whoever did not stop serving has the role again once the term is prolonged.
    Seat.objects.update(ends_on=TODAY - timedelta(days=1))
    seat.ends_on = TODAY + timedelta(days=30)
    services.change_seat(seat, based_on=seat.version, fields=["ends_on"])
    assert reread(invited).appointment.user == account


@pytest.mark.parametrize("state", ["nominated", "left"])
def test_who_was_not_asked_has_nothing_to_answer(sign_in, account, seat, state):
    Seat.objects.update(state=state)
    assert sign_in(account).get(f"{ROOT}answer/").status_code == 404


def test_nobody_answers_for_somebody_else(sign_in, stranger, invited):
    assert sign_in(stranger).post(f"{ROOT}answer/", {"accepts": "yes"}).status_code == 404


# Balance ----------------------------------------------------------------------------------------
def test_the_balance_counts_each_group_and_names_who_is_missing(world, ama):
    def give(group, state, **more):
        person = make.PersonFactory(programme=world.programme)
        return make.SeatFactory(
            initiative=world.initiative, person=person, group=group, state=state, **more
        )

    seats = [
        give(world.miners, "accepted"),
        give(world.miners, "declined"),
        give(world.companies, "invited"),
        give(world.companies, "accepted", ends_on=TODAY - timedelta(days=1)),
        give(None, "accepted"),
    ]
    miners, companies, nobodys = balance_of([world.miners, world.companies], seats, today=TODAY)
    assert (miners.serving, miners.declined, miners.is_silent) == (1, 1, False)
    assert (companies.serving, companies.invited, companies.is_silent) == (0, 1, True)
    assert (nobodys.group, nobodys.serving) == (None, 1)
    told = balance_in_words([miners, companies, nobodys])
    assert told == "1 of 2 groups has an adviser. Nobody serves yet for: Mining companies."
    assert balance_in_words([companies]) == "No group has an adviser yet."
    assert balance_in_words([miners]) == "The programme’s one group has an adviser."
    assert balance_in_words([]) == ""


def test_small_counts_by_gender_are_for_convenors(world):
    people = [make.PersonFactory(programme=world.programme, gender="woman") for _ in range(6)]
    people += [make.PersonFactory(programme=world.programme, gender="man") for _ in range(4)]
    seats = [make.SeatFactory(initiative=world.initiative, person=person) for person in people]
    assert [count for _label, count in genders_of(seats, tells_all=True)] == [6, 4]
    assert genders_of(seats, tells_all=False) is None
    assert [count for _label, count in genders_of(seats[:6], tells_all=False)] == [6]


# Who sees what ----------------------------------------------------------------------------------
def test_advisers_read_who_serves_and_neither_names_of_the_protected_nor_who_declined(
    sign_in, adviser, convenor, world, invited
):
    hidden = make.PersonFactory(programme=world.programme, name="Hidden Person", protected=True)
    make.SeatFactory(initiative=world.initiative, person=hidden, state="accepted")
    away = make.PersonFactory(programme=world.programme, name="Abena Away")
    make.SeatFactory(
        initiative=world.initiative, person=away, state="declined", answer="Private matters."
    )
    page = sign_in(adviser).get(ROOT).content.decode()
    assert "Ama Owusu" in page
    assert "Protected person" in page
    for secret in ("Hidden Person", "Abena Away", "Private matters", "Add somebody", "Declined"):
        assert secret not in page
    page = sign_in(convenor).get(ROOT).content.decode()
    assert "Hidden Person" in page
    assert "Abena Away" in page


def test_advisers_without_a_seat_are_named_to_convenors(sign_in, convenor, adviser):
    assert b"Ada Adviser" in sign_in(convenor).get(ROOT).content


def test_a_mail_that_did_not_arrive_is_shown_where_the_seat_stands(sign_in, convenor, invited):
    Mail.objects.update(state="failed", failure="The mail server refused it (550): unknown")
    assert b"The mail did not arrive" in sign_in(convenor).get(ROOT).content
    assert b"refused it (550)" in sign_in(convenor).get(f"{ROOT}{invited.pk}/").content


# My work ----------------------------------------------------------------------------------------
def test_who_is_asked_finds_it_in_my_work(account, invited):
    [item] = own_invitations(account)
    assert item.url == f"{ROOT}answer/"
    services.record_answer(reread(invited), accepts=False)
    assert not list(own_invitations(account))


def test_convenors_find_late_answers_and_silent_groups_in_my_work(
    convenor, world, invited, django_assert_num_queries
):
    assert not list(groups_to_fill(convenor))
    Seat.objects.update(invited_at=timezone.now() - timedelta(days=8))
    [item] = groups_to_fill(convenor)
    assert item.detail == "1 invitation without an answer for more than a week"
    make.StageFactory(initiative=world.initiative, kind="advisory-group", state="open")
    services.record_answer(reread(invited), accepts=True)
    forget_standing(convenor)
    with django_assert_num_queries(2):
        [item] = groups_to_fill(convenor)
    assert item.detail == "1 group has no adviser yet"


def test_who_has_no_part_in_it_has_no_work_from_it(stranger, invited):
    assert not list(own_invitations(stranger))
    assert not list(groups_to_fill(stranger))


def test_a_revoked_link_is_not_what_a_reminder_carries(invited):
    revoke(invited.link)
    again = services.invite(reread(invited), seen=invited.invited_at)
    assert again.link.revoked_at is None


def test_the_database_keeps_one_seat_for_each_person(seat):
    with pytest.raises(IntegrityError):
        make.SeatFactory(initiative=seat.initiative, person=seat.person)


def test_a_role_that_came_with_a_seat_ends_on_its_last_day_though_no_clock_ran(world):
    user = make.UserFactory()
    role = make.AppointmentFactory(user=user, role="adviser", initiative=world.initiative)
    yesterday = timezone.localdate() - timedelta(days=1)
    make.SeatFactory(initiative=world.initiative, appointment=role, ends_on=yesterday)
    assert not user.has_perm("dialogues.view_preparation", world.initiative)
    other = make.UserFactory()
    make.AppointmentFactory(user=other, role="adviser", initiative=world.initiative)
    assert other.has_perm("dialogues.view_preparation", world.initiative)
