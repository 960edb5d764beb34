"""Reading what was said: the tree of a session's notes, and who was heard on which question.

Trees are assembled here from a fixed number of queries, whatever the number of notes.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils.text import Truncator

from core.markdown import plain
from core.paging import PAGE_SIZE
from dialogues.models import Contribution


# The tree ----------------------------------------------------------------------------------------
@dataclass
class Node:
    """A contribution with the points under it."""

    contribution: Contribution
    by: str = ""
    question: object = None
    is_first: bool = False
    is_last: bool = False
    children: list = field(default_factory=list)

    @property
    def name(self):
        """Its first words, to tell its buttons apart."""
        return Truncator(plain(self.contribution.text[:160])).chars(50)


class Outline:
    """Which notes of a session stand under which, without their words: one query, ids only.

    `tops` are the notes that stand under no other, in order; `children` leads from a note to the
    points right under it.
    """

    def __init__(self, session_id):
        self.tops, self.children, self.parents = [], defaultdict(list), {}
        rows = Contribution.objects.filter(session=session_id).order_by("position", "pk")
        for pk, parent in rows.values_list("pk", "parent_id"):
            beside = self.tops if parent is None else self.children[parent]
            beside.append(pk)
            self.parents[pk] = parent

    def under(self, keys):
        """The ids of all points under the notes `keys`, to any depth."""
        found, ahead = [], list(keys)
        while ahead:
            below = self.children.get(ahead.pop(), ())
            found.extend(below)
            ahead.extend(below)
        return found

    def page_of(self, key):
        """The number of the page on which the note `key` stands."""
        while self.parents[key] is not None:
            key = self.parents[key]
        pages = TreePaginator(self).pages
        return next(number for number, tops in enumerate(pages, start=1) if key in tops)

    def page(self, number):
        """The page `number` of the notes; the nearest one when there is none of that number."""
        return TreePaginator(self).get_page(number)

    def nodes(self, keys, naming):
        """Nodes for the top notes `keys` with all points under them, in one query."""
        wanted = [*keys, *self.under(keys)]
        notes = with_words(Contribution.objects.filter(pk__in=wanted)).in_bulk()
        return [self._node(key, self.tops, notes, naming) for key in keys if key in notes]

    def _node(self, key, beside, notes, naming):
        note = notes[key]
        below = self.children.get(key, ())
        return Node(
            note,
            by=naming.name(note.speaker) if note.speaker_id else "",
            question=note.question,
            is_first=key == beside[0],
            is_last=key == beside[-1],
            children=[self._node(child, below, notes, naming) for child in below if child in notes],
        )


class TreePaginator(Paginator):
    """Pages of about as many notes each, points included; what stands under a note stays with it."""

    def __init__(self, outline):
        super().__init__(outline.tops, PAGE_SIZE)
        self.pages, self.ends = [[]], [0]
        for top in outline.tops:
            number = 1 + len(outline.under([top]))
            before = self.ends[-2] if len(self.ends) > 1 else 0
            if self.pages[-1] and self.ends[-1] - before + number > PAGE_SIZE:
                self.pages.append([])
                self.ends.append(self.ends[-1])
            self.pages[-1].append(top)
            self.ends[-1] += number

    @property
    def count(self):
        return self.ends[-1]

    @property
    def num_pages(self):
        return len(self.pages)

    def page(self, number):
        number = self.validate_number(number)
        return TreePage(self.pages[number - 1], number, self)


class TreePage(Page):
    """A page that counts notes, not trees."""

    def start_index(self):
        return (
            self.paginator.ends[self.number - 2] + 1
            if self.number > 1
            else min(1, self.end_index())
        )

    def end_index(self):
        return self.paginator.ends[self.number - 1]


def with_words(contributions):
    """Contributions with what a page says of them."""
    return contributions.select_related("group", "speaker", "question")


def descendants(contribution):
    """The ids of all points under `contribution`, to any depth, in one query."""
    return Outline(contribution.session_id).under([contribution.pk])


def page_of(contribution):
    """The number of the page of its session on which `contribution` stands; 1 for one that is not
    stored, or not any more."""
    outline = Outline(contribution.session_id)
    return outline.page_of(contribution.pk) if contribution.pk in outline.parents else 1


# Who was heard -----------------------------------------------------------------------------------
@dataclass
class Cell:
    """How many notes there are of a group's view on a question."""

    group: object
    number: int


@dataclass
class Row:
    """A question with a cell for each group; `question` is None for notes without one."""

    question: object
    cells: list

    @property
    def heard(self):
        return any(cell.number for cell in self.cells)


def matrix_of(dialogue, questions, groups):
    """Rows of question × group with the number of notes in each, in one query.

    A note without a question counts for that of its session. Notes of nobody's view are left out, and
    so is the row without a question where it would be empty.
    """
    heard = (
        Contribution.objects.filter(session__dialogue=dialogue, group__isnull=False)
        .order_by()
        .annotate(about=Coalesce("question_id", "session__question_id"))
        .values_list("about", "group_id")
        .annotate(number=Count("pk"))
    )
    numbers = {(about, group): number for about, group, number in heard}
    rows = [
        Row(question, [Cell(group, numbers.get((key, group.pk), 0)) for group in groups])
        for question, key in [*((question, question.pk) for question in questions), (None, None)]
    ]
    return [row for row in rows if row.question is not None or row.heard]


def about(contributions, *, question=None, group=None):
    """Of `contributions` those on a question (an id, or "none") and of a group's view (an id)."""
    if group is not None:
        contributions = contributions.filter(group=group)
    if question == "none":
        return contributions.filter(question__isnull=True, session__question__isnull=True)
    if question is not None:
        contributions = contributions.filter(
            Q(question=question) | Q(question__isnull=True, session__question=question)
        )
    return contributions
