"""Surveys of statements: how they are written, opened, sent and closed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Mail, PersonalLink
from dialogues import tasks
from dialogues.closing import close, close_due, takes_answers
from dialogues.exceptions import StatementsFixed, SurveyEmpty, SurveyEnded
from dialogues.models import FaultLine, Statement, Survey, SurveyInvitation, SurveyResponse
from dialogues.services import surveys as services
from dialogues.work.surveys import asked_work, ending_work
from stakeholders.models import Consent, Person
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGES = "survey surveys survey_edit survey_invite survey_invitations"


@pytest.fixture
def survey(world):
    """An open survey of two statements, in English and French."""
    survey = make.SurveyFactory(
        initiative=world.initiative, title="Where do we stand?", languages=["en", "fr"]
    )
    make.StatementFactory(survey=survey, texts={"en": "The river is clean."})
    make.StatementFactory(
        survey=survey, texts={"en": "The road is safe.", "fr": "La route est sûre."}
    )
    services.open_survey(survey, closes_on=timezone.localdate() + timedelta(days=5))
    survey.refresh_from_db()
    return survey


@pytest.fixture
def draft(world):
    return make.SurveyFactory(initiative=world.initiative, languages=["en", "fr"])


@pytest.fixture
def url(world):
    def address(name, *args):
        return reverse(f"dialogues:{name}", args=[world.initiative.slug, *args])

    return address


def asked(survey, **person):
    """Somebody who was asked."""
    person = make.PersonFactory(programme=survey.initiative.programme, **person)
    services.invite(survey, people=Person.objects.filter(pk=person.pk))
    return SurveyInvitation.objects.get(survey=survey, person=person)


def say(invitation, choice="agree", group=None, comment=""):
    votes = {row.pk: (choice, comment) for row in invitation.survey.statements.all()}
    return services.answer(invitation, group=group, language="en", votes=votes)


class TestWriting:
    def test_a_convenor_begins_a_survey_and_adds_statements_in_its_languages(
        self, sign_in, convenor, world, url
    ):
        client = sign_in(convenor)
        client.post(url("survey_add"), {"title": "The river", "languages_asked": ["fr", "en"]})
        survey = Survey.objects.get(title="The river")
        assert survey.languages == ["en", "fr"]
        texts = {"text_en": "It is clean.", "text_fr": "Elle est propre."}
        client.post(url("statement_add", survey.pk), texts)
        assert survey.statements.get().texts == {"en": "It is clean.", "fr": "Elle est propre."}

    def test_a_statement_needs_its_first_language(self, sign_in, convenor, draft, url):
        page = sign_in(convenor).post(url("statement_add", draft.pk), {"text_fr": "Oui."})
        assert page.context["form"].errors.keys() == {"text_en"}
        assert not draft.statements.exists()

    def test_what_is_not_translated_is_marked(self, sign_in, convenor, draft, url):
        make.StatementFactory(survey=draft, texts={"en": "The river is clean."})
        page = sign_in(convenor).get(url("survey", draft.pk))
        assert "not translated" in page.text
        assert "Français" in page.text

    def test_a_survey_needs_a_language(self, sign_in, convenor, url):
        page = sign_in(convenor).post(url("survey_add"), {"title": "The river"})
        assert page.context["form"].errors.keys() == {"languages_asked"}

    def test_the_introduction_is_kept_by_language(self, sign_in, convenor, draft, url):
        form = sign_in(convenor).get(url("survey_edit", draft.pk)).context["form"]
        sent = {
            "title": "New title",
            "languages_asked": ["fr", "en"],
            "text_en": "Hello.",
            "text_fr": "Bonjour.",
            "version": form.initial["version"],
            "base": form.initial["base"],
        }
        sign_in(convenor).post(url("survey_edit", draft.pk), sent)
        draft.refresh_from_db()
        assert draft.introductions == {"en": "Hello.", "fr": "Bonjour."}
        assert draft.title == "New title"

    def test_of_two_who_edit_at_once_both_keep_their_text(self, sign_in, convenor, draft, url):
        client = sign_in(convenor)
        form = client.get(url("survey_edit", draft.pk)).context["form"]
        sent = {
            "title": draft.title,
            "languages_asked": ["en", "fr"],
            "version": form.initial["version"],
            "base": form.initial["base"],
        }
        client.post(url("survey_edit", draft.pk), sent | {"text_en": "Theirs."})
        page = client.post(url("survey_edit", draft.pk), sent | {"text_en": "Mine."})
        assert page.status_code == 409
        assert "Theirs." in page.text
        assert "Mine." in page.text
        draft.refresh_from_db()
        assert draft.introductions == {"en": "Theirs."}

    def test_statements_move_and_go_while_it_is_a_draft(self, sign_in, convenor, draft, url):
        first, second = make.StatementFactory.create_batch(2, survey=draft)
        Statement.objects.filter(pk=second.pk).update(position=1)
        client = sign_in(convenor)
        client.post(url("statement_move", draft.pk, second.pk), {"direction": "up"})
        assert list(draft.statements.order_by("position")) == [second, first]
        client.post(url("statement_delete", draft.pk, second.pk))
        assert draft.statements.get() == first

    def test_once_it_is_open_statements_stay(self, survey):
        statement = survey.statements.first()
        with pytest.raises(StatementsFixed):
            services.delete_statement(statement)
        with pytest.raises(StatementsFixed):
            services.move_statement(statement, up=True)
        with pytest.raises(StatementsFixed):
            services.add_statement(Statement(survey=survey, texts={"en": "One more."}))
        with pytest.raises(StatementsFixed):
            services.delete_survey(survey)

    def test_words_are_fixed_once_it_is_open_whether_or_not_anybody_answered(
        self, sign_in, convenor, survey, url
    ):
        client = sign_in(convenor)
        statement = survey.statements.first()
        address = url("statement_edit", survey.pk, statement.pk)

        def refused():
            form = client.get(address).context["form"]
            sent = {name: form.initial[name] for name in ("version", "base")}
            page = client.post(address, sent | {"text_en": "The river is dirty."})
            assert "The river is dirty." in page.text
            statement.refresh_from_db()
            assert statement.texts == {"en": "The river is clean."}
            return "cannot be changed any more" in page.text

        assert refused()
        say(asked(survey))
        assert refused()
        assert address not in client.get(url("survey", survey.pk)).text

    def test_a_misprint_can_be_put_right_in_a_draft(self, sign_in, convenor, draft, url):
        statement = make.StatementFactory(survey=draft, texts={"en": "The river is claen."})
        client = sign_in(convenor)
        address = url("statement_edit", draft.pk, statement.pk)
        form = client.get(address).context["form"]
        sent = {name: form.initial[name] for name in ("version", "base")}
        assert client.post(address, sent | {"text_en": "The river is clean."}).status_code == 302
        statement.refresh_from_db()
        assert statement.texts == {"en": "The river is clean."}

    def test_a_draft_can_be_deleted(self, sign_in, convenor, draft, url):
        sign_in(convenor).post(url("survey_delete", draft.pk))
        assert not Survey.objects.exists()


class TestOpening:
    def test_without_a_statement_it_does_not_open(self, sign_in, convenor, draft, url):
        page = sign_in(convenor).post(url("survey_open", draft.pk), {"closes_on": "2100-01-01"})
        assert page.status_code == 200
        with pytest.raises(SurveyEmpty):
            services.open_survey(draft, closes_on=timezone.localdate())

    @pytest.mark.parametrize("day", ["2020-01-01", "31 February 2027", "2300-01-01", ""])
    def test_a_day_that_cannot_be_is_explained_next_to_the_field(
        self, sign_in, convenor, draft, url, day
    ):
        make.StatementFactory(survey=draft)
        page = sign_in(convenor).post(url("survey_open", draft.pk), {"closes_on": day})
        assert page.context["form"].errors.keys() == {"closes_on"}
        draft.refresh_from_db()
        assert draft.state == Survey.State.DRAFT

    def test_links_follow_a_new_last_day(self, survey):
        invitation = asked(survey)
        before = invitation.link.expires_at
        services.open_survey(survey, closes_on=survey.closes_on + timedelta(days=10))
        assert PersonalLink.objects.get().expires_at == before + timedelta(days=10)

    def test_what_is_closed_stays_closed(self, survey):
        close(survey)
        with pytest.raises(SurveyEnded):
            services.open_survey(survey, closes_on=timezone.localdate())


class TestAsking:
    def test_who_has_an_address_gets_one_mail_and_nobody_is_asked_twice(self, survey, world):
        make.PersonFactory(programme=world.programme, name="Ama", email="ama@example.org")
        make.PersonFactory(programme=world.programme, name="Kofi", email="")
        people = Person.objects.filter(programme=world.programme)
        assert services.invite(survey, people=people) == (2, 1)
        assert services.invite(survey, people=people) == (0, 0)
        assert Mail.objects.get().to_email == "ama@example.org"
        assert survey.invitations.count() == 2

    def test_the_mail_is_in_a_language_of_the_person_and_the_survey(self, survey):
        asked(survey, email="luc@example.org", languages=["de", "fr-CI"])
        mail = Mail.objects.get()
        assert "{link}" in mail.body
        assert "Bonjour" in mail.body
        assert "Where do we stand?" in mail.subject

    def test_who_said_that_they_want_no_mail_gets_none(self, survey, world):
        person = make.PersonFactory(programme=world.programme, email="no@example.org")
        Consent.objects.create(
            person=person, kind=Consent.Kind.CONTACTED, given=False, asked_on="2026-01-01"
        )
        assert services.invite(survey, people=Person.objects.filter(pk=person.pk)) == (1, 0)

    def test_protected_people_are_asked_and_not_named(self, survey):
        asked(survey, name="Hidden Heroine", email="h@example.org", protected=True)
        mail = Mail.objects.get()
        assert "Hidden" not in mail.to_name + mail.subject + mail.body

    def test_the_page_says_who_gets_a_mail_before_anything_is_sent(
        self, sign_in, convenor, survey, world, url
    ):
        make.PersonFactory(programme=world.programme, name="Ama", email="ama@example.org")
        make.PersonFactory(programme=world.programme, name="Kofi", email="")
        page = sign_in(convenor).get(url("survey_invite", survey.pk))
        assert page.context["by_mail"] == page.context["by_hand"] == 1
        assert "no e-mail address" in page.text
        assert not Mail.objects.exists()

    def test_people_are_found_by_group_by_dialogue_and_by_name(
        self, sign_in, convenor, survey, world, url
    ):
        miner = make.PersonFactory(programme=world.programme, name="Ama", group=world.miners)
        other = make.PersonFactory(programme=world.programme, name="Kofi")
        make.ParticipationFactory(dialogue=world.dialogue, person=other)
        client = sign_in(convenor)

        def found(query):
            rows = client.get(url("survey_invite", survey.pk) + query).context["people"]
            return [row["person"] for row in rows]

        assert found(f"?groups={world.miners.pk}") == [miner]
        assert found("?groups=none") == [other]
        assert found(f"?dialogue={world.dialogue.pk}") == [other]
        assert found("?q=AMA") == [miner]
        assert found("?groups=x&dialogue=99999999999999999999&q=%00") == found("")

    def test_a_person_of_another_programme_cannot_be_asked(self, sign_in, convenor, survey, url):
        other = make.PersonFactory()
        page = sign_in(convenor).post(url("survey_invite", survey.pk), {"person": [other.pk]})
        assert page.status_code == 200
        assert not SurveyInvitation.objects.exists()

    @pytest.mark.parametrize("sent", [{}, {"person": "x"}, {"person": "9" * 25}])
    def test_whom_to_ask_must_be_somebody(self, sign_in, convenor, survey, url, sent):
        page = sign_in(convenor).post(url("survey_invite", survey.pk), sent)
        assert page.context["form"].errors

    def test_a_link_to_hand_over_is_shown_once_and_opens_the_survey(
        self, sign_in, convenor, survey, url, client
    ):
        invitation = asked(survey, email="")
        page = sign_in(convenor).post(url("survey_link", survey.pk, invitation.pk))
        address = page.context["address"]
        assert address in page.text
        path = "/" + address.split("/", 3)[3]
        client.logout()
        assert client.get(path, follow=True).status_code == 200

    def test_a_reminder_goes_to_those_who_have_not_answered_once_a_day(self, survey):
        silent, said = asked(survey, email="a@example.org"), asked(survey, email="b@example.org")
        say(said)
        services.remind(survey)
        assert Mail.objects.count() == 2  # asked today
        tomorrow = timezone.now() + timedelta(days=1)
        services.remind(survey, at=tomorrow)
        services.remind(survey, at=tomorrow)
        reminders = Mail.objects.filter(key__contains="reminder")
        assert [mail.to_email for mail in reminders] == [silent.person.email]

    def test_how_many_are_reminded_is_not_told(self, sign_in, convenor, survey, url):
        page = sign_in(convenor).post(url("survey_remind", survey.pk), follow=True)
        assert "How many they are is not told" in page.text

    def test_only_an_open_survey_is_sent(self, draft):
        with pytest.raises(SurveyEnded):
            services.invite(draft, people=Person.objects.all())
        with pytest.raises(SurveyEnded):
            services.remind(draft)


class TestClosing:
    def test_who_answered_what_is_forgotten_for_good(self, survey):
        say(asked(survey, email="a@example.org"))
        assert close(survey)
        assert SurveyResponse.objects.get().invitation is None
        assert SurveyResponse.objects.get().votes.count() == 2
        assert not Mail.objects.filter(state="waiting").exists()

    def test_closing_twice_does_nothing_the_second_time(self, survey):
        assert close(survey)
        assert not close(survey)

    def test_no_moment_tells_whose_answer_is_whose(self, survey):
        invitations = [asked(survey) for _number in range(3)]
        for invitation in reversed(invitations):
            say(invitation)
        close(survey)
        assert SurveyInvitation.objects.values("updated_at").distinct().count() == 1

    def test_it_takes_answers_until_its_last_day_has_ended_everywhere(self, survey):
        survey.closes_on = datetime(2026, 5, 1, tzinfo=UTC).date()
        assert takes_answers(survey, at=datetime(2026, 5, 2, 11, tzinfo=UTC))
        assert not takes_answers(survey, at=datetime(2026, 5, 2, 13, tzinfo=UTC))

    def test_it_closes_by_itself(self, survey):
        tasks.close_surveys()
        survey.refresh_from_db()
        assert survey.state == Survey.State.OPEN
        with time_machine.travel(timezone.now() + timedelta(days=7)):
            tasks.close_surveys()
        assert close_due(at=timezone.now() + timedelta(days=7)) == 0
        survey.refresh_from_db()
        assert survey.state == Survey.State.CLOSED

    def test_a_convenor_closes_it_after_a_question(self, sign_in, convenor, survey, url):
        client = sign_in(convenor)
        assert "forgotten for good" in client.get(url("survey_close", survey.pk)).text
        client.post(url("survey_close", survey.pk))
        survey.refresh_from_db()
        assert survey.state == Survey.State.CLOSED


class TestFaultLine:
    def test_a_statement_becomes_one_fault_line_however_often_one_presses(
        self, sign_in, convenor, survey, url
    ):
        statement = survey.statements.first()
        client = sign_in(convenor)
        address = url("survey_fault_line", survey.pk, statement.pk)
        first, second = client.post(address), client.post(address)
        fault_line = FaultLine.objects.get()
        assert first.url == second.url == fault_line.get_absolute_url()
        assert fault_line.title == "The river is clean."
        assert "Where do we stand?" in fault_line.text
        page = client.get(url("survey", survey.pk))
        assert page.status_code == 200

    @pytest.mark.parametrize("is_closed", [False, True])
    def test_any_statement_can_be_made_one_without_knowing_how_groups_stand(
        self, sign_in, convenor, adviser, survey, url, is_closed
    ):
        if is_closed:
            close(survey)  # with too few answers to show any
        address = url("survey_fault_line", survey.pk, survey.statements.first().pk)
        assert address in sign_in(convenor).get(url("survey", survey.pk)).text
        assert address not in sign_in(adviser).get(url("survey", survey.pk)).text
        sign_in(convenor).post(address)
        page = sign_in(convenor).get(url("survey", survey.pk)).text
        assert address not in page
        assert FaultLine.objects.get().get_absolute_url() in page

    def test_a_long_statement_makes_a_short_title_cut_at_a_word(self, survey):
        text = "Royalties " * 28
        fault_line = services.turn_into_fault_line(survey.statements.first(), text=text)
        assert len(fault_line.title) <= services.TITLE_LENGTH
        assert fault_line.title.endswith("Royalties …")


class TestWhoSeesWhat:
    @pytest.mark.parametrize("name", PAGES.split())
    def test_another_initiatives_survey_is_not_found(self, sign_in, convenor, world, url, name):
        other = make.SurveyFactory(initiative=make.InitiativeFactory(programme=world.programme))
        if name != "surveys":
            assert sign_in(convenor).get(url(name, other.pk)).status_code == 404

    def test_another_surveys_statement_is_not_found(self, sign_in, convenor, survey, draft, url):
        statement = make.StatementFactory(survey=draft)
        invitation = make.SurveyInvitationFactory(survey=draft)
        client = sign_in(convenor)
        for name in ("statement_edit", "statement_delete"):
            assert client.get(url(name, survey.pk, statement.pk)).status_code == 404
        for name in ("statement_move", "survey_fault_line"):
            assert client.post(url(name, survey.pk, statement.pk)).status_code == 404
        assert client.post(url("survey_link", survey.pk, invitation.pk)).status_code == 404

    def test_advisers_see_results_once_it_is_closed(self, sign_in, adviser, survey, url):
        client = sign_in(adviser)
        assert "results" not in client.get(url("survey", survey.pk)).context
        close(survey)
        assert "results" in client.get(url("survey", survey.pk)).context

    def test_pages_of_long_lists_take_as_many_queries_as_of_short_ones(
        self, sign_in, convenor, survey, url
    ):
        def queries(address):
            with CaptureQueriesContext(connection) as taken:
                assert client.get(address).status_code == 200
            return len(taken)

        client = sign_in(convenor)
        say(asked(survey))
        addresses = [
            url("surveys"),
            *(url(name, survey.pk) for name in ("survey", "survey_invite", "survey_invitations")),
        ]
        make.PersonFactory(programme=survey.initiative.programme)
        few = [queries(address) for address in addresses]
        for _number in range(3):
            make.PersonFactory(programme=survey.initiative.programme)
            make.SurveyFactory(initiative=survey.initiative)
            statement = make.StatementFactory(survey=survey)
            services.turn_into_fault_line(statement, text="Another")
            say(asked(survey))
        assert [queries(address) for address in addresses] == few
        assert max(few) <= 18

    def test_my_work_tells_of_surveys_that_end_and_of_those_that_wait_for_an_answer(
        self, convenor, participant, survey, django_assert_max_num_queries
    ):
        person = Person.objects.get(user=participant)
        services.invite(survey, people=Person.objects.filter(pk=person.pk))
        with django_assert_max_num_queries(2):
            assert [item.title for item in ending_work(convenor)] == [survey.title]
        (item,) = asked_work(participant)
        assert item.url.endswith("/answer/")
        say(SurveyInvitation.objects.get(person=person))
        assert list(asked_work(participant)) == []
        assert list(ending_work(participant)) == []


def test_advisers_read_no_name_of_those_who_were_asked(sign_in, adviser, survey, url):
    say(asked(survey, name="Hidden Heroine", email="h@example.org", protected=True))
    close(survey)
    client = sign_in(adviser)
    for address in (url("surveys"), url("survey", survey.pk)):
        text = client.get(address).text
        assert "Heroine" not in text
        assert "h@example" not in text
    assert client.get(url("survey_invitations", survey.pk)).status_code == 403
