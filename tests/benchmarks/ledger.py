"""What a run of the benchmarks found, as the one table that `bin/bench` prints.

A row is a page, a job, or something that was asked of Baraza by a figure. Times are processor time of this
machine; what can be compared are their ratios, which are measured side by side.
"""

from dataclasses import dataclass

PAGES, JOBS, ASKED = "pages", "jobs", "what was asked"
HEAD = (
    f"{'':13} {'what':66} {'queries':>9} {'milliseconds':>15} {'ratio':>11}  what it is measured against\n"
    f"{'':13} {'':66} {'1 ×':>4} {'10 ×':>4} {'1 ×':>7} {'10 ×':>7} {'1 ×':>5} {'10 ×':>5}\n"
)


@dataclass(frozen=True)
class Cost:
    """What something costs at one size: queries, milliseconds, and how many times as long as `beside`."""

    queries: int | None
    milliseconds: float
    ratio: float | None = None


@dataclass(frozen=True)
class Row:
    """One line of the table. `off` says why it is not as it should be; empty if it is."""

    kind: str
    what: str
    once: Cost
    tenfold: Cost | None = None
    beside: str = ""
    off: str = ""


@dataclass(frozen=True)
class Figure:
    """Something asked of Baraza in a figure, and what was found."""

    what: str
    asked: str
    found: str
    holds: bool = True


rows, figures = [], []


def note(*args, **values):
    """Keep a Row for the table."""
    rows.append(Row(*args, **values))


def answer(what, asked, found, *, holds=True):
    """Keep a Figure for the table."""
    figures.append(Figure(what, asked, found, holds))


def table():
    """Everything that was kept, as text; empty if nothing was."""
    if not rows and not figures:
        return ""
    lines = [HEAD] if rows else []
    for kind in (PAGES, JOBS):
        found = sorted((row for row in rows if row.kind == kind), key=_heaviest)
        lines += [_line(row) for row in found]
    off = [row for row in rows if row.off]
    if rows:
        lines.append(f"\n{len(rows)} pages and jobs, {len(off)} of them off what they should be.\n")
    for figure in figures:
        mark = "" if figure.holds else "   ← off"
        lines.append(f"{figure.what:62} asked: {figure.asked:28} found: {figure.found}{mark}\n")
    return "".join(lines)


def _heaviest(row):
    return -(row.tenfold or row.once).milliseconds


def _line(row):
    tenfold = row.tenfold or Cost(None, 0)
    return (
        f"{row.kind:13} {row.what:66} {_whole(row.once.queries):>4} {_whole(tenfold.queries):>4}"
        f" {row.once.milliseconds:7.1f} {tenfold.milliseconds:7.1f}"
        f" {_ratio(row.once.ratio):>5} {_ratio(tenfold.ratio):>5}  {row.beside}"
        + (f"   ← {row.off}" if row.off else "")
        + "\n"
    )


def _whole(number):
    return "–" if number is None else str(number)


def _ratio(number):
    return "–" if number is None else f"{number:.1f}"
