"""The mails of roadmaps: reminders of owners, digests of members. In the language of the group's mail."""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadmaps.endorsing_mail import in_a_mail, locale_for


def in_language_of(roadmap):
    """Baraza's words in the language in which the roadmap's group writes."""
    group = roadmap.learning_group
    return translation.override(locale_for(group) if group else "en")


def reminder(roadmap, reminded, name, redact):
    """(subject, body) of the mail for what `reminded` holds; `{link}` stands for the personal link."""
    number = len(reminded.due) + len(reminded.silent)
    subject = ngettext(
        "An action of yours: how does it go?", "Actions of yours: how do they go?", number
    )
    lines = [_due_line(action, standing, redact) for action, standing in reminded.due]
    lines += [_silent_line(action, standing, redact) for action, standing in reminded.silent]
    body = _(
        "Dear %(name)s,\n\n"
        "the roadmap “%(roadmap)s” has this with your name on it:\n\n"
        "%(lines)s\n\n"
        "A word takes half a minute, with a photo if you have one, and needs no account:\n{link}\n\n"
        "The link is for you alone."
    )
    return subject, body % {
        "name": in_a_mail(name),
        "roadmap": in_a_mail(redact(roadmap.title)),
        "lines": "\n".join(lines),
    }


def _due_line(action, standing, redact):
    values = {"action": in_a_mail(redact(action.title)), "day": date_format(action.due, "j F Y")}
    if standing.is_late:
        return "- " + _("%(action)s (was due on %(day)s)") % values
    return "- " + _("%(action)s (due on %(day)s)") % values


def _silent_line(action, standing, redact):
    words = ngettext(
        "%(action)s (no word for %(days)d day)",
        "%(action)s (no word for %(days)d days)",
        standing.silent_for,
    )
    values = {"action": in_a_mail(redact(action.title)), "days": standing.silent_for}
    return "- " + words % values


def digest(roadmap, told, name, address, redact):
    """(subject, body) of the digest for a member; `told` is what roadmaps.digest found."""
    subject = _("What moved on the roadmap")
    parts = []
    for heading, lines in (
        (_("Done"), told.done),
        (_("Said since the last time"), told.moved),
        (_("New"), told.new),
        (_("Overdue"), told.late),
        (_("Blocked"), told.blocked),
        (_("No word for long"), told.silent),
    ):
        if lines:
            parts.append(
                heading + "\n" + "\n".join(f"- {in_a_mail(redact(line))}" for line in lines)
            )
    body = _(
        "Dear %(name)s,\n\n"
        "this is how the roadmap “%(roadmap)s” stands.\n\n"
        "%(parts)s\n\n"
        "All of it: %(address)s\n\n"
        "If you do not want this mail any more, say so here:\n{link}"
    )
    return subject, body % {
        "name": in_a_mail(name),
        "roadmap": in_a_mail(redact(roadmap.title)),
        "parts": "\n\n".join(parts),
        "address": address,
    }
