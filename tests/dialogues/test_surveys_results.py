"""The results of a survey as pages tell them, and what they keep to themselves."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogues.closing import close
from dialogues.models import SurveyInvitation
from dialogues.services import surveys as services
from dialogues.survey_results import in_order, number_of_answers, results_of
from dialogues.where_groups_stand import Band, Verdict
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(world):
    survey = make.SurveyFactory(initiative=world.initiative, languages=["en"])
    for number, text in enumerate(("Divisive", "Uniting", "Vague")):
        make.StatementFactory(survey=survey, texts={"en": text}, position=number)
    services.open_survey(survey, closes_on=timezone.localdate() + timedelta(days=5))
    survey.refresh_from_db()
    return survey


def answers(survey, group, number, *choices, comment=""):
    """`number` people of `group` who all give the same `choices`."""
    statements = list(survey.statements.order_by("position"))
    for _number in range(number):
        invitation = make.SurveyInvitationFactory(survey=survey)
        votes = {
            statement.pk: (choice, comment)
            for statement, choice in zip(statements, choices, strict=False)
        }
        services.answer(invitation, group=group, language="en", votes=votes)


@pytest.fixture
def answered(survey, world):
    """Forty people: they differ on the first statement, agree on the second, and not quite on the third."""
    answers(survey, world.miners, 11, "agree", "agree", "agree")
    answers(survey, world.miners, 10, "agree", "agree", "disagree")
    answers(survey, world.companies, 12, "disagree", "agree", "pass")
    answers(survey, None, 6, "disagree", "disagree", "disagree")
    press = make.GroupFactory(programme=world.programme, key="press", name="Press")
    answers(survey, press, 3, "disagree", "disagree", "disagree", comment="Plantedcomment")
    return survey


@pytest.fixture
def closed(answered):
    close(answered)
    answered.refresh_from_db()
    return answered


@pytest.fixture
def page(sign_in, convenor, survey):
    """The survey's page as a convenor sees it."""

    def shown(query="", user=convenor):
        address = reverse("dialogues:survey", args=[survey.initiative.slug, survey.pk])
        return sign_in(user).get(address + query)

    return shown


def test_what_divides_and_what_unites_is_told_apart(closed):
    verdicts = {str(row.statement): row.reading.verdict for row in results_of(closed).results}
    assert verdicts == {
        "Divisive": Verdict.DIVIDES,
        "Uniting": Verdict.UNITES,
        "Vague": Verdict.UNCLEAR,
    }


def test_a_group_of_fewer_than_five_is_not_told_of(closed, page):
    results = results_of(closed)
    press = next(row for row in results.groups if str(row.group) == "Press")
    assert (press.number, press.is_counted) == (0, False)
    for row in results.results:
        assert "Press" not in {str(line.group) for line in row.lines}
        assert "Press" in {str(group) for group in row.unheard}
    assert "fewer than five answered" in page().text


def test_those_of_no_group_do_not_weigh(closed):
    uniting = results_of(closed).results[1]
    nobodys = next(line for line in uniting.lines if line.group is None)
    assert nobodys.told.band == Band.DISAGREES
    assert uniting.reading.verdict == Verdict.UNITES


def test_numbers_of_people_are_rounded_down_to_fives(closed, page):
    assert results_of(closed).number == 35  # 39 in groups of five or more, 42 in all
    assert "35 or more" in page().text
    assert re.search(r"\b39\b", page().text) is None


def test_results_are_ordered_by_what_divides_or_by_what_unites(closed):
    results = results_of(closed).results
    assert str(in_order(results, "divides")[0].statement) == "Divisive"
    assert str(in_order(results, "unites")[0].statement) == "Uniting"
    assert in_order(results, "asked") == results


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Divisive", "Uniting", "Vague"]),
        ("?show=divides", ["Divisive"]),
        ("?show=unites&sort=unites", ["Uniting"]),
        ("?show=unclear", ["Vague"]),
        ("?show=unheard", []),
        ("?sort=asked", ["Divisive", "Uniting", "Vague"]),
    ],
)
def test_results_are_sorted_and_filtered_by_the_address(closed, page, query, shown):
    assert [row["text"] for row in page(query).context["rows"]] == shown


@pytest.mark.parametrize("query", ["?sort=salary", "?show=%00", "?sort=&show=&page=9"])
def test_what_the_address_cannot_ask_for_is_as_if_it_were_not_asked(closed, page, query):
    assert page(query).status_code == 200


