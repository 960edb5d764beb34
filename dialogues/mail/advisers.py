"""The mail that asks somebody to serve in an advisory group."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from dialogues.survey_languages import in_language_of


def invitation(seat, *, by=None, is_again=False):
    """Subject and body of the invitation; `{link}` in the body is where the personal link will stand.

    `by` is the user to whom questions may be put.
    """
    with in_language_of(seat.person):
        return _written(seat, by=by, is_again=is_again)


def _written(seat, *, by, is_again):
    title = seat.initiative.title
    subject = _("Invitation to the advisory group: %(title)s") % {"title": title}
    if is_again:
        subject = _("Reminder: %(subject)s") % {"subject": subject}
    context = {
        "seat": seat,
        "initiative": seat.initiative,
        "person": seat.person,
        # What people wrote is no place for a link.
        "message": seat.message.replace("{link}", ""),
        "by": by,
    }
    body = render_to_string("dialogues/mail/adviser_invitation.txt", context)
    return {"subject": subject, "body": body.strip() + "\n"}
