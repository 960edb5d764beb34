"""Inviting people, the list of their answers, answers that the team notes, and whom others propose."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from convening.exceptions import AnsweredMeanwhile, InvitingOver, ProposalDecided
from convening.models import Mailing, Registration
from convening.services import invitations as services
from convening.services.links import attend_link
from dialogues.models import Participation
from stakeholders.models import Disclosure, Person
from tests import factories as make


@pytest.fixture
def dialogue(world):
    world.dialogue.starts_on = world.dialogue.ends_on = timezone.localdate() + timedelta(days=60)
    world.dialogue.save()
    return world.dialogue


@pytest.fixture
def ama(world):
    return make.PersonFactory(
        programme=world.programme, name="Ama Mensah", email="ama@example.org", group=world.miners
    )


def to(dialogue, page, *args):
    return reverse(f"convening:{page}", args=[dialogue.slug, *args])


def asked(dialogue, person, **fields):
    part = make.ParticipationFactory(dialogue=dialogue, person=person, **fields)
    make.RegistrationFactory(participation=part, invited_at=timezone.now())
    return part


# Inviting ----------------------------------------------------------------------------------------
def test_who_is_invited_stands_for_their_own_group_and_is_not_asked_twice(
    dialogue, world, ama, convenor
):
    body = make.OrganisationFactory(programme=world.programme, group=world.companies)
    kofi = make.PersonFactory(programme=world.programme, organisation=body)
    elsewhere = make.PersonFactory()
    people = [ama, kofi, elsewhere, ama]
    made = services.invite(dialogue, people=people, by=convenor)
    assert [row.participation.group for row in made] == [world.miners, world.companies]
    assert {row.participation.status for row in made} == {"invited"}
    assert made[0].invited_by == convenor
    assert services.invite(dialogue, people=people, by=convenor) == []


def test_inviting_takes_as_many_queries_for_ten_as_for_one(
    dialogue, world, convenor, django_assert_num_queries
):
    people = make.PersonFactory.create_batch(10, programme=world.programme, group=world.miners)
    make.PlanFactory(dialogue=dialogue)
    for chosen in (people[:1], people[1:]):
        with django_assert_num_queries(7):
            services.invite(dialogue, people=chosen, by=convenor)


def test_nobody_is_invited_to_what_is_over(dialogue, ama, convenor):
    dialogue.cancelled_at = timezone.now()
    dialogue.save()
    with pytest.raises(InvitingOver):
        services.invite(dialogue, people=[ama], by=convenor)


def test_from_choosing_to_the_mail_that_is_looked_at(dialogue, world, ama, convenor, sign_in):
    there = make.PersonFactory(programme=world.programme, group=world.miners)
    asked(dialogue, there)
    make.PersonFactory(programme=world.programme, group=world.companies)
    client, page = sign_in(convenor), to(dialogue, "invite") + f"?group={world.miners.pk}"
    shown = client.get(page)
    assert (shown.context["new"], shown.context["on_list"]) == (1, 1)
    sure = client.post(page, {"do": "all"})
    assert sure.context["number"] == 1
    assert "Invite 1 person" in sure.content.decode()
    keys = sure.context["form"]["people"].value()
    assert not Mailing.objects.exists()
    answer = client.post(page, {"sure": "yes", "people": keys})
    mailing = Mailing.objects.get()
    assert answer.url == to(dialogue, "mailing", mailing.pk)
    assert mailing.messages.get().participation.person == ama


def test_who_has_no_address_is_invited_and_given_the_link_by_hand(
    dialogue, world, convenor, sign_in
):
    kofi = make.PersonFactory(programme=world.programme, email="", phone="0244 000 111")
    client = sign_in(convenor)
    answer = client.post(to(dialogue, "invite"), {"sure": "yes", "people": str(kofi.pk)})
    assert answer.url == to(dialogue, "answers") + "?only=no-mail"
    part = Participation.objects.get()
    assert not Mailing.objects.exists()
    shown = client.post(to(dialogue, "answer_link", part.pk))
    assert "/l/" in shown.context["address"] or "link" in shown.context["address"]
    assert "0244 000 111" in shown.content.decode()
    assert client.get(shown.context["address"]).status_code == 302


def test_the_second_of_two_who_invite_is_told_who_was_there_and_writes_no_second_mail(
    dialogue, ama, convenor, sign_in
):
    services.invite(dialogue, people=[ama], by=convenor)
    said = {"sure": "yes", "people": str(ama.pk)}
    text = sign_in(convenor).post(to(dialogue, "invite"), said, follow=True).content.decode()
    assert "1 was on the list already and is not asked twice: Ama Mensah" in text
    assert f"invited by {convenor}" in text
    assert "0 people" not in text
    assert not Mailing.objects.exists()


def test_those_of_a_quarter_of_the_map(dialogue, world, ama, convenor, sign_in):
    shown = make.StakeholderMapFactory(programme=world.programme)
    world.initiative.stakeholder_map = shown
    world.initiative.save()
    other = make.PersonFactory(programme=world.programme)
    for person, influence in ((ama, 80), (other, 20)):
        entry = make.StakeholderFactory(map=shown, group=None, organisation=None, person=person)
        make.AssessmentFactory(stakeholder=entry, on="2020-01-01", influence=5, interest=5)
        make.AssessmentFactory(stakeholder=entry, on="2020-02-01", influence=influence, interest=70)
    client = sign_in(convenor)
    for quarter, people in (("any", {ama, other}), ("closely", {ama}), ("voice", {other})):
        rows = client.get(to(dialogue, "invite") + f"?on_map={quarter}").context["rows"]
        assert {row["person"] for row in rows} == people


# The list ----------------------------------------------------------------------------------------
def test_the_list_counts_filters_and_says_what_is_missing(dialogue, world, ama, convenor, sign_in):
    section = make.FormSectionFactory(dialogue=dialogue)
    make.FormQuestionFactory(section=section, label="What do you eat?", required=True)
    asked(dialogue, ama, status="registered", group=world.miners)
    for _number in range(2):
        asked(dialogue, make.PersonFactory(programme=world.programme), status="declined")
    client, page = sign_in(convenor), to(dialogue, "answers")
    text = client.get(page).content.decode()
    assert "What do you eat?" in text
    shown = client.get(page + "?q=mensah&sort=name").context
    assert [row.name for row in shown["rows"]] == [ama.full_name]
    assert [entry["number"] for entry in shown["counts"]] == [1, 1]
    assert len(client.get(page + "?status=declined").context["rows"]) == 2
    assert (
        len(client.get(page + "?status=nonsense&sort=person__phone&group=9%27").context["rows"])
        == 3
    )


def test_a_partner_sees_its_own_and_nothing_of_a_protected_name(
    dialogue, world, ama, partner, sign_in
):
    asked(dialogue, ama)
    own = make.PersonFactory(programme=world.programme, held_by=world.partner_body, name="Own One")
    hidden = make.PersonFactory(
        programme=world.programme, held_by=world.partner_body, protected=True, name="Hidden Aaron"
    )
    mine, veiled = asked(dialogue, own), asked(dialogue, hidden, status="registered")
    Registration.objects.filter(participation=veiled).update(answers={"x": "y"}, reason="Secret")
    client, page = sign_in(partner), to(dialogue, "answers")
    for query in ("", "?q=Hidden", "?sort=name"):
        text = client.get(page + query).content.decode()
        assert "Ama Mensah" not in text
        assert "Aaron" not in text
    assert client.get(page + "?q=Hidden").context["total"] == 0
    assert client.get(to(dialogue, "answer", mine.pk)).status_code == 200
    text = client.get(to(dialogue, "answer", veiled.pk)).content.decode()
    assert "Secret" not in text
    said = {"do": "record", "answer": "declined", "seen": "registered"}
    assert client.post(to(dialogue, "answer", veiled.pk), said).status_code == 403
    assert client.post(to(dialogue, "answer_link", veiled.pk)).status_code == 403


def test_the_file_names_nobody_protected_and_is_written_down(
    dialogue, world, ama, convenor, sign_in
):
    hidden = make.PersonFactory(
        programme=world.programme, protected=True, name="Zebedia Hidden", email="z@example.org"
    )
    asked(dialogue, hidden)
    part = asked(dialogue, ama, status="declined")
    Registration.objects.filter(participation=part).update(reason="Zebedia Hidden goes instead")
    client, page = sign_in(convenor), to(dialogue, "answers_export")
    for form in ("csv", "xlsx"):
        content = client.get(f"{page}?format={form}").content
        if form == "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(content)).active
            content = str([[cell.value for cell in row] for row in sheet.rows]).encode()
        assert b"Zebedia" not in content
        assert b"z@example.org" not in content
        assert b"Protected person" in content
        assert b"Ama Mensah" in content
    narrow = client.get(f"{page}?format=csv&status=invited").content
    assert b"Ama Mensah" not in narrow
    assert Disclosure.objects.count() == 3


@pytest.mark.parametrize("number", [1, 4])
def test_the_list_asks_as_often_for_four_as_for_one(
    dialogue, world, convenor, sign_in, number, django_assert_num_queries
):
    for status in ("waiting", "registered", "invited", "declined")[:number]:
        person = make.PersonFactory(programme=world.programme, organisation=world.ngo)
        asked(dialogue, person, status=status)
    client = sign_in(convenor)
    with django_assert_num_queries(15):
        client.get(to(dialogue, "answers"))


def test_the_waiting_list_has_its_order_and_a_partner_is_not_told_its_number(
    dialogue, world, convenor, partner, sign_in
):
    dialogue.timezone = "Asia/Jakarta"
    dialogue.save()
    now, held = timezone.now().replace(hour=20, minute=0), {"held_by": world.partner_body}
    late, early, there, kept = (
        asked(dialogue, make.PersonFactory(programme=world.programme, **fields), status=status)
        for status, fields in (
            *(("waiting", held), ("waiting", {})),
            *(("registered", {}), ("offered", held)),
        )
    )
    since = Registration.objects.filter(participation__in=[late, early])
    since.update(waiting_since=now)
    since.filter(participation=early).update(waiting_since=now - timedelta(days=1))
    until = Registration.objects.filter(participation=kept)
    until.update(offer_until=now + timedelta(days=2))
    client, page = sign_in(convenor), to(dialogue, "answers")
    shown = client.get(page + "?sort=waiting")
    assert [row.participation for row in shown.context["rows"]] == [early, late, there, kept]
    assert [row.position for row in shown.context["rows"]] == [1, 2, None, None]
    assert "03:00 (Asia/Jakarta)" in shown.content.decode()
    client = sign_in(partner)
    assert {row.position for row in client.get(page).context["rows"]} == {None}
    one = client.get(to(dialogue, "answer", late.pk)).content.decode()
    assert "Place on the waiting list" not in one


def test_those_with_gaps_and_those_sponsored_are_found(dialogue, world, ama, convenor, sign_in):
    question = make.FormQuestionFactory(
        section=make.FormSectionFactory(dialogue=dialogue), required=True
    )
    gap = asked(dialogue, ama, status="registered")
    full = asked(
        dialogue,
        make.PersonFactory(programme=world.programme),
        status="registered",
        sponsored=True,
    )
    answered = Registration.objects.filter(participation=full)
    answered.update(answers={question.key: "Rice"})
    client, page = sign_in(convenor), to(dialogue, "answers")
    for only, found in (("missing", gap), ("sponsored", full)):
        rows = client.get(f"{page}?only={only}").context["rows"]
        assert [row.participation for row in rows] == [found]


# Noting answers ----------------------------------------------------------------------------------
def test_an_answer_is_noted_after_the_last_day_and_undone(dialogue, ama, convenor, sign_in):
    make.PlanFactory(dialogue=dialogue, answer_by="2020-01-01", needs_approval=True, capacity=1)
    part = asked(dialogue, ama)
    client, page = sign_in(convenor), to(dialogue, "answer", part.pk)
    client.post(page, {"do": "record", "answer": "accepted", "seen": "invited"})
    part.refresh_from_db()
    assert (part.status, part.registration.via) == ("registered", "staff")
    said = {"do": "record", "answer": "declined", "seen": "registered", "reason": "Is ill"}
    client.post(page, said)
    part.registration.refresh_from_db()
    assert part.registration.reason == "Is ill"
    client.post(page, {"do": "record", "answer": "undone", "seen": "declined"})
    part.refresh_from_db()
    part.registration.refresh_from_db()
    assert (part.status, part.registration.answered_at) == ("invited", None)


def test_undoing_a_yes_gives_the_place_to_who_waits(dialogue, world, ama, convenor):
    make.PlanFactory(dialogue=dialogue, capacity=1)
    holds = asked(dialogue, ama, status="registered")
    waits = asked(dialogue, make.PersonFactory(programme=world.programme), status="waiting")
    services.record_answer(holds, answer="undone", seen="registered", by=convenor)
    waits.refresh_from_db()
    assert waits.status == "offered"


def test_what_changed_meanwhile_and_a_full_dialogue_are_told_in_the_form(
    dialogue, ama, convenor, sign_in
):
    make.PlanFactory(dialogue=dialogue, capacity=0, keeps_waiting_list=False)
    part = asked(dialogue, ama)
    client, page = sign_in(convenor), to(dialogue, "answer", part.pk)
    full = client.post(page, {"do": "record", "answer": "accepted", "seen": "invited"})
    assert full.status_code == 422
    assert "Every place is taken." in full.content.decode()
    with pytest.raises(AnsweredMeanwhile):
        services.record_answer(part, answer="declined", seen="registered", by=convenor)


def test_an_answer_noted_from_an_old_page_shows_both_and_keeps_what_was_typed(
    dialogue, ama, convenor, sign_in
):
    part = asked(dialogue, ama, status="registered")
    said = {"do": "record", "answer": "accepted", "seen": "invited", "reason": "Comes by bus"}
    page = to(dialogue, "answer", part.pk)
    answer = sign_in(convenor).post(page, said)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert answer.context["stale"]["theirs"] == "Registered"
    assert answer.context["record"]["reason"].value() == "Comes by bus"
    assert answer.context["record"]["seen"].value() == "registered"
    assert "They come · Comes by bus" in text


def test_a_partner_notes_the_answer_of_its_own_person(dialogue, world, partner, sign_in):
    own = make.PersonFactory(programme=world.programme, held_by=world.partner_body)
    part = asked(dialogue, own)
    said = {"do": "record", "answer": "accepted", "seen": "invited"}
    assert sign_in(partner).post(to(dialogue, "answer", part.pk), said).status_code == 302
    part.refresh_from_db()
    assert (part.status, part.registration.via) == ("registered", "partner")


def test_a_link_that_was_taken_back_opens_nothing(dialogue, ama, convenor, sign_in):
    part = asked(dialogue, ama)
    client = sign_in(convenor)
    address = client.post(to(dialogue, "answer_link", part.pk)).context["address"]
    client.post(to(dialogue, "answer_revoke", part.pk))
    assert client.get(address).status_code == 404
    assert attend_link(Registration.objects.get(participation=part)).revoked_at is None


# Proposals ---------------------------------------------------------------------------------------
def test_a_proposal_is_taken_once_and_finds_who_is_in_the_register(
    dialogue, world, ama, convenor, sign_in
):
    by = asked(dialogue, make.PersonFactory(programme=world.programme), group=world.companies)
    proposal = make.ProposalFactory(
        registration=by.registration, name="Ama Mensa", email="AMA@example.org"
    )
    client, page = sign_in(convenor), to(dialogue, "proposal", proposal.pk)
    shown = client.get(page)
    assert shown.context["form"].initial["same"] == str(ama.pk)
    answer = client.post(page, {"do": "invite", "same": ama.pk, "group": world.miners.pk})
    part = dialogue.participations.get(person=ama)
    assert (part.status, part.group) == ("invited", world.miners)
    assert answer.url == to(dialogue, "mailing", Mailing.objects.get().pk)
    with pytest.raises(ProposalDecided):
        services.decline_proposal(proposal, by=convenor)
    assert client.get(page).status_code == 302
    assert "Ama Mensah" in client.get(to(dialogue, "proposals")).content.decode()


def test_somebody_new_who_is_proposed_comes_into_the_register(dialogue, world, convenor):
    by = asked(dialogue, make.PersonFactory(programme=world.programme))
    proposal = make.ProposalFactory(
        registration=by.registration, name="Kofi Boateng", organisation="Small Pit Union"
    )
    part, is_new = services.take_proposal(proposal, by=convenor, group=world.miners)
    assert is_new
    assert (part.person.organisation.name, part.person.group) == ("Small Pit Union", world.miners)


def test_ticks_are_kept_while_others_are_looked_for(dialogue, world, ama, convenor, sign_in):
    client, page = sign_in(convenor), reverse("convening:invite", args=[dialogue.slug])
    kofi = make.PersonFactory(programme=world.programme, name="Kofi Ansah")
    answer = client.post(f"{page}?q=ama", {"person": [ama.pk], "do": "keep"})
    answer = client.get(f"{answer['Location']}&q=kofi")
    assert [row["person"] for row in answer.context["kept"]] == [ama]
    assert [row["person"] for row in answer.context["rows"]] == [kofi]
    data = {"person": [ama.pk, kofi.pk], "do": "ticked"}
    answer = client.post(f"{page}?kept={ama.pk}&q=kofi", data)
    assert {row["person"] for row in answer.context["rows"]} == {ama, kofi}


def new(**typed):
    """What is sent to enter somebody who is not in the register yet."""
    fields = {"new-name": "Esi Owusu", "new-email": "esi@example.org"} | typed
    return fields | {"do": "enter"}


def test_somebody_new_is_entered_and_chosen_beside_who_was_kept(
    dialogue, world, ama, convenor, sign_in
):
    client, page = sign_in(convenor), to(dialogue, "invite")
    answer = client.post(f"{page}?kept={ama.pk}", new(**{"new-group": world.miners.pk}))
    esi = Person.objects.get(name="Esi Owusu")
    assert (esi.email, esi.group, esi.held_by) == ("esi@example.org", world.miners, None)
    assert not dialogue.participations.filter(person=esi).exists()
    kept = client.get(answer.url).context["kept"]
    assert {row["person"] for row in kept} == {ama, esi}


def test_somebody_new_who_is_like_one_of_the_register_is_asked_about(
    dialogue, ama, convenor, sign_in
):
    client, page = sign_in(convenor), to(dialogue, "invite")
    typed = {"new-name": "Ama  Mensa", "new-email": ama.email}
    answer = client.post(page, new(**typed))
    assert answer.status_code == 422
    newcomer = answer.context["newcomer"]
    assert [row["pk"] for row in newcomer.found] == [ama.pk]
    assert newcomer.is_likely
    before = Person.objects.count()
    answer = client.post(page, new(**typed, same=ama.pk))
    assert [row["person"] for row in client.get(answer.url).context["kept"]] == [ama]
    assert Person.objects.count() == before
    client.post(page, new(**typed, same="new"))
    assert Person.objects.count() == before + 1


def test_somebody_new_needs_a_name_and_is_nobody_of_another_programme(dialogue, convenor, sign_in):
    client, page = sign_in(convenor), to(dialogue, "invite")
    answer = client.post(page, new(**{"new-name": " "}))
    assert answer.status_code == 422
    assert "name" in answer.context["newcomer"].form.errors
    elsewhere = make.PersonFactory()
    assert client.post(page, new(same=elsewhere.pk)).status_code == 422
    assert not Person.objects.filter(name="Esi Owusu").exists()


def test_the_next_action_is_to_invite_until_somebody_is(dialogue, ama, convenor, sign_in):
    make.AgendaItemFactory(part__dialogue=dialogue)
    client = sign_in(convenor)

    def offers(page):
        action = client.get(page).context["header"]["action"]
        return bool(action) and action["url"] == to(dialogue, "invite")

    if dialogue.participations.exists():
        dialogue.participations.all().delete()
    assert offers(dialogue.get_absolute_url())
    assert offers(to(dialogue, "releases"))
    assert not offers(to(dialogue, "answers"))
    services.invite(dialogue, people=[ama], by=convenor)
    assert not offers(dialogue.get_absolute_url())
