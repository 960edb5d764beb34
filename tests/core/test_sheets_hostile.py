"""Files made to harm whoever reads them, or brought by mistake: refused in a sentence, soon, in little
memory."""

import hashlib
import os
import resource
import struct
import zipfile
from contextlib import suppress

import pytest

from core.sheets import SheetRefused, peek_apart, read_apart
from core.sheets.apart import PEEKING, READING
from core.sheets.reading import read
from core.sheets.sheet import Limits
from tests.core.sheets import HEAD, MAIN, book, rows_of

pytestmark = pytest.mark.once

MOST_SECONDS = 2
MOST_MEGABYTES = 300
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def children_seconds():
    """What the children there have been took of the processor: the clock also tells of other work."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def refusal(path, reader=read_apart):
    """What is said of the file at `path`, which must not have taken long."""
    begun = children_seconds()
    with pytest.raises(SheetRefused) as refused:
        reader(path, path.name)
    assert children_seconds() - begun < MOST_SECONDS
    return str(refused.value)


def junk(size):
    return hashlib.shake_128(b"junk").digest(size)


def zip_of(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/"), content)
    return path


def sheet_of(megabytes):
    """XML of a sheet with one text, and blanks enough to be so large."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">'.encode() + b" " * megabytes * 2**20 + b"</worksheet>"


def claims(path, size):
    """Have the zip at `path` claim that its sheet is `size` bytes unpacked."""
    content = bytearray(path.read_bytes())
    for mark, name_at, size_at in ((b"PK\x01\x02", 46, 24), (b"PK\x03\x04", 30, 22)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            if content[at + name_at :].startswith(b"xl/worksheets/sheet1.xml"):
                struct.pack_into("<L", content, at + size_at, size)
    path.write_bytes(content)
    return path


def test_the_kernel_holds_a_reader_to_its_memory():
    # Whatever takes more gets another answer than those below.
    assert READING["megabytes"] <= MOST_MEGABYTES
    assert PEEKING["megabytes"] <= MOST_MEGABYTES


# Not what it is called --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + junk(3000), "a PDF"),
        (OLD + junk(3000), "an older Office"),
        (OLD + "EncryptedPackage".encode("utf-16-le") + junk(300), "password"),
        (b"\x89PNG\r\n\x1a\n" + junk(300), "an image"),
        (b"<html><body><table><tr><td>Name</td></tr></table></body></html>", "a web page"),
        (b"PK\x03\x04" + junk(3000), "damaged"),
        (junk(100_000), "no text"),
        (b"", "nothing in it"),
        (b"\n,,,\n\n", "nothing in it"),
        (b"Name,Role\nAma,=1+1\n", "Cell B2 holds a formula: copy the sheet and paste its values."),
        (b'Name\n"Ama\n' + b"Kofi,Miner\n" * 90_000, "Line 2"),
        (b"x" * 9_000_000, "Line 1 is too long"),
        (b"," * 9_000_000, "Line 1 is too long"),
        (b"x" * 20_000_000, "19 MB; at most 10 MB"),
        (b"Name\n" + b"Ama\n" * 20_001, "more than 20000 rows"),
        (b"Name\n" + b"\n" * 3_000_000, "empty rows"),
        (b"Name," * 999 + b"Name\n", "something in column ALL; at most 100"),
        (b"Name\n" + b"x" * 2001, "Cell A2 holds more than 2000"),
    ],
    ids=range(18),
)
def test_a_file_that_is_no_sheet_is_refused(tmp_path, content, says):
    path = tmp_path / "people.xlsx"
    path.write_bytes(content)
    assert says in refusal(path).replace("From line 2", "Line 2")


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ({"word__document.xml": "<w/>"}, "Word"),
        ({"content.xml": "<x/>", "mimetype": "opendocument"}, "LibreOffice"),
        ({"xl__workbook.bin": "x"}, "binary"),
        ({"holiday.jpg": "x"}, "without a sheet"),
        ({"..__..__etc__passwd": "x", "xl__workbook.xml": "<x/>"}, "outside of itself"),
        ({"xl__workbook.xml": "<workbook>"}, "damaged"),
        ({"xl__workbook.xml": "<workbook/>"}, "nothing in it"),
    ],
    ids=range(7),
)
def test_a_packed_file_that_is_another_document_is_refused(tmp_path, inside, says):
    assert says in refusal(zip_of(tmp_path / "people.xlsx", **inside))


# Too much ----------------------------------------------------------------------------------------
def test_a_bomb_is_refused_by_what_it_claims(tmp_path):
    path = book(tmp_path / "b.xlsx", rows_of(["Name"]))
    assert "far too large" in refusal(claims(path, 2**31))


def test_a_bomb_that_claims_little_is_counted_while_it_is_unpacked(tmp_path):
    path = book(tmp_path / "b.xlsx", "", more={"xl/worksheets/sheet1.xml": sheet_of(100)})
    assert path.stat().st_size < 200_000
    assert "far too large" in refusal(path)
    # What the table of contents hides is never unpacked.
    assert "damaged" in refusal(claims(path, 500))


def test_a_million_parts_are_not_listed(tmp_path):
    path = tmp_path / "b.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"PK\x01\x02" + bytes(42) * 90_000)
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 60_000, 60_000, 3_780_000, 4, 0)
    path.write_bytes(path.read_bytes() + end)
    assert "60000" in refusal(path)


