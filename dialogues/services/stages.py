"""How an initiative's course is changed: stages added, planned, ordered and removed, gates decided."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exceptions import Gone
from core.services import move, save_version
from dialogues.course import stage_label
from dialogues.criteria import criteria_of, judged, mark_of, unmet_of
from dialogues.exceptions import (
    AttestedMeanwhile,
    CriteriaMoved,
    CriteriaUnmet,
    StageHasHistory,
    StageMoved,
    TooManyStages,
)
from dialogues.facts import Facts
from dialogues.models import Attestation, Decision, Initiative, Stage
from dialogues.stages import PHASES, REGISTRY, free_key

State = Stage.State
MOST_STAGES = 50


@dataclass(frozen=True)
class Move:
    """What can be decided about a stage: from which states, and to which; `gate` if criteria are weighed."""

    key: str
    label: Promise
    done: Promise
    before: tuple
    after: str
    gate: bool = False


MOVES = {
    move.key: move
    for move in (
        Move(
            "open",
            gettext_lazy("Open the stage"),
            gettext_lazy("The stage is open."),
            (State.AHEAD,),
            State.OPEN,
        ),
        Move(
            "go",
            gettext_lazy("Go: the stage is done"),
            gettext_lazy("Go is recorded; the stage is done."),
            (State.OPEN,),
            State.DONE,
            gate=True,
        ),
        Move(
            "not-yet",
            gettext_lazy("Not yet: the stage stays open"),
            gettext_lazy("Recorded; the stage stays open."),
            (State.OPEN,),
            State.OPEN,
            gate=True,
        ),
        Move(
            "no-go",
            gettext_lazy("No go: stop here"),
            gettext_lazy("No go is recorded; the stage is stopped."),
            (State.OPEN,),
            State.STOPPED,
            gate=True,
        ),
        Move(
            "reopen",
            gettext_lazy("Open it again"),
            gettext_lazy("The stage is open again."),
            (State.DONE, State.DROPPED, State.STOPPED),
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


def seen_of(stage, last_decision):
    """What a form remembers of the stage it was shown for: its state, and the decision made last."""
    return f"{stage.state}:{last_decision.pk if last_decision else 0}"


@transaction.atomic
def decide(stage, *, move, seen, by, reason, although=False, mark="", opens=(), at=None):
    """Decide about a stage: make `move` (a key of MOVES) and record who, when, why and the criteria.

    `seen` is what `seen_of` gave when the decision was prepared, `mark` which criteria were unmet
    then (`criteria.mark_of`), `although` that a *go* is meant although some are; with a *go* the stages
    ahead whose ids are in `opens` are opened too. Atomic; changes nothing and raises StageMoved when
    somebody decided first or there is no such move from the state it was seen in, CriteriaMoved when
    other criteria are unmet than were seen, CriteriaUnmet when some are and it was not said that this
    is meant.
    """
    known = MOVES[move]
    at = at or timezone.now()
    before = seen.partition(":")[0]
    if before not in known.before:
        raise _moved(stage)
    # The row is written first: from here on nobody else decides about this stage.
    _bring(stage, known, before, at)
    if seen_of(Stage(state=before), stage.decisions.first()) != seen:
        stage.state = before
        raise StageMoved(stage)
    criteria = []
    if known.gate:
        criteria = judged(stage, Facts(stage.initiative), _attestations(stage))
    if move == "go":
        _weigh(criteria, mark, although)
    decision = Decision.objects.create(
        stage=stage,
        move=move,
        before=before,
        after=known.after,
        decided_by=by,
        decided_at=at,
        reason=reason,
        criteria=[row.frozen for row in criteria],
        unmet=len(unmet_of(criteria)),
    )
    if move == "go":
        _open_next(stage, opens, by=by, at=at)
    return decision


def _moved(stage):
    """Why a stage could not be moved: what stands now, or that it was removed."""
    now = Stage.objects.filter(pk=stage.pk).first()
    return Gone() if now is None else StageMoved(now)


def _bring(stage, known, before, at):
    today = timezone.localdate(at)
    changes = {"state": known.after}
    if known.after != State.OPEN:
        changes["closed_on"] = today
    elif before != State.OPEN:
        changes |= {"opened_on": today, "closed_on": None}
    if not Stage.objects.filter(pk=stage.pk, state=before).update(**changes):
        raise _moved(stage)
    stage.refresh_from_db(fields=["state", "opened_on", "closed_on"])


def _attestations(stage):
    return stage.attestations.select_related("attested_by")


def _weigh(criteria, mark, although):
    if mark_of(criteria) != mark:
        raise CriteriaMoved
    if mark and not although:
        raise CriteriaUnmet


def _open_next(stage, keys, *, by, at):
    """Open those stages of the same initiative that are still ahead; one opened meanwhile is no harm."""
    rows = stage.initiative.stages.filter(pk__in=keys, state=State.AHEAD)
    for following in rows:
        _bring(following, MOVES["open"], State.AHEAD, at)
        Decision.objects.create(
            stage=following,
            move="open",
            before=State.AHEAD,
            after=State.OPEN,
            decided_by=by,
            decided_at=at,
            reason=_("Opened with the go of “%(stage)s”.") % {"stage": stage_label(stage)},
        )


def attestation_mark(attestation):
    """What a form remembers of the attestation it was shown for; empty for none."""
    return f"{attestation.pk}:{attestation.updated_at.isoformat()}" if attestation else ""


@transaction.atomic
def attest(stage, criterion, *, met, reason, by, seen):
    """Attest a criterion (its key) of a stage that is ahead or open: whether it is met, and why.

    `seen` is the `attestation_mark` of what stood there. Atomic; raises AttestedMeanwhile when somebody
    else attested it since, StageMoved when the stage is closed, and then changes nothing.
    """
    # Taken first, so that two who attest at once come one after the other.
    if not stage.initiative.stages.filter(
        pk=stage.pk, state__in=(State.AHEAD, State.OPEN)
    ).select_for_update():
        raise _moved(stage)
    if criterion not in {row.key for row in criteria_of(stage) if not row.computed}:
        raise ValueError(criterion)
    current = stage.attestations.filter(criterion=criterion).first()
    if attestation_mark(current) != seen:
        raise AttestedMeanwhile(current)
    attestation = current or Attestation(stage=stage, criterion=criterion)
    attestation.met, attestation.reason, attestation.attested_by = met, reason, by
    try:
        with transaction.atomic():
            attestation.save()
    except IntegrityError as clash:
        raise AttestedMeanwhile(stage.attestations.get(criterion=criterion)) from clash
    return attestation


@transaction.atomic
def add_stage(initiative, *, kind, title="", fields=None):
    """Add a stage of `kind` (a key of the registry) after the last one of its phase, ahead.

    Atomic; raises TooManyStages. `fields` are further fields of the stage, such as its plan.
    """
    # Whoever adds another one at the same time waits here.
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    stages = list(initiative.stages.all())
    if len(stages) >= MOST_STAGES:
        raise TooManyStages(MOST_STAGES)
    key = free_key(kind, {stage.key for stage in stages})
    stage = Stage(initiative=initiative, kind=kind, key=key, title=title, **(fields or {}))
    stages.insert(_place_for(kind, stages), stage)
    stage.position = stages.index(stage)
    stage.save()
    _number(stages)
    return stage


def _place_for(kind, stages):
    """After the last stage of the same phase or an earlier one."""
    phase = PHASES.index(REGISTRY[kind].phase)
    places = [
        place
        for place, stage in enumerate(stages, start=1)
        if stage.kind not in REGISTRY or PHASES.index(REGISTRY[stage.kind].phase) <= phase
    ]
    return max(places, default=0)


def _number(stages):
    for position, stage in enumerate(stages):
        if stage.position != position:
            Stage.objects.filter(pk=stage.pk).update(position=position)


def plan_stage(stage, *, based_on, fields):
    """Save `fields` of a stage that was edited from version `based_on`. Atomic; raises StaleVersion."""
    return save_version(stage, based_on=based_on, fields=fields)


def shift_stage(stage, *, up):
    """Swap a stage with its neighbour in the order of the course; True if it had one. Atomic."""
    return move(stage, stage.initiative.stages.all(), up=up)


@transaction.atomic
def remove_stage(stage):
    """Remove a stage that is ahead and about which nothing was decided. Atomic; raises StageHasHistory."""
    rows = Stage.objects.select_for_update().filter(pk=stage.pk, state=State.AHEAD)
    if not rows or stage.decisions.exists():
        raise StageHasHistory
    stage.delete()
