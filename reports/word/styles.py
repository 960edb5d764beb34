"""How a Word file looks: its styles, as near to the printed pages as fonts allow that readers have."""

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.word.elements import below, made
from reports.wording import is_right_to_left

SERIF, SANS, MONO = "Georgia", "Calibri", "Consolas"
INK, QUIET, BLUE, DARK_BLUE, LINE = "1b2026", "565e68", "1f4b8f", "163868", "d6d9d4"
LEVELS = 9  # of a list, in Word
INDENT = 360  # of each level, in twentieths of a point
MARKS = "•–▪"
TABLE = "Baraza Table"
PLACES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT", "sw": "sw-KE", "id": "id-ID"}

# name: size, colour, font, and what else differs
HEADINGS = {
    1: (18, DARK_BLUE, 24, 8),
    2: (13, DARK_BLUE, 16, 5),
    3: (11, DARK_BLUE, 12, 4),
    4: (10.5, INK, 10, 3),
    5: (10.5, INK, 8, 2),
    6: (10.5, QUIET, 8, 2),
}


def set_up(document, language):
    """Give `document` its styles and its language; answers with its Numbering."""
    styles = document.styles
    _set_defaults(document, language)
    _look(styles["Normal"], SERIF, 10.5, INK, after=7, line=1.25)
    _look(styles["Title"], SERIF, 26, DARK_BLUE, before=6, after=8, line=1.1, keep=True)
    _look(styles["Subtitle"], SERIF, 14, QUIET, after=10, italic=True, bold=False)
    for level, (size, colour, before, after) in HEADINGS.items():
        style = styles[f"Heading {level}"]
        _look(style, SERIF, size, colour, before=before, after=after, line=1.15, keep=True)
        style.font.bold = 2 <= level <= 4
        style.font.italic = level > 4
    _look(styles["Caption"], SANS, 9, QUIET, after=10, bold=False)
    _look(styles["Quote"], SERIF, 10.5, DARK_BLUE, after=7, italic=True, left=0.8)
    _look(styles["Header"], SANS, 8, QUIET)
    _look(styles["Footer"], SANS, 8, QUIET)
    for base in ("List Bullet", "List Number", "List Continue"):
        for suffix in ("", " 2", " 3"):
            _look(styles[base + suffix], SERIF, 10.5, INK, after=4, line=1.25)
    for name, looks in OWN.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _look(style, **looks)
    _line_below(styles["Rule"])
    _no_border(styles["Title"])
    styles["Table Heading"].paragraph_format.keep_with_next = True
    _add_characters(styles)
    _add_table(styles)
    return Numbering(document)


OWN = {
    "Kicker": {"font": SANS, "size": 9, "colour": BLUE, "after": 2, "bold": True, "keep": True},
    "Contents": {"font": SERIF, "size": 10.5, "colour": INK, "after": 2},
    "Contents Heading": {
        "font": SERIF,
        "size": 18,
        "colour": DARK_BLUE,
        "before": 18,
        "after": 6,
        "keep": True,
    },
    "Contents Below": {"font": SERIF, "size": 10.5, "colour": INK, "after": 1, "left": 0.8},
    "Table Text": {"font": SANS, "size": 9, "colour": INK, "after": 2, "line": 1.15},
    "Table Heading": {"font": SANS, "size": 8.5, "colour": QUIET, "after": 2, "bold": True},
    "Code Block": {"font": MONO, "size": 8.5, "colour": INK, "after": 7},
    "Figure": {"font": SERIF, "size": 10.5, "colour": INK, "before": 6, "after": 3, "keep": True},
    "Rule": {"font": SERIF, "size": 6, "colour": INK, "after": 8},
    "Note": {"font": SANS, "size": 9, "colour": QUIET, "after": 3},
}


def tag_of(language):
    """`language` as Word writes it: en-GB, where Django has en-gb. It knows languages by their place."""
    name, dash, place = language.partition("-")
    if dash and len(place) == 2:
        return f"{name}-{place.upper()}"
    return PLACES.get(language, language)


def _set_defaults(document, language):
    language = tag_of(language)
    style = document.styles["Normal"].element
    properties = style.get_or_add_rPr()
    below(properties, "w:lang", val=language, eastAsia=language, bidi=language)
    if is_right_to_left(language):
        below(properties, "w:rtl")
        style.get_or_add_pPr().insert(0, made("w:bidi"))
    for old in document.styles.element.iter(qn("w:lang")):
        old.set(qn("w:val"), language)
    # Word breaks words by the patterns of their language, where it has them; never those in capitals.
    tabs = document.settings.element.find(qn("w:defaultTabStop"))
    tabs.addnext(made("w:autoHyphenation"))
    tabs.getnext().addnext(made("w:doNotHyphenateCaps"))


