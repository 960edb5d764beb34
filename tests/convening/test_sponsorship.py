"""Who pays for whose coming."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from convening.exceptions import AnsweredMeanwhile, FundInUse, SponsoredAlready
from convening.models import Fund, Sponsorship
from convening.services import sponsorship as services
from convening.services.owed import write_owed
from core.models import Mail
from stakeholders.models import Disclosure
from tests import factories as make
from tests.canaries import unzipped


@pytest.fixture
def fund(world):
    return make.FundFactory(programme=world.programme, title="Travel fund", amount=100)


@pytest.fixture
def guest(world):
    person = make.PersonFactory(programme=world.programme, email="guest@example.org")
    return make.ParticipationFactory(dialogue=world.dialogue, person=person, status="registered")


def url(name, world, *more):
    return reverse(f"convening:{name}", args=[world.dialogue.slug, *more])


class TestTheSteps:
    def test_from_the_request_to_the_payment_with_its_trail(self, convenor, guest, fund):
        asked = services.ask_for(guest, what="travel", amount=Decimal(60), by=convenor)
        assert services.offer([asked], fund=fund, by=convenor) == 1
        services.take_step(asked, to="accepted", by=convenor)
        services.take_step(
            asked, to="paid", by=convenor, paid_amount=Decimal(55), paid_on=date(2026, 1, 9)
        )
        states = list(asked.steps.values_list("state", "amount"))
        assert states == [("requested", 60), ("offered", 60), ("accepted", 60), ("paid", 55)]
        guest.refresh_from_db()
        assert guest.sponsored
        assert write_owed() == 1
        assert Mail.objects.get().to_email == "guest@example.org"

    def test_each_step_is_taken_once(self, convenor, guest, fund):
        asked = services.ask_for(guest, what="travel", by=convenor)
        again = Sponsorship.objects.get(pk=asked.pk)
        services.offer([asked], fund=fund, by=convenor)
        with pytest.raises(AnsweredMeanwhile):
            services.offer([again], fund=fund, by=convenor)
        with pytest.raises(AnsweredMeanwhile):
            services.take_step(again, to="requested", by=convenor)

    def test_what_is_asked_for_twice_is_refused(self, convenor, guest):
        services.ask_for(guest, what="visa", by=convenor)
        with pytest.raises(SponsoredAlready):
            services.ask_for(guest, what="visa", by=convenor)

    def test_an_offer_of_several_is_made_as_a_whole_or_not_at_all(self, convenor, guest, fund):
        first = services.ask_for(guest, what="travel", by=convenor)
        second = services.ask_for(guest, what="lodging", by=convenor)
        services.take_step(Sponsorship.objects.get(pk=second.pk), to="refused", by=convenor)
        services.take_step(Sponsorship.objects.get(pk=second.pk), to="requested", by=convenor)
        stale = Sponsorship.objects.get(pk=second.pk)
        services.offer([stale], fund=fund, by=convenor)
        with pytest.raises(AnsweredMeanwhile):
            services.offer([first, second], fund=fund, by=convenor)
        first.refresh_from_db()
        assert first.state == "requested"

    def test_the_person_answers_to_all_that_is_offered(self, convenor, guest, fund):
        rows = [services.ask_for(guest, what=what, by=convenor) for what in ("travel", "lodging")]
        services.offer(rows, fund=fund, by=convenor)
        registration = make.RegistrationFactory(participation=guest)
        services.answer_sponsorship(registration, accepts={rows[0].pk})
        states = dict(Sponsorship.objects.values_list("what", "state"))
        assert states == {"travel": "accepted", "lodging": "declined"}

    def test_who_does_not_come_frees_what_was_promised(self, convenor, guest, fund):
        asked = services.ask_for(guest, what="travel", amount=Decimal(60), by=convenor)
        services.offer([asked], fund=fund, by=convenor)
        services.let_go(guest)
        guest.refresh_from_db()
        assert Sponsorship.objects.get().state == "declined"
        assert not guest.sponsored

    def test_a_fund_that_pays_for_somebody_stays(self, convenor, guest, fund):
        services.offer(
            [services.ask_for(guest, what="travel", by=convenor)], fund=fund, by=convenor
        )
        with pytest.raises(FundInUse):
            services.delete_fund(fund)
        services.delete_fund(make.FundFactory(programme=fund.programme))
        assert Fund.objects.get() == fund


class TestThePages:
    def test_several_are_offered_at_once_and_too_much_is_said(
        self, sign_in, convenor, world, guest, fund
    ):
        rows = [
            services.ask_for(guest, what=what, amount=Decimal(60), by=convenor)
            for what in ("travel", "lodging")
        ]
        data = {"chosen": [row.pk for row in rows], "fund": fund.pk}
        client, offer = sign_in(convenor), url("sponsorship_offer", world)
        page = client.post(offer, data)
        assert "Offer GBP 120 to 1 person" in page.text
        assert "every amount is in GBP" in page.text
        assert "more is promised than it holds" in page.text
        assert set(Sponsorship.objects.values_list("state", flat=True)) == {"requested"}
        page = client.post(offer, data | {"seen": page.context["seen"]}, follow=True).text
        assert "2 offers were made, GBP 120 in all." in page
        assert "GBP 20 too much" in page
        assert "GBP −20" in page

    def test_what_was_not_looked_at_is_not_offered(self, sign_in, convenor, world, guest, fund):
        asked = services.ask_for(guest, what="travel", amount=Decimal(60), by=convenor)
        client, offer = sign_in(convenor), url("sponsorship_offer", world)
        data = {"chosen": [asked.pk], "fund": fund.pk}
        seen = client.post(offer, data).context["seen"]
        Fund.objects.filter(pk=fund.pk).update(currency="USD", version=2)
        answer = client.post(offer, data | {"seen": seen})
        assert answer.status_code == 409
        assert "Offer USD 60 to 1 person" in answer.text
        assert Sponsorship.objects.get().state == "requested"

    def test_who_is_not_coming_or_gets_no_mail_stands_out(
        self, sign_in, convenor, world, guest, fund
    ):
        silent = make.PersonFactory(programme=world.programme, name="Silas Silent", email="")
        there = make.ParticipationFactory(dialogue=world.dialogue, person=silent)
        asked = services.ask_for(there, what="travel", by=convenor)
        client, offer = sign_in(convenor), url("sponsorship_offer", world)
        page = client.post(offer, {"chosen": [asked.pk], "fund": fund.pk})
        assert page.context["untold"][0][1] == "has no e-mail address"
        assert page.context["nothing"] == 1
        there.status = "declined"
        there.save()
        page = client.post(offer, {"chosen": [asked.pk], "fund": fund.pk})
        assert "available choices" in page.text
        assert "is not coming" in client.get(url("sponsorship", world)).text

    def test_a_fund_keeps_the_currency_of_what_it_promised(
        self, sign_in, convenor, world, guest, fund
    ):
        make.SponsorshipFactory(participation=guest, fund=fund, state="offered")
        client = sign_in(convenor)
        address = reverse("convening:fund_edit", args=[world.programme.slug, fund.pk])
        form = client.get(address).context["form"]
        data = {"title": "Travel fund", "amount": "100", "note": "", "funder": ""}
        data |= {name: form.initial[name] for name in ("version", "base")}
        page = client.post(address, data | {"currency": "usd"})
        assert list(page.context["form"].errors) == ["currency"]
        assert Fund.objects.get().currency == "GBP"
        assert client.post(address, data | {"currency": "gbp"}).status_code == 302

    def test_what_was_promised_in_one_currency_is_not_paid_in_another(
        self, sign_in, convenor, world, guest, fund
    ):
        dollars = make.FundFactory(programme=world.programme, currency="USD", amount=50)
        row = make.SponsorshipFactory(participation=guest, fund=fund, state="accepted", amount=60)
        client, address = sign_in(convenor), url("sponsorship_step", world, row.pk)
        data = {"to": "paid", "fund": dollars.pk, "paid_on": "2026-01-09"}
        page = client.post(address, data | {"amount": "60"})
        assert "GBP 60 was promised: give the amount in USD." in page.text
        page = client.post(address, data | {"amount": "75"}, follow=True)
        assert "USD 25 too much" in page.text

    def test_the_agent_reads_what_stands_and_not_who_stays_away(
        self, sign_in, convenor, world, guest, fund
    ):
        make.SponsorshipFactory(participation=guest, fund=fund, what="travel", state="accepted")
        make.SponsorshipFactory(participation=guest, fund=fund, what="lodging", state="offered")
        client, file = sign_in(convenor), url("travel_list", world) + "?format=csv"
        lines = client.get(file).text.splitlines()
        assert len(lines) == 2
        assert lines[1].endswith("Accepted")
        guest.status = "declined"
        guest.save()
        assert len(client.get(file).text.splitlines()) == 1

    def test_without_a_fund_the_place_and_the_reason_are_said(
        self, sign_in, convenor, world, guest, fund
    ):
        asked = services.ask_for(guest, what="travel", by=convenor)
        client = sign_in(convenor)
        page = client.post(url("sponsorship_offer", world), {"chosen": [asked.pk]})
        assert "This field is required" in page.text
        page = client.post(
            url("sponsorship_step", world, asked.pk), {"to": "offered", "amount": "1.000"}
        )
        assert "may mean a thousand or one" in page.text
        assert "Say from which fund it is paid." in page.text

    def test_a_partner_asks_for_its_own_people_and_sees_no_fund(
        self, sign_in, partner, convenor, world, guest, fund
    ):
        own = make.PersonFactory(programme=world.programme, held_by=world.partner_body)
        there = make.ParticipationFactory(dialogue=world.dialogue, person=own, status="registered")
        services.ask_for(guest, what="travel", by=convenor)
        client = sign_in(partner)
        ask = url("sponsorship_ask", world)
        data = {"participation": there.pk, "what": ["travel", "visa"], "amount": "40"}
        page = client.post(ask, data, follow=True).text
        assert own.name in page
        assert guest.person.name not in page
        assert "Travel fund" not in page
        refused = client.post(ask, data | {"participation": guest.pk})
        assert "not one of the available choices" in refused.text
        services.offer(list(there.sponsorships.all()), fund=fund, by=convenor)
        assert "Travel fund" not in client.get(url("sponsorship", world)).text

    def test_protected_people_are_in_no_list_for_the_agent(
        self, sign_in, convenor, world, guest, fund
    ):
        hidden = make.PersonFactory(programme=world.programme, name="Zebedia", protected=True)
        there = make.ParticipationFactory(dialogue=world.dialogue, person=hidden)
        make.RegistrationFactory(
            participation=guest, answers={"passport-name": "GUEST JOHN", "needs-visa": True}
        )
        for participation in (guest, there):
            services.offer(
                [services.ask_for(participation, what="travel", by=convenor)],
                fund=fund,
                by=convenor,
            )
        client = sign_in(convenor)
        assert "1 protected person stands in no file" in client.get(url("sponsorship", world)).text
        csv = client.get(url("travel_list", world) + "?format=csv")
        xlsx = unzipped(client.get(url("travel_list", world) + "?format=xlsx"))
        for text in (csv.content.decode(), xlsx):
            assert "GUEST JOHN" in text
            assert "Zebedia" not in text
        assert Disclosure.objects.count() == 2

    def test_two_who_change_a_fund_are_told(self, sign_in, convenor, world, fund):
        client = sign_in(convenor)
        address = reverse("convening:fund_edit", args=[world.programme.slug, fund.pk])
        form = client.get(address).context["form"]
        data = {
            "title": "Mine",
            "currency": "gbp",
            "amount": "90",
            "note": "",
            "funder": "",
            "version": form.initial["version"],
            "base": form.initial["base"],
        }
        Fund.objects.filter(pk=fund.pk).update(title="Theirs", version=2)
        answer = client.post(address, data)
        assert answer.status_code == 409
        assert "Theirs" in answer.text
        assert "Mine" in answer.text

    def test_the_list_asks_as_often_for_three_as_for_one(
        self, sign_in, convenor, world, fund, django_assert_num_queries
    ):
        client = sign_in(convenor)

        def add():
            there = make.ParticipationFactory(
                dialogue=world.dialogue, person=make.PersonFactory(programme=world.programme)
            )
            make.SponsorshipFactory(participation=there, fund=fund, state="offered")
            make.FundFactory(programme=world.programme)

        add()
        client.get(url("sponsorship", world))
        with django_assert_num_queries(11):
            client.get(url("sponsorship", world))
        add()
        add()
        with django_assert_num_queries(11):
            client.get(url("sponsorship", world))
