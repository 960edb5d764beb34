"""The facts of one version of a paper, read once, rid of protected names, and frozen."""

from dataclasses import dataclass

from django.utils import timezone

from core.text import without_control
from dialogues.models import PaperVersion
from dialogues.outlines import CRITERIA_GROUPS, is_scored
from reports.contexts import in_language
from reports.contexts.facts import House
from reports.contexts.frozen import freeze, rewrite, thaw
from reports.contexts.house import house_of, kept, logo_of
from reports.contexts.languages import language_of_initiative
from stakeholders.models import Person
from stakeholders.naming import PROTECTED
from stakeholders.redaction import Redactor

FORMAT = "paper/1"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that the text shows by its key, and what is said of it."""

    key: str
    alternative: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """What a criterion was given, 0 to 4, and why; -1 where it was not judged."""

    criterion: str
    label: str
    question: str = ""
    score: int = -1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Scores:
    """The criteria of one kind, each with its score."""

    title: str
    rows: tuple[Score, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the paper's way to approval: what, on which day (ISO), by whom and why."""

    step: str
    on: str
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PaperContext:
    """All that the print of one version says. Nothing in it asks the database; pictures are named by
    their key alone. `to_snapshot` and `from_snapshot` turn it into a dict for JSON and back, equal."""

    edition: str
    language: str
    composed_at: str
    kind: str
    title: str
    initiative: str
    programme: str
    number: int
    made_on: str
    note: str = ""
    body: str = ""
    file_name: str = ""
    figures: tuple[Figure, ...] = ()
    scores: tuple[Scores, ...] = ()
    steps: tuple[Step, ...] = ()
    house: House | None = None

    @classmethod
    def of(cls, report, edition, *, at=None):
        """The facts of the version that `report` prints, as they are now: six queries. `at` is the
        moment to write into the document (now, if not given)."""
        version = PaperVersion.objects.select_related("paper__initiative__programme", "file").get(
            pk=report.paper_version_id
        )
        initiative = version.paper.initiative
        redact = redactor_for(initiative.programme_id)
        # How it was weighed and decided, and by whom, is the affair of those who prepare it.
        prepares = edition == "internal"
        language = language_of_initiative(initiative)
        with in_language(language):
            scores = _scores(version) if prepares else ()
        parts = {
            "title": version.title,
            "initiative": initiative.title,
            "programme": initiative.programme.title,
            "note": version.note if prepares else "",
            "body": version.body,
            "file_name": version.file.name if version.file else "",
            "house": house_of(initiative.programme_id),
            "figures": tuple(
                Figure(row["key"], row["alternative"], row["caption"], row["credit"])
                for row in version.figures
            ),
            "scores": scores,
            "steps": tuple(_steps(version)) if prepares else (),
        }
        return cls(
            edition=str(edition),
            language=language,
            composed_at=moment(at),
            kind=version.paper.kind,
            number=version.number,
            made_on=version.made_at.date().isoformat(),
            **rid_of_names(parts, redact),
        )

    def to_snapshot(self):
        """A dict of plain values for JSON; `from_snapshot` makes an equal context of it."""
        return {"format": FORMAT, **thaw(self)}

    @classmethod
    def from_snapshot(cls, snapshot):
        """The context that `to_snapshot` made `snapshot` of. Raises ValueError for another format."""
        return thawed(cls, FORMAT, snapshot)


def _scores(version):
    """The criteria with their scores; empty for a paper that is not weighed, or not yet."""
    if not is_scored(version.paper.kind) or not version.scores:
        return ()
    return tuple(
        Scores(str(title), tuple(_score(row, version.scores.get(key)) for key, row in rows.items()))
        for title, rows in CRITERIA_GROUPS
    )


def _score(criterion, given):
    given = given or {}
    score = given.get("score")
    return Score(
        criterion.key,
        str(criterion.label),
        str(criterion.question),
        -1 if score is None else int(score),
        given.get("reason") or "",
    )


def _steps(version):
    for row in version.decisions.select_related("taken_by"):
        by = str(row.taken_by) if row.taken_by else ""
        yield Step(row.step, row.taken_at.date().isoformat(), by, row.reason)


def pictures_of(context):
    """The pictures that a PaperContext shows, by key: (media type, content). What is gone is left out."""
    return kept([figure.key for figure in context.figures]) | logo_of(context)


def redactor_for(programme_id):
    """Puts “Protected person” for everybody protected in the register of a programme."""
    people = Person.objects.filter(programme=programme_id)
    others = people.filter(protected=False).values_list("name", flat=True)
    hidden = people.filter(protected=True)
    return Redactor([(person, str(PROTECTED)) for person in hidden], others)


def rid_of_names(parts, redact):
    """The same facts without protected names and control characters in any text."""
    return {
        name: rewrite(part, lambda text: redact(without_control(text)))
        for name, part in parts.items()
    }


def moment(at):
    """`at` (now, if not given) as it is written into a document."""
    return (at or timezone.now()).replace(microsecond=0).isoformat()


def thawed(kind, form, snapshot):
    """The context of class `kind` that a snapshot holds. Raises ValueError for another format."""
    if snapshot.get("format") != form:
        raise ValueError(f"not a snapshot of {form}: {snapshot.get('format')!r}")
    return freeze(kind, {name: value for name, value in snapshot.items() if name != "format"})
