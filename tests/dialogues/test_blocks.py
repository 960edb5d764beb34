"""Paragraphs keep their ids from version to version, and no id stands for two."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.blocks import LONG_LIST, blocks_of, lines_of, quote_of

pytestmark = pytest.mark.once

NOUNS = ("land", "mine", "river", "council", "gold", "law", "water", "camp")
WORDS = st.lists(
    st.sampled_from(NOUNS),
    max_size=9,
)
PARAGRAPHS = st.lists(WORDS.map(" ".join), max_size=12)
MARKDOWN = st.text(alphabet="ab #*-\n|>`[]()!1.", max_size=200)

LONG = (
    "Miners and farmers both need access to the land along the river, and the law says nothing about who "
    "was there first or who decides when they disagree."
)
OTHER = "The council keeps a register of claims which nobody outside the capital has ever been able to read."


def body_of(paragraphs):
    return "\n\n".join(paragraphs)


def ids(blocks):
    return [block["id"] for block in blocks]


@settings(deadline=None)
@given(MARKDOWN | PARAGRAPHS.map(body_of), MARKDOWN | PARAGRAPHS.map(body_of))
def test_ids_are_unique_in_a_version_whatever_came_before(before, after):
    blocks = blocks_of(after, blocks_of(before))
    assert len(set(ids(blocks))) == len(blocks)


@settings(deadline=None)
@given(MARKDOWN | PARAGRAPHS.map(body_of))
def test_the_same_text_keeps_all_its_ids(body):
    blocks = blocks_of(body)
    assert blocks_of(body, blocks) == blocks


@settings(deadline=None)
@given(PARAGRAPHS, st.randoms())
def test_paragraphs_that_change_places_keep_their_ids(paragraphs, random):
    before = blocks_of(body_of(paragraphs))
    random.shuffle(paragraphs)
    assert set(ids(blocks_of(body_of(paragraphs), before))) == set(ids(before))


@settings(deadline=None)
@given(MARKDOWN)
def test_every_line_with_words_belongs_to_one_block_or_to_none(body):
    spans = [range(block["line"], block["until"]) for block in blocks_of(body)]
    numbers = [number for span in spans for number in span]
    assert len(numbers) == len(set(numbers))
    assert all(number < len(lines_of(body)) for number in numbers)


def test_a_reworded_paragraph_keeps_its_id():
    before = blocks_of(body_of([LONG, OTHER]))
    after = blocks_of(body_of([LONG.replace("farmers", "herders"), OTHER]), before)
    assert ids(after) == ids(before)


def test_a_paragraph_that_was_moved_and_reworded_is_found_again():
    before = blocks_of(body_of([LONG, OTHER, "One.", "Two.", "Three."]))
    after = blocks_of(
        body_of(["Three.", "Two.", "One.", OTHER, LONG.replace("says nothing", "is silent")]),
        before,
    )
    assert set(ids(after)) == set(ids(before))
    assert after[-1]["id"] == before[0]["id"]


def test_something_else_in_the_same_place_is_a_new_paragraph():
    before = blocks_of(body_of(["Before.", LONG, "After."]))
    after = blocks_of(body_of(["Before.", OTHER, "After."]), before)
    assert after[1]["id"] not in ids(before)
    assert [after[0]["id"], after[2]["id"]] == [before[0]["id"], before[2]["id"]]


def test_of_a_divided_paragraph_the_larger_part_keeps_the_id():
    smaller, larger = LONG[:62], LONG[62:]
    before = blocks_of(body_of(["Before.", LONG, "After."]))
    after = blocks_of(body_of(["Before.", smaller, larger, "After."]), before)
    assert after[2]["id"] == before[1]["id"]
    assert after[1]["id"] not in ids(before)


def test_two_that_are_joined_keep_one_id():
    before = blocks_of(body_of(["Before.", LONG, OTHER, "After."]))
    after = blocks_of(body_of(["Before.", f"{LONG} {OTHER}", "After."]), before)
    assert after[1]["id"] == before[1]["id"]


def test_the_headings_of_a_dropped_chapter_do_not_shift_the_others():
    chapters = [f"## Recommendations\n\nChapter {word} says so." for word in ("one", "two", "six")]
    before = blocks_of(body_of(chapters))
    after = blocks_of(body_of(chapters[1:]), before)
    assert ids(after) == ids(before)[2:]


def test_a_paragraph_that_comes_back_has_its_old_id():
    first = blocks_of(body_of([LONG, OTHER]))
    second = blocks_of(body_of([OTHER]), first)
    third = blocks_of(body_of([LONG, OTHER]), second)
    assert ids(third) == ids(first)


def test_headings_lists_and_tables_are_blocks_and_long_lists_are_divided():
    body = "# Title\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n\n![A map](figure:x)\n"
    blocks = blocks_of(body)
    assert [block["text"] for block in blocks] == ["Title", "one two", "a b c d", "A map"]
    assert [block.get("level") for block in blocks] == [1, None, None, None]
    assert [(block["line"], block["until"]) for block in blocks] == [
        (0, 1),
        (2, 4),
        (5, 8),
        (9, 10),
    ]
    long = "\n".join(f"{number}. {LONG}" for number in range(1, LONG_LIST // len(LONG) + 2))
    assert len(blocks_of(long)) == LONG_LIST // len(LONG) + 1


def test_a_quote_is_cut_between_words():
    assert quote_of("short") == "short"
    assert quote_of("some words that go on", 12) == "some words…"


def test_a_paper_of_five_thousand_paragraphs_that_are_all_alike_is_read_in_time():
    before = blocks_of(body_of(["The same."] * 5000))
    after = blocks_of(body_of(["The same!"] * 5000), before)
    assert len(set(ids(after))) == 5000
