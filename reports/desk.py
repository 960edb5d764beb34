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
    return Desk(links=(Link(_("What you fund"), reverse("reports:door")),))
