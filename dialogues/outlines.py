"""How papers are built: the sections of each kind, and what an issue is weighed by before a dialogue on it.

The parts of a concept note, the preconditions for dialogue and the criteria for choosing an issue follow
IIED's and The Forests Dialogue's accounts of their practice.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dialogues.models.papers import PaperKind

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
UNDERLINE = re.compile(r" {0,3}=+[ \t]*$")


@dataclass(frozen=True)
class Section:
    """A section of a paper: its key in `Paper.sections`, its heading, what to write there, how many
    rows its field shows, and how many letters it may have."""

    key: str
    heading: str
    help: str
    rows: int = 6
    most: int = 60_000

    @property
    def label(self):
        """How its field is called."""
        return self.heading


CONCEPT_NOTE = (
    Section(
        "issue",
        _("The issue and the conflict"),
        _("What is contested, between whom, since when, and what it costs them."),
        8,
    ),
    Section(
        "why_dialogue",
        _("Why dialogue can help"),
        _("What talking can change here that studies, courts or campaigns have not."),
    ),
    Section(
        "why_joint",
        _("Why it takes joint action"),
        _("Why no group can solve it alone, and what each would have to do."),
    ),
    Section(
        "fault_lines",
        _("Draft fault lines"),
        _("The questions on which opinions are strongly divided, one to a line of a list."),
    ),
    Section(
        "groups",
        _("Stakeholder groups"),
        _("Who has to be at the table, whom they speak for, and who is easily left out."),
    ),
    Section(
        "geography",
        _("Geography"),
        _("Countries and places, and why these."),
        4,
    ),
    Section(
        "policy_processes",
        _("Policy processes it coincides with"),
        _("Reviews, laws and plans that are open now, with their dates."),
        4,
    ),
    Section(
        "partners",
        _("Partners"),
        _("Who convenes with us, who hosts, and what each brings."),
        4,
    ),
    Section(
        "outcome_areas",
        _("Outcome areas"),
        _("What should be different afterwards: knowledge, trust, policy, practice."),
        4,
    ),
    Section("budget", _("Budget"), _("What it will cost, and who may pay for it."), 4),
    Section("timeline", _("Timeline"), _("The stages and when each should be done."), 4),
)

SCOPING_PAPER = (
    Section(
        "abstract",
        _("Abstract"),
        _("The paper in one paragraph, for those who decide whether to read on."),
        4,
    ),
    Section(
        "body",
        _("Text"),
        _("What is known, what is disputed, and where evidence is missing."),
        30,
        2_000_000,
    ),
)

OUTLINES = {PaperKind.CONCEPT_NOTE: CONCEPT_NOTE, PaperKind.SCOPING_PAPER: SCOPING_PAPER}
# Sections that stand in the text as they are written, without a heading of their own.
WITHOUT_HEADING = {"body"}


@dataclass(frozen=True)
class Criterion:
    """Something that an issue is weighed by: its name, and the question that the score answers."""

    key: str
    label: str
    question: str


PRECONDITIONS = {
    row.key: row
    for row in (
        Criterion(
            "common_problem",
            _("A common problem"),
            _("Is it a problem of all of them, which none can solve alone?"),
        ),
        Criterion(
            "divided",
            _("Fault lines"),
            _("Are there real divisions of opinion that can be put as questions?"),
        ),
        Criterion(
            "willingness",
            _("Relevance and willingness"),
            _("Do they agree that it matters, and will some of them lead and fund it?"),
        ),
        Criterion(
            "legitimacy",
            _("Legitimate stakeholders"),
            _("Are there people who may speak for each group and who respect dialogue?"),
        ),
        Criterion(
            "influence",
            _("Influence at home"),
            _("Can those who would come move the institutions that they come from?"),
        ),
    )
}

SELECTION = {
    row.key: row
    for row in (
        Criterion(
            "significance",
            _("Significance"),
            _("How much depends on the issue, and for how many people?"),
        ),
        Criterion(
            "potential",
            _("Potential"),
            _("How far could a dialogue move it, now?"),
        ),
        Criterion(
            "advantage",
            _("Comparative advantage"),
            _("Are we better placed to convene it than others are?"),
        ),
        Criterion(
            "local_interest",
            _("Local interest"),
            _("Do people where it happens ask for it?"),
        ),
        Criterion(
            "reach",
            _("Reach to key stakeholders"),
            _("Can all those be brought to the table without whom it would mean little?"),
        ),
        Criterion(
            "means",
            _("Money and logistics"),
            _("Can it be paid for and brought about?"),
        ),
    )
}

CRITERIA = PRECONDITIONS | SELECTION
CRITERIA_GROUPS = (
    (_("Preconditions for dialogue"), PRECONDITIONS),
    (_("Criteria for choosing the issue"), SELECTION),
)
SCALE = {0: _("not at all"), 1: _("hardly"), 2: _("in part"), 3: _("largely"), 4: _("fully")}


def is_scored(kind):
    """True if papers of this kind are weighed by the criteria."""
    return kind == PaperKind.CONCEPT_NOTE


def compose(kind, sections):
    """The whole text of a paper in Markdown: its sections with their headings, empty ones left out.

    Headings that an author wrote inside a section with a heading move one level below it.
    """
    parts = []
    for section in OUTLINES[kind]:
        text = str(sections.get(section.key) or "").strip("\n")
        if not text.strip():
            continue
        if section.key in WITHOUT_HEADING:
            parts.append(text)
        else:
            parts.append(f"# {section.heading}\n\n{lowered(text)}")
    return "".join(f"{part}\n\n" for part in parts).rstrip("\n") + "\n" if parts else ""


def lowered(text):
    """`text` with its headings one level lower; what stands in a block of code stays as it is."""
    lines, fence = [], ""
    for line in text.split("\n"):
        fence, is_code = fenced(line, fence)
        if not is_code:
            if HEADING.match(line):
                line = line if "######" in line else line.replace("#", "##", 1)
            elif UNDERLINE.match(line) and lines and lines[-1].strip():
                line = line.replace("=", "-")
        lines.append(line)
    if fence:
        # A block of code that was never closed would swallow the sections that follow.
        lines.append(fence)
    return "\n".join(lines)


def fenced(line, fence):
    """Walking through Markdown line by line: (the fence that stands open now, is this line code)."""
    mark = FENCE.match(line)
    if fence:
        closes = mark and mark[1].startswith(fence) and not line.strip().strip(fence[0])
        return ("" if closes else fence), True
    return (mark[1], True) if mark else ("", False)
