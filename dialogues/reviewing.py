"""Reading a review: a version paragraph by paragraph with the comments on each, and all comments on a paper
in the order of its paragraphs.

A comment stands where its paragraph stands in the version that is read, whichever version it was made
on; a paragraph that is gone leaves its comments, with what they quote, at the end.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from core.markdown import render
from dialogues.blocks import quote_of
from dialogues.models import Comment, PaperVersion
from dialogues.papers import text_of
from dialogues.standing import standing_of
from stakeholders.naming import name_for

# What a page holds at most: paragraphs, and letters (a slow line takes some fifteen kilobytes).
PAGE_BLOCKS, PAGE_LETTERS = 60, 18_000
# Comments shown at a paragraph; the others are on a page of their own.
AT_ONCE = 20
MOST_CONTENTS = 60

OPEN = Comment.Disposition.OPEN
TONES = {"open": "warn", "accepted": "good", "partly": "active", "declined": "quiet"}


# Who looks --------------------------------------------------------------------------------------
@dataclass
class Viewer:
    """Who reads comments: an account, or, with `request`, a reviewer with a personal link.

    Who answers comments is told who made them; reviewers know which are theirs and no more, so that
    nobody weighs a comment by its author.
    """

    user: object
    request: object = None  # a ReviewRequest
    answers: bool = False
    comments: bool = False

    def owns(self, comment):
        """True if `comment` is the viewer's own."""
        if self.request is not None:
            return comment.author_person_id == self.request.person_id
        if comment.author_user_id is not None and comment.author_user_id == self.user.pk:
            return True
        return comment.author_person_id in standing_of(self.user).people

    def name(self, comment):
        """Who made `comment`, as far as the viewer may know it."""
        if self.owns(comment):
            return _("You")
        if not self.answers:
            return _("Another reviewer")
        if comment.author_person is not None:
            return name_for(self.user, comment.author_person)
        return str(comment.author_user or _("A reviewer who is no longer in the register"))

    def may_change(self, comment):
        """True if the viewer may still reword or withdraw `comment`."""
        return self.comments and comment.disposition == OPEN and self.owns(comment)

    def seen(self, version):
        """The comments on `version` and those before it that the viewer may read."""
        rows = comments_of(version.paper).filter(version_of__number__lte=version.number)
        if self.request is None:
            return rows
        own = Q(author_person=self.request.person_id)
        return rows.filter(Q(version_of=version) | own)


def comments_of(paper):
    """The comments on `paper` with their authors and the numbers of their versions, in four queries."""
    # Prefetched, not joined: hundreds of comments have a few authors, and a version is a long text.
    numbers = Prefetch("version_of", PaperVersion.objects.only("number", "paper"))
    rows = Comment.objects.filter(paper=paper).order_by("pk")
    return rows.prefetch_related(numbers, "author_user", "author_person")


# One version ------------------------------------------------------------------------------------
@dataclass
class Remark:
    """A comment as it is shown."""

    comment: Comment
    who: str
    mine: bool
    may_change: bool
    old: bool  # made on an earlier version
    changed: bool  # and its paragraph reads otherwise now
    tone: str
    edit_url: str = ""
    answer_url: str = ""


