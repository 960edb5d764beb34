"""Answering a survey: on a phone, without an account, in one's language."""

import gzip
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dialogues.closing import close
from dialogues.models import Statement, Survey, SurveyInvitation, SurveyResponse, Vote
from dialogues.services import surveys as services
from stakeholders.models import Person
from tests import factories as make
from tests.links import let_in

pytestmark = pytest.mark.django_db
MOST_BYTES = 15_000
MOST_QUERIES = 12
PAGE_OF_STATEMENTS = 12


@pytest.fixture
def survey(world):
    survey = make.SurveyFactory(
        initiative=world.initiative,
        title="Where do we stand?",
        languages=["en", "fr", "sw"],
        introductions={"en": "Hello from us.", "fr": "Bonjour de nous."},
    )
    make.StatementFactory(survey=survey, texts={"en": "It is clean.", "fr": "Elle est propre."})
    make.StatementFactory(survey=survey, texts={"en": "It is safe."})
    services.open_survey(survey, closes_on=timezone.localdate() + timedelta(days=5))
    survey.refresh_from_db()
    return survey


@pytest.fixture
def invitation(survey, world):
    person = make.PersonFactory(
        programme=world.programme, name="Hidden Heroine", protected=True, group=world.miners
    )
    services.invite(survey, people=Person.objects.filter(pk=person.pk))
    return SurveyInvitation.objects.get()


@pytest.fixture
def here(client, invitation):
    """The page of the link, which the client has opened."""
    return let_in(client, invitation.link)


def said(survey, group="none", choices=("agree", "disagree"), **more):
    """What a browser sends."""
    rows = survey.statements.order_by("position", "pk")
    votes = {
        f"choice_{row.pk}": choice for row, choice in zip(rows, choices, strict=False) if choice
    }
    return {"group": str(group), "language": "en", "step": "1", **votes, **more}


def votes():
    rows = Vote.objects.order_by("statement")
    return list(rows.values_list("choice", "comment"))


class TestThePage:
    def test_nothing_opens_without_the_link(self, client, invitation):
        address = reverse("dialogues:survey_by_link", args=[invitation.link.key])
        assert client.get(address).status_code == 403

    def test_it_is_light_and_needs_few_queries(self, client, here, survey):
        make.StatementFactory.create_batch(PAGE_OF_STATEMENTS - 2, survey=survey)
        with CaptureQueriesContext(connection) as taken:
            page = client.get(here)
        assert page.status_code == 200
        assert len(taken) <= MOST_QUERIES
        assert len(gzip.compress(page.content)) <= MOST_BYTES

    def test_looking_changes_nothing(self, client, here):
        with CaptureQueriesContext(connection) as taken:
            client.get(here)
            client.get(here + "?language=fr")
            client.get(here + "?step=thanks")
        writes = ("INSERT", "UPDATE", "DELETE")
        assert not [row for row in taken if row["sql"].startswith(writes)]

    def test_nobody_is_named_on_it(self, client, here):
        assert "Heroine" not in client.get(here).text

    def test_the_group_of_the_register_is_suggested(self, client, here, world):
        form = client.get(here).context["form"]
        assert form["group"].value() == str(world.miners.pk)

    def test_a_language_is_chosen_and_remembered(self, client, here):
        assert "Elle est propre." in client.get(here + "?language=fr").text
        page = client.get(here)
        assert "Elle est propre." in page.text
        assert "Bonjour de nous." in page.text
        assert "It is safe." in page.text  # not translated: in the first language
        assert 'lang="en"' in page.text

    @pytest.mark.parametrize("language", ["de", "", "x" * 500, "../en"])
    def test_a_language_that_it_is_not_asked_in_is_as_none(self, client, here, language):
        assert "It is clean." in client.get(here, {"language": language}).text

    def test_it_begins_in_a_language_of_the_person(self, client, invitation):
        Person.objects.filter(pk=invitation.person_id).update(languages=["fr-CI"])
        assert "Elle est propre." in client.get(let_in(client, invitation.link)).text

    def test_the_link_ends_with_the_time_it_was_given(self, client, here, invitation):
        invitation.link.expires_at = timezone.now() - timedelta(minutes=1)
        invitation.link.save()
        assert client.get(here).status_code == 410


