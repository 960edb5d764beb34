"""Reading what was said: the tree of a session's notes, and who was heard on which question.

Trees are assembled here from a fixed number of queries, whatever the number of notes.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

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


def top_notes(session):
    """The notes of `session` that stand under no other, in order."""
    return session.contributions.filter(parent__isnull=True)


def nodes_under(session, tops, naming, *, total=None, start=1):
    """Nodes for the notes `tops` of `session` with all points under them, in two queries.

    `start` is the place of the first of them among the `total` of its session, counted from one.
    """
    tops = list(tops)
    wanted = _under([top.pk for top in tops], _children_of(session.pk))
    points = with_words(Contribution.objects.filter(pk__in=wanted)) if wanted else []
    children = defaultdict(list)
    for point in points:
        children[point.parent_id].append(point)
    total = start - 1 + len(tops) if total is None else total
    nodes = []
    for place, top in enumerate(tops, start=start):
        node = _node(top, children, naming)
        node.is_first, node.is_last = place == 1, place == total
        nodes.append(node)
    return nodes


def with_words(contributions):
    """Contributions with what a page says of them."""
    return contributions.select_related("group", "speaker", "question")


def _node(contribution, children, naming):
    below = [_node(child, children, naming) for child in children[contribution.pk]]
    if below:
        below[0].is_first = below[-1].is_last = True
    return Node(
        contribution,
        by=naming.name(contribution.speaker) if contribution.speaker_id else "",
        question=contribution.question,
        children=below,
    )


def _children_of(session_id):
    """parent -> its points, for the points of a session: ids only."""
    children = defaultdict(list)
    rows = Contribution.objects.filter(session=session_id, parent__isnull=False).order_by()
    for pk, parent in rows.values_list("pk", "parent_id"):
        children[parent].append(pk)
    return children


def _under(keys, children):
    found, ahead = [], list(keys)
    while ahead:
        below = children.get(ahead.pop(), ())
        found.extend(below)
        ahead.extend(below)
    return found


def descendants(contribution):
    """The ids of all points under `contribution`, to any depth, in one query."""
    return _under([contribution.pk], _children_of(contribution.session_id))


def page_of(contribution):
    """The number of the page of its session on which `contribution` stands."""
    top = contribution
    while top.parent_id:
        top = top.parent
    before = Q(position__lt=top.position) | Q(position=top.position, pk__lt=top.pk or 0)
    number = top_notes(top.session).filter(before).count()
    return number // PAGE_SIZE + 1


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
