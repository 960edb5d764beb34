"""One mail to one person of a dialogue, in their language and in their programme's words."""

from convening.mail import (
    facts_of,
    language_of,
    needed_facts,
    ours,
    put,
    written,
)
from convening.models import MailTemplate, Message, Registration
from convening.recipients import NO_ADDRESS, REFUSED
from convening.services.links import attend_link
from core.exceptions import NoAddress
from dialogues.models import Participation
from stakeholders.models import Consent


def tell(participation, kind, *, key, link=None, calendar="", extra=None):
    """Put a mail of `kind` (MailKind) to one person into the outbox; the Mail, or None where they have no
    address or do not want mail.

    `key` makes it once. `link` is the personal link that `{link}` stands for, by default their own.
    `extra` are further facts for placeholders. To be called inside a transaction. What became of it, or
    why there is none, stands as a Message on the dialogue's page of mail.
    """
    person = participation.person
    problem = NO_ADDRESS if not person.email else REFUSED if _refused(person) else ""
    if problem:
        Message.objects.create(participation=participation, kind=kind, problem=problem)
        return None
    language = language_of(person)
    text = _text(participation.dialogue.initiative.programme_id, kind, language)
    registration = _registration_of(participation)
    facts = facts_of(participation, registration=registration, language=language, extra=extra)
    facts |= needed_facts(participation, registration, [text], language=language)
    subject, body = written(text, facts | (extra or {}))
    if link is None and "{link}" in body and registration is not None:
        link = attend_link(registration)
    try:
        mail_key = f"convening:{kind}:{participation.pk}:{key}"
        mail = put(mail_key, person, subject, body, link=link, calendar=calendar)
    except NoAddress:
        Message.objects.create(participation=participation, kind=kind, problem=NO_ADDRESS)
        return None
    Message.objects.get_or_create(
        mail=mail, defaults={"participation": participation, "kind": kind}
    )
    return mail


def _registration_of(participation):
    """Their Registration, as whoever holds the lock of the places has read it; or None."""
    known = Participation._meta.get_field("registration")
    if known.is_cached(participation):
        return known.get_cached_value(participation)
    return Registration.objects.filter(participation=participation).first()


def _refused(person):
    said = Consent.objects.filter(person=person, kind=Consent.Kind.CONTACTED, is_current=True)
    return said.filter(given=False).exists()


def _text(programme_id, kind, language):
    own = MailTemplate.objects.filter(programme=programme_id, kind=kind, language=language).first()
    if own is not None:
        return {"subject": own.subject, "body": own.body}
    return ours(kind, language)
