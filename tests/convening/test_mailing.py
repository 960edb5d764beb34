"""Mailings: seen before they are sent, sent once, and what became of each mail."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from convening.exceptions import MailingChanged, MailingGone, NobodyToWriteTo
from convening.models import Mailing, Message, Registration
from convening.services import mailings
from core.models import Mail
from tests import factories as make
from tests.telling import tell


def invited(world, name, *, email="", status="invited", **fields):
    person = make.PersonFactory(programme=world.programme, name=name, email=email, **fields)
    row = make.ParticipationFactory(dialogue=world.dialogue, person=person, status=status)
    make.RegistrationFactory(participation=row)
    return row


@pytest.fixture
def four(world):
    """Somebody to write to, a French speaker, one without address, one who wants no mail."""
    rows = [
        invited(world, "Ama Mensah", email="ama@example.org"),
        invited(world, "Béa Koné", email="bea@example.org", languages=["fr"]),
        invited(world, "Nobody Reached"),
        invited(world, "Refusing Person", email="no@example.org"),
    ]
    make.ConsentFactory(person=rows[3].person, kind="contacted", given=False)
    return rows


@pytest.fixture
def draft(world, four, convenor):
    return mailings.draft(world.dialogue, kind="invitation", participations=four, by=convenor)


def url(name, mailing, *more):
    return reverse(f"convening:{name}", args=[mailing.dialogue.slug, mailing.pk, *more])


def problems(mailing):
    return list(mailing.messages.values_list("problem", flat=True))


def test_a_draft_sends_nothing_and_knows_who_cannot_be_reached(draft):
    assert not Mail.objects.exists()
    assert problems(draft) == ["", "", "no-address", "refused"]
    assert set(draft.texts) == {"en", "fr"}


def test_a_draft_to_nobody_is_refused(world):
    with pytest.raises(NobodyToWriteTo):
        mailings.draft(world.dialogue, kind="other", participations=[], by=None)


def test_sending_writes_a_mail_each_in_their_language_with_a_link_of_their_own(draft, convenor):
    assert mailings.send(draft, by=convenor) == 2
    first, second = Mail.objects.order_by("pk")
    assert first.key == f"mailing:{draft.pk}:{draft.messages.first().participation_id}"
    assert "Dear Ama Mensah" in first.body
    assert first.link_id != second.link_id
    assert first.link == Registration.objects.get(participation__person__email=first.to_email).link
    assert "{link}" in first.body


def test_it_is_sent_once_and_the_second_who_presses_is_told(draft, convenor, sign_in):
    mailings.send(draft, by=convenor)
    with pytest.raises(MailingGone):
        mailings.send(draft, by=convenor)
    answer = sign_in(convenor).post(url("mailing_send", draft), {"seen": "2"})
    assert answer.status_code == 409
    assert "Somebody has sent or dropped this mailing meanwhile" in answer.content.decode()
    assert Mail.objects.count() == 2


def test_words_that_changed_since_they_were_looked_at_are_not_sent(draft):
    mailings.change_text(draft, language="en", subject="New", body="New", based_on=1)
    with pytest.raises(MailingChanged):
        mailings.send(draft, by=None, seen=1)
    assert not Mail.objects.exists()


def test_who_declined_or_lost_their_address_meanwhile_is_left_out(draft, four):
    four[0].status = "declined"
    four[0].save()
    four[1].person.email = ""
    four[1].person.save()
    assert mailings.send(draft, by=None) == 0
    assert problems(draft) == ["declined", "no-address", "no-address", "refused"]


def test_a_reminder_to_answer_skips_who_has_answered(world, four):
    four[0].status = "registered"
    four[0].save()
    made = mailings.draft(world.dialogue, kind="reminder", participations=four[:2], by=None)
    assert problems(made) == ["answered", ""]


def test_an_address_that_came_back_is_left_out_and_written_to_again_once_mended(world, draft):
    mailings.send(draft, by=None)
    now = timezone.now()
    Mail.objects.update(state="sent", sent_at=now)
    Mail.objects.filter(to_email="ama@example.org").update(bounced_at=now)
    again = mailings.draft(
        world.dialogue,
        kind="other",
        participations=world.dialogue.participations.all(),
        by=None,
    )
    assert problems(again)[0] == "bounces"
    assert mailings.send_again(draft) == 0
    person = draft.messages.first().participation.person
    person.email = "ama.mensah@example.org"
    person.save()
    assert mailings.send_again(draft) == 1
    assert mailings.send_again(draft) == 0
    assert Mail.objects.get(state="waiting").to_email == "ama.mensah@example.org"


def test_waiting_mails_can_be_cancelled(draft):
    mailings.send(draft, by=None)
    Mail.objects.filter(to_email="bea@example.org").update(state="sent", sent_at=timezone.now())
    assert mailings.stop(draft) == 1
    assert set(Mail.objects.values_list("state", flat=True)) == {"cancelled", "sent"}


def test_a_dropped_mailing_cannot_be_sent(draft):
    mailings.drop(draft)
    with pytest.raises(MailingGone):
        mailings.send(draft, by=None)


def test_a_protected_person_gets_mail_that_names_them_nowhere_in_its_head(world):
    row = invited(world, "Secret Miner", email="m@example.org", protected=True)
    made = mailings.draft(world.dialogue, kind="other", participations=[row], by=None)
    mailings.send(made, by=None)
    mail = Mail.objects.get()
    assert mail.to_name == ""


def test_thanks_carry_the_materials(world):
    world.dialogue.materials.create(title="Handout", url="https://example.org/h.pdf")
    row = invited(world, "Ama Mensah", email="ama@example.org", status="attended")
    made = mailings.draft(world.dialogue, kind="thanks", participations=[row], by=None)
    mailings.send(made, by=None)
    assert "Handout\nhttps://example.org/h.pdf" in Mail.objects.get().body


def test_writing_to_three_asks_no_more_than_to_one(world):
    def queries(number):
        rows = [invited(world, f"P {n}", email=f"p{number}-{n}@example.org") for n in range(number)]
        with CaptureQueriesContext(
            connection,
        ) as caught:
            made = mailings.draft(world.dialogue, kind="invitation", participations=rows, by=None)
            mailings.send(made, by=None)
        return len(caught)

    queries(1)
    assert queries(3) == queries(1)


class TestPages:
    def test_a_placeholder_for_which_there_is_nothing_is_said(self, world, four, convenor, sign_in):
        made = mailings.draft(world.dialogue, kind="thanks", participations=four, by=convenor)
        page = sign_in(convenor).get(url("mailing", made)).content.decode()
        assert "Nothing stands yet for {materials} in this mail." in page

    def test_the_look_says_how_many_who_and_who_not(self, draft, convenor, sign_in):
        page = sign_in(convenor).get(url("mailing", draft)).content.decode()
        assert "2 people get this mail" in page
        assert "Ama Mensah" in page
        assert "has no e-mail address" in page
        assert "does not want to be contacted" in page
        assert "[their own link stands here]" in page

    def test_the_preview_is_that_of_whoever_is_chosen(self, draft, four, convenor, sign_in):
        page = sign_in(convenor).get(url("mailing", draft), {"as": four[1].pk}).content.decode()
        assert "To Béa Koné, in French" in page

    @pytest.mark.parametrize("asked", ["0", "x", "9" * 30, "-1"])
    def test_a_preview_of_nobody_is_harmless(self, draft, convenor, sign_in, asked):
        answer = sign_in(convenor).get(url("mailing", draft), {"as": asked, "state": asked})
        assert answer.status_code == 200

    def test_from_choosing_to_sending(self, world, four, convenor, sign_in):
        client = sign_in(convenor)
        slug = world.dialogue.slug
        add = reverse("convening:mailing_add", args=[slug])
        client.post(add, {"kind": "invitation", "audience": "invited"})
        made = Mailing.objects.get()
        answer = client.post(url("mailing_send", made), {"seen": "1"}, follow=True)
        assert "2 mails are in the outbox" in answer.content.decode()

    def test_a_reminder_to_those_who_answered_is_refused(self, world, convenor, sign_in):
        add = reverse("convening:mailing_add", args=[world.dialogue.slug])
        answer = sign_in(convenor).post(add, {"kind": "reminder", "audience": "coming"})
        assert answer.status_code == 422
        assert "goes to those who have not answered" in answer.content.decode()

    def test_a_group_of_another_programme_is_no_choice(self, world, four, convenor, sign_in):
        other = make.GroupFactory()
        add = reverse("convening:mailing_add", args=[world.dialogue.slug])
        data = {"kind": "other", "audience": "invited", "group": other.pk}
        assert sign_in(convenor).post(add, data).status_code == 422

    def test_words_with_a_brace_too_many_are_refused_with_the_line(self, draft, convenor, sign_in):
        page = url("mailing_text", draft, "en")
        data = {"version": 1, "subject": "Hi {link}", "body": "A\n{nmae}\n{name", "base": "{}"}
        answer = sign_in(convenor).post(page, data)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Line 2: there is no placeholder “{nmae}”." in text
        assert "Line 3: a brace stands alone" in text
        assert "a subject cannot hold it" in text

    def test_two_who_change_the_words_meet(self, draft, convenor, sign_in):
        client = sign_in(convenor)
        page = url("mailing_text", draft, "en")
        mine = {"version": 1, "base": "{}", "subject": "Mine", "body": "Mine"}
        assert client.post(page, mine).status_code == 302
        answer = client.post(page, mine | {"subject": "Theirs"})
        assert answer.status_code == 409

    def test_another_dialogue_does_not_have_it(self, draft, world, convenor, sign_in):
        other = make.DialogueFactory(initiative=world.initiative)
        page = reverse("convening:mailing", args=[other.slug, draft.pk])
        assert sign_in(convenor).get(page).status_code == 404

    @pytest.mark.parametrize("name", ["mailing", "mail", "mail_single"])
    def test_lists_ask_a_constant_number_of_questions(self, world, convenor, sign_in, name):
        def queries(number):
            rows = [
                invited(world, f"P{n}", email=f"q{number}{n}@example.org") for n in range(number)
            ]
            for row in rows:
                tell(row, "confirmed", key=f"{number}")
            made = mailings.draft(world.dialogue, kind="other", participations=rows, by=convenor)
            mailings.send(made, by=convenor)
            args = [world.dialogue.slug] + ([made.pk] if name == "mailing" else [])
            with CaptureQueriesContext(connection) as caught:
                assert client.get(reverse(f"convening:{name}", args=args)).status_code == 200
            return len(caught)

        client = sign_in(convenor)
        client.get(reverse("convening:mail", args=[world.dialogue.slug]))
        assert queries(1) == queries(3)


def test_a_single_mail_stands_on_the_page_and_so_does_one_that_could_not_be_sent(
    world, four, convenor, sign_in
):
    assert tell(four[0], "confirmed", key="1") is not None
    assert tell(four[2], "confirmed", key="1") is None
    assert Message.objects.count() == 2
    page = sign_in(convenor).get(reverse("convening:mail_single", args=[world.dialogue.slug]))
    text = page.content.decode()
    assert "Ama Mensah" in text
    assert "has no e-mail address" in text


def test_the_answer_day_is_written_in_the_language_of_the_reader(world, four):
    make.PlanFactory(dialogue=world.dialogue, answer_by=date(2026, 3, 1))
    make.MailTemplateFactory(
        programme=world.programme, kind="other", language="fr", subject="Avant", body="{answer_by}"
    )
    made = mailings.draft(world.dialogue, kind="other", participations=four[1:2], by=None)
    mailings.send(made, by=None)
    assert Mail.objects.get().body == "1 mars 2026"
