"""What owners are to be reminded of at a moment: computed from dates each time it is asked, stored nowhere.

A due date has its reminders so many days before and after it, at an hour on the clocks of the group; an
action of which nobody has said a word for long has one, the day after the silence has lasted so long. A
moment that lies further back than a day, because dates were moved, is over: nothing is sent late.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from convening.due import LATEST, moment_of
from roadmaps.state import quiet_since, standing_on


@dataclass
class Reminded:
    """An owner with the actions that they are reminded of: (action, Standing) pairs."""

    owner: object
    due: list = field(default_factory=list)
    silent: list = field(default_factory=list)


def zone_of(roadmap):
    """The name of the time zone in which the roadmap's group lives."""
    group = roadmap.learning_group
    return group.timezone if group else roadmap.dialogue.timezone


def is_now(day, days, roadmap, now):
    """True if the moment `days` after `day`, at the roadmap's hour, has come, not more than a day ago."""
    moment = moment_of(day, days, roadmap.remind_at, zone_of(roadmap))
    return moment is not None and timedelta(0) <= now - moment < LATEST


def due_now(roadmap, owners, words, now):
    """A Reminded for each of `owners` who is to be told something at the moment `now`; `words` are the
    days of the last updates by action."""
    today = now.astimezone(ZoneInfo(zone_of(roadmap))).date()
    found = []
    for owner in owners:
        reminded = Reminded(owner)
        for action in owner.actions:
            last = words.get(action.pk)
            standing = standing_on(today, action, last_word=last, silent_after=roadmap.silent_after)
            if action.due and any(
                is_now(action.due, days, roadmap, now) for days in roadmap.reminders
            ):
                reminded.due.append((action, standing))
            elif standing.is_silent and _fell_silent(roadmap, action, last, now):
                reminded.silent.append((action, standing))
        if reminded.due or reminded.silent:
            found.append(reminded)
    return found


def _fell_silent(roadmap, action, last, now):
    since = quiet_since(action, last)
    return since is not None and is_now(since, roadmap.silent_after + 1, roadmap, now)


def next_moments(roadmap, actions, now, *, most=20):
    """(moment, action, days) of the reminders that lie ahead of `actions`, the first first."""
    zone, found = zone_of(roadmap), []
    for action in actions:
        for days in roadmap.reminders if action.due else ():
            moment = moment_of(action.due, days, roadmap.remind_at, zone)
            if moment is not None and moment > now:
                found.append((moment, action, days))
    return sorted(found, key=lambda row: (row[0], row[1].pk))[:most]
