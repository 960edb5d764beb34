"""What is read of an initiative's advisory group: its balance, and what waits for each member."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogues.models import ReviewRequest, Seat
from dialogues.naming import FEWEST
from stakeholders.models import Gender, Group

State = Seat.State
SQUARE, GAP, MOST_SQUARES = 12, 3, 12  # of the picture beside each group, in pixels


@dataclass
class GroupBalance:
    """How one group of the programme is represented; `group` is None for seats of no group."""

    group: Group | None
    serving: int = 0
    invited: int = 0
    declined: int = 0

    @property
    def is_silent(self):
        """True if nobody serves for this group."""
        return self.group is not None and not self.serving

    @property
    def squares(self):
        """A square for each who serves, then for each who was invited, as (x, kind)."""
        kinds = ["serving"] * self.serving + ["invited"] * self.invited
        return [
            (place * (SQUARE + GAP) + 1, kind) for place, kind in enumerate(kinds[:MOST_SQUARES])
        ]

    @property
    def width(self):
        """Of the picture, in pixels."""
        return len(self.squares) * (SQUARE + GAP)


def balance_of(groups, seats, *, today):
    """A GroupBalance for each of `groups`, and one more if somebody has a seat for none of them."""
    counts = {state: Counter() for state in State}
    for seat in seats:
        if not seat.is_over(today):
            counts[seat.state][seat.group_id] += 1
    rows = [
        GroupBalance(
            group,
            serving=counts[State.ACCEPTED][group and group.pk],
            invited=counts[State.INVITED][group and group.pk],
            declined=counts[State.DECLINED][group and group.pk],
        )
        for group in [*groups, None]
    ]
    nobodys = rows[-1]
    return rows if nobodys.serving or nobodys.invited or nobodys.declined else rows[:-1]


def balance_in_words(rows):
    """One sentence: how many groups are represented, and who is missing. Empty without groups."""
    groups = [row for row in rows if row.group]
    if not groups:
        return ""
    silent = [row for row in groups if row.is_silent]
    if not silent:
        return ngettext(
            "The programme’s one group has an adviser.",
            "All %(count)d groups of the programme have an adviser.",
            len(groups),
        ) % {"count": len(groups)}
    serving = len(groups) - len(silent)
    if not serving:
        return _("No group has an adviser yet.")
    told = ngettext(
        "%(serving)d of %(count)d groups has an adviser.",
        "%(serving)d of %(count)d groups have an adviser.",
        serving,
    ) % {"serving": serving, "count": len(groups)}
    names = ", ".join(row.group.name for row in silent)
    return f"{told} " + _("Nobody serves yet for: %(groups)s.") % {"groups": names}


def genders_of(seats, *, tells_all):
    """Pairs of gender and count of those who serve; None where a count would tell too much.

    `tells_all` is for the convening team. Others are told when every count is large enough: with one
    small count left out, the total would give it away.
    """
    counts = Counter(seat.person.gender for seat in seats)
    if not tells_all and any(count < FEWEST for count in counts.values()):
        return None
    labels = dict(Gender.choices)
    named = [(label, counts.pop(value)) for value, label in labels.items() if counts.get(value)]
    rest = sum(counts.values())
    return [*named, (_("Not known"), rest)] if rest else named


@dataclass
class Waiting:
    """What somebody has still to review."""

    titles: list = field(default_factory=list)
    due_on: object = None  # the day on which the first of them is due

    @property
    def count(self):
        return len(self.titles)


def reviews_waiting(initiative, person_ids):
    """`{person id: Waiting}` of all open requests to review papers of `initiative`, in one query."""
    rows = (
        ReviewRequest.objects.open()
        .filter(round__version__paper__initiative=initiative, person__in=person_ids)
        .order_by("round__due_on", "pk")
        .values_list("person", "round__due_on", "round__version__title")
    )
    waiting = defaultdict(Waiting)
    for person, due_on, title in rows:
        waiting[person].titles.append(title)
        waiting[person].due_on = waiting[person].due_on or due_on
    return waiting
