"""What the data say in a part of a report, as Markdown: what somebody starts from who rewrites it, and what
is compared when the data change. It is written as the Word file is, by the same hands."""

import re
from contextlib import contextmanager
from types import SimpleNamespace

from reports.contexts import in_language
from reports.meeting_word import write_part
from reports.pages import parts_of
from reports.word.file import Run

SIGNS = re.compile(r"([\\`*_\[\]<>])")
AT_THE_START = re.compile(r"^([#+\-]|\d+[.)])(?=\s)")
STEP = "    "


def text_of(context):
    """The Markdown of all parts of a ReportContext, without pictures and without their own headings."""
    with in_language(context.language):
        file = TextFile()
        for part in parts_of(context):
            if part.template not in ("diagram", "photographs"):
                write_part(file, part, {})
        return file.text


class TextFile:
    """Takes what a WordFile takes, and is Markdown at the end."""

    def __init__(self):
        self._blocks = []
        self._row = None
        self.lists = _Numbers()

    @property
    def text(self):
        return "\n\n".join(block for block in self._blocks if block.strip())

    def heading(self, runs, level, bookmark=""):
        """A heading: those of a part begin below its own."""
        self._put(f"{'#' * max(2, min(level, 6))} {_line(runs)}")

    def paragraph(self, runs, style="Normal", *, bookmark="", point=None, keep=False, indent=0):
        """A paragraph, a point of a list or a quotation."""
        words = _line(runs)
        if point is not None:
            sign = self.lists.next(point.number) if point.number else ""
            line = f"{STEP * point.level}{sign or STEP}{words}"
            # Points of one list stand under each other.
            if self._row is None and self._blocks and self._is_point(self._blocks[-1]):
                self._blocks[-1] += f"\n{line}"
            else:
                self._put(line)
        elif style == "Quote":
            self._put(f"> {words}")
        elif style == "Rule":
            self._put("---")
        elif words:
            self._put(AT_THE_START.sub(r"\\\1", words))

    @contextmanager
    def table(self, widths, *, headings=True):
        """A table; one without headings gets empty ones, which Markdown wants."""
        rows = []
        yield SimpleNamespace(row=lambda cells, whole=False: rows.append(self._cells(cells)))
        if not headings:
            rows.insert(0, [""] * len(widths))
        if rows:
            rows.insert(1, ["---"] * len(widths))
            self._put("\n".join(f"| {' | '.join(row)} |" for row in rows))

    def _cells(self, cells):
        return [self._cell(cell) for cell in cells]

    def _cell(self, content):
        outside, self._row = self._row, []
        if callable(content):
            content()
        else:
            self.paragraph([content] if isinstance(content, str) else content)
        told, self._row = self._row, outside
        return " ".join(" ".join(told).split()).replace("|", "\\|")

    def _put(self, block):
        (self._blocks if self._row is None else self._row).append(block)

    @staticmethod
    def _is_point(block):
        return bool(re.match(r"\s*(-|\d+\.)\s", block))


class _Numbers:
    """The numbers of lists: bullets are one, each numbered list another."""

    bullets = -1

    def __init__(self):
        self._next = {}

    def begin(self, *, level, start):
        number = len(self._next) + 1
        self._next[number] = start
        return number

    def next(self, number):
        if number == self.bullets:
            return "- "
        place = self._next[number]
        self._next[number] += 1
        return f"{place}. "


def _line(runs):
    return " ".join("".join(_marked(run) for run in runs).split())


def _marked(run):
    if isinstance(run, str):
        run = Run(run)
    text = SIGNS.sub(r"\\\1", run.text)
    core = text.strip()
    if not core:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    for is_so, sign in ((run.bold, "**"), (run.italic, "*"), (run.strike, "~~")):
        core = f"{sign}{core}{sign}" if is_so else core
    if run.link.startswith(("http", "mailto")):
        core = f"[{core}]({run.link})"
    return f"{before}{core}{after}"
