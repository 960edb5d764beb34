"""The course of an initiative as pages show it: stages, gates, what is missing, what was decided."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialogues.criteria import judged, unmet_of
from dialogues.facts import place_of, with_numbers
from dialogues.initiative_frame import TABS, may_open, tab_url
from dialogues.models import Decision, Dialogue, Initiative, Stage
from dialogues.stages import REGISTRY, kind_of
from dialogues.when import days_in_words

State = Stage.State
LOOKS = {
    State.AHEAD: "todo",
    State.OPEN: "current",
    State.DONE: "done",
    State.DROPPED: "skipped",
    State.STOPPED: "stopped",
}
TONES = {
    Decision.Move.GO: "good",
    Decision.Move.NOT_YET: "warn",
    Decision.Move.NO_GO: "bad",
}


# One stage ---------------------------------------------------------------------------------------
def stage_label(stage):
    """The name of a stage: its own, that of its kind, or the kind's key if the registry forgot it."""
    kind = kind_of(stage)
    return stage.title or str(kind.label if kind else stage.kind.replace("-", " ").capitalize())


def stages_in_words(stages):
    """The names of those of `stages` that are under way."""
    return ", ".join(stage_label(stage) for stage in stages if stage.state == State.OPEN)


def stage_days(stage):
    """When a stage was opened and closed, in words that stand after its state."""
    if stage.state == State.OPEN:
        return _day(_("Since %(day)s"), stage.opened_on)
    if stage.state == State.AHEAD or not stage.closed_on:
        return ""
    if stage.state == State.DROPPED or not stage.opened_on:
        return in_words(stage.closed_on)
    return days_in_words(stage.opened_on, stage.closed_on)


def stage_plan(stage):
    """What is planned of a stage that is not over, in words; empty where nothing is."""
    if stage.state not in (State.AHEAD, State.OPEN):
        return ""
    begins = ""
    if stage.state == State.AHEAD:
        begins = _day(_("to begin on %(day)s"), stage.planned_from)
    decided = _day(_("decision by %(day)s"), stage.planned_until)
    return ", ".join(part for part in (begins, decided) if part)


def is_late(stage, today=None):
    """True if the day on which the gate of an open stage was to be decided has passed."""
    planned = stage.planned_until
    return stage.state == State.OPEN and bool(planned and planned < (today or timezone.localdate()))


def in_words(day):
    """A day as pages write it."""
    return date_format(day, "j F Y")


def _day(words, day):
    return words % {"day": in_words(day)} if day else ""


def stage_url(stage, slug, page="stage"):
    """The address of a page of a stage of the initiative at `slug`."""
    return reverse(f"dialogues:{page}", args=[slug, stage.key])


def initiative_with_numbers(request, slug):
    """The initiative at `slug` with its programme and the numbers of its gates, in one query; 404 for
    strangers."""
    rows = with_numbers(Initiative.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("programme", "stakeholder_map"), slug=slug)


# The whole course --------------------------------------------------------------------------------
def timeline(initiative, stages, *, links, brief=False):
    """The stages for `components/timeline.html`, `links` leading to their gates; `brief` without what
    each yields."""
    rows = []
    for stage in stages:
        kind = kind_of(stage)
        rows.append(
            {
                "phase": kind.phase if kind else "",
                "title": stage_label(stage),
                "state": LOOKS[stage.state],
                "state_label": stage.get_state_display(),
                "when": stage_days(stage) if not brief or stage.state == State.OPEN else "",
                "text": kind.yields if kind and not brief else "",
                "url": stage_url(stage, initiative.slug) if links else "",
            }
        )
    return rows


def next_action(initiative, gates, stages, *, has_dialogue_ahead):
    """The one next action of who runs the initiative: a label, an address and an icon; None at the end.

    `gates` are those of open stages, as `Gatekeeper.gate` gives them.
    """
    ready = [gate for gate in gates if gate["criteria"] and not gate["missing"]]
    if ready:
        return _about(_("Decide on: %(stage)s"), ready[0]["stage"], initiative, "stage_decide")
    if not has_dialogue_ahead and any(_lacks_a_meeting(gate) for gate in gates):
        address = reverse("dialogues:dialogue_add") + f"?initiative={initiative.slug}"
        return {"url": address, "label": _("Add a dialogue"), "icon": "plus"}
    if gates:
        return _about(_("See what is missing: %(stage)s"), gates[0]["stage"], initiative, "stage")
    ahead = [stage for stage in stages if stage.state == State.AHEAD]
    if ahead:
        return _about(_("Open: %(stage)s"), ahead[0], initiative, "stage_decide")
    return None


