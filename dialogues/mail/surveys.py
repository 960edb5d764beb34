"""Mails that ask people to answer a survey, in a language that they and the survey speak."""

from django.utils import translation

from core.outbox import read_mail
from dialogues.survey_languages import chosen, locale_of, text_in


def invitation_mail(survey, person):
    """Subject and body of the mail that asks `person` to answer `survey`; `{link}` stands for the way in."""
    return _written("invitation", survey, person)


def reminder_mail(survey, person):
    """Subject and body of the mail that reminds `person`."""
    return _written("reminder", survey, person)


def _written(kind, survey, person):
    language = chosen(survey, *person.languages)
    introduction, _language = text_in(survey.introductions, survey, language)
    facts = {
        # What people wrote is no place for a link.
        "title": survey.title.replace("{link}", ""),
        "introduction": introduction.replace("{link}", ""),
        "closes_on": survey.closes_on,
        "link": "{link}",
    }
    with translation.override(locale_of(language)):
        return read_mail(f"dialogues/mail/survey_{kind}.txt", facts)
