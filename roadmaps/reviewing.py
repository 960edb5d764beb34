"""What a meeting walks through: actions of the group that are late, blocked, silent or new, each once."""

from dataclasses import dataclass, field
from datetime import datetime, time

from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext_lazy as _

from roadmaps.contexts import RoadmapReader
from roadmaps.models import Action, Meeting, MeetingItem

REASONS = {
    "late": _("Overdue"),
    "blocked": _("Blocked"),
    "silent": _("No word for long"),
    "new": _("New since the last meeting"),
    "soon": _("Due within two weeks"),
}


@dataclass
class Entry:
    """An action on the way, and the point of the agenda under which it was spoken of, if it was."""

    line: object
    roadmap: object
    item: object = None


@dataclass
class Part:
    """Actions that are on the way for one reason."""

    key: str
    label: str
    entries: list = field(default_factory=list)


def walk_of(meeting, group, names):
    """The Parts of what `meeting` of `group` walks through, in order. What has been spoken of stays where
    it was, also when it is not late any more."""
    since = _last_meeting(meeting)
    items = {
        item.action_id: item
        for item in meeting.items.filter(kind=MeetingItem.Kind.REVIEW, action__isnull=False)
    }
    parts = {key: Part(key, label) for key, label in REASONS.items()}
    spoken = Part("spoken", _("Spoken of"))
    for roadmap in group.roadmaps.select_related("dialogue", "learning_group"):
        fresh = _new(roadmap, since)
        for line in RoadmapReader(roadmap, names, today=meeting.on).read().lines:
            entry = Entry(line, roadmap, items.get(line.pk))
            reason = _reason(line, fresh)
            if reason:
                parts[reason].entries.append(entry)
            elif entry.item:
                spoken.entries.append(entry)
    return [part for part in (*parts.values(), spoken) if part.entries]


def _reason(line, fresh):
    standing = line.standing
    if standing.is_late:
        return "late"
    if standing.is_blocked:
        return "blocked"
    if standing.is_silent:
        return "silent"
    if line.pk in fresh:
        return "new"
    return "soon" if standing.is_due_soon else ""


def _last_meeting(meeting):
    earlier = Meeting.objects.filter(
        learning_group=meeting.learning_group_id, number__lt=meeting.number, state="held"
    )
    return earlier.order_by("-number").values_list("on", flat=True).first()


def _new(roadmap, since):
    if since is None:
        return set()
    moment = make_aware(datetime.combine(since, time.max), get_current_timezone())
    rows = Action.objects.filter(theme__roadmap=roadmap, created_at__gt=moment)
    return set(rows.values_list("pk", flat=True))


def next_entry(parts, after=None):
    """The first entry that nobody spoke of, behind the action `after` if there is one; None at the end."""
    entries = [entry for part in parts for entry in part.entries]
    keys = [entry.line.pk for entry in entries]
    start = keys.index(after) + 1 if after in keys else 0
    waiting = [entry for entry in (*entries[start:], *entries[:start]) if entry.item is None]
    return waiting[0] if waiting else None
