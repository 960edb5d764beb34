"""A roadmap as who runs it arranges it: themes in order, each with its actions as lines.

Four queries, however many there are.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef

from roadmaps.models import Action, ActionUpdate

LABELS = dict(Action.Status.choices)


@dataclass
class PlanLine:
    """An action as one line of the plan."""

    pk: int
    title: str
    lead: str
    lead_person_id: int | None
    due: date | None
    status: str
    has_updates: bool
    parent: str = ""
    left_since: date | None = None

    @property
    def status_label(self):
        return LABELS[self.status]


@dataclass
class PlanTheme:
    """A theme with its lines; `quick` is the form of its next action."""

    pk: int
    title: str
    topic: str
    lines: list = field(default_factory=list)
    quick: object = None


@dataclass
class PlanView:
    """The plan of a roadmap."""

    vision: list
    themes: list

    @property
    def lines(self):
        return [line for theme in self.themes for line in theme.lines]

    @property
    def number(self):
        return sum(len(theme.lines) for theme in self.themes)


class PlanReader:
    """Reads the plan of `roadmap` with people named by `names` (roadmaps.naming)."""

    def __init__(self, roadmap, names):
        self.roadmap, self.names = roadmap, names

    def read(self):
        themes = {
            theme.pk: PlanTheme(theme.pk, theme.title, theme.topic.name if theme.topic else "")
            for theme in self.roadmap.themes.select_related("topic")
        }
        lines = defaultdict(list)
        for row in self._actions():
            lines[row.theme_id].append(self._line(row))
        for pk, theme in themes.items():
            theme.lines = lines[pk]
        return PlanView(list(self.roadmap.vision.all()), list(themes.values()))

    def _actions(self):
        updates = ActionUpdate.objects.filter(action=OuterRef("pk"))
        rows = Action.objects.filter(theme__roadmap=self.roadmap)
        rows = rows.select_related("lead_person", "lead_organisation", "parent").defer("text")
        return rows.annotate(has_updates=Exists(updates)).order_by("position", "pk")

    def _line(self, row):
        return PlanLine(
            pk=row.pk,
            title=row.title,
            lead=self.names.of(row.lead_person, row.lead_organisation),
            lead_person_id=row.lead_person_id,
            due=row.due,
            status=row.status,
            has_updates=row.has_updates,
            parent=row.parent.title if row.parent_id else "",
        )
