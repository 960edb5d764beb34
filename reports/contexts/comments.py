"""The facts of a table of comments and responses: read once, rid of protected names, and frozen."""

from dataclasses import dataclass

from dialogues.models import PaperVersion
from dialogues.reviewing import comment_rows
from reports.contexts import in_language
from reports.contexts.frozen import thaw
from reports.contexts.languages import language_of_initiative
from reports.contexts.papers import moment, redactor_for, rid_of_names, thawed
from stakeholders.naming import PROTECTED

FORMAT = "comments/1"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment: under which heading, on which words, by whom, and what was answered. `disposition` is
    the stored value, `version` the number of the version that it was made on."""

    text: str
    section: str = ""
    quote: str = ""
    page: int = 0
    by: str = ""
    version: int = 0
    disposition: str = "open"
    response: str = ""


@dataclass(frozen=True, slots=True)
class CommentsContext:
    """All that the print of a paper's comments says. Nothing in it asks the database. `to_snapshot` and
    `from_snapshot` turn it into a dict for JSON and back, equal."""

    edition: str
    language: str
    composed_at: str
    kind: str
    title: str
    initiative: str
    programme: str
    number: int
    made_on: str
    remarks: tuple[Remark, ...] = ()

    @classmethod
    def of(cls, report, edition, *, at=None):
        """The comments on the paper of the version that `report` names, in the order of its text. `at`
        is the moment to write into the document (now, if not given)."""
        version = PaperVersion.objects.select_related("paper__initiative__programme").get(
            pk=report.paper_version_id
        )
        paper = version.paper
        initiative = paper.initiative
        parts = {
            "title": version.title,
            "initiative": initiative.title,
            "programme": initiative.programme.title,
        }
        language = language_of_initiative(initiative)
        with in_language(language):
            parts["remarks"] = tuple(map(_remark, comment_rows(paper)))
        return cls(
            edition=str(edition),
            language=language,
            composed_at=moment(at),
            kind=paper.kind,
            number=version.number,
            made_on=version.made_at.date().isoformat(),
            **rid_of_names(parts, redactor_for(initiative.programme_id)),
        )

    def to_snapshot(self):
        """A dict of plain values for JSON; `from_snapshot` makes an equal context of it."""
        return {"format": FORMAT, **thaw(self)}

    @classmethod
    def from_snapshot(cls, snapshot):
        """The context that `to_snapshot` made `snapshot` of. Raises ValueError for another format."""
        return thawed(cls, FORMAT, snapshot)


def _remark(row):
    return Remark(
        text=row["text"],
        section=row["section"],
        quote=row["quote"],
        page=row["page"] or 0,
        by=_by(row["comment"]),
        version=row["made_on"],
        disposition=row["disposition"],
        response=row["response"],
    )


def _by(comment):
    """Who made a comment: the edition is the team's, which knows its reviewers, but for those who are
    protected."""
    person = comment.author_person
    if person is not None:
        return str(PROTECTED) if person.protected else person.full_name
    return str(comment.author_user or "")