def _look(
    style,
    font,
    size,
    colour,
    *,
    before=0,
    after=0,
    line=None,
    left=None,
    bold=None,
    italic=None,
    keep=None,
):
    style.font.name = font
    fonts = style.element.rPr.rFonts
    # A theme's font would be taken before the one that is named.
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    style.font.bold, style.font.italic = bold, italic
    # Arabic and its like have a size and a weight of their own.
    style.font.cs_bold, style.font.cs_italic = bold, italic
    for old in style.element.rPr.findall(qn("w:szCs")):
        style.element.rPr.remove(old)
    style.element.rPr.find(qn("w:sz")).addnext(made("w:szCs", val=round(2 * size)))
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing = line
    shape.keep_with_next = keep
    if left is not None:
        shape.left_indent = Cm(left)
    shape.alignment = None if style.name != "Rule" else WD_ALIGN_PARAGRAPH.LEFT
    spacing = style.element.rPr.find(qn("w:spacing"))
    if spacing is not None:
        style.element.rPr.remove(spacing)


def _no_border(style):
    border = style.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)


def _line_below(style):
    border = made("w:pBdr")
    below(border, "w:bottom", val="single", sz=4, space=1, color=LINE)
    style.element.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )


def _add_characters(styles):
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = RGBColor.from_string(BLUE)
    link.font.underline = True
    code = styles.add_style("Code", WD_STYLE_TYPE.CHARACTER)
    code.font.name, code.font.size = MONO, Pt(9)


def _add_table(styles):
    """Lines between the rows, and a stronger one under the headings, as in the printed pages."""
    style = styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    properties = below(style.element, "w:tblPr")
    borders = below(properties, "w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        below(borders, f"w:{side}", val="single", sz=4, space=0, color=LINE)
    margins = below(properties, "w:tblCellMar")
    for side, width in (("top", 50), ("left", 0), ("bottom", 50), ("right", 140)):
        below(margins, f"w:{side}", w=width, type="dxa")
    first = below(style.element, "w:tblStylePr", type="firstRow")
    cells = below(below(first, "w:tcPr"), "w:tcBorders")
    below(cells, "w:bottom", val="single", sz=8, space=0, color=BLUE)


class Numbering:
    """Lists with nine levels each: one definition for bullets, one for numbers, of which each numbered
    list is an instance that begins anew."""

    def __init__(self, document):
        self._element = document.part.numbering_part.element
        numbers = self._element.findall(qn("w:num"))
        self._next = 1 + max((number.numId for number in numbers), default=0)
        taken = [
            int(each.get(qn("w:abstractNumId")))
            for each in self._element.findall(qn("w:abstractNum"))
        ]
        self._bullets, self._numbers = max(taken, default=0) + 1, max(taken, default=0) + 2
        self._define(self._bullets, "bullet")
        self._define(self._numbers, "number")
        self.bullets = self._instance(self._bullets)

    def _define(self, identity, kind):
        definition = made("w:abstractNum", abstractNumId=identity)
        below(definition, "w:multiLevelType", val="multilevel")
        for level in range(LEVELS):
            each = below(definition, "w:lvl", ilvl=level)
            below(each, "w:start", val=1)
            numbered = kind == "number"
            below(each, "w:numFmt", val="decimal" if numbered else "bullet")
            below(each, "w:lvlText", val=f"%{level + 1}." if numbered else MARKS[level % 3])
            below(each, "w:lvlJc", val="left")
            below(below(each, "w:pPr"), "w:ind", left=INDENT * (level + 1), hanging=INDENT)
        first = self._element.find(qn("w:num"))
        if first is None:
            self._element.append(definition)
        else:
            first.addprevious(definition)

    def _instance(self, definition):
        number = below(self._element, "w:num", numId=self._next)
        below(number, "w:abstractNumId", val=definition)
        self._next += 1
        return int(number.get(qn("w:numId")))

    def begin(self, *, level, start=1):
        """The id of a new numbered list that begins at `start` in `level` (0 to 8)."""
        identity = self._instance(self._numbers)
        override = below(self._element[-1], "w:lvlOverride", ilvl=level)
        below(override, "w:startOverride", val=start)
        return identity
