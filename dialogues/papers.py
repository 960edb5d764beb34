"""Reading papers: a long text in parts and pages, its figures, its scores as a profile, and its next step."""

import re
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.markdown import render
from dialogues.blocks import lines_of
from dialogues.models import Paper, PaperDecision, PaperKind, ReviewRound
from dialogues.outlines import CRITERIA_GROUPS, SCALE
from dialogues.services.papers import draft_differs, figures_in, newest_text

PAGE_LETTERS = 25_000  # some eight printed pages
MOST_CONTENTS = 120
REFERENCE = re.compile(r" {0,3}\[[^\]]{1,200}\]:[ \t]*\S")
MOST_REFERENCES = 300


# Text -------------------------------------------------------------------------------------------
@dataclass
class Part:
    """A heading and what stands under it, until the next heading; the first part may have no heading."""

    number: int
    title: str
    rank: int  # 1 for the largest headings of the paper
    first: int
    until: int
    page: int = 1

    @property
    def anchor(self):
        return f"part-{self.number}"


class Text:
    """A paper's Markdown, divided at its headings into parts and into pages that load quickly.

    `blocks` are those of dialogues.blocks; `figures` as core.markdown.render takes them.
    """

    def __init__(self, body, blocks, figures=None):
        self.lines = lines_of(body)
        self.figures = figures or {}
        self.parts = self._divided(blocks)
        self.references = [line for line in self.lines if REFERENCE.match(line)][:MOST_REFERENCES]
        self._set_pages()

    def _divided(self, blocks):
        headings = [block for block in blocks if block.get("level")]
        ranks = {level: place for place, level in enumerate(sorted({h["level"] for h in headings}))}
        bounds = [(0, 0, "", 0)]
        bounds += [
            (block["line"], block["until"], block["text"], ranks[block["level"]] + 1)
            for block in headings
        ]
        bounds.append((len(self.lines), 0, "", 0))
        starts = [block["line"] for block in blocks]
        parts = []
        for (_line, first, title, rank), (until, *_rest) in pairwise(bounds):
            if title or any(line.strip() for line in self.lines[first:until]):
                for begin, end in self._bearable(first, until, starts):
                    parts.append(Part(len(parts) + 1, title, rank, begin, end))
                    title = ""
        return parts

    def _bearable(self, first, until, starts):
        """The lines from `first` to `until`, cut before a block where they are too many for a page."""
        letters, begin = 0, first
        cuts = {line for line in starts if first < line < until}
        for number in range(first, until):
            if letters > PAGE_LETTERS and number in cuts:
                yield begin, number
                letters, begin = 0, number
            letters += len(self.lines[number]) + 1
        yield begin, until

    def _set_pages(self):
        page, letters = 1, 0
        for part in self.parts:
            size = sum(len(line) + 1 for line in self.lines[part.first : part.until])
            if letters and letters + size > PAGE_LETTERS:
                page, letters = page + 1, 0
            part.page = page
            letters += size
        self.pages = page

    def on_page(self, number, *, heading_level=2):
        """The HTML of each part of a page; its largest headings are of `heading_level`."""
        return [self._html(part, heading_level - 1) for part in self.parts if part.page == number]

    def _html(self, part, above):
        text = "\n".join(self.lines[part.first : part.until])
        if self.references and "[" in text:
            text = "\n\n".join([text, "\n".join(self.references)])
        level = min(6, part.rank + above)
        html = render(text, heading_level=min(6, level + 1), figures=self.figures)
        if not part.title:
            return html
        heading = format_html('<h{} id="{}">{}</h{}>\n', level, part.anchor, part.title, level)
        return heading + html

    def contents(self, page):
        """The list of contents, seen from `page`: the headings of the two largest ranks, of a very long
        paper only the largest."""
        headings = [part for part in self.parts if part.title and part.rank <= 2]
        if len(headings) > MOST_CONTENTS:
            headings = [part for part in headings if part.rank == 1]
        return [
            {
                "label": part.title,
                "url": f"#{part.anchor}"
                if part.page == page
                else f"?page={part.page}#{part.anchor}",
                "rank": part.rank,
            }
            for part in headings[:MOST_CONTENTS]
        ]


def text_of(version, *, src=None):
    """The Text of a version, with its figures."""
    return Text(version.body, version.blocks, figures_of(version, src=src))


