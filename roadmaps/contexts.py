"""All that a roadmap's page shows, read in a constant number of queries and named for its viewer."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Value
from django.utils import timezone
from django.utils.translation import gettext as _

from roadmaps.models import (
    Action,
    ActionUpdate,
    Indicator,
    Membership,
    Milestone,
    Support,
    Theme,
    VisionLine,
)
from roadmaps.querysets import FINISHED
from stakeholders.naming import PROTECTED


@dataclass
class IndicatorView:
    """An indicator with its values over time."""

    title: str
    unit: str
    baseline: str
    target: str
    values: list[tuple[date | None, str]] = field(default_factory=list)


@dataclass
class ActionView:
    """An action with everything that belongs to it."""

    action: Action
    lead: str
    late_since: date | None
    supporters: list[str]
    milestones: list[Milestone]
    indicators: list[IndicatorView]
    updates: list[dict]

    @property
    def is_late(self):
        return self.late_since is not None


@dataclass
class ThemeView:
    """A theme with its actions."""

    title: str
    actions: list[ActionView]


@dataclass
class RoadmapView:
    """A roadmap as one viewer may read it."""

    vision: list[dict]
    themes: list[ThemeView]
    members: list[dict]
    convenor: str
    counts: list[dict]

    @property
    def actions(self):
        return [action for theme in self.themes for action in theme.actions]


class RoadmapReader:
    """Reads `roadmap` for `user`: each kind of row once, whatever their number.

    Give a roadmap with `dialogue__initiative` and `learning_group` with its convenor selected.
    """

    def __init__(self, roadmap, user, *, today=None):
        self.roadmap = roadmap
        self.today = today or timezone.localdate()
        self.knows_protected = user.has_perm("dialogues.see_identities", roadmap.dialogue)

    def read(self):
        vision, themes = self._lines()
        by_theme = self._actions()
        group = self.roadmap.learning_group
        view = RoadmapView(
            vision=vision,
            themes=[ThemeView(title, by_theme[pk]) for pk, title in themes],
            members=self._members(group),
            convenor=self._convenor(group) if group else "",
            counts=[],
        )
        view.counts = self._counts(view.actions)
        return view

    def _who(self, person, organisation=None):
        """The name of a person, as this viewer may know it, or of a body."""
        if person is not None:
            hidden = person.protected and not self.knows_protected
            return str(PROTECTED) if hidden else person.full_name
        return organisation.full_name if organisation else ""

    def _convenor(self, group):
        return self._who(group.convenor_person, group.convenor_organisation) or group.convenor_text

    def _lines(self):
        """The lines of the vision and the titles of the themes: two short lists in one query."""
        vision = VisionLine.objects.filter(roadmap=self.roadmap).annotate(kind=Value("vision"))
        themes = Theme.objects.filter(roadmap=self.roadmap).annotate(
            kind=Value("theme"), none=Value("")
        )
        lines = vision.order_by().values_list("kind", "position", "pk", "was", "becomes")
        lines = lines.union(
            themes.order_by().values_list("kind", "position", "pk", "title", "none"), all=True
        )
        rows = sorted(lines, key=lambda row: row[:3])
        return (
            [{"was": row[3], "becomes": row[4]} for row in rows if row[0] == "vision"],
            [(row[2], row[3]) for row in rows if row[0] == "theme"],
        )

    def _actions(self):
        rows = Action.objects.filter(theme__roadmap=self.roadmap)
        supporters = self._supporters()
        milestones = self._by_action(Milestone.objects.all())
        indicators = self._indicators()
        updates = self._updates()
        by_theme = defaultdict(list)
        for action in rows.select_related("lead_person", "lead_organisation"):
            by_theme[action.theme_id].append(
                ActionView(
                    action=action,
                    lead=self._who(action.lead_person, action.lead_organisation),
                    late_since=action.due if self._is_late(action) else None,
                    supporters=supporters[action.pk],
                    milestones=milestones[action.pk],
                    indicators=indicators[action.pk],
                    updates=updates[action.pk],
                )
            )
        return by_theme

    def _is_late(self, action):
        return action.due is not None and action.due < self.today and action.status not in FINISHED

    def _of_roadmap(self, rows):
        return rows.filter(action__theme__roadmap=self.roadmap)

    def _by_action(self, rows):
        found = defaultdict(list)
        for row in self._of_roadmap(rows):
            found[row.action_id].append(row)
        return found

    def _supporters(self):
        rows = self._by_action(Support.objects.select_related("person", "organisation"))
        return defaultdict(
            list,
            {
                pk: [self._who(row.person, row.organisation) for row in some]
                for pk, some in rows.items()
            },
        )

    def _indicators(self):
        """Indicators by action, their values joined to them, those without a value included."""
        rows = self._of_roadmap(Indicator.objects.order_by("position", "pk", "values__pk"))
        columns = ("action_id", "pk", "title", "unit", "baseline", "target")
        found, seen = defaultdict(list), {}
        for action_id, pk, *facts, day, value in rows.values_list(
            *columns, "values__date", "values__value"
        ):
            if pk not in seen:
                seen[pk] = IndicatorView(*facts)
                found[action_id].append(seen[pk])
            if value is not None:
                seen[pk].values.append((day, value))
        return found

    def _updates(self):
        found = self._by_action(ActionUpdate.objects.select_related("by_person", "by_organisation"))
        return defaultdict(
            list,
            {pk: [self._update(row) for row in self._newest(some)] for pk, some in found.items()},
        )

    @staticmethod
    def _newest(rows):
        return sorted(rows, key=lambda row: (row.date or date.min, row.pk), reverse=True)

    def _update(self, row):
        return {
            "date": row.date,
            "by": self._who(row.by_person, row.by_organisation),
            "status": row.status,
            "status_label": row.get_status_display(),
            "text": row.text,
            "evidence": row.evidence,
        }

    def _members(self, group):
        if group is None:
            return []
        rows = Membership.objects.filter(learning_group=group)
        return [
            {
                "name": self._who(row.person),
                "hidden": row.person.protected and not self.knows_protected,
                "role": row.role,
                "since": row.since,
                "group": row.represents,
                "represents": row.represents_text,
            }
            for row in rows.select_related("person", "represents")
        ]

    def _counts(self, actions):
        done = sum(1 for view in actions if view.action.status == Action.Status.DONE)
        late = sum(1 for view in actions if view.is_late)
        under_way = sum(1 for view in actions if view.action.status == Action.Status.IN_PROGRESS)
        return [
            {"label": _("Actions"), "value": len(actions)},
            {"label": _("Done"), "value": done},
            {"label": _("In progress"), "value": under_way},
            {"label": _("Overdue"), "value": late},
        ]
