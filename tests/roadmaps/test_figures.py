"""Figures as people write them, and how far an indicator is."""

from decimal import Decimal

import pytest

from roadmaps.figures import number_of, per_cent

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"), ("-3,5", "-3.5"), ("−4", "-4"), ("1,200", "1200"), ("1.200", "1.2"),
        ("1 200,5", "1200.5"), ("1.200.000", "1200000"), ("1,200.50", "1200.50"), ("40 %", "40"),
        ("0,125", "0.125"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text, number):
    assert number_of(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "most", "12 of 40", "1,2,3", "1,20.5", "1e9", "9" * 30, "NaN", "٣", "1-2"]
)
def test_words_and_what_is_too_large_are_no_number(text):
    assert number_of(text) is None


@pytest.mark.parametrize(
    ("figures", "percent"),
    [
        (("0", "40", "10"), 25), (("80", "20", "35"), 75), (("10", "20", "5"), -50),
        (("0", "10", "12"), 120), (("5", "5", "5"), None), (("few", "10", "3"), None),
    ],
)  # fmt: skip
def test_the_way_from_baseline_to_target(figures, percent):
    assert per_cent(*figures) == percent
