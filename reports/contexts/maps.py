"""The facts of a stakeholder map on a day: read once, rid of protected names, and frozen."""

from dataclasses import dataclass, fields
from datetime import date

from reports.contexts import in_language
from reports.contexts.frozen import thaw
from reports.contexts.languages import language_of_map
from reports.contexts.papers import moment, redactor_for, rid_of_names, thawed
from stakeholders.maps.reading import MapFacts, MapGroup, Point, read_map
from stakeholders.models import StakeholderMap

FORMAT = "stakeholder-map/1"


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody on the map, as maps.reading.Point has them; days are ISO dates, empty for none."""

    key: int
    number: int
    kind: str
    name: str
    short: str
    group_key: int
    group: str
    tone: int
    weave: int
    influence: int | None = None
    interest: int | None = None
    position: str = ""
    position_label: str = ""
    formality: str = ""
    formality_label: str = ""
    marginalisation: str = ""
    marginalisation_label: str = ""
    assessed_on: str = ""
    reached_by: str = ""
    engagement: str = ""
    engagement_label: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A stakeholder group with its colour and shape, and how many of it are on the map."""

    key: int
    name: str
    short: str
    tone: int
    weave: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class GapShown:
    """Something that is missing on the map, and of whom."""

    title: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StakeholderMapContext:
    """All that the print of a map says. Nothing in it asks the database. `to_snapshot` and
    `from_snapshot` turn it into a dict for JSON and back, equal."""

    edition: str
    language: str
    composed_at: str
    title: str
    programme: str
    on: str
    question: str = ""
    country: str = ""
    entries: tuple[Entry, ...] = ()
    groups: tuple[GroupShown, ...] = ()
    gaps: tuple[GapShown, ...] = ()

    @classmethod
    def of(cls, report, edition, *, on=None, at=None):
        """The facts of the map that `report` prints as of the day `on` (today), with “Protected person”
        for whoever is. `at` is the moment to write into the document (now, if not given)."""
        rows = StakeholderMap.objects.select_related("programme")
        shown = rows.get(pk=report.stakeholder_map_id)
        language = language_of_map(shown)
        with in_language(language):
            facts = read_map(shown, on=on)
            country = str(facts.country)
            gaps = tuple(GapShown(str(gap.title), tuple(gap.names)) for gap in facts.gaps)
        parts = {
            "title": facts.title,
            "programme": shown.programme.title,
            "question": facts.question,
            "country": country,
            "entries": tuple(map(_entry, facts.points)),
            "groups": tuple(_alike(GroupShown, group) for group in facts.groups),
            "gaps": gaps,
        }
        return cls(
            edition=str(edition),
            language=language,
            composed_at=moment(at),
            on=facts.on.isoformat(),
            **rid_of_names(parts, redactor_for(shown.programme_id)),
        )

    def to_snapshot(self):
        """A dict of plain values for JSON; `from_snapshot` makes an equal context of it."""
        return {"format": FORMAT, **thaw(self)}

    @classmethod
    def from_snapshot(cls, snapshot):
        """The context that `to_snapshot` made `snapshot` of. Raises ValueError for another format."""
        return thawed(cls, FORMAT, snapshot)

    def facts(self):
        """The same as maps.reading.MapFacts: what the drawing takes."""
        return MapFacts(
            key=0,
            title=self.title,
            question=self.question,
            country=self.country,
            on=date.fromisoformat(self.on),
            tells_all=True,
            points=tuple(map(_point, self.entries)),
            groups=tuple(_alike(MapGroup, group) for group in self.groups),
        )


def _values(kind, row):
    return {
        field.name: getattr(row, field.name) for field in fields(kind) if hasattr(row, field.name)
    }


def _alike(kind, row):
    """A `kind` with the values that `row` has of the same names."""
    return kind(**{name: _plain(value) for name, value in _values(kind, row).items()})


def _plain(value):
    return value if value is None or isinstance(value, (int, str, date)) else str(value)


def _entry(point):
    values = {name: _plain(value) for name, value in _values(Entry, point).items()}
    day = point.assessed_on
    return Entry(**values | {"assessed_on": day.isoformat() if day else ""})


def _point(entry):
    day = date.fromisoformat(entry.assessed_on) if entry.assessed_on else None
    return Point(**_values(Point, entry) | {"assessed_on": day})
