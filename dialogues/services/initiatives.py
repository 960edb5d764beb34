"""How initiatives come to be and change."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from core.services import free_slug, save_version
from dialogues.exceptions import TitleTaken
from dialogues.models import Appointment, Decision, Initiative, Stage
from dialogues.stages import BLUEPRINTS, STANDARD, free_key
from dialogues.standing import forget_standing, standing_of


def _title_taken():
    return TitleTaken(_("The programme has an initiative of this title already."))


def create_initiative(initiative, *, by, blueprint):
    """Store a new initiative with the stages of `blueprint`, the first one open, and make `by` its convenor.

    Atomic. Who convenes the whole programme is not appointed again. Raises TitleTaken when the
    programme has an initiative of this title.
    """
    try:
        with transaction.atomic():
            initiative.slug = free_slug(Initiative, initiative.title, fallback="initiative")
            initiative.save(force_insert=True)
            lay_out_course(initiative, blueprint)
            _open_first(initiative, by)
            programmes = standing_of(by).ids("programme", Role.CONVENOR)
            if initiative.programme_id not in programmes:
                Appointment.objects.create(
                    user=by, role=Role.CONVENOR, initiative=initiative, appointed_by=by
                )
    except IntegrityError as clash:
        raise _title_taken() from clash
    forget_standing(by)
    return initiative


def lay_out_course(initiative, blueprint):
    """Store the stages that `blueprint` (a key of BLUEPRINTS) gives a new initiative, all ahead.

    One that is not known any more gives those of the standard series.
    """
    _label, kinds = BLUEPRINTS.get(blueprint, BLUEPRINTS[STANDARD])
    stages, taken = [], set()
    for position, kind in enumerate(kinds):
        key = free_key(kind, taken)
        taken.add(key)
        stages.append(Stage(initiative=initiative, kind=kind, key=key, position=position))
    Stage.objects.bulk_create(stages)


def _open_first(initiative, by):
    """Whoever begins an initiative begins its first stage: nothing is left to decide; it is recorded so."""
    first, now = initiative.stages.first(), timezone.now()
    first.state, first.opened_on = Stage.State.OPEN, timezone.localdate(now)
    first.save(update_fields=["state", "opened_on"])
    Decision.objects.create(
        stage=first,
        move="open",
        before=Stage.State.AHEAD,
        after=Stage.State.OPEN,
        decided_by=by,
        decided_at=now,
        reason=_("Opened as the initiative began."),
    )


def change_initiative(initiative, *, based_on, fields):
    """Save `fields` of an initiative that was edited from version `based_on`. Atomic.

    Its address stays what it was. Raises StaleVersion when somebody saved it meanwhile, TitleTaken
    when its programme has another initiative of this title.
    """
    try:
        return save_version(initiative, based_on=based_on, fields=fields)
    except IntegrityError as clash:
        raise _title_taken() from clash
