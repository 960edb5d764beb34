"""Answering an invitation by a personal link: yes, no, somebody else, the form, changing one's mind."""

import datetime
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from convening.models import Registration
from convening.services.links import hand_over
from dialogues.services.dialogues import cancel_dialogue
from stakeholders.models import Consent
from tests import factories as make

YESTERDAY = datetime.timedelta(days=-1)


@pytest.fixture
def invited(world, client):
    """Somebody invited to the world's dialogue who has opened their link, and a form of two sections."""
    part = make.ParticipationFactory(dialogue=world.dialogue, status="invited")
    registration = make.RegistrationFactory(participation=part)
    travel = make.FormSectionFactory(dialogue=world.dialogue, title="Travel", position=0)
    rest = make.FormSectionFactory(dialogue=world.dialogue, title="The rest", position=1)
    visa = make.FormQuestionFactory(
        section=travel, key="needs-visa", kind="yes-no", label="A visa?", position=0, required=True
    )
    make.FormQuestionFactory(
        section=travel,
        key="passport-number",
        label="Passport?",
        position=1,
        required=True,
        depends_on=visa,
        depends_values=["yes"],
    )
    make.FormQuestionFactory(section=rest, key="consent-listed", kind="consent", label="Listed?")
    make.FormQuestionFactory(section=rest, key="languages", kind="languages", position=2)
    registration.path = hand_over(registration)
    assert client.get(registration.path, follow=True).status_code == 200
    return registration


def url(registration, page="", *args):
    return reverse(f"convening:answering{page}", args=[registration.link.key, *args])


def fresh(registration):
    return Registration.objects.select_related("participation__person").get(pk=registration.pk)


def test_a_yes_takes_the_place_at_once_and_leads_to_the_form(client, invited):
    answer = client.post(url(invited, "_answer"))
    assert answer.url == url(invited, "_form", 1)
    assert fresh(invited).participation.status == "registered"
    assert client.post(url(invited, "_answer")).status_code == 302


def test_looking_changes_nothing(client, invited):
    for page, args in (
        ("", ()),
        ("_answer", ()),
        ("_decline", ()),
        ("_form", (1,)),
        ("_review", ()),
    ):
        client.get(url(invited, page, *args))
    after = fresh(invited)
    assert (after.participation.status, after.draft, after.answered_at) == ("invited", {}, None)


def test_the_form_is_saved_by_section_and_sent_at_the_end(client, invited):
    client.post(url(invited, "_answer"))
    answer = client.post(
        url(invited, "_form", 1), {"q-needs-visa": "yes", "q-passport-number": "G1234567"}
    )
    assert answer.url == url(invited, "_form", 2)
    answer = client.post(
        url(invited, "_form", 2),
        {"q-consent-listed": "yes", "q-languages": ["fr", "sw"], "autosave": "1"},
    )
    assert answer.status_code == 204
    assert fresh(invited).draft["passport-number"] == "G1234567"
    review = client.get(url(invited, "_review")).content.decode()
    assert "G1234567" not in review
    assert "567" in review
    client.post(url(invited, "_review"))
    after = fresh(invited)
    assert after.answers["needs-visa"] is True
    assert after.draft == {}
    assert after.participation.listed
    assert after.participation.person.languages == ["fr", "sw"]
    consent = after.participation.person.consents.get(is_current=True)
    assert (consent.kind, consent.given, consent.wording) == (Consent.Kind.LISTED, True, "Listed?")
    # The number is never shown again, and stays when its field is left empty.
    assert "G1234567" not in client.get(url(invited, "_form", 1)).content.decode()
    client.post(url(invited, "_form", 1), {"q-needs-visa": "yes", "q-passport-number": ""})
    client.post(url(invited, "_form", 2), {"q-consent-listed": "no"})
    client.post(url(invited, "_review"))
    after = fresh(invited)
    assert after.answers["passport-number"] == "G1234567"
    assert not after.participation.listed


def test_what_must_be_answered_is_asked_for_unless_its_condition_fails(client, invited):
    client.post(url(invited, "_answer"))
    client.post(url(invited, "_form", 1), {"q-needs-visa": "yes"})
    assert client.post(url(invited, "_review")).status_code == 422
    assert fresh(invited).answers == {}
    client.post(url(invited, "_form", 1), {"q-needs-visa": "no"})
    assert client.post(url(invited, "_review")).status_code == 302
    assert fresh(invited).answers["needs-visa"] is False


def test_a_no_keeps_its_reason_and_may_be_taken_back(client, invited):
    client.post(url(invited, "_decline"), {"reason": "Mother ill\x01"})
    after = fresh(invited)
    assert (after.participation.status, after.reason) == ("declined", "Mother ill")
    assert client.post(url(invited, "_form", 1), {"q-needs-visa": "no"}).status_code == 409
    client.post(url(invited, "_answer"))
    assert fresh(invited).participation.status == "registered"


