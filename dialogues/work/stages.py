"""What waits on *My work*: gates to decide."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.work import WorkItem
from dialogues.course import is_late, stage_label, stage_url
from dialogues.models import Decision, Initiative, Stage
from dialogues.querysets import prepared_by

SOON = timedelta(days=14)


def gate_work(user):
    """Stages that the user has to act on: those they lead, and of those that they convene the ones whose
    planned day has passed; where nobody was named also those whose day comes near, that are open without
    one, or that an initiative begins with."""
    today = timezone.localdate()
    state = Stage.State
    due = Q(state=state.OPEN, planned_until__lte=today + SOON)
    due |= Q(state=state.AHEAD, planned_from__lte=today + SOON)
    own = Q(lead=user) & prepared_by(user) & (due | Q(state=state.OPEN))
    run = Initiative.objects.run_by(user).values("pk")
    late = Q(state=state.OPEN, planned_until__lt=today)
    unplanned = Q(state=state.OPEN, planned_until__isnull=True)
    shared = Q(initiative__in=run) & (Q(lead__isnull=True) & (due | unplanned | _begins()) | late)
    for stage in Stage.objects.filter(own | shared).select_related("initiative"):
        is_open = stage.state == state.OPEN
        yield WorkItem(
            title=f"{stage_label(stage)}: {stage.initiative.title}",
            url=stage_url(stage, stage.initiative.slug),
            kind=_("Gate to decide") if is_open else _("Stage to open"),
            detail=_detail(stage, is_open),
            due=stage.planned_until if is_open else stage.planned_from,
            tone="warn" if is_late(stage, today) else "quiet",
        )


def _begins():
    """The condition that a stage is the first of an initiative of which nothing has been decided."""
    same = {"initiative": OuterRef("initiative")}
    before = Stage.objects.filter(**same, position__lt=OuterRef("position"))
    touched = Stage.objects.filter(**same).exclude(state=Stage.State.AHEAD)
    decided = Decision.objects.filter(stage__initiative=OuterRef("initiative"))
    return Q(state=Stage.State.AHEAD) & ~Exists(before) & ~Exists(touched) & ~Exists(decided)


def _detail(stage, is_open):
    if not is_open:
        return _("it was planned to begin") if stage.planned_from else _("nothing is decided yet")
    if stage.planned_until:
        return _("go, not yet or no go")
    return _("you are named as who has to act") if stage.lead_id else _("no day is planned")


PROVIDERS = (gate_work,)
