"""Property tests of progress that rolls up from parts to the whole."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaps.rollup import own_progress, rolled_up

pytestmark = pytest.mark.once
STATUSES = ("planned", "in-progress", "done", "delayed", "dropped")


@st.composite
def forests(draw, *, circles=False):
    """Actions whose parents come before them; with `circles`, parents may be anything, themselves too."""
    number = draw(st.integers(1, 12))
    rows = []
    for pk in range(1, number + 1):
        last = number if circles else pk - 1
        parent = draw(st.none() | st.integers(1, last)) if last else None
        rows.append(
            SimpleNamespace(
                pk=pk,
                parent_id=parent,
                status=draw(st.sampled_from(STATUSES)),
                progress=draw(st.none() | st.integers(0, 100)),
                weight=draw(st.integers(1, 50)),
            )
        )
    return rows


def parts_of(rows, pk):
    return [row for row in rows if row.parent_id == pk]


@given(forests(circles=True))
def test_progress_is_between_0_and_100_and_circles_end(rows):
    found = rolled_up(rows)
    assert set(found) == {row.pk for row in rows}
    assert all(0 <= progress <= 100 for progress in found.values())


@given(forests(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert rolled_up(shuffled) == rolled_up(rows)


@given(forests(), st.integers(2, 9))
def test_only_the_proportion_of_weights_counts(rows, factor):
    before = rolled_up(rows)
    for row in rows:
        row.weight *= factor
    assert rolled_up(rows) == before


@given(forests())
def test_what_was_dropped_counts_for_nothing(rows):
    before = rolled_up(rows)
    kept = rolled_up([row for row in rows if row.status != "dropped" or not row.parent_id])
    gone = {row.pk for row in rows if row.status == "dropped"}
    for row in rows:
        if row.status != "dropped" and not _above(rows, row) & gone:
            assert before[row.pk] == kept[row.pk]


def _above(rows, row):
    """The pks of all that `row` is a part of."""
    by_pk, found = {other.pk: other for other in rows}, set()
    while row.parent_id:
        found.add(row.parent_id)
        row = by_pk[row.parent_id]
    return found


def all_done(rows, pk):
    counted = [part for part in parts_of(rows, pk) if part.status != "dropped"]
    if counted:
        return all(all_done(rows, part.pk) for part in counted)
    row = next(row for row in rows if row.pk == pk)
    return own_progress(row.status, row.progress) == 100


@given(forests())
def test_a_whole_is_at_100_just_when_all_that_counts_is(rows):
    found = rolled_up(rows)
    for row in rows:
        assert (found[row.pk] == 100) == all_done(rows, row.pk)


@given(forests())
def test_a_whole_lies_between_its_parts(rows):
    found = rolled_up(rows)
    for row in rows:
        counted = [found[part.pk] for part in parts_of(rows, row.pk) if part.status != "dropped"]
        if counted:
            assert min(counted) <= found[row.pk] <= max(counted)


def test_heavier_parts_count_for_more():
    def row(pk, **facts):
        base = {"pk": pk, "parent_id": None, "status": "planned", "progress": 0, "weight": 1}
        return SimpleNamespace(**base | facts)

    rows = [row(1), row(2, parent_id=1, progress=90, weight=3), row(3, parent_id=1, progress=10)]
    assert rolled_up(rows)[1] == 70
