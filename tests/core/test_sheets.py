"""Sheets as people have them, read as they look."""

from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook

from core.sheets import peek_apart, read_apart, write_csv, write_xlsx
from core.sheets.numbers import plan_of, shown
from core.sheets.reading import read
from core.sheets.sheet import Limits, tidy
from core.sheets.writing import armed_again, disarmed
from tests.core.sheets import book, rows_of

pytestmark = pytest.mark.once

LIMITS = Limits(1000, 100)


def rows_in(path, content):
    path = path / "sheet"
    path.write_bytes(content)
    return read(path, LIMITS).rows


# CSV ---------------------------------------------------------------------------------------------
TABLE = [["Nom", "Prénom", "Téléphone"], ["N’Guessan", "Zoé", "0244 123 456"]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_csv_is_read_whatever_parts_its_columns_and_keeps_its_letters(
    tmp_path, separator, encoding
):
    text = "".join(separator.join(row) + "\r\n" for row in TABLE)
    assert rows_in(tmp_path, text.encode(encoding)) == TABLE


def test_commas_in_the_text_do_not_part_columns_that_semicolons_part(tmp_path):
    text = "Name;Role\nAma Mensah;Chair, women's group\nKofi;Farmer, miner\n"
    assert rows_in(tmp_path, text.encode())[1] == ["Ama Mensah", "Chair, women's group"]


def test_the_line_in_which_excel_names_the_separator_is_no_row(tmp_path):
    assert rows_in(tmp_path, b"sep=;\r\nName;Role\r\nAma;Chair\r\n") == [
        ["Name", "Role"],
        ["Ama", "Chair"],
    ]


def test_quoted_lines_ragged_and_blank_rows_keep_their_numbers(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(b'Name,Address\n\n,,\n"Ama","12 Hill\r\nTarkwa"\nKofi\n')
    sheet = read(path, LIMITS)
    assert sheet.rows == [["Name", "Address"], ["Ama", "12 Hill\nTarkwa"], ["Kofi", None]]
    assert sheet.numbers == [1, 4, 5]


def test_a_zero_kept_by_a_trick_is_text_and_no_formula(tmp_path):
    assert rows_in(tmp_path, b'Name,Phone\nAma,"=""0244"""\n')[1] == ["Ama", "0244"]


# XLSX --------------------------------------------------------------------------------------------
def number(place, value, style=0, kind="n"):
    return f'<c r="{place}" s="{style}" t="{kind}"><v>{value}</v></c>'


def test_cells_are_read_as_excel_shows_them(tmp_path):
    formats = [
        "yyyy\\-mm\\-dd",
        "0000000000",
        "0%",
        "hh:mm",
        "[h]:mm",
        "[$-409]d mmm yyyy hh:mm",
        "#,##0.00",
    ]
    path = book(
        tmp_path / "book.xlsx",
        rows_of(
            [number("A1", 41675, 1), number("B1", 244123456, 2), number("C1", 0.25, 3)],
            [number("A2", 0.5, 4), number("B2", 1.25, 5), number("C2", 41675.75, 6)],
            [number("A3", 12, 7), number("B3", "1.5E1"), number("C3", 1, 0, "b")],
            [
                number("A4", "#REF!", 0, "e"),
                number("B4", 0, 0, "s"),
                number("C4", "2014-02-05", 0, "d"),
            ],
            [number("A5", 1, 0, "s"), number("B5", "0244", 0, "str"), number("C5", 1.5)],
        ),
        texts=["00233", "<si><r><t>Ama </t></r><r><t>Mensah</t></r><rPh><t>no</t></rPh></si>"],
        formats=formats,
    )
    assert read_apart(path, "book.xlsx").rows == [
        [date(2014, 2, 5), "0244123456", "25%"],
        ["12:00", "30:00", datetime.fromisoformat("2014-02-05 18:00")],
        [12, 15, True],
        ["#REF!", "00233", date(2014, 2, 5)],
        ["Ama Mensah", "0244", 1.5],
    ]


def test_a_sheet_may_count_its_days_from_1904(tmp_path):
    rows = rows_of([number("A1", 40213, 1)])
    path = book(tmp_path / "b", rows, formats=["d/m/yy"], book='<workbookPr date1904="1"/>')
    assert read(path, LIMITS).rows == [[date(2014, 2, 5)]]


@pytest.mark.parametrize(
    ("pattern", "value", "looks"),
    [
        ("0000000000", "244123456", "0244123456"),
        ('"+"000 000 000 000', "233244123456", "+233 244 123 456"),
        ("[<=9999999]###\\-####;\\(###\\) ###\\-####", "5551234", "555-1234"),
        ("00-00-00", "1234567", "123-45-67"),
        ("#,##0", "1234", 1234),
        ("0.00", "2.5", 2.5),
        ('0 "kg"', "7", "7 kg"),
        ("General", "-5", -5),
        ("m/d/yyyy", "1", date(1900, 1, 1)),
        ("yyyy", "99999999", 99999999),
    ],
)
def test_a_number_looks_as_its_format_says(pattern, value, looks):
    assert shown(value, plan_of(164, pattern)) == looks


def test_merged_cells_fill_down_and_say_so_but_a_merged_title_does_not(tmp_path):
    path = book(
        tmp_path / "book.xlsx",
        rows_of(
            ["Participants of the dialogue"],
            ["Organisation", "Name"],
            ["Women in Mining", "Ama"],
            [None, "Esi"],
            [],
            [None, "Kofi"],
        ),
        after='<mergeCells><mergeCell ref="A1:L1"/><mergeCell ref="A3:A1048576"/></mergeCells>',
    )
    for sheet in (read_apart(path, ""), peek_apart(path, "")):
        assert sheet.rows[2:] == [["Women in Mining", name] for name in ("Ama", "Esi", "Kofi")]
        assert sheet.numbers == [1, 2, 3, 4, 6]
        assert sheet.filled == {(3, 0), (4, 0)}


def test_a_peek_into_a_long_sheet_knows_of_merged_cells_behind_its_rows(tmp_path):
    rows = [["A", "x" * 1500]] + [[None, "y" * 1500]] * 200
    path = book(
        tmp_path / "book.xlsx",
        rows_of(*rows),
        after='<mergeCells><mergeCell ref="A1:A90"/></mergeCells>',
    )
    sheet = peek_apart(path, "")
    assert len(sheet.rows) == 40
    assert all(row[0] == "A" for row in sheet.rows)


def test_what_the_sheet_does_not_show_is_left_out(tmp_path):
    shown_rows = rows_of(["Name"], ["Ama"]).replace('<row r="2"', '<row r="2" hidden="1"')
    path = book(
        tmp_path / "book.xlsx",
        ("Old", "hidden", rows_of(["Secret"])),
        ("Empty", "visible", ""),
        ("Now", "visible", shown_rows + '<row r="3"><c r="B3" t="str"><v>Kofi</v></c></row>'),
    )
    sheet = read(path, LIMITS)
    assert (sheet.title, sheet.rows, sheet.hidden) == ("Now", [["Name", None], [None, "Kofi"]], 1)


# Written and read back --------------------------------------------------------------------------
TEXTS = some.one_of(
    some.text(max_size=30),
    some.from_regex(r"'?[=+\-@'][a-z0-9']{0,4}", fullmatch=True),
    some.sampled_from(["+233 24 412", "#REF!", "_x0041_", "=1+1", "'=1", "0244", 'a"b;c,d\te']),
)
XLSX_CELLS = some.one_of(
    TEXTS,
    some.integers(-(10**14), 10**14),
    some.booleans(),
    some.dates(date(1900, 3, 1)),
    some.none(),
)


def as_read(cell):
    if not isinstance(cell, str):
        return cell
    # What no file can hold stands as a question mark.
    return tidy(cell)


def tables(cells):
    return some.lists(some.lists(cells, min_size=3, max_size=3), max_size=5)


def expected(rows):
    kept = [[as_read(cell) for cell in row] for row in rows]
    return [row for row in kept if any(cell is not None for cell in row)]


@settings(max_examples=60, deadline=None)
@given(rows=tables(TEXTS))
def test_what_a_csv_is_written_from_is_read_back(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("csv")
    content = write_csv(["Name", "Role", "Phone"], rows)
    assert rows_in(folder, content)[1:] == expected(rows)


@settings(max_examples=40, deadline=None)
@given(rows=tables(XLSX_CELLS))
def test_what_an_xlsx_is_written_from_is_read_back(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("xlsx")
    content = write_xlsx(["Name", "Role", "Phone"], rows, title="People: [all]")
    read_back = rows_in(folder, content)[1:]
    assert read_back == expected(rows)
    assert [[type(cell) for cell in row] for row in read_back] == [
        [type(cell) for cell in row] for row in expected(rows)
    ]


@given(text=TEXTS)
def test_a_disarmed_text_runs_nowhere_and_is_armed_again(text):
    assert armed_again(disarmed(text)) == text
    assert disarmed(text)[:1] not in tuple("=+-@\t\r")


def test_a_written_sheet_of_excel_is_ready_to_be_used():
    content = write_xlsx(["Name", "Since"], [["=1+1", date(2014, 2, 5)]], title="People")
    sheet = load_workbook(BytesIO(content)).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["B2"].is_date
    assert sheet["A1"].font.bold
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B2")
