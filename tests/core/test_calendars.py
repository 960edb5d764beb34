"""Calendars as lines: folded at 75 octets, unfolded before they are changed, told apart by their method."""

from core.calendars import each_calendar, fold, rewritten

LONG = "SUMMARY:" + "Ünïcödé ↔ gold, " * 20


def test_no_line_is_too_long_and_no_letter_is_cut():
    folded = fold(LONG)
    lines = folded.encode().split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines)
    assert folded.replace("\r\n ", "") == f"{LONG}\r\n"
    assert fold("A" * 75) == "A" * 75 + "\r\n"


def test_a_name_across_a_fold_is_found():
    text = fold("BEGIN:VCALENDAR") + fold("SUMMARY:" + "x" * 64 + " Zed Quill speaks, at length")
    assert "Zed Quill" not in text
    changed = rewritten(text, lambda line: line.replace("Zed Quill", "Somebody"))
    assert "Somebody speaks" in changed.replace("\r\n ", "")
    assert rewritten(text, str) == text


def test_each_calendar_comes_with_its_method():
    two = (
        "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    )
    assert [method for _text, method in each_calendar(two)] == ["CANCEL", "PUBLISH"]
    assert list(each_calendar("")) == []
