"""What people without an account read is translated: the pages of personal links and their mails."""

import ast
import gettext
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation.template import templatize

from dialogues.forms.surveys import AnswerForm
from dialogues.mail.advisers import invitation as adviser_invitation
from dialogues.mail.review import reminder_mail as review_reminder_mail
from dialogues.mail.review import request_mail
from dialogues.mail.surveys import invitation_mail, reminder_mail
from dialogues.models import Vote
from dialogues.services import surveys as services
from tests import factories as make
from tests.links import let_in

LANGUAGES = [code for code, _name in settings.LANGUAGES if not code.startswith("en")]
# Read by those who open a personal link; base.html has the frame of all pages around it.
TEMPLATES = (
    *("core/link_ended.html", "core/link_missing.html"),
    *(f"dialogues/survey_{name}.html" for name in ("answer", "thanks", "closed")),
    *(f"dialogues/mail/survey_{name}.txt" for name in ("invitation", "reminder")),
    *("dialogues/review.html", "dialogues/review_closed.html", "dialogues/advisers_serve.html"),
    *("dialogues/mail/review_request.txt", "dialogues/mail/review_reminder.txt"),
    "dialogues/mail/adviser_invitation.txt",
    *(
        f"convening/attending{name}.html"
        for name in ("", "_choices", "_contacts", "_decline", "_form", "_frame", "_nav")
    ),
    *(f"convening/attending_{name}.html" for name in ("propose", "review", "standing", "tabs")),
    *("convening/form_question_field.html", "convening/agenda_by_link.html"),
    *(f"roadmaps/{name}.html" for name in ("mine", "mine_action", "seat_by_link", "flags")),
    *("roadmaps/endorse_by_link.html", "roadmaps/link_languages.html"),
)
CALL = re.compile(r"gettext\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\)")
PLACES = re.compile(r"%\(\w+\)s")


def catalogue(language):
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"


def read_po(path):
    """What a catalogue says, as its compiled form holds it; in ours each message is one line."""
    text = path.read_text(encoding="utf-8")
    messages = {}
    for entry in text.split("\n\n")[1:]:
        lines = [line.split(" ", 1) for line in entry.splitlines() if not line.startswith("#")]
        rows = {key: ast.literal_eval(words) for key, words in lines}
        said = rows["msgid"]
        for key, words in rows.items():
            if key == "msgstr":
                messages[said] = words
            elif key.startswith("msgstr["):
                messages[said, int(key[7:-1])] = words
    return messages


def said_by_templates():
    for name in TEMPLATES:
        source = Path(settings.BASE_DIR, "templates", name).read_text(encoding="utf-8")
        for literal in CALL.findall(templatize(source)):
            yield ast.literal_eval(literal)


def said_by_the_form():
    with translation.override("en-gb"):
        form = AnswerForm(statements=[], groups=[], is_first=True, earlier={})
        group = form.fields["group"]
        yield from (group.label, group.help_text, group.error_messages["required"])
        yield from (label for value, label in group.choices)
        yield from Vote.Choice.labels


@pytest.mark.parametrize("language", LANGUAGES)
class TestCatalogues:
    def test_everything_that_is_said_is_translated(self, language):
        known = read_po(catalogue(language))
        said = {str(text) for text in (*said_by_templates(), *said_by_the_form())}
        assert len(said) > 40
        assert {text for text in said if not known.get(text, known.get((text, 0)))} == set()

    def test_what_is_filled_in_is_filled_in_there_too(self, language):
        for key, means in read_po(catalogue(language)).items():
            said = key if isinstance(key, str) else key[0]
            assert sorted(PLACES.findall(said)) == sorted(PLACES.findall(means)), said

    def test_the_compiled_catalogue_is_that_of_the_text(self, language):
        # After a change: msgfmt -o django.mo django.po
        with catalogue(language).with_suffix(".mo").open("rb") as compiled:
            found = gettext.GNUTranslations(compiled)._catalog
        found.pop("")
        assert found == read_po(catalogue(language))


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
class TestInTheirLanguage:
    @pytest.fixture
    def survey(self, world, language):
        survey = make.SurveyFactory(
            initiative=world.initiative, title="Namba 1", languages=["en", language]
        )
        make.StatementFactory(survey=survey, texts={"en": "One.", language: "Moja."})
        services.open_survey(survey, closes_on=timezone.localdate() + timedelta(days=5))
        survey.refresh_from_db()
        return survey

    def test_the_page_and_its_thanks(self, client, survey, world, language):
        person = make.PersonFactory(programme=world.programme, languages=[language])
        link = make.PersonalLinkFactory(purpose="survey")
        make.SurveyInvitationFactory(survey=survey, person=person, link=link)
        here = let_in(client, link)
        page = client.get(here)
        assert f'lang="{language}"' in page.text
        assert "Moja." in page.text
        english = [text for text in said_by_templates() if "%(" not in text and len(text) > 12]
        assert [text for text in english if text in page.text] == []
        wrong = client.post(here, {"language": language})
        assert [text for text in english if text in wrong.text] == []
        statement = survey.statements.get()
        sent = {"language": language, "group": "none", f"choice_{statement.pk}": "agree"}
        thanks = client.post(here, sent, follow=True)
        assert [text for text in english if text in thanks.text] == []

    def test_the_mails(self, survey, language):
        person = make.PersonFactory(languages=[language])
        english = ("Hello,", "Please", "until")
        for subject, body in (invitation_mail(survey, person), reminder_mail(survey, person)):
            assert "Namba 1" in subject
            assert "{link}" in body
            assert [word for word in english if word in subject + body] == []

    def test_mails_to_reviewers_and_advisers(self, world, language):
        person = make.PersonFactory(programme=world.programme, languages=["xx", language])
        request = make.ReviewRequestFactory(person=person)
        seat = make.SeatFactory(initiative=world.initiative, person=person)
        english = ("Please", "Dear", "Invitation to", "Your comments")
        for mail in (
            request_mail(request),
            review_reminder_mail(request),
            adviser_invitation(seat, is_again=True),
        ):
            text = mail["subject"] + mail["body"]
            assert "{link}" in text
            assert [word for word in english if word in text] == []

    def test_the_page_of_a_link_that_ended(self, language):
        with translation.override(language):
            text = render_to_string("core/link_ended.html", {"request": None})
        assert "This link opens nothing" not in text