class TestAnswering:
    def test_answers_and_comments_are_kept_under_the_declared_group(
        self, client, here, survey, world
    ):
        first = survey.statements.order_by("pk").first()
        sent = said(
            survey, world.companies.pk, **{f"comment_{first.pk}": " We drink it.\r\nOften. "}
        )
        page = client.post(here, sent)
        assert page.url == f"{here}?step=thanks"
        response = SurveyResponse.objects.get()
        assert response.group == world.companies
        assert votes() == [("agree", "We drink it.\nOften."), ("disagree", "")]
        assert "Thank you" in client.get(page.url).text
        assert SurveyInvitation.objects.get().has_answered

    def test_one_may_speak_for_no_group(self, client, here, survey):
        client.post(here, said(survey, "none"))
        assert SurveyResponse.objects.get().group is None

    def test_the_same_form_sent_twice_is_one_answer(self, client, here, survey):
        for _time in range(2):
            assert client.post(here, said(survey)).status_code == 302
        assert SurveyResponse.objects.count() == 1
        assert len(votes()) == 2

    def test_answers_can_be_changed_and_taken_back(self, client, here, survey, world):
        client.post(here, said(survey))
        client.post(here, said(survey, world.miners.pk, choices=("pass", "")))
        assert votes() == [("pass", "")]
        page = client.get(here)
        assert "your answers so far" in page.text
        assert page.text.count("checked") == 1

    def test_without_a_group_nothing_that_was_typed_is_lost(self, client, here, survey):
        first = survey.statements.order_by("pk").first()
        page = client.post(here, said(survey, "", **{f"comment_{first.pk}": "Keep <me>"}))
        assert page.status_code == 200
        assert page.context["form"].errors.keys() == {"group"}
        assert "Keep &lt;me&gt;" in page.text
        assert page.text.count("checked") == 2
        assert not SurveyResponse.objects.exists()

    def test_a_comment_without_a_choice_is_asked_about(self, client, here, survey):
        first = survey.statements.order_by("pk").first()
        sent = said(survey, choices=("", "agree"), **{f"comment_{first.pk}": "Because"})
        page = client.post(here, sent)
        assert page.context["form"].errors.keys() == {f"choice_{first.pk}"}
        assert "Because" in page.text

    def test_an_empty_form_is_not_an_answer(self, client, here, survey):
        page = client.post(here, said(survey, choices=()))
        assert "You have not chosen any answer yet" in page.text
        assert not SurveyInvitation.objects.get().has_answered

    @pytest.mark.parametrize(
        "wrong",
        [
            {"group": "99999999999999999999"},
            {"group": "x"},
            {"choice": "perhaps"},
            {"comment": "x" * 2001},
        ],
    )
    def test_what_cannot_be_is_refused_next_to_the_field(self, client, here, survey, wrong):
        first = survey.statements.order_by("pk").first()
        names = {"group": "group"} | {name: f"{name}_{first.pk}" for name in ("choice", "comment")}
        sent = said(survey) | {names[name]: value for name, value in wrong.items()}
        page = client.post(here, sent)
        assert page.status_code == 200
        assert page.context["form"].errors
        assert not SurveyResponse.objects.exists()

    def test_a_group_of_another_programme_is_none_of_these(self, client, here, survey):
        page = client.post(here, said(survey, make.GroupFactory().pk))
        assert page.context["form"].errors.keys() == {"group"}

    def test_control_characters_are_dropped(self, client, here, survey):
        first = survey.statements.order_by("pk").first()
        client.post(here, said(survey, **{f"comment_{first.pk}": "a\x07b"}))
        assert votes()[0] == ("agree", "ab")

    def test_nothing_is_taken_after_the_end_but_typed_comments_are_shown_once_more(
        self, client, here, survey
    ):
        close(survey)
        assert "This survey has ended" in client.get(here).text
        first = survey.statements.order_by("pk").first()
        page = client.post(here, said(survey, **{f"comment_{first.pk}": "Too late"}))
        assert page.status_code == 409
        assert "Too late" in page.text
        assert not SurveyResponse.objects.exists()

    def test_on_the_day_after_the_last_it_has_ended_before_anybody_closes_it(
        self, client, here, survey
    ):
        Survey.objects.update(closes_on=timezone.localdate() - timedelta(days=3))
        assert "This survey has ended" in client.get(here).text

    def test_a_form_needs_its_token(self, invitation, survey):
        strict = Client(enforce_csrf_checks=True)
        here = let_in(strict, invitation.link)
        assert strict.post(here, said(survey)).status_code == 403