def _about(words, stage, initiative, page):
    url = stage_url(stage, initiative.slug, page)
    return {"url": url, "label": words % {"stage": stage_label(stage)}, "icon": ""}


def _lacks_a_meeting(gate):
    return any(row["key"] == "meetings-held" for row in gate["missing"])


# Gates -------------------------------------------------------------------------------------------
class Gatekeeper:
    """Says of the gates of one initiative what a viewer is to know: which criteria are met, and where
    what is missing can be mended."""

    def __init__(self, initiative, user, facts, attestations):
        self.initiative = initiative
        self.user = user
        self.facts = facts
        self.attestations = attestations
        self.can_change = user.has_perm("dialogues.change_initiative", initiative)
        self._tabs = {}

    def gate(self, stage):
        """A stage with its criteria as rows, those missing, and who has to act."""
        rows = judged(stage, self.facts, self.attestations)
        criteria = [self.row(stage, row) for row in rows]
        return {
            "stage": stage,
            "label": stage_label(stage),
            "url": stage_url(stage, self.initiative.slug),
            "days": stage_days(stage),
            "plan": stage_plan(stage),
            "late": is_late(stage, self.facts.today),
            "criteria": criteria,
            "judged": rows,
            "missing": [row for row in criteria if not row["met"]],
            "met": len(rows) - len(unmet_of(rows)),
        }

    def row(self, stage, row):
        """A judged criterion for a page."""
        url, label = self._mend(stage, row)
        made = row.attestation
        return {
            "key": row.criterion.key,
            "label": row.criterion.label,
            "computed": row.criterion.computed,
            "met": row.met,
            "detail": row.detail,
            "by": made.attested_by if made else None,
            "on": timezone.localdate(made.updated_at) if made else None,
            "url": url,
            "url_label": label,
        }

    def _mend(self, stage, row):
        criterion = row.criterion
        if not criterion.computed:
            open_yet = stage.state in (State.AHEAD, State.OPEN)
            if not self.can_change or not open_yet:
                return "", ""
            args = [self.initiative.slug, stage.key, criterion.key]
            label = _("Change what is attested") if row.attestation else _("Attest it")
            return reverse("dialogues:stage_attest", args=args), label
        if row.met:
            return "", ""
        if row.url:
            return (row.url, _("See to it")) if self.can_change else ("", "")
        return self._page(criterion.page)

    def _page(self, key):
        if key not in self._tabs:
            self._tabs[key] = self._find_page(key)
        return self._tabs[key]

    def _find_page(self, key):
        if key in TABS:
            if not may_open(self.user, self.initiative, key):
                return "", ""
            return tab_url(self.initiative, key), TABS[key][0]
        label, url = place_of(key, self.initiative) or ("", "")
        return url, label


def leads_to(kind, initiative, user):
    """Label and address of the pages on which the work of a kind of stage is done."""
    pages = kind.pages if kind else ()
    return [
        {"label": TABS[key][0], "url": tab_url(initiative, key)}
        for key in pages
        if may_open(user, initiative, key)
    ]


def opens_in_words(kind):
    """The names of the kinds of stage that a *go* may lead to."""
    return [REGISTRY[key].label for key in kind.opens] if kind else []


def usual_kind(initiative):
    """The kind of dialogue that its first open stage asks for, if it asks for any; else a field's default."""
    for stage in initiative.stages.filter(state=Stage.State.OPEN):
        kind = kind_of(stage)
        if kind and kind.dialogue_kinds:
            return kind.dialogue_kinds[0]
    return Dialogue._meta.get_field("kind").default


# Decisions ---------------------------------------------------------------------------------------
def decisions_of(initiative):
    """What was decided about the stages of an initiative, the latest first."""
    return Decision.objects.filter(stage__initiative=initiative).select_related(
        "stage", "decided_by"
    )


def history(decisions, slug, *, with_criteria=True):
    """Decisions for a page, with the criteria as they stood then."""
    return [
        {
            "stage": stage_label(row.stage),
            "url": stage_url(row.stage, slug),
            "move": row.get_move_display(),
            "tone": TONES.get(row.move, "quiet"),
            "who": row.decided_by,
            "at": row.decided_at,
            "reason": row.reason,
            "unmet": row.unmet,
            "criteria": row.criteria if with_criteria else [],
        }
        for row in decisions
    ]
