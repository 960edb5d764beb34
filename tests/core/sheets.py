"""Makes XLSX files for tests: sound ones, odd ones and hostile ones, part by part."""

import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def rows_of(*rows):
    """Rows as XML; a cell is a text, or XML of its own when it begins with `<c`."""
    return "".join(
        f'<row r="{number}">{"".join(_cell(number, column, cell) for column, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )


def _cell(number, column, cell):
    if cell is None:
        return ""
    if cell.startswith("<c"):
        return cell
    place = f"{LETTERS[column]}{number}"
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'


def book(path, *sheets, texts=(), formats=(), before="", after="", **parts):
    """Write an XLSX of `sheets`, each the XML of its rows or a (name, state, rows) triple.

    `formats` are number formats, that of style 1 first; `texts` the shared ones; `before` and `after`
    stand around the rows; `parts` hold "book", "head" (an XML head of the sheets) or "more", a dict.
    """
    named = [
        sheet if isinstance(sheet, tuple) else ("People", "visible", sheet) for sheet in sheets
    ]
    entries = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{state}" r:id="rId{n}"/>'
        for n, (name, state, _rows) in enumerate(named, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(named) + 1)
    )
    custom = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for n, code in enumerate(formats)
    )
    used = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    shared = "".join(
        text if text[:1] == "<" else f"<si><t>{escape(text)}</t></si>" for text in texts
    )
    files = {
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{parts.get("book", "")}'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{HEAD}<Relationships>{relations}</Relationships>",
        "xl/styles.xml": f"{HEAD}<styleSheet><numFmts>{custom}</numFmts>"
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf/>{used}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f"{HEAD}<sst>{shared}</sst>",
    }
    head = parts.get("head", HEAD)
    for n, (_name, _state, rows) in enumerate(named, 1):
        files[f"xl/worksheets/sheet{n}.xml"] = (
            f'{head}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (files | parts.get("more", {})).items():
            packed.writestr(name, content)
    return path