def test_somebody_else_is_proposed_once_with_a_way_to_reach_them(client, invited):
    page = url(invited, "_propose")
    assert client.post(page, {"name": "Ama"}).status_code == 200
    for _time in range(2):
        assert client.post(page, {"name": "Ama", "phone": "+233 1"}).status_code == 302
    assert invited.proposals.get().name == "Ama"


def test_after_the_last_day_nothing_is_taken(client, invited, world):
    plan = make.PlanFactory(dialogue=world.dialogue)
    plan.answer_by = datetime.datetime.now(datetime.UTC).date() + 3 * YESTERDAY
    plan.save()
    assert client.post(url(invited, "_answer")).status_code == 409
    assert "last day" in client.get(url(invited)).content.decode()
    assert fresh(invited).participation.status == "invited"


def test_a_link_that_was_taken_back_and_none_at_all_open_nothing(client, invited):
    from core.links import revoke

    revoke(invited.link)
    assert client.post(url(invited, "_answer")).status_code == 410
    client.cookies.clear()
    assert client.post(url(invited, "_answer")).status_code == 403
    assert fresh(invited).participation.status == "invited"


def test_whoever_takes_part_answers_signed_in(client, world):
    user = make.UserFactory()
    person = make.PersonFactory(programme=world.programme, user=user)
    make.ParticipationFactory(dialogue=world.dialogue, person=person, status="invited")
    client.force_login(user)
    slug = world.dialogue.slug
    assert client.get(reverse("convening:mine", args=[slug])).status_code == 200
    assert not Registration.objects.exists()
    assert client.post(reverse("convening:mine_answer", args=[slug])).status_code == 302
    assert Registration.objects.get().via == "signed-in"


def test_a_consent_that_is_refused_is_taken_back_at_once(client, invited):
    person = invited.participation.person
    make.ConsentFactory(person=person, kind=Consent.Kind.LISTED, given=True)
    client.post(url(invited, "_answer"))
    client.post(url(invited, "_form", 2), {"q-consent-listed": "no", "autosave": "1"})
    current = person.consents.get(kind=Consent.Kind.LISTED, is_current=True)
    assert not current.given
    # A yes waits until all of it is sent.
    client.post(url(invited, "_form", 2), {"q-consent-listed": "yes", "autosave": "1"})
    assert not person.consents.get(kind=Consent.Kind.LISTED, is_current=True).given


def test_an_answer_that_is_not_shown_can_be_taken_back(client, invited):
    client.post(url(invited, "_answer"))
    page = url(invited, "_form", 1)
    client.post(page, {"q-needs-visa": "yes", "q-passport-number": "G1234567"})
    assert "G1234567" not in client.get(page).text
    client.post(page, {"q-needs-visa": "yes", "q-passport-number": ""})
    assert fresh(invited).draft["passport-number"] == "G1234567"
    client.post(page, {"q-needs-visa": "yes", "q-passport-number": "-"})
    assert fresh(invited).draft["passport-number"] == ""


def test_who_takes_an_offer_after_the_last_day_may_still_fill_in_the_form(client, invited, world):
    now = timezone.now()
    make.PlanFactory(dialogue=world.dialogue, answer_by=timezone.localdate() - timedelta(days=3))
    part = invited.participation
    part.status = "offered"
    part.save()
    Registration.objects.filter(pk=invited.pk).update(offer_until=now + timedelta(days=1))
    answer = client.post(url(invited, "_answer"))
    assert answer.url == url(invited, "_form", 1)
    client.post(url(invited, "_form", 1), {"q-needs-visa": "no"})
    sent = client.post(url(invited, "_review"))
    assert sent.status_code == 302
    assert fresh(invited).answers["needs-visa"] is False
    # Once sent it is closed, as for everybody.
    assert client.get(url(invited, "_form", 1)).url == url(invited)


def test_what_is_paid_is_accepted_on_the_same_page(client, invited):
    travel, lodging = (
        make.SponsorshipFactory(
            participation=invited.participation, what=what, state="offered", fund=make.FundFactory()
        )
        for what in ("travel", "lodging")
    )
    shown = client.get(url(invited)).text
    assert "What is paid for you" in shown
    client.post(url(invited, "_sponsorship"), {"accepts": [travel.pk, "99999999999999999999"]})
    for row, state in ((travel, "accepted"), (lodging, "declined")):
        row.refresh_from_db()
        assert row.state == state


def test_who_proposed_somebody_sees_what_became_of_it(client, invited):
    proposal = make.ProposalFactory(registration=invited, name="Pia Proposed")
    assert "To be decided" in client.get(url(invited)).text
    proposal.state = "taken"
    proposal.save()
    assert "Invited" in client.get(url(invited)).text


def test_a_page_that_is_closed_says_whom_to_write_to(client, invited, world, convenor):
    world.dialogue.host = make.OrganisationFactory(
        programme=world.programme, name="The Hosts", email="hosts@example.org"
    )
    world.dialogue.save()
    cancel_dialogue(world.dialogue, by=convenor, reason="Rain")
    assert "hosts@example.org" in client.get(url(invited)).text