class TestWhatWasAnsweredBefore:
    """A convenor can make a copy of anybody's link: it must not show what they answered."""

    @pytest.fixture
    def copy(self, invitation):
        """Another browser that has opened a copy of the link."""
        other = Client()
        other.here = let_in(other, invitation.link)
        return other

    def test_it_is_shown_in_the_browser_that_sent_it(self, client, here, survey):
        client.post(here, said(survey))
        assert "your answers so far" in client.get(here).text

    def test_a_copy_of_the_link_shows_nothing_of_it_nor_that_there_is_any(
        self, client, here, copy, survey, world
    ):
        before = copy.get(copy.here)
        first = survey.statements.order_by("pk").first()
        comment = {f"comment_{first.pk}": "Plantedcomment"}
        client.post(here, said(survey, world.companies.pk, language="fr", **comment))
        for address in (copy.here, f"{copy.here}?step=thanks", f"{copy.here}?step=2"):
            after = copy.get(address)
            assert "checked" not in after.text
            assert "Plantedcomment" not in after.text
            form = after.context["form"]
            assert form["group"].value() == before.context["form"]["group"].value()
            assert after.context["language"] == before.context["language"]
            assert not after.context["has_answered"]

    def test_what_is_sent_from_another_browser_replaces_all_of_it(self, client, here, copy, survey):
        client.post(here, said(survey, choices=("agree", "disagree")))
        copy.post(copy.here, said(survey, choices=("pass", "")))
        assert votes() == [("pass", "")]
        assert copy.get(copy.here).text.count("checked") == 1
        # And whoever sent that does not read what its author then answers.
        assert "checked" not in client.get(here).text
        client.post(here, said(survey, choices=("agree", "disagree")))
        assert "checked" not in copy.get(copy.here).text
        assert SurveyResponse.objects.count() == 1

    @pytest.mark.parametrize("forged", ["", "1", "x:y:z"])
    def test_a_forged_cookie_is_none(self, client, here, copy, survey, forged):
        client.post(here, said(survey))
        copy.cookies["own_answers"] = forged
        assert "checked" not in copy.get(copy.here).text

    def test_the_cookie_of_another_survey_is_none(self, client, here, copy, survey, world):
        client.post(here, said(survey))
        other = make.SurveyInvitationFactory(
            survey=survey, link=make.PersonalLinkFactory(purpose="survey")
        )
        copy.post(let_in(copy, other.link), said(survey))
        assert "checked" not in copy.get(copy.here).text


class TestManyStatements:
    @pytest.fixture(autouse=True)
    def many(self, survey):
        make.StatementFactory.create_batch(PAGE_OF_STATEMENTS, survey=survey)
        for number, row in enumerate(survey.statements.order_by("pk")):
            Statement.objects.filter(pk=row.pk).update(position=number)

    def test_they_come_page_by_page_each_saved(self, client, here, survey, world):
        first = ["agree"] * PAGE_OF_STATEMENTS
        page = client.post(here, said(survey, world.miners.pk, choices=first))
        assert page.url == f"{here}?step=2"
        assert len(votes()) == PAGE_OF_STATEMENTS
        assert "Part 2 of 2" in client.get(page.url).text
        last = survey.statements.order_by("-position")[0]
        page = client.post(here, {"step": "2", "language": "en", f"choice_{last.pk}": "pass"})
        assert page.url == f"{here}?step=thanks"
        assert len(votes()) == PAGE_OF_STATEMENTS + 1
        assert SurveyResponse.objects.get().group == world.miners

    @pytest.mark.parametrize("step", ["2", "99", "-1", "x", "9" * 30])
    def test_nobody_comes_to_a_later_page_without_the_first(self, client, here, step):
        assert client.get(here, {"step": step}).context["step"] == 1


class TestSignedIn:
    def test_whoever_was_asked_answers_without_seeing_the_initiative(
        self, sign_in, stranger, survey, world
    ):
        person = make.PersonFactory(programme=world.programme, user=stranger)
        services.invite(survey, people=Person.objects.filter(pk=person.pk))
        address = reverse("dialogues:survey_mine", args=[world.initiative.slug, survey.pk])
        client = sign_in(stranger)
        assert client.get(address).status_code == 200
        assert client.post(address, said(survey)).status_code == 302
        assert SurveyResponse.objects.get().invitation.person == person

    def test_nobody_else_does(self, sign_in, participant, invitation, survey, world):
        address = reverse("dialogues:survey_mine", args=[world.initiative.slug, survey.pk])
        assert sign_in(participant).get(address).status_code == 404
