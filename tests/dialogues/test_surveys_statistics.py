"""Where groups stand: worked examples, and what nobody can find out from what is told."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.where_groups_stand import (
    MINIMUM,
    Band,
    Counts,
    Verdict,
    about,
    agreement_of,
    band_of,
    distance_of,
    read,
    rejection_of,
    told_of,
    verdict_of,
)

pytestmark = pytest.mark.once

numbers = st.integers(0, 60)
counts = st.builds(Counts, numbers, numbers, numbers)
bands = st.sampled_from(list(Band))


class TestShares:
    def test_one_imagined_vote_for_and_one_against_keep_a_share_from_certainty(self):
        assert Counts(agree=3).share == 4 / 5
        assert Counts(agree=8, disagree=2, passed=7).share == 9 / 12
        assert Counts().share == 1 / 2

    @given(counts)
    def test_a_share_is_never_nothing_and_never_all(self, row):
        assert 0 < row.share < 1

    def test_agreement_is_the_product_of_the_groups_shares(self):
        assert agreement_of([9 / 12, 4 / 5]) == pytest.approx(0.6)
        assert rejection_of([9 / 12, 4 / 5]) == pytest.approx(0.05)

    def test_one_group_against_outweighs_two_in_favour(self):
        assert agreement_of([0.9, 0.9, 0.1]) < agreement_of([0.5, 0.5, 0.5])

    def test_a_single_group_neither_agrees_nor_differs_with_anybody(self):
        assert agreement_of([0.9]) is rejection_of([0.9]) is distance_of([0.9]) is None

    def test_the_distance_is_that_of_the_two_groups_furthest_from_each_other(self):
        assert distance_of([0.2, 0.5, 0.9]) == pytest.approx(0.7)


class TestBands:
    @pytest.mark.parametrize(
        ("row", "band"),
        [
            (Counts(agree=4), Band.UNHEARD),
            (Counts(agree=1, passed=4), Band.PASSES),
            (Counts(agree=5), Band.AGREES),
            (Counts(agree=4, disagree=1), Band.AGREES),
            (Counts(agree=3, disagree=2), Band.DIVIDED),
            (Counts(agree=1, disagree=4), Band.DISAGREES),
            (Counts(agree=6, disagree=6, passed=20), Band.DIVIDED),
        ],
    )
    def test_each_group_stands_in_a_third(self, row, band):
        assert band_of(row) == band

    @pytest.mark.parametrize(
        ("heard", "verdict"),
        [
            ([Band.AGREES, Band.DISAGREES, Band.DIVIDED], Verdict.DIVIDES),
            ([Band.AGREES, Band.AGREES, Band.UNHEARD], Verdict.UNITES),
            ([Band.DISAGREES, Band.DISAGREES], Verdict.REJECTED),
            ([Band.AGREES, Band.DIVIDED], Verdict.UNCLEAR),
            ([Band.AGREES, Band.PASSES], Verdict.UNCLEAR),
            ([Band.AGREES, Band.UNHEARD], Verdict.UNHEARD),
            ([], Verdict.UNHEARD),
        ],
    )
    def test_the_verdict_follows_from_where_the_groups_stand(self, heard, verdict):
        assert verdict_of(heard) == verdict

    @given(st.lists(bands))
    def test_the_order_of_groups_does_not_matter(self, heard):
        assert verdict_of(heard) == verdict_of(heard[::-1])


class TestReading:
    def test_a_room_of_sixty(self):
        reading = read(
            {"miners": Counts(18, 1, 2), "companies": Counts(1, 9, 0), "press": Counts(3, 0, 0)},
            {"miners": about(21), "companies": about(11), "press": about(3), "none": about(6)},
            apart=("none",),
        )
        assert reading.verdict == Verdict.DIVIDES
        assert reading.groups["miners"].agree == 18
        assert reading.groups["miners"].disagree is None
        assert reading.groups["press"].band == Band.UNHEARD
        assert reading.distance == pytest.approx(5 / 6 - 1 / 6)

    def test_those_of_no_group_are_told_but_do_not_weigh(self):
        rows = {"miners": Counts(9, 0, 0), "companies": Counts(8, 0, 0), None: Counts(0, 9, 0)}
        reading = read(
            rows, {"miners": about(9), "companies": about(8), None: about(9)}, apart=(None,)
        )
        assert reading.verdict == Verdict.UNITES
        assert reading.groups[None].band == Band.DISAGREES

    def test_statements_heard_by_more_groups_are_not_thought_less_united(self):
        few = read({"a": Counts(30), "b": Counts(30)}, {"a": about(30), "b": about(30)})
        many = read({key: Counts(30) for key in "abcd"}, dict.fromkeys("abcd", about(30)))
        assert many.agreement < few.agreement
        assert many.unity == pytest.approx(few.unity)

    def test_without_two_groups_it_unites_nobody(self):
        assert read({"a": Counts(30)}, {"a": about(30)}).unity == 0


class TestWhatIsNotTold:
    @given(counts, numbers)
    def test_no_number_below_the_minimum_is_told(self, row, silent):
        told = told_of(row, about(row.heard + silent))
        assert all(
            cell is None or cell >= MINIMUM for cell in (told.agree, told.disagree, told.passed)
        )

    @given(counts, numbers)
    def test_a_share_is_told_with_both_of_its_numbers_or_not_at_all(self, row, silent):
        told = told_of(row, about(row.heard + silent))
        assert (told.share is None) == (told.agree is None or told.disagree is None)

    @given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4))
    def test_a_group_of_fewer_than_five_is_not_told_of(self, agree, disagree, passed):
        row = Counts(agree, disagree, passed)
        if row.heard < MINIMUM:
            assert told_of(row, about(40)).point is None
            assert told_of(row, about(40)).band == Band.UNHEARD

    def test_nobody_who_knows_the_rule_can_tell_a_hidden_number(self):
        for (told, _people), rows in self.rows_alike():
            for place, cell in enumerate((told.agree, told.disagree, told.passed)):
                if cell is None:
                    assert len({row[place] for row in rows}) > 1, (told, rows)

    @staticmethod
    def rows_alike():
        """Every row that a group of up to 24 can give, by what is told of it."""
        alike = {}
        for row in product(range(25), repeat=3):
            if MINIMUM <= sum(row) <= 24:
                people = about(sum(row))
                alike.setdefault((told_of(Counts(*row), people), people), []).append(row)
        return alike.items()
