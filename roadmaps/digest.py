"""What a group's digest tells: what was done, said, and what waits, since the last one.

A digest comes at the group's hour on the first day of its week or month. What it says is computed from the
rows when that hour has come; the mail's key makes each once.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from convening.due import LATEST, moment_of
from roadmaps.actions_due import zone_of
from roadmaps.contexts import RoadmapReader
from roadmaps.models import Action, ActionUpdate, LearningGroup
from roadmaps.naming import Names

Digest = LearningGroup.Digest
MOST_LINES = 15


@dataclass
class Told:
    """Titles by what happened to them."""

    done: list = field(default_factory=list)
    moved: list = field(default_factory=list)
    new: list = field(default_factory=list)
    late: list = field(default_factory=list)
    blocked: list = field(default_factory=list)
    silent: list = field(default_factory=list)

    @property
    def is_empty(self):
        """True if nothing happened: what only goes on waiting is no news."""
        return not (self.done or self.moved or self.new)


def period_of(roadmap, now):
    """(first day of the period, the day on which its digest is due) if that moment has come, not more than
    a day ago; else None."""
    group = roadmap.learning_group
    if group is None or group.digest == Digest.NEVER:
        return None
    today = now.astimezone(ZoneInfo(zone_of(roadmap))).date()
    for day in (today, today - timedelta(days=1)):
        begins = day.weekday() == 0 if group.digest == Digest.WEEKLY else day.day == 1
        moment = moment_of(day, 0, roadmap.remind_at, zone_of(roadmap)) if begins else None
        if moment is not None and timedelta(0) <= now - moment < LATEST:
            return _before(day, group.digest), day
    return None


def _before(day, how_often):
    if how_often == Digest.WEEKLY:
        return day - timedelta(days=7)
    return (day - timedelta(days=1)).replace(day=1)


def told_of(roadmap, since, until):
    """The Told of a roadmap from the day `since` to the day before `until`."""
    view = RoadmapReader(roadmap, Names(knows_protected=False), today=until).read()
    lines = {line.pk: line for line in view.lines}
    rows = ActionUpdate.objects.filter(
        action__theme__roadmap=roadmap, date__gte=since, date__lt=until
    ).order_by("pk")
    said = [row for row in rows.values_list("action_id", "status") if row[0] in lines]
    moved = dict.fromkeys(pk for pk, _status in said)
    # What was done before and is spoken of again is not done anew.
    finished = {pk for pk, status in said if status == "done"}
    done = [pk for pk in moved if pk in finished and lines[pk].status == "done"]
    standing = {pk: line.standing for pk, line in lines.items()}
    return Told(
        done=_titles(done, lines),
        moved=_titles([pk for pk in moved if pk not in done], lines),
        new=_titles(_made(roadmap, since, until), lines),
        late=_titles([pk for pk in lines if standing[pk].is_late], lines),
        blocked=_titles([pk for pk in lines if standing[pk].is_blocked], lines),
        silent=_titles([pk for pk in lines if standing[pk].is_silent], lines),
    )


def _made(roadmap, since, until):
    rows = Action.objects.filter(
        theme__roadmap=roadmap, created_at__date__gte=since, created_at__date__lt=until
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _titles(keys, lines):
    return [lines[pk].title for pk in keys[:MOST_LINES]]
