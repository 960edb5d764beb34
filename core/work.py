"""What waits for a person, gathered from every application for the page *My work*.

An application registers a provider in its AppConfig.ready(); a provider takes a user and yields
WorkItems, in a constant number of queries.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

NEAR = timedelta(days=14)
_providers = []


@dataclass(frozen=True)
class WorkItem:
    """One thing that needs this person: what, where to do it, and by when."""

    title: str
    url: str
    kind: str
    detail: str = ""
    due: date | None = None
    tone: str = "quiet"


def provider(function):
    """Register `function(user) -> iterable of WorkItem`; usable as a decorator."""
    if function not in _providers:
        _providers.append(function)
    return function


def board_of(items, today):
    """The `items` of `work_for` as one reads them: what is late, what is near, what is further off and what
    has no day; in each, what is of one thing together. A list of {label, subjects: [[WorkItem]]}."""
    near = today + NEAR
    horizons = {_("Late"): [], _("Within two weeks"): [], _("Later"): [], _("Without a day"): []}
    late, soon, later, undated = horizons.values()
    for item in items:
        if item.due is None:
            undated.append(item)
        elif item.due < today:
            late.append(item)
        else:
            (soon if item.due <= near else later).append(item)
    return [
        {"label": label, "subjects": _by_title(found)} for label, found in horizons.items() if found
    ]


def _by_title(items):
    subjects = {}
    for item in items:
        subjects.setdefault(item.title, []).append(item)
    return list(subjects.values())


def work_for(user):
    """Everything that waits for `user`, what is due first at the top."""
    items = [item for give in _providers for item in give(user)]
    return sorted(items, key=lambda item: (item.due is None, item.due or date.max))
