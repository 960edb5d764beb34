"""Two texts compared: what came, what went, what stayed; true of any texts, bounded for hostile ones."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import diff
from core.diff import ADDED, CHANGED, REMOVED, SAME, compare, paragraphs, stretches

pytestmark = pytest.mark.once


def letters(number, start):
    """Letters without an order that a person would see, the same in every run."""
    return ["abcdefgh"[pow(5, start + place, 100_003) % 8] for place in range(number)]


def kinds(before, after):
    return [change.kind for change in compare(before, after)]


def told(change):
    return [(kind, words.strip()) for kind, words in change.runs]


def test_a_word_that_changed_is_told_inside_its_paragraph():
    one, changed = compare("Stays.\n\nMiners may stay here.", "Stays.\n\nMiners must stay here.")
    assert (one.kind, changed.kind) == (SAME, CHANGED)
    assert told(changed) == [
        (SAME, "Miners"),
        (REMOVED, "may"),
        (ADDED, "must"),
        (SAME, "stay here."),
    ]


def test_paragraphs_that_come_and_go_are_told_where_they_stand():
    before = "First one.\n\nSomething about water.\n\nLast one."
    after = "First one.\n\nLast one.\n\nLand and law only."
    assert kinds(before, after) == [SAME, REMOVED, SAME, ADDED]


def test_a_paragraph_that_was_written_anew_is_not_called_changed():
    assert kinds("Water is scarce in the north.", "Nobody asked the women of Tarkwa.") == [
        REMOVED,
        ADDED,
    ]


def test_a_word_that_stayed_by_chance_is_read_with_the_change_around_it():
    before = "The mine was opened by a company from abroad in spring last year."
    after = "The mine belongs to some families and a chief who came in spring last year."
    (changed,) = compare(before, after)
    assert [kind for kind, _words in changed.runs] == [SAME, REMOVED, ADDED, SAME]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", "", []),
        ("", "New.", [ADDED]),
        ("Old.", "", [REMOVED]),
        (None, "New.", [ADDED]),
        ("A.\r\n\r\nB.", "A.\n\n \n\nB.\n", [SAME, SAME]),
    ],
)
def test_empty_texts_and_line_ends_make_no_difference(before, after, found):
    assert kinds(before, after) == found


texts = st.lists(st.sampled_from(["a", "b", "c dd", "e f g", "\n\n", "\n", " "]), max_size=40)


@given(texts, texts)
def test_both_texts_can_be_read_from_what_is_told(before, after):
    before, after = " ".join(before), " ".join(after)
    changes = compare(before, after)
    assert [c.before for c in changes if c.kind != ADDED] == paragraphs(before)
    assert [c.after for c in changes if c.kind != REMOVED] == paragraphs(after)
    for change in changes:
        if change.kind == CHANGED:
            old = "".join(words for kind, words in change.runs if kind != ADDED)
            new = "".join(words for kind, words in change.runs if kind != REMOVED)
            assert (old.split(), new.split()) == (change.before.split(), change.after.split())


def longest(a, b):
    """The length of a longest common subsequence, as every textbook has it."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = row[:]
        for place, y in enumerate(b):
            row[place + 1] = before[place] + 1 if x == y else max(before[place + 1], row[place])
    return row[-1]


@given(st.text("abc", max_size=30), st.text("abc", max_size=30))
def test_as_much_as_possible_stays(a, b):
    parts = list(stretches(a, b))
    assert "".join(old for _same, old, _new in parts) == a
    assert "".join(new for _same, _old, new in parts) == b
    stayed = [old for is_same, old, new in parts if is_same]
    assert all(old == new for is_same, old, new in parts if is_same)
    assert sum(map(len, stayed)) == longest(a, b)


@pytest.mark.parametrize("cells", [50, 400])
def test_what_is_cut_into_pieces_is_still_told_truly(monkeypatch, cells):
    monkeypatch.setattr(diff, "MOST_CELLS", cells)
    before = [*letters(300, 1), "once", *letters(300, 2000)]
    after = [*letters(200, 3000), "once", *letters(500, 4000)]
    parts = list(stretches(before, after))
    assert list(chain.from_iterable(old for _same, old, _new in parts)) == before
    assert list(chain.from_iterable(new for _same, _old, new in parts)) == after
    assert any(is_same and "once" in old for is_same, old, _new in parts)


def test_a_table_never_grows_beyond_its_bound(monkeypatch):
    cells = []
    real = diff._longest

    def counted(a, b, at, bt):
        cells.append(len(a) * len(b))
        return real(a, b, at, bt)

    monkeypatch.setattr(diff, "_longest", counted)
    compare(" ".join(letters(60_000, 1)), " ".join(letters(60_000, 70_000)))
    assert max(cells) <= diff.MOST_CELLS
    assert sum(cells) <= 2 * diff.MOST_WORK


def test_a_paragraph_in_tatters_is_told_as_written_anew():
    before = " ".join(f"w{number}" for number in range(4000))
    after = " ".join(f"x{n}" if n % 4 == 0 else f"w{n}" for n in range(4000))
    (changed,) = compare(before, after)
    assert [kind for kind, _words in changed.runs] == [REMOVED, ADDED]
