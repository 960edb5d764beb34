"""The criteria of gates: each is judged from the data, or attested by a person with a reason.

`judged(stage, facts, attestations)` says of every criterion of a stage whether it is met and why; which
criteria a kind of stage has stands in dialogues.stages.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogues import findings
from dialogues.stages import REGISTRY, StageKind


@dataclass(frozen=True)
class Criterion:
    """What a gate asks. With `find(facts, stage, kind) -> Finding` it is computed; without, a person
    attests it. `page` is where it is worked on: a tab of the initiative or a registered place."""

    key: str
    label: Promise
    find: Callable | None = None
    page: str = ""

    @property
    def computed(self):
        return self.find is not None


@dataclass(frozen=True)
class Judged:
    """A criterion of one stage as it stands now."""

    criterion: Criterion
    met: bool
    detail: str
    url: str = ""
    attestation: object = None

    @property
    def frozen(self):
        """What a decision keeps of it."""
        by = self.attestation and self.attestation.attested_by
        return {
            "key": self.criterion.key,
            "label": str(self.criterion.label),
            "computed": self.criterion.computed,
            "met": self.met,
            "detail": "" if self.attestation else self.detail,
            "reason": self.attestation.reason if self.attestation else "",
            "by": str(by) if by else "",
        }


CRITERIA = {
    criterion.key: criterion
    for criterion in (
        Criterion(
            "concept-note-approved",
            _("The concept note is approved"),
            findings.note_approved,
            "concept-note",
        ),
        Criterion(
            "preconditions-met",
            _("Every precondition for dialogue is met at least in part"),
            findings.preconditions,
            "concept-note",
        ),
        Criterion(
            "selection-scored",
            _("The issue has been weighed by every selection criterion"),
            findings.selection,
            "concept-note",
        ),
        Criterion("asked-for", _("Those concerned ask for this dialogue")),
        Criterion("money-secured", _("The money for the next stage is secured")),
        Criterion("budget-planned", _("The budget is planned by line"), findings.budget, "budget"),
        Criterion(
            "targets-set",
            _("Targets say how many of whom are to come"),
            findings.targets,
            "balance",
        ),
        Criterion("partner-confirmed", _("A partner in the country has agreed to convene with us")),
        Criterion("ready-to-meet", _("The group is ready to sit at a table with the others")),
        Criterion(
            "groups-advised",
            _("Every stakeholder group has an adviser"),
            findings.advised,
            "advisers",
        ),
        Criterion("group-works", _("The advisers have agreed how they work together")),
        Criterion(
            "scoping-version",
            _("There is a version of the scoping paper"),
            findings.scoping_version,
            "scoping-paper",
        ),
        Criterion(
            "scoping-reviewed",
            _("The scoping paper was reviewed"),
            findings.reviewed,
            "scoping-paper",
        ),
        Criterion(
            "comments-answered",
            _("Every comment on the scoping paper is answered"),
            findings.answered,
            "scoping-paper",
        ),
        Criterion("each-side-heard", _("Each side finds its view in the paper")),
        Criterion("meetings-held", _("The dialogues of this stage were held"), findings.held),
        Criterion("messages-written", _("The key messages are written"), findings.messages),
        Criterion("actions-owned", _("Every action point has an owner"), findings.owned),
        Criterion(
            "fault-lines-heard",
            _("On each fault line at least two groups were heard"),
            findings.lines_heard,
            "fault-lines",
        ),
        Criterion(
            "no-group-silent",
            _("No group is silent on all fault lines"),
            findings.nobody_silent,
            "fault-lines",
        ),
        Criterion("go-on-wanted", _("Both sides of the fault lines want to go on")),
        Criterion("vision-shared", _("Those who were there stand behind the vision")),
        Criterion("read-back", _("What was heard was told again to those who were visited")),
        Criterion("deciders-came", _("Those who can change the rules took part")),
        Criterion(
            "reports-published",
            _("The report of every dialogue is published"),
            findings.reported,
            "reports",
        ),
        Criterion(
            "recommendations-accepted",
            _("Those to whom the recommendations are addressed have accepted them"),
        ),
        Criterion(
            "learning-group-formed",
            _("The Learning and Leadership Group has members"),
            findings.group_formed,
            "roadmaps",
        ),
        Criterion("host-found", _("The group has a host and a convenor in the country")),
        Criterion("roadmap-exists", _("There is a roadmap"), findings.roadmap, "roadmaps"),
        Criterion(
            "roadmap-led", _("Every action of the roadmap has a lead"), findings.led, "roadmaps"
        ),
        Criterion("roadmap-agreed", _("Those who lead actions have agreed to them")),
        Criterion(
            "roadmap-finished",
            _("Every action of the roadmap is done or dropped"),
            findings.finished,
            "roadmaps",
        ),
        Criterion("handed-over", _("Somebody in the country carries on without us")),
    )
}


def criteria_of(stage):
    """The criteria of a stage's gate; none for a kind that left the registry."""
    kind = REGISTRY.get(stage.kind)
    return [CRITERIA[key] for key in kind.criteria] if kind else []


def judged(stage, facts, attestations):
    """Every criterion of `stage` as it stands, by `facts` and by those `attestations` that are its own."""
    own = {row.criterion: row for row in attestations if row.stage_id == stage.pk}
    kind = REGISTRY.get(stage.kind) or StageKind(stage.kind, "", "", "")
    found = []
    for criterion in criteria_of(stage):
        if criterion.computed:
            finding = criterion.find(facts, stage, kind)
            found.append(Judged(criterion, finding.met, finding.detail, finding.url))
            continue
        attestation = own.get(criterion.key)
        detail = attestation.reason if attestation else str(_("Nobody has attested it yet."))
        found.append(
            Judged(criterion, bool(attestation and attestation.met), detail, "", attestation)
        )
    return found


def unmet_of(rows):
    """Those of `rows` that are not met."""
    return [row for row in rows if not row.met]


def mark_of(rows):
    """Which of `rows` are unmet, as a form carries it to tell whether that has changed meanwhile."""
    return " ".join(sorted(row.criterion.key for row in unmet_of(rows)))
