"""The results of a survey as they are told: read in few queries, and never an answer by itself.

How groups stand is told only when the survey is closed: whoever could look twice would learn the
answers that came between. What may be told, and when, is argued in docs/decisions/0007-statements.md.
"""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count

from dialogues.models import Statement, Survey, SurveyResponse, Vote
from dialogues.where_groups_stand import (
    MINIMUM,
    Band,
    Counts,
    Reading,
    about,
    read,
    rough,
)
from stakeholders.models import Group

NOBODYS = None  # the key of those who declared no group


@dataclass(frozen=True)
class GroupAnswered:
    """A group and about how many answered for it: `number` is rounded down to fives."""

    group: Group | None
    number: int
    is_counted: bool


@dataclass(frozen=True)
class Line:
    """What a group says to a statement."""

    group: Group | None
    told: object


@dataclass(frozen=True)
class Result:
    """A statement with what is told of it."""

    statement: Statement
    reading: Reading
    lines: list
    unheard: list
    comments: list


@dataclass(frozen=True)
class Results:
    """All that is told of a survey. `number` is what is told of each group, added up; 0 says that no group
    had five answers."""

    groups: list
    number: int
    results: list

    @property
    def has_any(self):
        return any(row.is_counted for row in self.groups)


def number_of_answers(survey):
    """About how many have answered `survey` so far: all that is told while it is open.

    The groups' numbers, each rounded down to fives, added up. When it closes the same number follows
    from what is told of the groups. A total counted in one would tell more: with five groups of nine
    each, how many each of them is.
    """
    return _sum_of(_people_by_group(survey))


def results_of(survey, *, with_comments=False):
    """The Results of a closed `survey`, in at most five queries.

    Raises ValueError unless it is closed: no page may tell how groups stand before.
    """
    if survey.state != Survey.State.CLOSED:
        raise ValueError(survey.state)
    people = _people_by_group(survey)
    groups = Group.objects.filter(programme=survey.initiative.programme_id)
    known = {group.pk: group for group in groups} | {NOBODYS: None}
    took_part = {key: about(people[key]) for key in known if people[key] >= MINIMUM}
    counts = _counts(survey)
    comments = _comments(survey) if with_comments else {}
    rows = survey.statements.select_related("fault_line__initiative").order_by("position", "pk")
    return Results(
        groups=[
            GroupAnswered(group, rough(people[key]), key in took_part)
            for key, group in known.items()
            # A row that came with its first answer would tell of it.
            if group is not None or key in took_part
        ],
        number=_sum_of(people),
        results=[_result(row, counts[row.pk], took_part, known, comments) for row in rows],
    )


def _people_by_group(survey):
    """How many answered, by group."""
    rows = SurveyResponse.objects.filter(survey=survey).order_by()
    return Counter(dict(rows.values_list("group").annotate(number=Count("pk"))))


def _sum_of(people):
    return sum(map(rough, people.values()))


def _counts(survey):
    """Counts by statement and group."""
    votes = Vote.objects.filter(statement__survey=survey).order_by()
    table = defaultdict(lambda: defaultdict(dict))
    for statement, group, choice, number in votes.values_list(
        "statement", "response__group", "choice"
    ).annotate(number=Count("pk")):
        table[statement][group][choice] = number
    return {
        pk: {key: _row(choices) for key, choices in table[pk].items()}
        for pk in survey.statements.values_list("pk", flat=True)
    }


def _row(choices):
    return Counts(
        agree=choices.get(Vote.Choice.AGREE, 0),
        disagree=choices.get(Vote.Choice.DISAGREE, 0),
        passed=choices.get(Vote.Choice.PASS, 0),
    )


def _result(statement, counts, took_part, known, comments):
    reading = read(counts, took_part, apart=(NOBODYS,))
    heard = {key for key, told in reading.groups.items() if told.band != Band.UNHEARD}
    heard_in_all = sum(row.heard for row in counts.values())
    return Result(
        statement=statement,
        reading=reading,
        lines=[Line(known[key], reading.groups[key]) for key in known if key in heard],
        unheard=[group for key, group in known.items() if group and key not in heard],
        comments=comments.get(statement.pk, []) if heard_in_all >= MINIMUM else [],
    )


def _comments(survey):
    """Comments by statement, in an order that tells nothing and stays."""
    rows = Vote.objects.filter(statement__survey=survey).exclude(comment="")
    found = defaultdict(list)
    for pk, statement, comment in rows.values_list("pk", "statement", "comment"):
        found[statement].append((hashlib.sha256(f"{survey.pk} {pk}".encode()).digest(), comment))
    return {
        statement: [text for _mark, text in sorted(texts)] for statement, texts in found.items()
    }


ORDERS = {
    "divides": lambda result: -(result.reading.distance or 0),
    "unites": lambda result: -result.reading.unity,
    "asked": lambda result: 0,
}


def in_order(results, key):
    """Results with what divides (or unites, or was asked) first; those that nobody can tell of last."""
    unheard = sorted(
        results, key=lambda result: (result.reading.distance is None, ORDERS[key](result))
    )
    return list(results) if key == "asked" else unheard
