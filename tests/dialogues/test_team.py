"""Who is appointed, by whom, and who cannot be taken away."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from core.models import Mail
from dialogues.exceptions import AppointedAlready, LastConvenor
from dialogues.models import Appointment, Dialogue, Initiative
from dialogues.services.team import appoint, remove_appointment
from tests import factories as make

MOST_QUERIES = 12


@pytest.fixture
def url(world):
    return reverse("dialogues:initiative_team", args=[world.initiative.slug])


@pytest.fixture
def remove_url(world):
    def address(appointment):
        args = [world.initiative.slug, appointment.pk]
        return reverse("dialogues:appointment_remove", args=args)

    return address


def asked(role, **changes):
    return {"email": "nina.new@example.org", "name": "Nina New", "role": role, **changes}


class TestAppointing:
    def test_an_adviser_sees_the_initiative_from_then_on(
        self, sign_in, convenor, stranger, world, url
    ):
        page = sign_in(convenor).post(url, asked("adviser", email="Sam.Stranger@Example.org"))
        assert page.status_code == 302
        sam = User.objects.get(pk=stranger.pk)
        assert sam.name == "Sam Stranger"
        assert Initiative.objects.visible_to(sam).get() == world.initiative

    def test_an_address_that_is_not_known_gets_an_account_that_no_password_opens(
        self, sign_in, convenor, url
    ):
        typed = asked("adviser", name=" Nina\x07  New")
        page = sign_in(convenor).post(url, typed, follow=True)
        nina = User.objects.get(email="nina.new@example.org")
        assert nina.name == "Nina New"
        assert not nina.has_usable_password()
        assert "Forgot your password?" in page.text

    def test_who_was_appointed_gets_in_through_the_reset_mail(
        self, sign_in, convenor, client, world, url, mailoutbox
    ):
        sign_in(convenor).post(url, asked("adviser"))
        client.logout()
        client.post(reverse("account_reset_password"), {"email": "nina.new@example.org"})
        (mail,) = mailoutbox
        (link,) = re.findall(r"https?://[^/]+(/\S+)", mail.body)
        form = client.get(link, follow=True)
        address = form.redirect_chain[-1][0]
        password = "under the old tree"
        client.post(address, {"password1": password, "password2": password})
        client.post(
            reverse("account_login"), {"login": "nina.new@example.org", "password": password}
        )
        assert client.get(world.initiative.get_absolute_url()).status_code == 200

    def test_a_partner_acts_for_an_organisation_at_one_dialogue(
        self, sign_in, convenor, world, url
    ):
        client = sign_in(convenor)
        page = client.post(url, asked("partner"))
        assert set(page.context["form"].errors) == {"dialogue", "organisation"}
        assert 'value="nina.new@example.org"' in page.text
        sent = asked("partner", dialogue=world.dialogue.pk, organisation=world.partner_body.pk)
        client.post(url, sent)
        made = Appointment.objects.get(user__email="nina.new@example.org")
        assert (made.dialogue, made.organisation) == (world.dialogue, world.partner_body)
        assert (made.initiative, made.appointed_by) == (None, convenor)

    def test_an_organisation_is_kept_for_partners_alone(self, sign_in, convenor, world, url):
        sent = asked("rapporteur", dialogue=world.dialogue.pk, organisation=world.ngo.pk)
        sign_in(convenor).post(url, sent)
        made = Appointment.objects.get(user__email="nina.new@example.org")
        assert made.organisation is None
        assert Dialogue.objects.noted_by(made.user).get() == world.dialogue

    def test_an_adviser_is_of_the_whole_initiative(self, sign_in, convenor, world, url):
        page = sign_in(convenor).post(url, asked("adviser", dialogue=world.dialogue.pk))
        assert list(page.context["form"].errors) == ["dialogue"]

    def test_nobody_is_appointed_to_a_dialogue_of_another_initiative(self, sign_in, convenor, url):
        page = sign_in(convenor).post(url, asked("chair", dialogue=make.DialogueFactory().pk))
        assert list(page.context["form"].errors) == ["dialogue"]

    def test_nobody_is_appointed_twice(self, sign_in, convenor, adviser, world, url):
        page = sign_in(convenor).post(url, asked("adviser", email=adviser.email))
        assert "has that role there already" in page.text
        with pytest.raises(AppointedAlready):
            appoint(
                email=adviser.email, role=Role.ADVISER, initiative=world.initiative, by=convenor
            )

    def test_a_closed_account_is_not_opened_by_the_way(self, sign_in, convenor, stranger, url):
        User.objects.filter(pk=stranger.pk).update(is_active=False)
        page = sign_in(convenor).post(url, asked("adviser", email=stranger.email))
        assert "has been closed" in page.text
        assert not stranger.appointments.exists()

    def test_an_administrator_appoints_the_first_convenor(self, sign_in, administrator, world, url):
        sign_in(administrator).post(url, asked("convenor"))
        nina = User.objects.get(email="nina.new@example.org")
        assert nina.has_perm("dialogues.change_initiative", world.initiative)

    @pytest.mark.parametrize(
        ("who", "status"),
        [("adviser", 403), ("rapporteur", 403), ("partner", 403), ("stranger", 404)],
    )
    def test_who_does_not_run_it_appoints_nobody(self, sign_in, cast, url, who, status):
        assert sign_in(cast[who]).post(url, asked("convenor")).status_code == status
        assert not User.objects.filter(email="nina.new@example.org").exists()


class TestTheList:
    def test_it_shows_who_is_appointed_to_programme_initiative_and_dialogues(
        self, sign_in, cast, convenor, url
    ):
        page = sign_in(convenor).get(url)
        assert [row["appointment"].user.name for row in page.context["rows"]] == [
            "Connie Convenor",
            "Don Donor",
            "Ada Adviser",
            "Pat Partner",
            "Ray Rapporteur",
        ]

    def test_it_takes_as_many_queries_for_three_as_for_one(
        self, sign_in, convenor, world, url, django_assert_max_num_queries
    ):
        client = sign_in(convenor)
        self.fill(world)
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        for _number in range(2):
            self.fill(world)
        with django_assert_max_num_queries(MOST_QUERIES) as three:
            client.get(url)
        assert len(three) == len(one)

    @staticmethod
    def fill(world):
        dialogue = make.DialogueFactory(initiative=world.initiative)
        make.AppointmentFactory(role=Role.ADVISER, initiative=world.initiative)
        make.AppointmentFactory(role=Role.PARTNER, dialogue=dialogue, organisation=world.ngo)


class TestRemoving:
    def test_opening_the_page_removes_nobody(self, sign_in, convenor, adviser, remove_url):
        page = sign_in(convenor).get(remove_url(adviser.appointments.get()))
        assert "Remove Ada Adviser as Advisory group member?" in page.text
        assert adviser.appointments.exists()

    def test_who_is_removed_sees_the_initiative_no_more(
        self, sign_in, convenor, adviser, world, remove_url
    ):
        sign_in(convenor).post(remove_url(adviser.appointments.get()))
        again = User.objects.get(pk=adviser.pk)
        assert not Initiative.objects.visible_to(again).exists()

    def test_the_last_convenor_stays(self, sign_in, convenor, world, remove_url):
        page = sign_in(convenor).post(remove_url(convenor.appointments.get()), follow=True)
        assert "without a convenor" in page.text
        assert convenor.appointments.exists()

    def test_of_two_convenors_one_may_go_but_not_both(self, convenor, world):
        other = make.AppointmentFactory(role=Role.CONVENOR, initiative=world.initiative)
        remove_appointment(convenor.appointments.get(), by=convenor)
        with pytest.raises(LastConvenor):
            remove_appointment(other, by=convenor)

    def test_the_programmes_convenor_stays_for_the_initiatives_that_have_no_other(
        self, convenor, world
    ):
        make.AppointmentFactory(role=Role.CONVENOR, initiative=world.initiative)
        make.InitiativeFactory(programme=world.programme, title="Mercury")
        with pytest.raises(LastConvenor, match="Mercury"):
            remove_appointment(convenor.appointments.get(), by=convenor)

    def test_a_convenor_with_a_closed_account_does_not_count(self, convenor, world):
        gone = make.UserFactory(is_active=False)
        make.AppointmentFactory(role=Role.CONVENOR, initiative=world.initiative, user=gone)
        with pytest.raises(LastConvenor):
            remove_appointment(convenor.appointments.get(), by=convenor)

    def test_who_convenes_one_initiative_takes_nothing_from_the_programme(
        self, sign_in, convenor, world, remove_url
    ):
        other = make.AppointmentFactory(role=Role.CONVENOR, initiative=world.initiative)
        page = sign_in(other.user).post(remove_url(convenor.appointments.get()))
        assert page.status_code == 403
        assert convenor.appointments.exists()

    def test_an_appointment_elsewhere_is_not_found_here(self, sign_in, convenor, remove_url):
        elsewhere = make.AppointmentFactory(role=Role.ADVISER, initiative=make.InitiativeFactory())
        assert sign_in(convenor).post(remove_url(elsewhere)).status_code == 404
        assert Appointment.objects.filter(pk=elsewhere.pk).exists()

    def test_who_removes_themselves_is_not_shown_the_team_again(
        self, sign_in, convenor, world, remove_url
    ):
        make.AppointmentFactory(role=Role.CONVENOR, initiative=world.initiative)
        page = sign_in(convenor).post(remove_url(convenor.appointments.get()))
        assert page.url == reverse("dialogues:initiative_list")


# Who is appointed is told -------------------------------------------------------------------------
def test_somebody_new_is_written_to_with_the_way_in(world, convenor):
    appoint(email="nia@example.org", role="donor", by=convenor, initiative=world.initiative)
    mail = Mail.objects.get(to_email="nia@example.org")
    assert "Donor" in mail.subject or "donor" in mail.subject
    assert world.initiative.title in mail.body
    assert "/accounts/password/reset/" in mail.body
    assert convenor.get_full_name() in mail.body


def test_who_has_an_account_is_told_without_a_word_on_passwords(world, convenor, stranger):
    appoint(email=stranger.email, role="adviser", by=convenor, initiative=world.initiative)
    mail = Mail.objects.get(to_email=stranger.email)
    assert "password" not in mail.body


def test_nobody_is_written_to_about_what_they_did_themselves(world, convenor):
    appoint(email=convenor.email, role="adviser", by=convenor, initiative=world.initiative)
    assert not Mail.objects.filter(to_email=convenor.email).exists()
