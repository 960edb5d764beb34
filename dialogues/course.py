"""The course of an initiative as its page shows it: stages, what comes next, who has not been heard."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialogues.models import Stage
from dialogues.stages import REGISTRY

State = Stage.State
LOOKS = {
    State.AHEAD: "todo",
    State.OPEN: "current",
    State.DONE: "done",
    State.DROPPED: "skipped",
}


def stage_label(stage):
    """The name of a stage; its kind, where the registry does not know it any more."""
    kind = REGISTRY.get(stage.kind)
    return kind.label if kind else stage.kind.replace("-", " ").capitalize()


def stages_in_words(stages):
    """The names of those of `stages` that are under way."""
    return ", ".join(str(stage_label(stage)) for stage in stages if stage.state == State.OPEN)


def stage_days(stage):
    """When a stage was opened and closed, in words."""
    if stage.state == State.DROPPED:
        return _day(_("Left out on %(day)s"), stage.closed_on)
    if stage.state == State.DONE and stage.opened_on and stage.closed_on:
        days = {"first": _in_words(stage.opened_on), "last": _in_words(stage.closed_on)}
        return _("%(first)s to %(last)s") % days
    return _day(_("Since %(day)s"), stage.opened_on) if stage.state == State.OPEN else ""


def _in_words(day):
    return date_format(day, "j F Y")


def _day(words, day):
    return words % {"day": _in_words(day)} if day else ""


def timeline(initiative, stages, *, tells_why, can_change):
    """The stages for `components/timeline.html`; the reasons only where `tells_why`."""
    return [
        {
            "phase": REGISTRY[stage.kind].phase if stage.kind in REGISTRY else "",
            "title": stage_label(stage),
            "state": LOOKS[stage.state],
            "state_label": stage.get_state_display(),
            "when": stage_days(stage),
            "text": _stage_text(stage, tells_why),
            "url": stage_url(initiative, stage) if can_change else "",
        }
        for stage in stages
    ]


def _stage_text(stage, tells_why):
    if stage.reason and tells_why:
        return stage.reason
    return REGISTRY[stage.kind].yields if stage.kind in REGISTRY else ""


def stage_url(initiative, stage):
    """The page on which a stage is decided."""
    return reverse("dialogues:stage_move", args=[initiative.slug, stage.kind])


def next_action(initiative, stages, *, has_dialogue_ahead):
    """The one next action of who runs the initiative: a label, an address and an icon."""
    open_stages = [stage for stage in stages if stage.state == State.OPEN]
    ahead = [stage for stage in stages if stage.state == State.AHEAD]
    holds = [stage for stage in open_stages if _holds_dialogues(stage)]
    if holds and not has_dialogue_ahead:
        address = reverse("dialogues:dialogue_add") + f"?initiative={initiative.slug}"
        return {"url": address, "label": _("Add a dialogue"), "icon": "plus"}
    if open_stages:
        words, stage = _("Decide on: %(stage)s"), open_stages[0]
    elif ahead:
        words, stage = _("Open: %(stage)s"), ahead[0]
    else:
        return None
    label = words % {"stage": stage_label(stage)}
    return {"url": stage_url(initiative, stage), "label": label, "icon": ""}


def _holds_dialogues(stage):
    return stage.kind in REGISTRY and bool(REGISTRY[stage.kind].dialogue_kinds)


@dataclass
class FaultLineRow:
    """A fault line with each group's position on it, None where it has not been heard."""

    fault_line: object
    cells: list = field(default_factory=list)  # (group, position or None)

    @property
    def heard(self):
        """The positions that were heard, in the groups' order."""
        return [position for _group, position in self.cells if position is not None]

    @property
    def unheard(self):
        """The groups that have not been heard."""
        return [group for group, position in self.cells if position is None]


def matrix(fault_lines, groups):
    """Fault lines × groups. `fault_lines` have their positions prefetched."""
    rows = []
    for fault_line in fault_lines:
        known = {position.group_id: position for position in fault_line.positions.all()}
        for group in groups:
            if group.pk in known:
                known[group.pk].group = group
        rows.append(FaultLineRow(fault_line, [(group, known.get(group.pk)) for group in groups]))
    return rows
