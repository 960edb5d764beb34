"""The drawing of a map, what is missing on it, and what changed: plain values, no database."""

import re
from datetime import date

import pytest
from django.utils.html import strip_tags

from stakeholders.maps.comparing import compare
from stakeholders.maps.drawing import draw
from stakeholders.maps.gaps import gaps_of
from stakeholders.maps.placing import spread
from stakeholders.maps.reading import MapFacts, MapGroup, Point

pytestmark = pytest.mark.once

MINERS = MapGroup(1, "Artisanal miners", "ASM", 1, 1, 2)
COMPANIES = MapGroup(2, "Mining companies", "LSM", 2, 2, 1)


def point(key, group=MINERS, kind="organisation", **more):
    values = {"influence": 60, "interest": 40, "formality": "formal", "reached_by": "NGO"}
    values["assessed_on"] = date(2026, 1, 12)
    return Point(
        key=key,
        number=key,
        kind=kind,
        name=f"Body {key}",
        short=f"B{key}",
        group_key=group.key,
        group=group.name,
        tone=group.tone,
        weave=group.weave,
        **values | more,
    )


def facts(*points, on=date(2026, 1, 12)):
    return MapFacts(
        1,
        "Land & water",
        "",
        "Ghana",
        on,
        True,
        points,
        (MINERS, COMPANIES),
        (),
        {point.key: point for point in points},
    )


def gaps(*points):
    return {gap.kind: gap.names for gap in gaps_of(points, (MINERS, COMPANIES))}


def test_marks_that_want_one_place_stand_apart_and_in_the_field():
    places = [(100.0, 100.0)] * 40 + [(110.0, 95.0)] * 10
    found = spread(places, apart=24, box=(10, 10, 500, 400))
    assert found[0] == (100.0, 100.0)
    for index, (x, y) in enumerate(found):
        assert 10 <= x <= 500
        assert 10 <= y <= 400
        for to_x, to_y in found[index + 1 :]:
            assert (x - to_x) ** 2 + (y - to_y) ** 2 >= 22**2
    assert found == spread(places, apart=24, box=(10, 10, 500, 400))


def test_the_drawing_says_all_by_itself_without_styles_or_scripts():
    drawn = draw(facts(point(1, position="opposed"), point(2, COMPANIES)), links=False)
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert '<title id="map-title">Land &amp; water</title><desc id="map-text">2 ' in drawn
    assert not re.search(r"\bstyle=|<style|<script|href=|\bon\w+=", drawn)
    words = strip_tags(drawn)
    for told in ("B1", "B2", "ASM", "LSM", "Opposed", "Work with them closely", "Influence"):
        assert told in words


def test_influence_is_up_and_interest_to_the_right():
    drawn = draw(facts(point(1, influence=90, interest=10), point(2, influence=10, interest=90)))
    marks = re.findall(r"<title>\d.*?translate\(([\d.]+) ([\d.]+)\)", drawn)
    (first_x, first_y), (second_x, second_y) = [map(float, mark) for mark in marks]
    assert first_x < second_x
    assert first_y < second_y


@pytest.mark.parametrize("number", [150, 300])
def test_hundreds_of_marks_all_keep_their_numbers(number):
    points = [
        point(key, influence=key % 7 * 15, interest=key % 11 * 10) for key in range(1, number)
    ]
    drawn = draw(facts(*points))
    shown = {int(text) for text in re.findall(r'font-weight="600"[^>]*>(\d+)</text>', drawn)}
    assert shown >= set(range(1, number))
    assert "Marks that would hide one another stand apart" in drawn


def test_what_is_not_judged_is_not_drawn_and_the_drawing_says_how_many():
    drawn = draw(facts(point(1), point(2, influence=None)))
    assert "1 stakeholder is not drawn" in drawn
    assert "Body 2" not in drawn


def test_a_group_that_stands_out_lets_the_others_fade():
    drawn = draw(facts(point(1), point(2, COMPANIES)), group=2)
    assert drawn.count("opacity=") == 1
    small = draw(facts(point(1), point(2, COMPANIES)), group=2, width=340, name="small")
    assert "Body 2" in small
    assert "Body 1" not in small


def test_names_are_written_as_text_whatever_they_hold():
    odd = Point(**{**vars(point(3)), "name": "<script>&", "short": '"<b>'})
    assert "<script>" not in draw(facts(odd))


def test_gaps_name_groups_without_influence_women_reach_and_judgement():
    assert gaps() == {}
    woman = point(2, COMPANIES, kind="person", is_woman=True, formality="informal")
    assert gaps(point(1), woman) == {}
    found = gaps(
        point(1, influence=49),
        point(2, kind="person", is_woman=False),
        point(3, influence=None, interest=None, reached_by=""),
    )
    assert found["absent"] == ("Mining companies",)
    assert "influence" not in found
    assert found["women"] == ()
    assert found["informal"] == ()
    assert found["unreached"] == found["unassessed"] == ("3 Body 3",)
    alone = gaps(point(1, influence=49, reached_by=""))
    assert alone["influence"] == alone["unreached-groups"] == ("Artisanal miners",)
    assert "unreached-groups" not in found


def test_no_gap_tells_the_gender_of_somebody_who_is_hidden():
    man = point(1, kind="person", is_woman=False)
    hidden = point(2, kind="person", is_woman=None)
    assert "women" not in gaps(man, hidden)


def test_two_days_are_told_apart():
    then = facts(point(1), point(2), point(3, influence=None), point(4, position="opposed"))
    now = facts(
        point(1, influence=90),
        point(2, influence=None),
        point(3),
        point(4, position="neutral"),
        point(5),
    )
    kinds = {change.now.key: change.kinds for change in compare(then, now)}
    assert kinds == {1: ("moved",), 2: ("left",), 3: ("came",), 4: ("position",), 5: ("came",)}
    assert compare(then, now)[0].influence_by == "+30"
    drawn = draw(now, compared=then)
    assert drawn.count('<path class="map-move"') == 1
    assert "Arrows lead from then to now" in drawn
