"""A shared theme across roadmaps: how far each country is with it, and what the groups learnt there."""

from collections import defaultdict
from dataclasses import dataclass, field

from roadmaps.models import Action, Roadmap
from roadmaps.rollup import is_finished, rolled_up


@dataclass
class Share:
    """One roadmap's part in a shared theme."""

    roadmap: Roadmap
    themes: set = field(default_factory=set)
    actions: list = field(default_factory=list)
    late: int = 0
    done: int = 0
    progress: int | None = None


def shares_of(user, topic, today):
    """A Share of each roadmap that `user` may see and that has a theme tied to `topic`. Two queries."""
    seen = Roadmap.objects.visible_to(user).order_by()
    rows = (
        Action.objects.filter(theme__topic=topic, theme__roadmap__in=seen.values("pk"))
        .select_related("theme__roadmap__learning_group")
        .order_by("theme__roadmap__title", "theme__roadmap_id", "theme__position", "position", "pk")
    )
    found, by_roadmap = {}, defaultdict(list)
    for action in rows:
        roadmap = action.theme.roadmap
        share = found.setdefault(roadmap.pk, Share(roadmap))
        share.themes.add(action.theme.title)
        share.actions.append(action)
        by_roadmap[roadmap.pk].append(action)
        late = action.due is not None and action.due < today
        share.late += late and not is_finished(action.status)
        share.done += action.status == "done"
    for pk, actions in by_roadmap.items():
        found[pk].progress = _mean(actions)
    return list(found.values())


def _mean(actions):
    """The mean progress of the actions that are part of none of the others and were not dropped."""
    progress, here = rolled_up(actions), {action.pk for action in actions}
    counted = [
        progress[action.pk]
        for action in actions
        if action.parent_id not in here and action.status != "dropped"
    ]
    return sum(counted) // len(counted) if counted else None
