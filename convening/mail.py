"""Composing mails to the people of a dialogue: in whose words, in which language, with which facts."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convening.models import MailTemplate, Registration, Sponsorship
from convening.wording import LINK, default_of, fill, placeholders_in
from dialogues.survey_languages import codes, locale_of
from dialogues.when import when_in_words, where_in_words, zone_in_words
from stakeholders.naming import name_on_mail

GRANTED = (Sponsorship.State.OFFERED, Sponsorship.State.ACCEPTED, Sponsorship.State.PAID)


def language_of(person, *, among=None):
    """The first language of `person` that is `among` those given (those Baraza speaks); else English."""
    known = codes() if among is None else among
    for tag in person.languages:
        base = tag.partition("-")[0].lower()
        if base in known:
            return base
    return "en" if "en" in known or not known else next(iter(known))


def texts_of(programme_id, kind):
    """What a kind of mail says in each language, `{language: {"subject": …, "body": …}}`: the programme's
    own words where it has any in that language, else ours."""
    own = {
        row.language: {"subject": row.subject, "body": row.body}
        for row in MailTemplate.objects.filter(programme=programme_id, kind=kind)
    }
    return {code: own.get(code) or ours(kind, code) for code in codes()}


def ours(kind, language):
    """Our own words for a kind of mail in `language`."""
    with translation.override(locale_of(language)):
        subject, body = default_of(kind)
    return {"subject": subject, "body": body}


def dialogue_facts(dialogue, language):
    """What stands for the placeholders that are the same for all, in `language`."""
    with translation.override(locale_of(language)):
        return {
            "dialogue": dialogue.title,
            "when": f"{when_in_words(dialogue)} ({zone_in_words(dialogue)})",
            "where": where_in_words(dialogue),
            "convenors": ", ".join(_convenors(dialogue)),
            "answer_by": _day(_answers_until(dialogue)),
            "agenda": settings.SITE_URL + reverse("convening:programme", args=[dialogue.slug]),
        }


def _of_registration(dialogue, registration, language):
    if registration is None:
        return {}
    until = registration.offer_until
    with translation.override(locale_of(language)):
        zone = ZoneInfo(dialogue.timezone)
        offered = date_format(until.astimezone(zone), "j F Y, H:i") if until else ""
    return {"offer_until": offered, "reason": registration.reason}


def _day(day):
    return date_format(day, "j F Y") if day else ""


def _answers_until(dialogue):
    """Where no last day is set, people can answer until it begins."""
    plan = getattr(dialogue, "plan", None)
    return (plan and plan.answer_by) or dialogue.starts_on


def _convenors(dialogue):
    """Who signs: those who convene it, else the programme."""
    rows = dialogue.convenings.select_related("organisation").order_by("position", "pk")
    names = [row.organisation.full_name for row in rows]
    return names or [dialogue.initiative.programme.title]


def _all_of(texts):
    return "".join(text["subject"] + text["body"] for text in texts)


class Writer:
    """Writes one mail after another to the people of `dialogue` in the words `texts`, by language; what
    is the same for all is read once, in a constant number of queries."""

    def __init__(self, dialogue, texts):
        self.dialogue, self.texts = dialogue, texts
        self._facts = {}
        wanted = _all_of(texts.values())
        self._positions = self._lines() if "{position}" in wanted else {}
        self._sponsored = self._granted() if "{sponsorship}" in wanted else {}
        self._materials = materials_of(dialogue) if "{materials}" in wanted else ""

    def language_for(self, person):
        """In which language `person` is written to."""
        return language_of(person, among=self.texts)

    def write(self, participation):
        """Subject and body of the mail to one person; `{link}` stays."""
        language = self.language_for(participation.person)
        return written(self.texts[language], self._facts_for(participation, language))

    def empty_for(self, participation):
        """The placeholders in the mail to one person for which there is nothing to stand."""
        language = self.language_for(participation.person)
        facts = self._facts_for(participation, language)
        used = placeholders_in(_all_of([self.texts[language]]))
        return [name for name in used if name != LINK and not facts.get(name)]

    def _facts_for(self, participation, language):
        if language not in self._facts:
            self._facts[language] = dialogue_facts(self.dialogue, language)
        registration = getattr(participation, "registration", None)
        return {
            **self._facts[language],
            "name": participation.person.full_name,
            **_of_registration(self.dialogue, registration, language),
            "materials": self._materials,
            "position": self._positions.get(participation.pk, ""),
            "sponsorship": sponsorship_in_words(
                self._sponsored.get(participation.pk, ()), language
            ),
        }

    def _lines(self):
        rows = Registration.objects.filter(participation__dialogue=self.dialogue).waiting()
        keys = rows.values_list("participation_id", flat=True)
        return {key: number for number, key in enumerate(keys, start=1)}

    def _granted(self):
        rows = Sponsorship.objects.filter(
            participation__dialogue=self.dialogue, state__in=GRANTED
        ).select_related("fund")
        found = {}
        for row in rows:
            found.setdefault(row.participation_id, []).append(row)
        return found


def position_of(registration, dialogue_id):
    """Which number somebody has on the waiting list; empty for who is not on it."""
    line = Registration.objects.filter(participation__dialogue=dialogue_id).waiting()
    since = registration.waiting_since
    if since is None or not line.filter(pk=registration.pk).exists():
        return ""
    earlier = Q(waiting_since__lt=since) | Q(waiting_since=since, pk__lt=registration.pk)
    return line.filter(earlier).count() + 1


def materials_of(dialogue):
    """The materials of a dialogue, one a line, with their addresses."""
    rows = dialogue.materials.order_by("position", "pk")
    return "\n".join(f"{row.title}\n{row.url}".strip() for row in rows)


def sponsorship_in_words(rows, language):
    """What is paid for somebody, one a line, in `language`."""
    with translation.override(locale_of(language)):
        return "\n".join(_granted_in_words(row) for row in rows)


def _granted_in_words(row):
    if not row.amount:
        return str(row.get_what_display())
    return _("%(what)s: %(amount)s %(currency)s") % {
        "what": row.get_what_display(),
        "amount": row.amount,
        "currency": row.fund.currency if row.fund else "",
    }


def written(text, facts):
    """Subject and body of a text with its placeholders filled; `{link}` stays until it is sent."""
    return fill(text["subject"], facts).replace("{link}", ""), fill(text["body"], facts)


def mail_to(participation, writer, *, key):
    """The mail that `writer` writes to one person, as `core.outbox.post_many` takes it. The outbox need not
    know the names of those who are protected."""
    person = participation.person
    subject, body = writer.write(participation)
    link = participation.registration.link if "{link}" in body else None
    return {
        "key": key,
        "to_email": person.email,
        "to_name": name_on_mail(person),
        "subject": subject,
        "body": body if link else body.replace("{link}", ""),
        "link": link,
    }
