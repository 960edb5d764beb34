"""How an action stands on a day, which follows from dates and from when somebody last said a word.

Nothing of it is stored: what was due yesterday is late today without anybody touching it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from roadmaps.rollup import is_finished

SOON = timedelta(days=14)


@dataclass(frozen=True)
class Standing:
    """How an action stands: `late_by` and `silent_for` are days, 0 if it is not."""

    late_by: int = 0
    silent_for: int = 0
    is_due_soon: bool = False
    is_blocked: bool = False
    starts_late: bool = False

    @property
    def is_late(self):
        return self.late_by > 0

    @property
    def is_silent(self):
        return self.silent_for > 0


def standing_on(today, action, *, last_word=None, silent_after=60, is_blocked=False):
    """The Standing of `action` (status, start, due, created_at) on the day `today`.

    `last_word` is the day of the last update; without one, silence counts from the start, or from the
    day the action was written down, whichever is later. An action that starts in the future is not silent.
    """
    if is_finished(action.status):
        return Standing()
    due, start = action.due, action.start
    return Standing(
        late_by=max(0, (today - due).days) if due else 0,
        silent_for=_silence(today, action, last_word, silent_after),
        is_due_soon=bool(due and today <= due <= _later(today, SOON)),
        is_blocked=is_blocked,
        starts_late=bool(start and start < today and action.status == "planned"),
    )


def _silence(today, action, last_word, silent_after):
    if action.start and action.start > today:
        return 0
    since = quiet_since(action, last_word)
    quiet = (today - since).days if since else 0
    return quiet if quiet > silent_after else 0


def quiet_since(action, last_word):
    """The day from which an action's silence counts; None if no day of it is known."""
    written = action.created_at.date() if action.created_at else None
    known = [day for day in (last_word or written, action.start) if day]
    return max(known, default=None)


def _later(day, span):
    try:
        return day + span
    except OverflowError:
        return date.max