class Review:
    """`version` with the comments on it as `viewer` may see them; in four queries, however many."""

    def __init__(self, version, viewer, *, src=None):
        self.version = version
        self.viewer = viewer
        self.text = text_of(version, src=src)
        self.places = {block["id"]: number for number, block in enumerate(version.blocks)}

    @cached_property
    def remarks(self):
        """`{block id: [Remark]}`, under "" those on the whole, under None those whose paragraph is gone."""
        found = defaultdict(list)
        for comment in self.viewer.seen(self.version):
            place = comment.block if not comment.block or comment.block in self.places else None
            found[place].append(self._remark(comment))
        return found

    def _remark(self, comment):
        return remark_of(comment, self.viewer, self.version, self._text_now(comment.block))

    def _text_now(self, block):
        place = self.places.get(block)
        return None if place is None else self.version.blocks[place]["text"]

    @cached_property
    def total(self):
        return sum(map(len, self.remarks.values()))

    @cached_property
    def pages(self):
        """The blocks of each page, as ranges: a page ends before a heading if one is near."""
        ranges, first, letters = [], 0, 0
        blocks = self.version.blocks
        for number, block in enumerate(blocks):
            count = number - first
            full = count >= PAGE_BLOCKS or letters > PAGE_LETTERS
            nearly = count >= PAGE_BLOCKS * 2 // 3 or letters > PAGE_LETTERS * 2 // 3
            if count and (full or (nearly and block.get("level", 9) <= 2)):
                ranges.append(range(first, number))
                first, letters = number, 0
            letters += sum(map(len, self._lines(block)))
        return [*ranges, range(first, len(blocks))]

    def page_of(self, block):
        """The number of the page, from 1, that holds the block with this id; 1 for what is nowhere."""
        place = self.places.get(block, 0)
        return next((n for n, part in enumerate(self.pages, start=1) if place in part), 1)

    def on_page(self, number):
        """The blocks of page `number`, each with its HTML and its remarks."""
        return [self.shown(self.version.blocks[place]) for place in self.pages[number - 1]]

    def shown(self, block):
        """A block with its HTML and the first of its remarks, the viewer's own before others'."""
        remarks = sorted(self.remarks[block["id"]], key=lambda remark: not remark.mine)
        return {
            "id": block["id"],
            "html": self._html(block),
            "remarks": sorted(remarks[:AT_ONCE], key=lambda remark: remark.comment.pk),
            "more": max(0, len(remarks) - AT_ONCE),
            "heading": bool(block.get("level")),
            "silent": not block["text"],
        }

    def contents(self, page):
        """The headings of the two largest ranks, with the address of each as seen from `page`."""
        rows = []
        for part, numbers in enumerate(self.pages, start=1):
            for place in numbers:
                block = self.version.blocks[place]
                rank = self._ranks.get(block.get("level"), 9)
                if rank <= 1 and block["text"]:
                    anchor = f"#b-{block['id']}"
                    url = anchor if part == page else f"?page={part}{anchor}"
                    rows.append({"label": quote_of(block["text"], 120), "url": url, "rank": rank})
        if len(rows) > MOST_CONTENTS:
            rows = [row for row in rows if row["rank"] == 0]
        return rows[: MOST_CONTENTS * 2]

    @cached_property
    def _ranks(self):
        levels = {block["level"] for block in self.version.blocks if block.get("level")}
        return {level: rank for rank, level in enumerate(sorted(levels))}

    def _lines(self, block):
        return self.text.lines[block["line"] : block["until"]]

    def _html(self, block):
        text = "\n".join(self._lines(block))
        if self.text.references and "[" in text:
            text = "\n\n".join([text, "\n".join(self.text.references)])
        level = min(6, self._ranks.get(block.get("level"), 0) + 2)
        return render(text, heading_level=level, figures=self.text.figures)


def remark_of(comment, viewer, version, text_now):
    """The Remark of `comment` for who reads `version`, where its paragraph reads `text_now`."""
    old = comment.version_of_id != version.pk
    return Remark(
        comment=comment,
        who=viewer.name(comment),
        mine=viewer.owns(comment),
        may_change=viewer.may_change(comment),
        old=old,
        changed=old and text_now is not None and quote_of(text_now) != comment.quote,
        tone=TONES[comment.disposition],
    )


# All comments on a paper ------------------------------------------------------------------------
def comment_rows(paper, user=None):
    """All comments on `paper` and the responses to them, in the order of the newest version's paragraphs:
    on the whole first, then by paragraph, last those whose paragraph is gone; in five queries.

    Each is a dict: number (from 1), comment, section (the heading above), quote, page, made_on (the
    version's number), text, who (as `user` may know it; without a user nobody is named), disposition,
    label (of the disposition), tone, response, gone, changed.
    """
    version = paper.versions.only("blocks", "number", "paper").first()
    answers = user is not None and user.has_perm("dialogues.change_initiative", paper.initiative)
    viewer = Viewer(user, answers=answers) if user is not None else None
    blocks = version.blocks if version else []
    places = _places(blocks)
    rows = [_row(comment, places, viewer) for comment in comments_of(paper)]
    rows.sort(key=lambda row: (row.pop("place"), row["comment"].pk))
    for number, row in enumerate(rows, start=1):
        row["number"] = number
    return rows


def _places(blocks):
    """`{block id: (number, heading above, text)}`."""
    places, section = {}, ""
    for number, block in enumerate(blocks):
        if block.get("level"):
            section = block["text"]
        places[block["id"]] = (number, section, block["text"])
    return places


def _row(comment, places, viewer):
    gone = bool(comment.block) and comment.block not in places
    place, section, text = places.get(comment.block, (len(places) if gone else -1, "", ""))
    return {
        "place": place,
        "comment": comment,
        "section": _("Paragraphs that are gone") if gone else section or _("On the whole"),
        "quote": comment.quote,
        "page": comment.page,
        "made_on": comment.version_of.number,
        "text": comment.text,
        "who": viewer.name(comment) if viewer else _("A reviewer"),
        "disposition": comment.disposition,
        "label": comment.get_disposition_display(),
        "tone": TONES[comment.disposition],
        "response": comment.response,
        "gone": gone,
        "changed": bool(comment.block) and not gone and quote_of(text) != comment.quote,
    }
