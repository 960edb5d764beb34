"""The facts of a meeting report: read once, rid of what the edition must not say, and frozen."""

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.utils import timezone, translation

from core.text import without_control
from reports.contexts import facts
from reports.contexts.frozen import freeze, rewrite, thaw
from reports.contexts.gathering import gather
from reports.contexts.reading import read
from reports.models import ReportKind
from reports.wording import within

FORMAT = "meeting-report/1"


@dataclass(frozen=True, slots=True)
class ReportContext:
    """All that one edition of a meeting report says.

    Nothing in it asks the database, and what the edition must not say is not in it, so no template
    can leak it. `to_snapshot` and `from_snapshot` turn it into a dict for JSON and back, equal.
    """

    edition: str
    language: str
    composed_at: str
    title: str
    meeting: facts.Meeting
    subtitle: str = ""
    acknowledgements: str = ""
    introduction: str = ""
    summary_heading: str = ""
    summary: str = ""
    key_messages: tuple[str, ...] = ()
    action_points: tuple[facts.ActionPoint, ...] = ()
    background: tuple[facts.Section, ...] = ()
    logistics: str = ""
    materials_intro: str = ""
    materials: tuple[facts.Material, ...] = ()
    questions: tuple[facts.Question, ...] = ()
    agenda: tuple[facts.AgendaPart, ...] = ()
    sessions: tuple[facts.Session, ...] = ()
    next_steps: str = ""
    annexes: tuple[facts.Annex, ...] = ()
    participants: tuple[facts.GroupPresent, ...] = ()
    authors: tuple[facts.Who, ...] = ()
    theme: str = ""
    keywords: tuple[str, ...] = ()
    imprint: facts.Imprint | None = None
    kind: str = ReportKind.MEETING_REPORT.value
    recommendations: tuple[facts.Recommendation, ...] = ()
    composition: tuple[facts.Piece, ...] = ()
    isbn: str = ""
    doi: str = ""
    house: facts.House | None = None

    @classmethod
    def of(cls, report, edition, *, at=None):
        """The facts of `report` for `edition` as they are now.

        `report` may be unsaved, as long as its dialogue is. Asks the database at most 20 times, however
        much was said, and a few times more for what is drawn. `at` is the moment to write into the document
        (now, if not given).
        """
        rows = read(report)
        with in_language(rows.dialogue.language):
            parts, redact = gather(rows, edition)
        return cls._clean(rows, edition, parts, redact, at)

    @classmethod
    def whole(cls, report, edition):
        """All facts that a part of `report` may print in `edition`, whatever its parts are, and what makes
        a text fit to be printed with them: without protected names and control characters."""
        rows = read(report)
        with in_language(rows.dialogue.language):
            parts, redact = gather(rows, edition, whole=True)
        tidy = partial(_tidy, redact)
        return cls._clean(rows, edition, parts, redact, None), tidy

    @classmethod
    def _clean(cls, rows, edition, parts, redact, at):
        # Control characters break the PDF's metadata; neither they nor names have a place in a snapshot.
        tidy = partial(_tidy, redact)
        moment = (at or timezone.now()).replace(microsecond=0)
        return cls(
            edition=str(edition),
            language=rows.dialogue.language,
            composed_at=moment.isoformat(),
            **{name: rewrite(part, tidy) for name, part in parts.items()},
        )

    def to_snapshot(self):
        """A dict of plain values for JSON; `from_snapshot` makes an equal context of it."""
        return {"format": FORMAT, **thaw(self)}

    @classmethod
    def from_snapshot(cls, snapshot):
        """The context that `to_snapshot` made `snapshot` of. Raises ValueError for another format."""
        if snapshot.get("format") != FORMAT:
            raise ValueError(f"not a snapshot of {FORMAT}: {snapshot.get('format')!r}")
        return freeze(cls, {name: value for name, value in snapshot.items() if name != "format"})


def _tidy(redact, text):
    return redact(without_control(text))


@contextmanager
def in_language(language):
    """Labels and dates in a dialogue's language, if reports are translated into it; else in the site's.

    That some of Baraza's words are translated does not count (settings.REPORT_LANGUAGES): a report in
    which every fourth label is German is worse than one with English labels.
    """
    is_translated = language.partition("-")[0] in settings.REPORT_LANGUAGES
    active = language if is_translated else settings.LANGUAGE_CODE
    with translation.override(active), within(language):
        yield
