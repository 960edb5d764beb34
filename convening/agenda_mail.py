"""The mail that tells one person what a released agenda changes for them, with the calendar to it."""

from django.conf import settings
from django.urls import reverse

from convening.calendars import calendar_of_changes, stands_for
from convening.change_words import for_person
from core.outbox import read_mail
from dialogues.survey_languages import in_language_of

LINK = "{link}"


def agenda_mail(release, notice, *, is_public, link, veil):
    """Subject, body and calendar of the mail to the person of `notice`, in their language. Where there is
    a personal `link`, `{link}` stands in the body for the way to their agenda. `veil` takes protected names
    out of the calendar; out of the rest the outbox does."""
    dialogue, person = release.dialogue, notice.person
    url = _url_for(dialogue, person, is_public=is_public)
    with in_language_of(person):
        facts = {
            "name": person.full_name,
            "title": dialogue.title,
            "number": release.number,
            "is_first": release.number == 1,
            "lines": [for_person(each, person.pk) for each in notice.changes],
            "note": release.note,
            "zone": dialogue.timezone.replace("_", " "),
        }
        # What people wrote is no place for a link.
        facts = {name: _without_link(value) for name, value in facts.items()}
        calendar = calendar_of_changes(
            [{"change": each, "stands": stands_for(each, person.pk)} for each in notice.changes],
            release,
            to_email=person.email,
            veil=veil,
            url=url,
        )
        more = {"link": LINK if link else url, "has_calendar": bool(calendar)}
        return *read_mail("convening/mail/agenda.txt", facts | more), calendar


def _url_for(dialogue, person, *, is_public):
    if person.user_id:
        return settings.SITE_URL + reverse("convening:my_agenda", args=[dialogue.slug])
    if is_public:
        return settings.SITE_URL + reverse("convening:programme", args=[dialogue.slug])
    return ""


def _without_link(value):
    if isinstance(value, list):
        return [_without_link(each) for each in value]
    return value.replace(LINK, "") if isinstance(value, str) else value
