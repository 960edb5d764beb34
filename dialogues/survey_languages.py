"""The languages in which a survey can be answered, and which one somebody is met in."""

from contextlib import contextmanager

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import get_language_info


def codes():
    """The languages that Baraza speaks, without their countries: en, fr, …"""
    return [code.partition("-")[0] for code, _name in settings.LANGUAGES]


def own_name(code):
    """What speakers of the language call it."""
    return capfirst(get_language_info(code)["name_local"])


def name(code):
    """What it is called in the reader's language."""
    return next(
        (called for known, called in settings.LANGUAGES if _base(known) == code), own_name(code)
    )


def choices():
    """Pairs of code and name for a form."""
    return [(code, own_name(code)) for code in codes()]


def locale_of(code):
    """The language of Baraza's own words for the language `code` of a survey."""
    return next((known for known, _name in settings.LANGUAGES if _base(known) == code), code)


def wished(request, *further):
    """The first language that we speak of what the address asks for, what the browser remembers and the tags
    `further`; else our first."""
    remembered = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    tags = [_base(wish or "") for wish in (request.GET.get("language"), remembered, *further)]
    return next((tag for tag in tags if tag in codes()), codes()[0])


def answered_in(language, request, answer, *, path):
    """What `answer()` gives in `language`. Where the address asked for one, the browser remembers it, for the
    pages under `path` alone: looking changes nothing here."""
    with translation.override(locale_of(language)):
        response = answer()
    if "language" in request.GET:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            locale_of(language),
            path=path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def chosen(survey, *wishes):
    """The first of `wishes`, language tags, in which `survey` can be answered; else its first."""
    for wish in wishes:
        if _base(wish or "") in survey.languages:
            return _base(wish)
    return survey.languages[0] if survey.languages else codes()[0]


@contextmanager
def in_language_of(person):
    """Baraza's words in the first language of `person` that it speaks, else in the site's: for mails,
    which are not in the language of whoever sends them."""
    spoken = [_base(tag) for tag in person.languages if _base(tag) in codes()]
    with translation.override(locale_of(spoken[0]) if spoken else settings.LANGUAGE_CODE):
        yield


def text_in(texts, survey, language):
    """The text and its language: in `language` if there is one, else in the survey's first that has one."""
    for code in (language, *survey.languages, *texts):
        if texts.get(code):
            return texts[code], code
    return "", language


def missing_in(texts, survey):
    """The languages of `survey` in which `texts` lack."""
    return [code for code in survey.languages if not texts.get(code)]


def _base(tag):
    return tag.partition("-")[0].lower()
