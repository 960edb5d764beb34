"""Text and numbers as they come from outside."""

import pytest

from core.text import as_key, one_line

pytestmark = pytest.mark.once


def test_a_name_is_kept_in_one_line_without_control_characters():
    assert one_line(" Ama \n  Mensah\x07\t") == "Ama Mensah"


@pytest.mark.parametrize("value", ["", None, "none", "-1", "1.5", "9" * 19, "9" * 5000])
def test_what_is_no_rows_id_is_none(value):
    assert as_key(value) is None


def test_a_rows_id_comes_as_digits_or_as_a_number():
    assert (as_key("17"), as_key(17)) == (17, 17)
