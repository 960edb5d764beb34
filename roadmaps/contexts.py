"""A roadmap as its pages show it: every action as one line, read in four queries whatever their number.

An action's own page shows what belongs to it; here stands what says how the whole goes.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, Max, OuterRef, Value
from django.urls import reverse
from django.utils import timezone

from roadmaps.models import Action, ActionUpdate, Blockage, Theme, VisionLine
from roadmaps.rollup import rolled_up
from roadmaps.state import Standing, standing_on

LABELS = dict(Action.Status.choices)


@dataclass
class Line:
    """An action as one line: what it is, who leads it, how it stands today."""

    pk: int
    theme_id: int
    title: str
    url: str
    lead: str
    status: str
    start: date | None
    due: date | None
    progress: int
    last_word: date | None
    standing: Standing
    depth: int = 0
    parts: int = 0
    theme: str = ""
    cost: object = None
    currency: str = ""

    @property
    def status_label(self):
        return LABELS[self.status]

    @property
    def is_late(self):
        return self.standing.is_late


@dataclass
class ThemeView:
    """A theme with its actions, and what they add up to."""

    pk: int
    title: str
    text: str
    lines: list[Line] = field(default_factory=list)

    @property
    def counts(self):
        return Counter(line.status for line in self.lines)

    @property
    def late(self):
        return sum(1 for line in self.lines if line.is_late)

    @property
    def progress(self):
        return progress_of(self.lines)


@dataclass
class RoadmapView:
    """A roadmap as one reader may read it."""

    vision: list[dict]
    themes: list[ThemeView]
    today: date

    @property
    def lines(self):
        return [line for theme in self.themes for line in theme.lines]


def progress_of(lines):
    """The mean progress, in per cent, of the actions among `lines` that are part of no other and were
    not dropped; None if there is none. Rounded down, so that 100 means all of it is done."""
    counted = [line.progress for line in lines if not line.depth and line.status != "dropped"]
    return sum(counted) // len(counted) if counted else None


class RoadmapReader:
    """Reads `roadmap` with people named by `names` (roadmaps.naming), as of the day `today`."""

    def __init__(self, roadmap, names, *, today=None):
        self.roadmap = roadmap
        self.names = names
        self.today = today or timezone.localdate()

    def read(self):
        vision, themes = self._lists()
        for line in self._lines():
            theme = themes[line.theme_id]
            line.theme = theme.title
            theme.lines.append(line)
        for theme in themes.values():
            theme.lines = in_order(theme.lines, self._parents)
        return RoadmapView(vision, list(themes.values()), self.today)

    def _lists(self):
        """The lines of the vision and the themes: two short lists in one query."""
        vision = VisionLine.objects.filter(roadmap=self.roadmap).annotate(kind=Value("vision"))
        themes = Theme.objects.filter(roadmap=self.roadmap).annotate(kind=Value("theme"))
        lines = vision.order_by().values_list("kind", "position", "pk", "was", "becomes")
        lines = lines.union(
            themes.order_by().values_list("kind", "position", "pk", "title", "text"), all=True
        )
        rows = sorted(lines, key=lambda row: row[:3])
        return (
            [{"was": row[3], "becomes": row[4]} for row in rows if row[0] == "vision"],
            {row[2]: ThemeView(row[2], row[3], row[4]) for row in rows if row[0] == "theme"},
        )

    def _lines(self):
        rows = list(self._actions())
        self._parents = {row.pk: row.parent_id for row in rows}
        parts = Counter(self._parents.values())
        progress = rolled_up(rows)
        spoken = dict(
            ActionUpdate.objects.filter(action__theme__roadmap=self.roadmap)
            .order_by()
            .values_list("action_id")
            .annotate(Max("date"))
        )
        address = reverse("roadmaps:action", args=[0])
        for row in rows:
            standing = standing_on(
                self.today,
                row,
                last_word=spoken.get(row.pk),
                silent_after=self.roadmap.silent_after,
                is_blocked=row.is_blocked,
            )
            yield Line(
                pk=row.pk,
                theme_id=row.theme_id,
                title=row.title,
                url=address.replace("/0/", f"/{row.pk}/"),
                lead=self.names.of(row.lead_person, row.lead_organisation),
                status=row.status,
                start=row.start,
                due=row.due,
                progress=progress[row.pk],
                last_word=spoken.get(row.pk),
                standing=standing,
                parts=parts[row.pk],
                cost=row.cost,
                currency=row.currency,
            )

    def _actions(self):
        stopped = Blockage.objects.filter(action=OuterRef("pk"), resolved_on__isnull=True)
        return (
            Action.objects.filter(theme__roadmap=self.roadmap)
            .select_related("lead_person", "lead_organisation")
            .defer("text")
            .annotate(is_blocked=Exists(stopped))
        )


def in_order(lines, parents):
    """`lines` of one theme with the parts of an action below it, one deeper; a part whose action stands
    under another theme, or in a circle, stands by itself."""
    here = {line.pk: line for line in lines}
    below = defaultdict(list)
    for line in lines:
        above = parents[line.pk]
        below[above if above in here else None].append(line)
    found, seen = [], set()

    def put(line, depth):
        stack = [(line, depth)]
        while stack:
            current, deep = stack.pop()
            if current.pk in seen:
                continue
            seen.add(current.pk)
            current.depth = deep
            found.append(current)
            stack.extend((part, deep + 1) for part in reversed(below[current.pk]))

    for line in below[None]:
        put(line, 0)
    for line in lines:
        put(line, 0)
    return found