def figures_of(version, *, src=None):
    """The figures that `version` shows, as core.markdown.render takes them.

    `src(key)` gives the address of an image; without it, its page for those who have an account here.
    """
    return _figures(version.paper, version.figures, src)


def figures_of_draft(paper, body, *, src=None):
    """The same of the draft of `paper`, whose text is `body`."""
    return _figures(paper, figures_in(paper, body), src)


def _figures(paper, figures, src):
    if not figures:
        return {}
    if src is None:
        where = (paper.initiative.slug, paper.kind)

        def src(key):
            return reverse("dialogues:figure", args=[*where, key])

    return {row["key"]: (src(row["key"]), row["alternative"], caption_of(row)) for row in figures}


def caption_of(figure):
    """What stands under a figure: its caption, and who is to be thanked for it."""
    caption, credit = figure["caption"], figure["credit"]
    if not credit:
        return caption
    thanks = _("Credit: %(credit)s") % {"credit": credit}
    return f"{caption} ({thanks})" if caption else thanks


# Scores -----------------------------------------------------------------------------------------
ROW, HEAD, WIDTH, LEFT, RIGHT = 44, 34, 320, 2, 318


def profile(scores):
    """What `components/profile.html` draws: groups of criteria with scores and reasons, and the places of
    all of it in a drawing 320 units wide."""
    groups, y = [], 0
    for label, criteria in CRITERIA_GROUPS:
        y += HEAD
        group = {"label": label, "y": y - 12, "rows": []}
        for criterion in criteria.values():
            given = scores.get(criterion.key) or {}
            group["rows"].append(_row_of(criterion, given, y))
            y += ROW
        groups.append(group)
    rows = [row for group in groups for row in group["rows"]]
    return {
        "groups": groups,
        "height": y,
        "width": WIDTH,
        "scored": sum(row["score"] is not None for row in rows),
        "of": len(rows),
        "ticks": [{"x": _across(score), "value": score, "word": SCALE[score]} for score in SCALE],
    }


def _row_of(criterion, given, y):
    score = given.get("score")
    score = score if score in SCALE else None
    return {
        "label": criterion.label,
        "question": criterion.question,
        "score": score,
        "word": SCALE.get(score, ""),
        "reason": given.get("reason") or "",
        "text_y": y + 14,
        "y": y + 30,
        "length": None if score is None else _across(score) - LEFT,
    }


def _across(score):
    return LEFT + (RIGHT - LEFT) * score // 4


# Standing ---------------------------------------------------------------------------------------
@dataclass
class Standing:
    """Where a paper stands: its newest version, what was decided, and what its draft has besides."""

    paper: Paper
    versions: list
    decisions: list
    is_ahead: bool  # the draft says something that no version says
    is_reviewed: bool  # the newest version was sent for review, or its kind needs none

    @property
    def newest(self):
        return self.versions[0] if self.versions else None

    @property
    def last_decision(self):
        return self.decisions[-1] if self.decisions else None

    @property
    def approval(self):
        """The last approval, whatever came after it."""
        approvals = [row for row in self.decisions if row.step == PaperDecision.Step.APPROVED]
        return approvals[-1] if approvals else None

    @property
    def returned(self):
        """The decision that returned the paper, while that stands."""
        is_returned = self.paper.state == Paper.State.RETURNED
        return self.last_decision if is_returned else None

    @property
    def may_be_submitted(self):
        if self.newest is None or self.paper.state not in (Paper.State.DRAFT, Paper.State.RETURNED):
            return False
        steps = {row.step for row in self.decisions if row.version_id == self.newest.pk}
        return not steps & {PaperDecision.Step.RETURNED, PaperDecision.Step.APPROVED}


def standing_of_paper(paper):
    """The Standing of `paper`, in three to five queries."""
    versions = list(paper.versions.select_related("made_by", "file").defer("body", "blocks"))
    decisions = PaperDecision.objects.filter(version__paper=paper)
    for version in versions:
        version.paper = paper
    return Standing(
        paper,
        versions,
        list(decisions.select_related("taken_by", "version").defer("version__body")),
        paper.state != Paper.State.SUBMITTED and draft_differs(paper, newest_text(paper)),
        paper.kind != PaperKind.SCOPING_PAPER or _is_reviewed(versions),
    )


def _is_reviewed(versions):
    return not versions or ReviewRound.objects.filter(version=versions[0]).exists()
