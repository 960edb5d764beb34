"""What reports put on a person's own desk."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.desk import Desk, Link
from accounts.roles import Role
from dialogues.standing import standing_of


def report_desk(user):
    """The door of who funds something."""
    if not standing_of(user).roles.get(Role.DONOR):
        return Desk()
    door = reverse("reports:door")
    return Desk(
        advice=_(
            "What is reported to you of the initiatives that you fund stands on a page of its own."
        ),
        begin=Link(_("See what you fund"), door),
        links=(Link(_("What you fund"), door),),
    )
