"""The notation of diagrams and how they are drawn."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reports.composer.drawing import WIDTH, cut, drawing_of, svg_of
from reports.composer.notation import NotationError, in_words, plain, read

PATHWAY = """
# what we hope for
[Engage]
+ Concept note
> Advisory group: eight seats
[Explore]
- Field dialogue
[Change]
Roadmap
Concept note -> Field dialogue -> Roadmap: with what was agreed
Roadmap -> Concept note
"""


def test_columns_boxes_states_and_arrows_are_read():
    diagram = read(PATHWAY)
    assert diagram.columns == ["Engage", "Explore", "Change"]
    assert [(box.name, box.state, box.words) for box in diagram.boxes.values()] == [
        ("Concept note", "done", ""),
        ("Advisory group", "now", "eight seats"),
        ("Field dialogue", "ahead", ""),
        ("Roadmap", "", ""),
    ]
    assert [(a.source, a.target, a.words) for a in diagram.arrows] == [
        ("Concept note", "Field dialogue", ""),
        ("Field dialogue", "Roadmap", "with what was agreed"),
        ("Roadmap", "Concept note", ""),
    ]


@pytest.mark.parametrize(
    ("text", "number", "reason"),
    [
        ("[Engage", 1, "written as [Name]"),
        ("A\n[X]\n[X]", 3, "already"),
        ("A -> ", 1, "either side"),
        ("A\nB -> B", 2, "to itself"),
        (": words", 1, "needs a name"),
        ("[X]\nA\n[Y]\nA", 4, "stands in the column “X”"),
        ("\n".join(f"B{n}" for n in range(61)), 61, "at most 60 boxes"),
        ("\n".join(f"[C{n}]" for n in range(6)), 6, "at most 5 columns"),
        ("x" * 121, 1, "at most 120 characters"),
        (f"A: {'x' * 301}", 1, "at most 300 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line_and_the_reason(text, number, reason):
    with pytest.raises(NotationError) as refused:
        read(text)
    assert refused.value.number == number
    assert str(refused.value).startswith(f"Line {number}: ")
    assert reason in str(refused.value)


def test_a_drawing_shows_every_box_and_arrow_inside_its_frame():
    svg = etree.fromstring(svg_of(read(PATHWAY)).encode())
    shown = " ".join(svg.itertext())
    for words in ("Engage", "Concept note", "eight seats", "with what was agreed", "under way"):
        assert words in " ".join(shown.split())
    assert len([e for e in svg.iter() if e.tag.endswith("path")]) == 2 * 3
    height = float(svg.get("height"))
    for box in (e for e in svg.iter() if e.tag.endswith("rect")):
        assert float(box.get("x")) >= 0
        assert float(box.get("x")) + float(box.get("width")) <= WIDTH
        assert float(box.get("y")) + float(box.get("height")) <= height


def test_coordinates_are_written_alike_in_every_language():
    from django.utils import translation

    plain_svg = svg_of(read("A -> B"))
    with translation.override("fr"):
        assert svg_of(read("A -> B")) == plain_svg


def test_a_chain_goes_on_below_when_a_line_is_full():
    drawn = drawing_of(read(" -> ".join(f"Step {n}" for n in range(6))))
    assert len({box["y"] for box in drawn["boxes"]}) == 2


def test_a_diagram_that_goes_round_is_drawn():
    drawn = drawing_of(read("A -> B -> C\nC -> A"))
    assert [arrow["is_back"] for arrow in drawn["arrows"]] == [False, False, True]


def test_boxes_of_one_column_do_not_overlap():
    drawn = drawing_of(read("[X]\n" + "\n".join(f"B{n}: {'long words ' * n}" for n in range(12))))
    boxes = sorted(drawn["boxes"], key=lambda box: box["y"])
    for above, below in pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"]


def test_words_are_cut_to_the_width_of_a_box():
    lines = cut("Donaudampfschifffahrtsgesellschaftskapitän and his crew", 100, 10)
    assert all(len(line) <= 18 for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "").startswith("Donaudampfschifffahrts")


def test_markup_in_a_name_is_text():
    svg = svg_of(read("<script>alert(1)</script> & more"))
    assert "<script" not in svg
    etree.fromstring(svg.encode())


def test_who_does_not_see_it_is_told_all_of_it():
    told = in_words(read(PATHWAY))
    assert "Concept note (Engage, done)" in told
    assert "Advisory group (Engage, under way): eight seats" in told
    assert "Field dialogue leads to Roadmap: with what was agreed" in told


@given(st.text(max_size=200))
def test_whatever_is_typed_is_drawn_or_refused_in_words(text):
    try:
        svg = svg_of(read(text))
    except NotationError as error:
        refused = str(error)
    else:
        refused = ""
        assert not svg or etree.fromstring(svg.encode()) is not None
    assert not refused or re.match(r"Line \d+: ", refused)


@given(st.text(max_size=150))
def test_any_title_can_stand_in_the_notation(title):
    name = plain(title)
    if name:
        assert list(read(name).boxes) == [name]
