"""Versions of a roadmap and what changed in them, in words, for one reader."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from roadmaps.models import Payment
from roadmaps.versions import PERSON, people_in
from stakeholders.models import Organisation, Person

LABELS = {
    "title": _l("Title"),
    "summary": _l("Summary"),
    "text": _l("Text"),
    "topic": _l("Shared theme"),
    "was": _l("From"),
    "becomes": _l("To"),
    "theme": _l("Theme"),
    "order": _l("Order"),
    "lead": _l("Lead"),
    "supporters": _l("Supporters"),
    "start": _l("Start"),
    "due": _l("Due"),
    "milestones": _l("Milestones"),
    "part_of": _l("Part of"),
    "weight": _l("Weight"),
    "needs": _l("Waits for"),
    "cost": _l("Cost"),
    "payments": _l("Who pays"),
    "result": _l("Hangs on"),
    "dropped": _l("Dropped"),
}
KINDS = {
    ("added", "vision"): _l("Line of the vision added"),
    ("removed", "vision"): _l("Line of the vision taken out"),
    ("changed", "vision"): _l("Line of the vision changed"),
    ("added", "theme"): _l("Theme added"),
    ("removed", "theme"): _l("Theme taken out"),
    ("changed", "theme"): _l("Theme changed"),
    ("moved", "themes"): _l("Themes in another order"),
    ("added", "action"): _l("Action added"),
    ("removed", "action"): _l("Action taken out"),
    ("changed", "action"): _l("Action changed"),
    ("moved", "action"): _l("Action moved to another theme"),
    ("moved", "actions"): _l("Actions in another order"),
    ("changed", "roadmap"): _l("Roadmap changed"),
}
STATES = dict(Payment.State.choices)


class Teller:
    """Tells snapshots to a reader who is told people by `names`; reads who is in them in two queries."""

    def __init__(self, names, *snapshots):
        self.names = names
        people, bodies = set(), set()
        for snapshot in snapshots:
            some, others = people_in(snapshot)
            people |= some
            bodies |= others
        self._people = Person.objects.in_bulk(people) if people else {}
        self._bodies = Organisation.objects.in_bulk(bodies) if bodies else {}

    def who(self, ref):
        """A person, a body, or words, as the reader may know them."""
        if not ref:
            return ""
        if not isinstance(ref, list):
            return ref
        kind, key = ref
        row = (self._people if kind == PERSON else self._bodies).get(key)
        if row is None:
            return _("somebody who is no longer in the register")
        return self.names.of(row) if kind == PERSON else row.full_name

    def value(self, name, value):
        """A fact of a snapshot as people read it."""
        if value in (None, "", []):
            return ""
        tell = {
            "lead": self.who,
            "supporters": lambda rows: ", ".join(self.who(row) for row in rows),
            "payments": lambda rows: "; ".join(self._payment(row) for row in rows),
            "milestones": lambda rows: "; ".join(_milestone(row) for row in rows),
            "start": _day,
            "due": _day,
            "dropped": lambda said: _("yes") if said else _("no"),
        }.get(name)
        if tell is not None:
            return tell(value)
        if isinstance(value, list):
            return " · ".join(str(part) for part in value)
        return str(value)

    def _payment(self, row):
        who, amount, state = row
        parts = [self.who(who), amount, str(STATES.get(state, state))]
        return ", ".join(part for part in parts if part)

    def changes(self, found):
        """Changes for a page: `{"kind", "label", "title", "facts": [{"label", "was", "now"}]}`."""
        return [
            {
                "kind": change.kind,
                "label": KINDS[change.kind, change.what],
                "title": change.title,
                "facts": [
                    {
                        "label": LABELS[name],
                        "was": self.value(name, was),
                        "now": self.value(name, now),
                    }
                    for name, was, now in change.facts
                ],
            }
            for change in found
        ]

    def themes(self, snapshot):
        """The themes of a snapshot for a page, each action with its lead and the day it is due."""
        return [
            {
                "title": theme["title"],
                "text": theme["text"],
                "actions": [
                    {
                        "title": action["title"],
                        "lead": self.who(action["lead"]),
                        "due": _as_day(action["due"]),
                        "dropped": action["dropped"],
                        "facts": [
                            (LABELS[name], self.value(name, action[name]))
                            for name in ("supporters", "milestones", "cost", "payments", "result")
                        ],
                    }
                    for action in theme["actions"]
                ],
            }
            for theme in snapshot.get("themes", ())
        ]


def _milestone(row):
    title, due = row
    return f"{title} ({_day(due)})" if due else title


def _as_day(text):
    return date.fromisoformat(text) if text else None


def _day(text):
    return date_format(date.fromisoformat(text), "j F Y")
