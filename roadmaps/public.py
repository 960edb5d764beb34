"""A roadmap as everybody may read it: a version that was published, with how far its actions have come.

What it says is that version's; nobody is named but bodies, and every word is veiled as for strangers. Only
whether an action is begun, late or done is as it is today, and so are the values of its indicators.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from dialogues.veil import veil_for
from roadmaps.contexts import RoadmapReader, progress_of
from roadmaps.figures import briefs
from roadmaps.gantt import bar_of, scale_of
from roadmaps.models import Indicator, RoadmapVersion
from roadmaps.naming import Names
from roadmaps.versions import PERSON
from stakeholders.models import Organisation


@dataclass
class PublicAction:
    """An action of a published version, with how it stands today; without a status once it is no more."""

    title: str
    text: str
    lead: str
    has_lead: bool
    start: date | None
    due: date | None
    status: str = ""
    status_label: str = ""
    progress: int = 0
    depth: int = 0


def published(roadmap):
    """The newest version of `roadmap` that is published; None if there is none."""
    return published_versions(roadmap).first()


def published_versions(roadmap):
    """Every published version of `roadmap`, the newest first."""
    rows = RoadmapVersion.objects.filter(roadmap=roadmap, published_at__lte=timezone.now())
    return rows.order_by("-number")


def roadmaps_section(initiative):
    """What the public page of an initiative says of its roadmaps, each as its newest published version calls
    it; None if none is published."""
    rows = RoadmapVersion.objects.filter(
        roadmap__dialogue__initiative=initiative, published_at__lte=timezone.now()
    )
    titles = dict(rows.order_by("number").values_list("roadmap_id", "snapshot__title"))
    if not titles:
        return None
    found = sorted((title or "", pk) for pk, title in titles.items())
    return {
        "template": "roadmaps/public_section.html",
        "roadmaps": [{"pk": pk, "title": title} for title, pk in found],
    }


def address_of(roadmap):
    """Where everybody reads `roadmap`."""
    return reverse("roadmaps:public", args=[roadmap.pk])


class PublicReader:
    """Reads a published version for strangers, in a number of queries that does not grow."""

    def __init__(self, version, *, today=None):
        self.version = version
        self.snapshot = version.snapshot
        self.today = today or timezone.localdate()
        self.veil = veil_for(AnonymousUser())
        view = RoadmapReader(version.roadmap, Names(), today=self.today).read()
        self._lines = {line.pk: line for line in view.lines}
        self._bodies = self._read_bodies()

    def read(self):
        """What the public page shows."""
        themes = [self._theme(theme) for theme in self.snapshot.get("themes", ())]
        actions = [action for theme in themes for action in theme["actions"]]
        scale = scale_of(actions, {}, self.today)
        for theme in themes:
            bars = (bar_of(action, scale) if scale else None for action in theme["actions"])
            theme["bars"] = [bar for bar in bars if bar]
        return {
            "title": self.veil(self.snapshot.get("title") or self.version.roadmap.title),
            "summary": self.veil(self.snapshot.get("summary", "")),
            "vision": [
                {"was": self.veil(line["was"]), "becomes": self.veil(line["becomes"])}
                for line in self.snapshot.get("vision", ())
            ],
            "themes": themes,
            "number": len(actions),
            "done": sum(1 for action in actions if action.status == "done"),
            "share": progress_of([action for action in actions if action.status]),
            "scale": scale,
            "ticks": [{"day": day, "x": x} for day, x in scale.ticks()] if scale else [],
            "today_x": scale.at(self.today) if scale else None,
            "indicators": self._indicators(),
        }

    def _read_bodies(self):
        leads = [row["lead"] for row in _actions_in(self.snapshot) if row["lead"]]
        keys = {key for kind, key in leads if kind != PERSON}
        return Organisation.objects.in_bulk(keys) if keys else {}

    def _theme(self, theme):
        return {
            "title": self.veil(theme["title"]),
            "text": self.veil(theme["text"]),
            "actions": [self._action(row) for row in theme["actions"] if not row["dropped"]],
        }

    def _action(self, row):
        line = self._lines.get(row["id"])
        kind, key = row["lead"] or (None, None)
        body = None if kind in (None, PERSON) else self._bodies.get(key)
        return PublicAction(
            title=self.veil(row["title"]),
            text=self.veil(row["text"]),
            lead=self.veil(body.full_name) if body else "",
            has_lead=kind is not None,
            start=_day(row["start"]),
            due=_day(row["due"]),
            status=line.status if line else "",
            status_label=line.status_label if line else "",
            progress=line.progress if line else 0,
            depth=1 if row["part_of"] else 0,
        )

    def _indicators(self):
        """The indicators of its actions that have a value, with the one that holds."""
        keys = [row["id"] for row in _actions_in(self.snapshot)]
        rows = Indicator.objects.filter(
            action__in=keys, action__theme__roadmap=self.version.roadmap_id
        )
        found = briefs(rows.order_by("position", "pk"))
        return [
            {
                "title": self.veil(brief.indicator.title),
                "unit": self.veil(brief.indicator.unit),
                "baseline": self.veil(brief.indicator.baseline),
                "target": self.veil(brief.indicator.target),
                "value": self.veil(brief.latest.value),
                "on": brief.latest.date,
                "bar": None if brief.percent is None else max(0, min(100, brief.percent)),
                "words": brief.words,
            }
            for brief in found
            if brief.latest is not None
        ]


def _actions_in(snapshot):
    """The actions that the page tells of: those that were not dropped."""
    rows = (row for theme in snapshot.get("themes", ()) for row in theme["actions"])
    return [row for row in rows if not row["dropped"]]


def _day(text):
    return date.fromisoformat(text) if text else None
