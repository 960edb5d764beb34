"""Placeholders: a fixed list, filled in once; and a programme's own words."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from convening.mail import language_of, texts_of
from convening.models import MailKind, MailTemplate
from convening.wording import DEFAULTS, check, default_of, fill
from core.models import Mail
from core.post import LINK, message_of
from tests import factories as make
from tests.telling import tell


@pytest.mark.once
class TestFilling:
    def test_each_kind_has_words_of_ours_that_pass_our_own_check(self):
        assert set(DEFAULTS) == set(MailKind)
        for kind in MailKind:
            for text in default_of(kind):
                check(text)

    def test_what_was_filled_in_is_not_filled_in_again(self):
        assert fill("{name} {dialogue}", {"name": "{dialogue}", "dialogue": "D"}) != "D D"

    @pytest.mark.parametrize(
        ("name", "reason"), [("{link}", ""), ("{li", "nk}"), ("{", "link}"), ("{{link}}", "")]
    )
    def test_nothing_that_was_typed_becomes_a_link(self, name, reason):
        said = fill("{name}{reason}", {"name": name, "reason": reason})
        assert LINK not in said
        assert said.replace("\u2060", "") == name + reason

    @pytest.mark.parametrize("text", ["{nobody}", "{name", "name}", "{}", "{na me}", "{{name}}"])
    def test_other_braces_are_refused(self, text):
        with pytest.raises(ValidationError, match="Line 2"):
            check(f"ok {{name}}\n{text}")


def test_somebody_called_link_is_called_that_in_the_mail(world):
    person = make.PersonFactory(programme=world.programme, name="{link}", email="l@example.org")
    row = make.ParticipationFactory(dialogue=world.dialogue, person=person)
    make.RegistrationFactory(participation=row)
    mail = tell(row, "confirmed", key="1")
    sent = message_of(mail, path="/l/token/")
    assert sent.body.count("/l/token/") == 1
    assert "Dear {\u2060link}" in sent.body


def test_a_subject_stays_one_line_whatever_the_title(world):
    world.dialogue.title = "Two\r\nBcc: lines"
    person = make.PersonFactory(programme=world.programme, email="l@example.org")
    row = make.ParticipationFactory(dialogue=world.dialogue, person=person)
    mail = tell(row, "confirmed", key="1")
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject


def test_the_language_is_the_first_that_they_speak_and_we_write(world):
    person = make.PersonFactory(programme=world.programme, languages=["tw", "fr-CI", "en"])
    assert language_of(person) == "fr"
    assert language_of(person, among=["en", "es"]) == "en"
    make.MailTemplateFactory(
        programme=world.programme, kind="other", language="fr", subject="Bonjour"
    )
    texts = texts_of(world.programme.pk, "other")
    assert texts["fr"]["subject"] == "Bonjour"
    assert texts["en"]["subject"] == "{dialogue}"


class TestTemplatePages:
    def url(self, world, name="template_edit", language="en"):
        return reverse(f"convening:{name}", args=[world.programme.slug, "invitation", language])

    def test_the_list_says_whose_words_hold(self, world, convenor, sign_in):
        make.MailTemplateFactory(programme=world.programme, language="fr")
        page = sign_in(convenor).get(
            reverse("convening:template_list", args=[world.programme.slug])
        )
        assert page.content.decode().count("own words</strong>") == 1

    def test_own_words_are_written_changed_and_forgotten(self, world, convenor, sign_in):
        client = sign_in(convenor)
        words = {"subject": "Come, {name}", "body": "Here: {link}"}
        assert client.post(self.url(world), words).status_code == 302
        assert MailTemplate.objects.get().subject == "Come, {name}"
        stale = words | {"version": 9, "base": "{}", "subject": "Other"}
        assert client.post(self.url(world), stale).status_code == 409
        reset = self.url(world, "template_reset")
        assert "are deleted" in client.get(reset).content.decode()
        client.post(reset)
        assert not MailTemplate.objects.exists()

    def test_a_preview_saves_nothing_and_shows_real_data(self, world, convenor, sign_in):
        person = make.PersonFactory(programme=world.programme, name="Ama Mensah")
        row = make.ParticipationFactory(dialogue=world.dialogue, person=person)
        data = {"subject": "Hello {name}", "body": "{dialogue}", "preview": "1", "person": row.pk}
        page = sign_in(convenor).post(self.url(world), data).content.decode()
        assert "Hello Ama Mensah" in page
        assert not MailTemplate.objects.exists()

    @pytest.mark.parametrize("language", ["xx", "de"])
    def test_a_language_we_do_not_write_is_not_there(self, world, convenor, sign_in, language):
        assert sign_in(convenor).get(self.url(world, language=language)).status_code == 404

    def test_text_stays_text(self, world, convenor, sign_in):
        person = make.PersonFactory(programme=world.programme, name="<b>Bold</b>", email="b@b.org")
        row = make.ParticipationFactory(dialogue=world.dialogue, person=person)
        tell(row, "confirmed", key="1")
        assert "<b>Bold</b>" in Mail.objects.get().body
        page = sign_in(convenor).get(self.url(world)).content.decode()
        assert "<b>Bold</b>" not in page