EMPTY_ROWS = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(2, 1_000_002))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (rows_of(["Name"]) + EMPTY_ROWS, "empty rows"),
        ('<row r="1">' + '<c r="A1" s="1"/>' * 1_000_000 + "</row>", "more than 300000 cells"),
        ('<row r="1"><c r="ALL1"><v>1</v></c></row>', "something in column ALL"),
        (rows_of(["x" * 1_000_000]), "Cell A1 holds more than 2000"),
        ("".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(1, 20_010)), "20000 rows"),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"/>', "damaged"),
        ('<row r="1"><c r="A1"><v>many</v></c></row>', "damaged"),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "damaged"),
        ('<row r="1"><c r="ZZZZ1"><v>7</v></c></row>', "damaged"),
        ("<a>" * 1_000_000, "damaged"),
        (
            '<row r="1"><c r="C1"/></row><row r="4"><c r="C4"><f>1+1</f><v>2</v></c></row>',
            "Cell C4",
        ),
    ],
    ids=range(11),
)
def test_a_sheet_of_too_much_or_of_nonsense_is_refused(tmp_path, rows, says):
    assert says in refusal(book(tmp_path / "b.xlsx", rows))


def test_millions_of_elements_that_mean_nothing_are_too_many(tmp_path):
    path = book(tmp_path / "b.xlsx", "<a/>" * 3_000_000)
    assert "more than 300000 cells" in refusal(path)


def test_cells_merged_over_and_over_are_not_filled(tmp_path):
    rows = "".join(f'<row r="{n}"><c t="str"><v>x</v></c></row>' for n in range(1, 10_001))
    places = "".join(f'<mergeCell ref="A{n}:B{n + 9000}"/>' for n in range(1, 1000))
    path = book(tmp_path / "b.xlsx", rows, after=f"<mergeCells>{places}</mergeCells>")
    assert "more than 300000 cells" in refusal(path)


def test_a_claim_of_all_cells_there_can_be_costs_nothing(tmp_path):
    dimension = '<dimension ref="A1:XFD1048576"/>'
    last = '<row r="1048576"><c r="B1048576" t="str"><v>Ama</v></c></row>'
    path = book(
        tmp_path / "b.xlsx",
        rows_of(["Name"]) + last,
        before=dimension,
        after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    )
    begun = children_seconds()
    sheet = read_apart(path, "b.xlsx")
    assert sheet.rows == [["Name", None], ["Name", "Ama"]]
    assert sheet.numbers == [1, 1_048_576]
    assert children_seconds() - begun < MOST_SECONDS


def test_one_text_used_a_hundred_thousand_times_is_counted_each_time(tmp_path):
    rows = "".join(
        f'<row r="{n}">' + '<c t="s"><v>0</v></c>' * 20 + "</row>" for n in range(1, 5001)
    )
    assert "more text" in refusal(book(tmp_path / "b.xlsx", rows, texts=["x" * 1900]))


def test_millions_of_shared_texts_are_too_many(tmp_path):
    texts = ["<si><t>x</t></si>" * 1_000_000]
    path = book(tmp_path / "b.xlsx", '<row r="1"><c t="s"><v>0</v></c></row>', texts=texts)
    assert "more text" in refusal(path)


def test_thousands_of_sheets_are_not_looked_through(tmp_path):
    sheets = [(f"Sheet {n}", "visible", "") for n in range(900)]
    assert "sheets or parts" in refusal(book(tmp_path / "b.xlsx", *sheets))


ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("declared", [ENTITIES, OUTSIDE])
@pytest.mark.parametrize("reader", [read_apart, peek_apart])
def test_definitions_in_the_xml_are_not_followed(tmp_path, declared, reader):
    path = book(tmp_path / "b.xlsx", rows_of(["Name"]), head=declared)
    assert "definitions" in refusal(path, reader)


def test_a_sheet_that_was_cut_off_is_refused(tmp_path):
    path = book(tmp_path / "b.xlsx", rows_of(["Name"]))
    path.write_bytes(path.read_bytes()[:-200])
    assert "damaged" in refusal(path)
    broken = bytearray(book(tmp_path / "c.xlsx", rows_of(["Name", "Ama"])).read_bytes())
    at = broken.find(b"xl/worksheets/sheet1.xml") + 40
    broken[at : at + 20] = bytes(20)
    path.write_bytes(broken)
    assert "damaged" in refusal(path)


def test_a_reader_that_would_take_all_memory_is_stopped(tmp_path, monkeypatch):
    # The last resort, should there be a way that nobody has thought of.
    monkeypatch.setattr("core.sheets.apart.read", lambda *_args: bytearray(2**31))
    path = tmp_path / "people.csv"
    path.write_text("Name\nAma\n")
    assert "too much memory" in refusal(path)


def test_a_reader_that_dies_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("core.sheets.apart.read", lambda *_args: os._exit(3))
    path = tmp_path / "people.csv"
    path.write_text("Name\nAma\n")
    assert "too long or too much" in refusal(path)


@pytest.mark.parametrize("seed", range(6))
def test_a_sheet_with_bytes_changed_is_read_or_refused_but_never_fails(tmp_path, seed):
    path = book(tmp_path / "b.xlsx", rows_of(["Name", "Role"]), texts=["x"])
    content = bytearray(path.read_bytes())
    for place in struct.unpack("<5H", junk(60)[seed * 10 : seed * 10 + 10]):
        content[place % len(content)] ^= 1 + seed
    path.write_bytes(content)
    with suppress(SheetRefused):
        assert read(path, Limits(100, 100)).kind == "xlsx"
