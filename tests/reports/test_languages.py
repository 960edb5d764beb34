"""Reports speak the language of their dialogue, all of it."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.utils.translation import override

from core.countries import country_name
from dialogues.budgeting import in_words
from reports.contexts.languages import language_of_initiative, language_of_map
from reports.wording import clock, day, span, together, weekday
from tests import factories as make
from tests.reports.printed import modules, printed, templates, untranslated

LANGUAGES = [code for code in settings.REPORT_LANGUAGES if code != "en"]
RECIPE = """
These stand in a printed report, and locale/{language}/LC_MESSAGES/django.po lacks them. Add to it, at its end
and each on lines of its own below an empty one,

    msgid "Dialogues held"
    msgstr "Dialogues tenus"

or, where the source asks ngettext (blocktranslate with plural),

    msgid "%(number)d comment"
    msgid_plural "%(number)d comments"
    msgstr[0] "%(number)d commentaire"
    msgstr[1] "%(number)d commentaires"

(Indonesian has msgstr[0] alone.) What is in %(…)s stays as it is, in any order; what has some is preceded by
a line `#, python-format`. Then: cd locale/{language}/LC_MESSAGES && msgfmt -c -o django.mo django.po
What is printed is found by tests/reports/printed.py; a module of reports/ that is not, is listed there.
"""


class TestCatalogues:
    def test_what_is_printed_is_found(self):
        assert {"reports/pages.py", "reports/progress/word.py", "reports/said.py"} < set(modules())
        assert "templates/reports/pdf/parts/about.html" in templates()
        found = printed()
        assert found["Solution"] == ("Solutions", "reports/said.py")
        assert {"Quorum", "Kenya", "Chatham House Rule", "Draws together"} - set(found) == {
            "Quorum"
        }

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_whatever_is_printed_is_translated(self, language):
        missing = untranslated(language)
        assert not missing, "\n".join((*missing, RECIPE.format(language=language)))

    def test_every_language_of_the_application_is_one_of_reports(self):
        spoken = {code.partition("-")[0] for code, _name in settings.LANGUAGES}
        assert spoken == set(settings.REPORT_LANGUAGES)


@pytest.mark.parametrize(
    ("language", "one", "first", "days", "months", "years"),
    [
        (
            *("en", "Sunday 3 May 2026", "1 May 2026", "3–5 May 2026"),
            *("30 April – 2 May 2026", "30 December 2025 – 1 January 2026"),
        ),
        (
            *("fr", "Dimanche 3 mai 2026", "1er mai 2026", "3–5 mai 2026"),
            *("30 avril – 2 mai 2026", "30 décembre 2025 – 1er janvier 2026"),
        ),
        (
            *("es", "Domingo, 3 de mayo de 2026", "1 de mayo de 2026", "3–5 de mayo de 2026"),
            *("30 de abril – 2 de mayo de 2026", "30 de diciembre de 2025 – 1 de enero de 2026"),
        ),
        (
            *("pt", "Domingo, 3 de maio de 2026", "1 de maio de 2026", "3–5 de maio de 2026"),
            *("30 de abril – 2 de maio de 2026", "30 de dezembro de 2025 – 1 de janeiro de 2026"),
        ),
        (
            *("sw", "Jumapili, 3 Mei 2026", "1 Mei 2026", "3–5 Mei 2026"),
            *("30 Aprili – 2 Mei 2026", "30 Disemba 2025 – 1 Januari 2026"),
        ),
        (
            *("id", "Minggu, 3 Mei 2026", "1 Mei 2026", "3–5 Mei 2026"),
            *("30 April – 2 Mei 2026", "30 Desember 2025 – 1 Januari 2026"),
        ),
    ],
)
def test_days_and_spans_of_days(language, one, first, days, months, years):
    with override(language):
        assert weekday("2026-05-03") == one
        assert day("2026-05-01") == first
        assert span("2026-05-03", "2026-05-05") == days
        assert span("2026-04-30", "2026-05-02") == months
        assert span("2025-12-30", "2026-01-01") == years


def test_a_span_that_begins_with_the_first_of_a_french_month():
    with override("fr"):
        assert span("2026-05-01", "2026-05-11") == "1er–11 mai 2026"
        assert day("2026-11-11") == "11 novembre 2026"


def test_a_language_that_begins_with_the_month_says_it_twice():
    with override("hu"):
        assert span("2026-05-03", "2026-05-05").count("május") == 2


@pytest.mark.parametrize(
    ("language", "three", "two", "amount", "time", "country"),
    [
        ("en", "Ama, Esi and Inés", "Ama and Esi", "GBP 1,234,567.50", "09:30", "Germany"),
        ("fr", "Ama, Esi et Inés", "Ama et Esi", "GBP 1 234 567,50", "09:30", "Allemagne"),
        ("es", "Ama, Esi e Inés", "Ama y Esi", "GBP 1 234 567,50", "09:30", "Alemania"),
        ("pt", "Ama, Esi e Inés", "Ama e Esi", "GBP 1.234.567,50", "09:30", "Alemanha"),
        ("sw", "Ama, Esi na Inés", "Ama na Esi", "GBP 1,234,567.50", "09:30", "Ujerumani"),
        ("id", "Ama, Esi, dan Inés", "Ama dan Esi", "GBP 1.234.567,50", "09.30", "Jerman"),
    ],
)
def test_lists_amounts_times_and_countries(language, three, two, amount, time, country):
    with override(language):
        assert together(["Ama", "Esi", "Inés"]) == three
        assert together(["Ama", "Esi"]) == two
        assert together(["Ama"]) == "Ama"
        assert together([]) == ""
        assert in_words(Decimal("1234567.5"), "GBP").replace("\xa0", " ") == amount
        assert clock("09:30") == time
        assert str(country_name("DE")) == country


def test_spanish_says_and_before_hielo_as_it_is_written():
    with override("es"):
        assert together(["agua", "hielo"]) == "agua y hielo"
        assert together(["madres", "hijas"]) == "madres e hijas"


@pytest.mark.django_db
class TestWhatNamesNoLanguage:
    @pytest.mark.parametrize(
        ("spoken", "printed_in"),
        [
            ([], "en-gb"),
            (["en"], "en-gb"),
            (["fr", "fr"], "fr"),
            (["fr", "en"], "en-gb"),
            (["ar"], "ar"),
        ],
    )
    def test_it_is_that_of_the_dialogues_if_they_share_one(self, spoken, printed_in):
        shown = make.StakeholderMapFactory()
        initiative = make.InitiativeFactory(programme=shown.programme, stakeholder_map=shown)
        for language in spoken:
            make.DialogueFactory(initiative=initiative, language=language)
        make.DialogueFactory(language="sw")
        assert language_of_initiative(initiative) == printed_in
        assert language_of_map(shown) == printed_in
