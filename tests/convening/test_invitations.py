"""Asking people, and their answers as the team sees them."""

import pytest
from django.urls import reverse

from convening.exceptions import AnsweredMeanwhile
from convening.models import Mailing, Proposal, Registration
from convening.services import invitations as services
from core.models import Mail
from stakeholders.models import Disclosure, Person
from tests import factories as make


def url(name, world, *more):
    return reverse(f"convening:{name}", args=[world.dialogue.slug, *more])


@pytest.fixture
def people(world):
    return [
        make.PersonFactory(programme=world.programme, group=world.miners, email=f"p{n}@example.org")
        for n in range(3)
    ]


@pytest.fixture
def asked(world, convenor, people):
    return services.invite(world.dialogue, people=people, by=convenor)


class TestAsking:
    def test_a_group_is_asked_at_once_and_nothing_is_sent_unseen(
        self, sign_in, convenor, world, people
    ):
        client = sign_in(convenor)
        search = f"{url('invite', world)}?group={world.miners.pk}"
        assert "Invite all 3 who are found" in client.get(search).text
        answer = client.post(search, {"everybody": "1"})
        mailing = Mailing.objects.get()
        assert answer.url == url("mailing", world, mailing.pk)
        assert mailing.messages.count() == 3
        assert Mail.objects.count() == 0
        rows = Registration.objects.filter(participation__status="invited", link__isnull=False)
        assert rows.count() == 3
        assert {row.participation.group for row in rows} == {world.miners}

    def test_nobody_is_asked_twice(self, sign_in, convenor, world, people, asked):
        assert services.invite(world.dialogue, people=people, by=convenor) == []
        client = sign_in(convenor)
        page = client.post(url("invite", world), {"person": [people[0].pk]}, follow=True)
        assert "Choose somebody who is not on the list yet." in page.text

    def test_those_on_the_map_can_be_chosen(self, sign_in, convenor, world, people):
        world.initiative.stakeholder_map = make.StakeholderMapFactory(programme=world.programme)
        world.initiative.save()
        make.StakeholderFactory(map=world.initiative.stakeholder_map, person=people[0])
        page = sign_in(convenor).get(url("invite", world) + "?on_map=on").text
        assert people[0].name in page
        assert people[1].name not in page


class TestTheAnswers:
    def test_who_rang_is_answered_for(self, sign_in, convenor, world, asked):
        client = sign_in(convenor)
        address = url("answer", world, asked[0].pk)
        assert "Noted." in client.post(address, {"answer": "yes"}, follow=True).text
        asked[0].refresh_from_db()
        assert asked[0].status == "registered"
        client.post(address, {"answer": "no", "reason": "A funeral"})
        registration = Registration.objects.get(participation=asked[0])
        assert (registration.via, registration.answered_by) == ("staff", convenor)
        assert "A funeral" in client.get(address).text

    def test_a_full_dialogue_without_a_list_says_so_in_the_form(
        self, sign_in, convenor, world, asked
    ):
        make.PlanFactory(dialogue=world.dialogue, capacity=0, keeps_waiting_list=False)
        page = sign_in(convenor).post(url("answer", world, asked[0].pk), {"answer": "yes"})
        assert "Every place is taken." in page.text

    def test_the_list_is_narrowed_by_status_group_and_name(
        self, sign_in, convenor, world, people, asked
    ):
        asked[0].status = "declined"
        asked[0].save()
        client = sign_in(convenor)
        page = client.get(url("answers", world) + "?status=declined").text
        assert people[0].name in page
        assert people[1].name not in page
        page = client.get(url("answers", world) + f"?q={people[2].name.split()[1]}").text
        assert people[2].name in page
        nonsense = client.get(url("answers", world) + "?status=no&group=x&sort=salt")
        assert nonsense.status_code == 200

    def test_a_partner_sees_its_own_people_alone(self, sign_in, partner, world, asked, people):
        own = make.PersonFactory(programme=world.programme, held_by=world.partner_body)
        there = make.ParticipationFactory(dialogue=world.dialogue, person=own)
        client = sign_in(partner)
        page = client.get(url("answers", world)).text
        assert own.name in page
        assert people[0].name not in page
        assert client.get(url("answer", world, asked[0].pk)).status_code == 404
        client.post(url("answer", world, there.pk), {"answer": "yes"})
        assert Registration.objects.get(participation=there).via == "partner"

    def test_a_link_is_handed_over_once_and_taken_back(self, sign_in, convenor, world, asked):
        client = sign_in(convenor)
        page = client.post(url("answer_link", world, asked[0].pk))
        assert "/l/" in page.text
        assert page["Cache-Control"] == "no-store"
        client.post(url("answer_link_revoke", world, asked[0].pk))
        assert Registration.objects.get(participation=asked[0]).link.revoked_at

    def test_the_file_names_nobody_protected_and_is_noted(
        self, sign_in, convenor, world, people, asked
    ):
        Person.objects.filter(pk=people[0].pk).update(name="Zebedia", protected=True)
        answer = sign_in(convenor).get(url("answers_file", world) + "?format=csv")
        text = b"".join(answer.streaming_content).decode()
        assert people[1].name in text
        assert "Protected person" in text
        assert "Zebedia" not in text
        assert Disclosure.objects.get().number == 3

    def test_the_list_asks_as_often_for_three_as_for_one(
        self, sign_in, convenor, world, django_assert_num_queries
    ):
        client = sign_in(convenor)

        def add():
            person = make.PersonFactory(programme=world.programme)
            [row] = services.invite(world.dialogue, people=[person], by=convenor)
            make.ProposalFactory(registration=row.registration)

        add()
        client.get(url("answers", world))
        with django_assert_num_queries(9):
            client.get(url("answers", world))
        add()
        add()
        with django_assert_num_queries(9):
            client.get(url("answers", world))


class TestProposals:
    def test_somebody_new_comes_into_the_register_and_is_asked(
        self, sign_in, convenor, world, asked
    ):
        proposal = make.ProposalFactory(registration=asked[0].registration, name="Kwabena Osei")
        answer = sign_in(convenor).post(url("proposal", world, proposal.pk), {"person": ""})
        assert "/mail/" in answer.url
        proposal.refresh_from_db()
        assert proposal.state == "taken"
        assert proposal.participation.person.name == "Kwabena Osei"

    def test_somebody_of_the_register_is_not_entered_twice(self, sign_in, convenor, world, asked):
        known = make.PersonFactory(
            programme=world.programme, name="Kwabena Osei", email="osei@example.org"
        )
        proposal = make.ProposalFactory(
            registration=asked[0].registration, name="Kwabena Osei", email="osei@example.org"
        )
        client = sign_in(convenor)
        address = url("proposal", world, proposal.pk)
        assert f'value="{known.pk}"' in client.get(address).text
        client.post(address, {"person": known.pk})
        proposal.refresh_from_db()
        assert proposal.participation.person == known
        assert Person.objects.filter(name="Kwabena Osei").count() == 1

    def test_of_two_who_decide_one_is_told(self, convenor, asked):
        proposal = make.ProposalFactory(registration=asked[0].registration)
        again = Proposal.objects.get(pk=proposal.pk)
        services.decline_proposal(proposal, by=convenor)
        with pytest.raises(AnsweredMeanwhile):
            services.take_proposal(again, by=convenor)
