"""How programmes come to be and change, and who is appointed to run them first."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.roles import Role
from accounts.services import account_of
from core.services import free_slug, save_version
from dialogues.exceptions import TitleTaken
from dialogues.models import Appointment
from dialogues.services.appointed import tell_appointed
from dialogues.stages import STANDARD
from dialogues.standing import forget_standing
from stakeholders.models import Programme
from stakeholders.services.register import add_group


def _title_taken():
    return TitleTaken(_("There is a programme of this title already."))


def create_programme(
    *, title, summary, convenor_email, by, blueprint=STANDARD, retention_months=None, groups=()
):
    """Store a new programme with stakeholder groups of these names, and appoint who has `convenor_email` as
    its convenor.

    Atomic. An address that is not known gets an account without a password, which opens through the
    reset mail alone. Raises TitleTaken, and AccountClosed for a closed account.
    """
    try:
        with transaction.atomic():
            slug = free_slug(Programme, title, fallback="programme")
            programme = Programme.objects.create(
                title=title,
                slug=slug,
                summary=summary,
                blueprint=blueprint,
                retention_months=retention_months,
            )
            for name in groups:
                add_group(programme=programme, name=name)
            convenor = account_of(convenor_email)
            appointment = Appointment.objects.create(
                user=convenor, role=Role.CONVENOR, programme=programme, appointed_by=by
            )
            tell_appointed(appointment)
    except IntegrityError as clash:
        raise _title_taken() from clash
    forget_standing(convenor)
    forget_standing(by)
    return programme


def change_programme(programme, *, based_on, fields):
    """Save `fields` of a programme that was edited from version `based_on`; its address stays.

    Atomic. Raises StaleVersion when somebody saved it meanwhile, TitleTaken; then nothing is written.
    """
    try:
        with transaction.atomic():
            return save_version(programme, based_on=based_on, fields=fields)
    except IntegrityError as clash:
        raise _title_taken() from clash
