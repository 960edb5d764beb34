"""How initiatives come to be, change, and go through their stages."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from core.services import free_slug, save_version
from dialogues.exceptions import StageMoved, TitleTaken
from dialogues.models import Appointment, Initiative, Stage
from dialogues.stages import BLUEPRINTS
from dialogues.standing import forget_standing, standing_of

State = Stage.State


@dataclass(frozen=True)
class Move:
    """What can be done with a stage: from which states, and to which."""

    key: str
    label: Promise
    done: Promise
    before: tuple
    after: str


MOVES = {
    move.key: move
    for move in (
        Move(
            "open",
            gettext_lazy("Open it"),
            gettext_lazy("The stage is open."),
            (State.AHEAD,),
            State.OPEN,
        ),
        Move(
            "close",
            gettext_lazy("Close it: it is done"),
            gettext_lazy("The stage is closed."),
            (State.OPEN,),
            State.DONE,
        ),
        Move(
            "reopen",
            gettext_lazy("Open it again"),
            gettext_lazy("The stage is open again."),
            (State.DONE, State.DROPPED),
            State.OPEN,
        ),
        Move(
            "drop",
            gettext_lazy("Leave it out"),
            gettext_lazy("The stage is left out."),
            (State.AHEAD, State.OPEN),
            State.DROPPED,
        ),
    )
}


def moves_from(state):
    """The moves that a stage in `state` may make."""
    return [move for move in MOVES.values() if state in move.before]


def _title_taken():
    return TitleTaken(_("The programme has an initiative of this title already."))


def create_initiative(initiative, *, by, blueprint):
    """Store a new initiative with the stages of `blueprint`, and make `by` its convenor.

    Atomic. Who convenes the whole programme is not appointed again. Raises TitleTaken when the
    programme has an initiative of this title.
    """
    try:
        with transaction.atomic():
            initiative.slug = free_slug(Initiative, initiative.title, fallback="initiative")
            initiative.save(force_insert=True)
            lay_out_course(initiative, blueprint)
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
    """Store the stages that `blueprint` (a key of BLUEPRINTS) gives a new initiative, all ahead."""
    _label, kinds = BLUEPRINTS[blueprint]
    Stage.objects.bulk_create(
        Stage(initiative=initiative, kind=kind, position=position)
        for position, kind in enumerate(kinds)
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


@transaction.atomic
def move_stage(stage, *, move, seen, by, reason, at=None):
    """Make the `move` (a key of MOVES) with a stage that was `seen` in a state; record who and why.

    Atomic compare-and-set: raises StageMoved, and changes nothing, when somebody else moved the
    stage first or when there is no such move from the state it was seen in.
    """
    known = MOVES[move]
    today = timezone.localdate(at)
    changes = {"state": known.after, "decided_by": by, "reason": reason}
    if known.after == State.OPEN:
        changes |= {"opened_on": today, "closed_on": None}
    else:
        changes |= {"closed_on": today}
    rows = Stage.objects.filter(pk=stage.pk, state=seen)
    if seen not in known.before or not rows.update(**changes):
        raise StageMoved(Stage.objects.get(pk=stage.pk))
    stage.refresh_from_db()
    return stage
