"""What initiatives and dialogues put on a person's own desk."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.desk import Desk, Link, Part
from accounts.models import User
from accounts.roles import Role
from dialogues.models import Dialogue, Initiative, Participation
from dialogues.standing import SCOPES, standing_of


def dialogue_parts(user):
    """The roles that `user` was appointed to, and the dialogues that they take part in."""
    if standing_of(user).is_administrator:
        yield Part(role=_("Administrator"), title=_("this installation"))
    rows = user.appointments.select_related(*SCOPES, "organisation")
    for row in rows:
        place = row.dialogue or row.initiative or row.programme
        yield Part(
            role=row.get_role_display(),
            title=place.title,
            url=_url_of(user, row),
            detail=row.organisation.name if row.organisation else "",
        )
    rows = Participation.objects.filter(person__in=standing_of(user).people)
    for row in rows.select_related("dialogue"):
        yield Part(
            role=_("Participant"),
            title=row.dialogue.title,
            url=row.dialogue.get_absolute_url(),
            detail=row.get_status_display(),
        )


def _url_of(user, appointment):
    """Where the appointment leads; a donor's may lead to what is not public yet, and so nowhere."""
    if appointment.role == Role.DONOR:
        return ""
    if appointment.programme:
        return reverse("dialogues:programme", args=[appointment.programme.slug])
    return (appointment.dialogue or appointment.initiative).get_absolute_url()


def dialogue_desk(user):
    """How to begin, for each situation in which nothing waits."""
    standing = standing_of(user)
    programmes = reverse("dialogues:programme_list")
    if standing.roles.get(Role.CONVENOR):
        links = (
            Link(_("Your programmes"), programmes),
            Link(_("The register of people"), reverse("stakeholders:person_list")),
        )
        if not Initiative.objects.run_by(user).exists():
            begin = Link(_("Begin an initiative"), reverse("dialogues:initiative_add"))
            return Desk(_first_initiative(), begin, links)
        if not Dialogue.objects.run_by(user).exists():
            begin = Link(_("Your initiatives"), reverse("dialogues:initiative_list"))
            return Desk(_first_dialogue(), begin, links)
        return Desk(_nothing_waits(), None, links)
    if standing.is_administrator:
        begin = Link(_("Add a programme"), reverse("dialogues:programme_add"))
        links = (Link(_("Programmes"), programmes),)
        return Desk(_administrators_advice(), begin, links)
    if standing.roles or standing.people:
        return Desk(_nothing_waits())
    if not User.objects.filter(is_staff=True, is_active=True).exists():
        return Desk(_nobody_looks_after_it())
    return Desk(_no_role_yet())


def _first_initiative():
    return _(
        "You convene, and have no initiative yet. An initiative takes one contentious issue through "
        "its stages; what each stage needs from you will then stand here."
    )


def _first_dialogue():
    return _(
        "Your initiative has no dialogue yet. Add one on its page: its agenda, invitations and notes "
        "will then stand here as they fall due."
    )


def _administrators_advice():
    return _(
        "You look after this installation. Add a programme and name its convenor; the convenor then "
        "begins its initiatives and appoints everybody else."
    )


def _nothing_waits():
    return _(
        "Dialogues that you prepare or note, actions that you lead and reports that you asked for "
        "will stand here, what is due first at the top."
    )


def _no_role_yet():
    return _(
        "You have no role yet. Ask a convenor to appoint you to their initiative or dialogue, with "
        "the e-mail address that you signed in with; what needs you will then stand here."
    )


def _nobody_looks_after_it():
    return _(
        "Nobody looks after this installation yet. Whoever runs it makes an administrator with "
        "“manage.py createsuperuser”; the administrator adds the first programme, and names you as "
        "its convenor."
    )
