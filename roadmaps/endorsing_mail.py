"""The mail that asks a member to endorse a version, in the language of the group's mail."""

from django.utils import translation
from django.utils.translation import gettext as _

from core.outbox import post
from dialogues.survey_languages import codes, locale_of
from stakeholders.naming import name_on_mail


def locale_for(group):
    """The locale of the language in which `group` writes, as far as Baraza speaks it."""
    base = group.language.partition("-")[0].lower()
    return locale_of(base if base in codes() else "en")


def write(version, member, link):
    """Put the mail for one member into the outbox, once for a version; raises NoAddress."""
    person, roadmap = member.person, version.roadmap
    with translation.override(locale_for(member.learning_group)):
        subject, body = text_of(version, in_a_mail(person.full_name))
    return post(
        key=f"roadmaps:endorse:{version.pk}:{member.pk}:{link.pk}",
        to_email=person.email,
        to_name=name_on_mail(person),
        subject=subject,
        body=body.replace("{roadmap}", in_a_mail(roadmap.title)),
        link=link,
    )


def text_of(version, name):
    """(subject, body) in the language at hand; `{link}` and `{roadmap}` stay."""
    subject = _("Do you endorse the roadmap?")
    body = _(
        "Dear %(name)s,\n\n"
        "Version %(number)d of the roadmap “{roadmap}” is there. As a member of the group you are asked "
        "whether you endorse it, with or without reservations, or not.\n\n"
        "Read it and answer here:\n{link}\n\n"
        "The link is for you alone. You can change your answer until there is a newer version."
    )
    return subject, body % {"name": name, "number": version.number}


def in_a_mail(text):
    """A text that is put into a mail: what it says stands for nothing else there."""
    return str(text).replace("{", "(").replace("}", ")")