def test_the_drawing_has_its_facts_in_the_same_table(closed, page):
    text = page().text
    assert text.count("<svg class=") + text.count("<svg\n") + text.count("<svg viewBox") >= 9
    assert "mostly agree" in text
    assert "divided" in text
    assert "(52 % agree)" in text  # 11 of 21, smoothed
    assert "&lt;5" in text


class TestWhileItIsOpen:
    """Two looks, before and after somebody answers, must not tell what was answered."""

    def test_nobody_is_told_how_groups_stand(self, answered, page, adviser):
        with pytest.raises(ValueError, match="open"):
            results_of(answered)
        for shown in (page(), page(user=adviser)):
            assert "results" not in shown.context
            assert "mostly" not in shown.text
            assert "Plantedcomment" not in shown.text
            assert "told when the survey is closed" in shown.text

    def test_convenors_are_told_about_how_many_answered_and_how_to_see_more(self, answered, page):
        text = page().text
        assert "35 or more" in text
        assert "close it, during the meeting if you like" in text
        assert "answers cannot be changed then" in text

    def test_advisers_are_told_no_number(self, answered, page, adviser):
        assert "35 or more" not in page(user=adviser).text

    def test_the_number_is_the_one_that_closing_tells_anyway(self, answered):
        before = number_of_answers(answered)
        close(answered)
        answered.refresh_from_db()
        results = results_of(answered)
        assert before == results.number == sum(row.number for row in results.groups)

    def test_the_first_answers_change_nothing_on_the_page(self, survey, world, page):
        for _person in range(5):
            make.SurveyInvitationFactory(survey=survey)

        def main():
            return page().text.split("<main")[1].split("</main>")[0]

        def without_tokens(text):
            return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)

        before = without_tokens(main())
        statements = survey.statements.all()
        for invitation, group in zip(
            survey.invitations.order_by("pk"),
            (world.miners, world.miners, world.miners, world.companies, None),
            strict=True,
        ):
            votes = {row.pk: ("agree", "Plantedcomment") for row in statements}
            services.answer(invitation, group=group, language="en", votes=votes)
            assert without_tokens(main()) == before

    def test_comments_wait_until_it_closes(self, answered, page):
        assert "Plantedcomment" not in page().text
        close(answered)
        assert "Plantedcomment" in page().text


class TestThoseOfNoGroup:
    @pytest.mark.parametrize("number", [0, 1, 4])
    def test_fewer_than_five_look_like_nobody(self, survey, world, page, number):
        answers(survey, world.miners, 7, "agree")
        answers(survey, None, number, "disagree")
        close(survey)
        survey.refresh_from_db()
        results = results_of(survey)
        assert results.number == 5
        assert None not in [row.group for row in results.groups]
        text = page().text
        assert "No group named" not in text
        assert "Another group, or none" not in text

    def test_five_are_told_of(self, survey, page):
        answers(survey, None, 5, "disagree")
        close(survey)
        assert "No group named" in page().text


class TestComments:
    def test_advisers_do_not_read_them(self, closed, page, adviser):
        text = page(user=adviser).text
        assert "mostly agree" in text
        assert "Plantedcomment" not in text

    def test_those_on_statements_that_few_answered_are_not_told(self, survey, world, page):
        answers(survey, world.miners, 4, "agree", comment="Plantedcomment")
        close(survey)
        assert "Plantedcomment" not in page().text

    def test_they_keep_an_order_that_is_not_that_of_the_answers(self, survey, world):
        for number in range(9):
            answers(survey, world.miners, 1, "agree", comment=f"{number}")
        close(survey)
        survey.refresh_from_db()
        first, second = (
            results_of(survey, with_comments=True).results[0].comments for _time in range(2)
        )
        assert first == second
        assert sorted(first) == [f"{number}" for number in range(9)] != first

    def test_markup_in_them_is_only_text(self, survey, world, page):
        answers(survey, world.miners, 5, "agree", comment="<script>alert(1)</script>")
        close(survey)
        assert "<script>alert" not in page().text


def test_nobody_is_told_who_answered(closed, sign_in, convenor):
    assert SurveyInvitation.objects.filter(has_answered=True).exists()
    address = reverse("dialogues:survey_invitations", args=[closed.initiative.slug, closed.pk])
    page = sign_in(convenor).get(address)
    assert all("has_answered" not in row for row in page.context["rows"])
    assert "told to nobody" in page.text


def test_a_survey_that_few_answered_says_so(survey, world, page):
    answers(survey, world.miners, 4, "agree")
    close(survey)
    text = page().text
    assert "Too few have answered to show anything" in text
    assert "fewer than five in each group" in text
