"""Writes Markdown into a Word file, from the parser's tokens: real headings, lists, quotations and tables.

Tables and figures are kept, links lead to the web or to an address, or leave their text; what looks like
markup is text.
"""

from dataclasses import dataclass, replace

from core.markdown import FIGURE, SCHEMES, parse
from reports.word.file import Point, Run

MOST_LEVELS = 6  # of headings
STARTS = 32_767  # the highest number at which Word lets a list begin
SUFFIX = ("", " 2", " 3")  # of the styles of lists, by level
MOST_COLUMNS = 60  # Word takes 63
PLAIN = "Normal"


@dataclass(frozen=True)
class Shown:
    """A figure as it is shown: its bytes, what it shows in words, and what stands below it."""

    content: bytes
    alternative: str
    caption: str = ""


def write_markdown(file, text, *, level=1, figures=None, style=PLAIN, bookmarks=()):
    """Write `text` into `file` (WordFile). Its largest headings become Heading `level`, the others follow
    without a gap. `figures` are those that the text may show: `{key: Shown}`. `style` is that of plain
    paragraphs, `bookmarks` names the places of the headings in their order."""
    writer = _Writer(file, figures or {}, style, iter(bookmarks))
    writer.write(parse(text), level)


class _Writer:
    def __init__(self, file, figures, style, bookmarks):
        self.file, self.figures, self.style = file, figures, style
        self.bookmarks = bookmarks
        self.lists = []  # (number, ordered) of each list that is open
        self.is_new_point = False
        self.quotes = 0
        self.heading = 0
        self.shown = []  # figures of the block that is being written

    def write(self, tokens, level):
        ranks = {
            tag: place
            for place, tag in enumerate(
                sorted({token.tag for token in tokens if token.type == "heading_open"})
            )
        }
        self.last = level - 1
        self.levels = {tag: min(MOST_LEVELS, level + rank) for tag, rank in ranks.items()}
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if token.type == "table_open":
                place = self._table(tokens, place)
            else:
                step = getattr(self, token.type, None)
                if step is not None:
                    step(token)
            place += 1

    # Blocks -----------------------------------------------------------------------------------

    def heading_open(self, token):
        self.heading = self.levels[token.tag]
        if token.level == 0:
            # As the contents and the PDF have it: no level is skipped.
            self.heading = self.last = min(self.heading, self.last + 1)

    def heading_close(self, token):
        self.heading = 0

    def inline(self, token):
        runs = self._runs(token.children)
        if self.heading and not self.lists and not self.quotes:
            self.file.heading(runs, self.heading, bookmark=next(self.bookmarks, ""))
        elif self.heading:
            self._paragraph([replace(run, bold=True) for run in runs])
        elif runs:
            self._paragraph(runs)
        self._show()

    def _paragraph(self, runs, style=""):
        depth = len(self.lists)
        if depth:
            number, ordered = self.lists[-1]
            suffix = SUFFIX[min(depth, len(SUFFIX)) - 1]
            kind = "List Number" if ordered else "List Bullet"
            if not self.is_new_point:
                kind, number = "List Continue", 0
            self.is_new_point = False
            # In a table a list is set as small as what stands around it.
            style = style or (kind + suffix if self.style == PLAIN else self.style)
            self.file.paragraph(runs, style, point=Point(depth - 1, number))
        elif self.quotes:
            self.file.paragraph(runs, style or "Quote", indent=self.quotes - 1)
        else:
            self.file.paragraph(runs, style or self.style)

    def _open_list(self, token, *, ordered):
        level = len(self.lists)
        if ordered:
            start = min(int(token.attrGet("start") or 1), STARTS)
            self.lists.append((self.file.lists.begin(level=min(level, 8), start=start), True))
        else:
            self.lists.append((self.file.lists.bullets, False))

    def bullet_list_open(self, token):
        self._open_list(token, ordered=False)

    def ordered_list_open(self, token):
        self._open_list(token, ordered=True)

    def bullet_list_close(self, token):
        self.lists.pop()
        self.is_new_point = False

    ordered_list_close = bullet_list_close

    def list_item_open(self, token):
        self.is_new_point = True

    def list_item_close(self, token):
        if self.is_new_point:
            # A point without words is a point all the same.
            self._paragraph([])

    def blockquote_open(self, token):
        self.quotes += 1

    def blockquote_close(self, token):
        self.quotes -= 1

    def fence(self, token):
        self._paragraph([token.content.rstrip("\n")], "Code Block")

    code_block = fence

    def hr(self, token):
        self.file.paragraph([], "Rule")

    # Tables -----------------------------------------------------------------------------------

    def _table(self, tokens, place):
        """Write the table that opens at `place`; answers with where it closes."""
        rows = []
        while tokens[place].type != "table_close":
            token = tokens[place]
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self._runs(token.children))
            place += 1
        columns = min(MOST_COLUMNS, max(map(len, rows)))
        with self.file.table(_widths(rows, columns)) as table:
            for row in rows:
                kept, over = row[:columns], row[columns:]
                kept += [[] for _column in range(columns - len(kept))]
                for cell in over:
                    kept[-1] = [*kept[-1], " ", *cell]
                table.row(kept, whole=_is_short(kept))
        self._show()
        return place

    # Words ------------------------------------------------------------------------------------

    def _runs(self, tokens):
        """The words of a paragraph; figures among them are kept for after it."""
        runs, looks, links = [], Run(""), []
        for token in tokens or ():
            if token.type in LOOKS:
                looks = replace(looks, **LOOKS[token.type])
            elif token.type == "link_open":
                links.append(_leading_out(token.attrGet("href")))
                looks = replace(looks, link=links[-1])
            elif token.type == "link_close":
                links.pop()
                looks = replace(looks, link=links[-1] if links else "")
            elif token.type == "image":
                self._image(token, looks, runs)
            else:
                text = WORDS.get(token.type, token.content)
                if text:
                    runs.append(replace(looks, text=text, code=token.type == "code_inline"))
        return runs

    def _image(self, token, looks, runs):
        address = str(token.attrGet("src"))
        figure = self.figures.get(address.removeprefix(FIGURE))
        if figure is not None and address.startswith(FIGURE):
            self.shown.append(figure)
            return
        words = "".join(child.content for child in token.children or ())
        runs.append(replace(looks, text=words or address))

    def _show(self):
        """The figures of the block that has been written, each with its caption."""
        for figure in self.shown:
            self.file.picture(figure.content, figure.alternative)
            if figure.caption:
                self.file.paragraph([figure.caption], "Caption")
        self.shown = []


LOOKS = {
    "strong_open": {"bold": True},
    "strong_close": {"bold": False},
    "em_open": {"italic": True},
    "em_close": {"italic": False},
    "s_open": {"strike": True},
    "s_close": {"strike": False},
}
WORDS = {"softbreak": " ", "hardbreak": "\n"}
SHORT = 900  # letters of a row that is kept on one page


def _leading_out(address):
    scheme, colon, _rest = str(address).partition(":")
    return str(address) if colon and scheme.lower() in SCHEMES else ""


def _letters(cell):
    return sum(len(run if isinstance(run, str) else run.text) for run in cell)


def _is_short(row):
    return max(map(_letters, row), default=0) < SHORT


def _widths(rows, columns):
    """Shares of the width: a column of long texts gets more than one of numbers."""
    longest = [
        max((_letters(row[place]) for row in rows if place < len(row)), default=1)
        for place in range(columns)
    ]
    return [min(60, max(8, length)) for length in longest]
