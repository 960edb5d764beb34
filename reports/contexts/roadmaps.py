"""A version of a roadmap, frozen for print: what was agreed, how far it has come, and who stands by it.

The plan is that of the version; status and progress are of the day it is printed. The edition for the public
names bodies and nobody else; nobody protected is named in any.
"""

import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.contexts import in_language
from reports.contexts.facts import House
from reports.contexts.frozen import rewrite, thaw
from reports.contexts.house import house_of
from reports.contexts.papers import moment, redactor_for, rid_of_names, thawed
from reports.models import Edition
from roadmaps.contexts import RoadmapReader
from roadmaps.endorsing import blocks_of, counts_outside, reservations_of
from roadmaps.figures import briefs
from roadmaps.models import Indicator, RoadmapVersion
from roadmaps.naming import Names
from roadmaps.telling import Teller

FORMAT = "roadmap/1"
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Turn:
    """A line of the vision: from what is, to what should be."""

    was: str = ""
    becomes: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    title: str
    due: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """An action as it was agreed, and how it stands: `status` and `label` are empty, and `progress` is -1,
    for one that is not in the plan any more."""

    title: str
    text: str = ""
    lead: str = ""
    supporters: str = ""
    start: str = ""
    due: str = ""
    status: str = ""
    label: str = ""
    progress: int = -1
    cost: str = ""
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    title: str
    text: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator with the value that holds."""

    title: str
    of: str = ""
    unit: str = ""
    baseline: str = ""
    target: str = ""
    latest: str = ""
    latest_on: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member says of the version; `name` is empty in the edition for the public, which counts."""

    group: str = ""
    name: str = ""
    state: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Reservation:
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class RoadmapContext:
    """All that one edition of a roadmap's print says. Nothing in it asks the database. `to_snapshot` and
    `from_snapshot` turn it into a dict for JSON and back, equal."""

    edition: str
    language: str
    composed_at: str
    title: str
    number: int
    made_on: str
    on: str
    dialogue: str = ""
    group: str = ""
    note: str = ""
    summary: str = ""
    vision: tuple[Turn, ...] = ()
    themes: tuple[Theme, ...] = ()
    measures: tuple[Measure, ...] = ()
    answers: tuple[Answer, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    house: House | None = None

    @classmethod
    def of(cls, report, edition, *, at=None):
        """The facts of the version that `report` prints; the same number of queries however many actions it
        has. `at` is the moment to write into the document (now, if not given)."""
        rows = RoadmapVersion.objects.select_related(
            "roadmap__dialogue__initiative", "roadmap__learning_group"
        )
        version = rows.get(pk=report.roadmap_version_id)
        roadmap = version.roadmap
        group, dialogue = roadmap.learning_group, roadmap.dialogue
        language = group.language if group else dialogue.language
        is_public = edition == Edition.PUBLIC
        with in_language(language):
            parts = _facts(version, is_public=is_public)
            if is_public:
                parts = {name: rewrite(part, _without_addresses) for name, part in parts.items()}
        return cls(
            edition=str(edition),
            language=language,
            composed_at=moment(at),
            number=version.number,
            made_on=version.created_at.date().isoformat(),
            on=timezone.localdate(at).isoformat(),
            **rid_of_names(
                parts | {"house": house_of(dialogue.initiative.programme_id)},
                redactor_for(dialogue.initiative.programme_id),
            ),
        )

    def to_snapshot(self):
        """A dict of plain values for JSON; `from_snapshot` makes an equal context of it."""
        return {"format": FORMAT, **thaw(self)}

    @classmethod
    def from_snapshot(cls, snapshot):
        """The context that `to_snapshot` made `snapshot` of. Raises ValueError for another format."""
        return thawed(cls, FORMAT, snapshot)


class NamesOfBodies(Names):
    """Names bodies; of a person no more than that there is one."""

    def of(self, person, organisation=None, words=""):
        if person is not None:
            return _("a person, not named here")
        return organisation.full_name if organisation is not None else ""


def _without_addresses(text):
    return E_MAIL.sub("…", text)


def _facts(version, *, is_public):
    names = NamesOfBodies() if is_public else Names(knows_protected=False)
    snapshot, roadmap = version.snapshot, version.roadmap
    return {
        "title": snapshot.get("title") or roadmap.title,
        **_belongs_to(roadmap, is_public=is_public),
        "note": "" if is_public else version.note,
        "summary": snapshot.get("summary", ""),
        "vision": tuple(Turn(row["was"], row["becomes"]) for row in snapshot.get("vision", ())),
        "themes": tuple(_themes(version, names, is_public=is_public)),
        "measures": tuple(_measures(version)),
        "answers": tuple(_counts(version) if is_public else _answers(version, names)),
        "reservations": tuple(_reservations(version, names, is_public=is_public)),
    }


def _belongs_to(roadmap, *, is_public):
    """Whose roadmap it is; the public is told of no group and no dialogue that has no public page."""
    group, dialogue = roadmap.learning_group, roadmap.dialogue
    if is_public:
        group = group if group and group.is_public else None
        is_open = dialogue.is_public and dialogue.initiative.is_public
        dialogue = dialogue if is_open else None
    return {
        "group": group.name if group else "",
        "dialogue": dialogue.title if dialogue else "",
    }


def _themes(version, names, *, is_public):
    teller = Teller(names, version.snapshot)
    lines = {line.pk: line for line in RoadmapReader(version.roadmap, names).read().lines}
    for theme in version.snapshot.get("themes", ()):
        actions = (
            _action(row, lines.get(row["id"]), teller, is_public=is_public)
            for row in theme["actions"]
        )
        yield Theme(theme["title"], theme["text"], tuple(actions))


def _action(row, line, teller, *, is_public):
    stands = {}
    if line is not None:
        stands = {
            "status": line.status,
            "label": str(line.status_label),
            "progress": line.progress,
        }
    return Action(
        title=row["title"],
        text=row["text"],
        lead=teller.who(row["lead"]),
        supporters=", ".join(dict.fromkeys(map(teller.who, row["supporters"]))),
        start=row["start"],
        due=row["due"],
        cost="" if is_public else row["cost"],
        milestones=tuple(Milestone(title, due) for title, due in row["milestones"]),
        **stands,
    )


def _measures(version):
    """The indicators of the framework, and of the actions that the version has: what was planned since is
    none of it."""
    actions = [
        row["id"] for theme in version.snapshot.get("themes", ()) for row in theme["actions"]
    ]
    rows = Indicator.objects.filter(action__in=actions, action__theme__roadmap=version.roadmap_id)
    rows |= Indicator.objects.filter(result__roadmap=version.roadmap_id)
    for brief in briefs(rows.select_related("action", "result").order_by("pk")):
        row, latest = brief.indicator, brief.latest
        yield Measure(
            title=row.title,
            of=(row.action or row.result).title,
            unit=row.unit,
            baseline=row.baseline,
            target=row.target,
            latest=latest.value if latest else "",
            latest_on=latest.date.isoformat() if latest and latest.date else "",
            words=str(brief.words),
        )


def _answers(version, names):
    for block in blocks_of(version, names):
        group = block.group.name if block.group else ""
        for answer in block.answers:
            said = str(answer.state_label)
            if answer.state and not said:
                said = _("has answered")
            yield Answer(group, answer.name, said)


def _counts(version):
    for group, label, number in counts_outside(version):
        yield Answer(group.name, "", str(label), number)


def _reservations(version, names, *, is_public):
    for row in reservations_of(version, names, inside=not is_public):
        group = row.group.name if row.group else ""
        by = group if is_public else ", ".join(filter(None, (row.by, group)))
        yield Reservation(row.text, by)
