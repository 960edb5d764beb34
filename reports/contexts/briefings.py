"""The words of one version of a briefing, read once, rid of protected names, and frozen."""

from dataclasses import dataclass

from reports.contexts import in_language
from reports.contexts.frozen import thaw
from reports.contexts.languages import language_of_map
from reports.contexts.papers import moment, redactor_for, rid_of_names, thawed
from stakeholders.briefing_reading import sections_of
from stakeholders.models import BriefingVersion

FORMAT = "briefing/1"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a briefing: its heading, and a text in Markdown."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class BriefingContext:
    """All that the print of a briefing says: what its group may read, and neither the map it belongs to
    nor the team's note. Nothing in it asks the database. `to_snapshot` and `from_snapshot` turn it into a
    dict for JSON and back, equal."""

    edition: str
    language: str
    composed_at: str
    title: str
    programme: str
    group: str
    number: int
    made_on: str
    sections: tuple[Section, ...] = ()

    @classmethod
    def of(cls, report, edition, *, at=None):
        """The words of the version that `report` prints. `at` is the moment to write into the document
        (now, if not given)."""
        rows = BriefingVersion.objects.select_related("briefing__group", "briefing__map__programme")
        version = rows.get(pk=report.briefing_version_id)
        programme = version.briefing.map.programme
        language = language_of_map(version.briefing.map)
        with in_language(language):
            sections = tuple(Section(*each) for each in sections_of(version))
        parts = {
            "title": version.title,
            "programme": programme.title,
            "group": version.briefing.group.name,
            "sections": sections,
        }
        return cls(
            edition=str(edition),
            language=language,
            composed_at=moment(at),
            number=version.number,
            made_on=version.made_at.date().isoformat(),
            **rid_of_names(parts, redactor_for(programme.pk)),
        )

    def to_snapshot(self):
        """A dict of plain values for JSON; `from_snapshot` makes an equal context of it."""
        return {"format": FORMAT, **thaw(self)}

    @classmethod
    def from_snapshot(cls, snapshot):
        """The context that `to_snapshot` made `snapshot` of. Raises ValueError for another format."""
        return thawed(cls, FORMAT, snapshot)
