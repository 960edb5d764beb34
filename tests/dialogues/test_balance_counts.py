"""What may be told of counts of people, and what nobody can find out from it: every small room is tried."""

from collections import defaultdict
from itertools import product

import pytest

from dialogues.balance_counts import (
    MINIMUM,
    Band,
    Count,
    Dimension,
    Measure,
    Sight,
    Told,
    Verdict,
    band_of,
    in_all,
    over,
    told_of,
    verdict_of,
)
from dialogues.balance_words import in_figures, in_words

pytestmark = pytest.mark.once

GROUP, GENDER = Dimension.GROUP, Dimension.GENDER
ACCEPTED = Measure.ACCEPTED
BELOW_FIVE = set(range(MINIMUM))


def told(number, sight=Sight.BANDS, own=0, measure=ACCEPTED, dimension=GROUP):
    return told_of(Count(number, own), sight, dimension, measure)


TOLD = [told(number) for number in range(10)]


@pytest.mark.parametrize(
    ("number", "words", "figures"),
    [
        (0, "fewer than 5", "<5"),
        (4, "fewer than 5", "<5"),
        (5, "5–9", "5–9"),
        (14, "10–14", "10–14"),
    ],
)
def test_a_band_reads_like_every_other_count_in_it(number, words, figures):
    assert in_words(told(number)) == words
    assert in_figures(told(number)) == figures


def test_a_partner_reads_its_own_one_by_one_and_a_band_of_the_others():
    row = told(9, Sight.OWN, own=3)
    assert in_words(row) == "3 + 5–9"
    assert (row.least, row.most) == (8, 12)
    assert in_words(told(9, Sight.OWN, own=3, measure=Measure.MAPPED)) == "5–9"


def test_who_takes_notes_reads_numbers_but_not_what_protected_people_are_like():
    assert told(9, Sight.TEAM, own=8).own == 9
    assert told(9, Sight.TEAM, own=8, dimension=GENDER).own == 8
    assert told(9, Sight.TEAM, own=8, measure=Measure.MAPPED).own == 8


@pytest.mark.parametrize(
    ("row", "target", "verdict"),
    [
        (Told(3), 3, Verdict.REACHED),
        (Told(2), 3, Verdict.SHORT),
        (told(4), 3, Verdict.UNTOLD),
        (told(4), 5, Verdict.SHORT),
        (told(5), 5, Verdict.REACHED),
        (told(5), 7, Verdict.UNTOLD),
        (Told(None, Band(5, None)), 7, Verdict.UNTOLD),
    ],
)
def test_a_target_is_judged_by_what_is_told(row, target, verdict):
    assert verdict_of(row, target) == verdict


class TestNobodyCanTell:
    """Whoever knows the rules goes through all rooms that look alike, and asks how many there may be."""

    @staticmethod
    def assert_open(rooms, shown, hidden):
        """In rooms that look alike, a count that is below five in one may be any number below five.

        `shown(room)` is all that is told, `hidden(room)` the counts that must stay open.
        """
        alike = defaultdict(list)
        for room in rooms:
            alike[shown(room)].append(hidden(room))
        for look, counts in alike.items():
            for column in zip(*counts, strict=True):
                below = {number for number in column if number < MINIMUM}
                assert below in (set(), BELOW_FIVE), look

    def test_how_many_of_a_group_or_a_gender_there_are(self):
        """Women among two groups and among those of none, and people who said no gender: the rows, what is
        told of everybody, and whether targets are reached."""

        def counts(room):
            miner_women, miners, other_women, others, women = room
            return miner_women + miners, other_women + others, miner_women + other_women + women

        def shown(room):
            *groups, women = (TOLD[number] for number in counts(room))
            targets = [verdict_of(row, least) for row in (*groups, women) for least in (3, 6)]
            return (*groups, women, in_all(None, groups, [women]), *targets)

        rooms = (room for room in product(range(10), repeat=5) if max(counts(room)) < 10)
        self.assert_open(rooms, shown, counts)

    def test_how_many_of_those_invited_accepted_and_attended(self):
        def counts(room):
            _waiting, registered, attended = room
            return sum(room), registered + attended, attended

        rooms = (room for room in product(range(10), repeat=3) if sum(room) < 10)
        self.assert_open(rooms, lambda room: tuple(told(number) for number in counts(room)), counts)

    def test_how_many_of_those_invited_did_not_accept_is_never_known(self):
        alike = defaultdict(set)
        for invited in range(40):
            for accepted in range(invited + 1):
                alike[told(invited), told(accepted)].add(invited - accepted)
        assert min(map(len, alike.values())) >= MINIMUM

    def test_how_many_others_there_are_beside_a_partners_own(self):
        rooms = product(range(8), range(12))

        def shown(room):
            own, others = room
            row = told(own + others, Sight.OWN, own=own)
            everybody = in_all(own, [row])
            return row, everybody, verdict_of(row, 3), in_words(row), in_figures(row)

        self.assert_open(rooms, shown, lambda room: (room[1],))

    def test_how_many_there_are_over_two_dialogues_or_at_each(self):
        """Some come to the first, some to the second, some to both."""

        def counts(room):
            first, second, both = room
            return first + both, second + both, first + second + both

        def shown(room):
            one, other, _all = counts(room)
            each = [told(one), told(other)]
            return (*each, over(each), verdict_of(over(each), 6), in_words(over(each)))

        rooms = product(range(10), repeat=3)
        self.assert_open((room for room in rooms if max(counts(room)[:2]) < 10), shown, counts)

    def test_a_count_of_its_own_over_two_dialogues_would_tell(self):
        """The reason why what is told of an initiative follows from its dialogues."""

        def shown(room):
            return told(room[0]), told(room[1]), band_of(sum(room))

        with pytest.raises(AssertionError):
            self.assert_open(product(range(10), repeat=2), shown, lambda room: room)
