"""What reports put on a person's own desk."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from accounts.desk import Desk, Link
from accounts.roles import Role
from dialogues.standing import standing_of

# Somebody who funds and does nothing else here: the other lists would be empty.
FOR_DONORS = (
    (_l("My work"), "accounts:my_work", "/my-work/", False),
    (_l("What you fund"), "reports:door", "/donors/", False),
    (_l("Initiatives"), "dialogues:initiative_list", "/initiatives/", True),
    (_l("Reports"), "reports:report_list", "/reports/", True),
)


def donors_navigation(user):
    """The navigation of a user who is a donor and nothing else."""
    standing = standing_of(user)
    only_funds = set(standing.roles) == {Role.DONOR} and not standing.people
    return FOR_DONORS if only_funds and not standing.is_administrator else None


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
