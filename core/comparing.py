"""Two versions of a text side by side, as `components/compare.html` shows them."""

import re

from django.utils.html import format_html, format_html_join

from core.diff import ADDED, CHANGED, REMOVED, SAME, compare

HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
NEIGHBOURS = 1  # paragraphs that stay shown on either side of a change
LONG_RUN = 60  # words; of a longer stretch that stayed only the ends are shown
ENDS = 20


def changes_of(before, after):
    """(rows, counts): the changed paragraphs with their neighbours, and what lies between as a number.

    A row is `{"kind", "html"}`, or `{"kind": "folded", "number"}`; counts are by kind.
    """
    changes = compare(before, after)
    counts = dict.fromkeys((ADDED, REMOVED, CHANGED, SAME), 0)
    for change in changes:
        counts[change.kind] += 1
    near = _near_changes(changes)
    rows, folded = [], 0
    for place, change in enumerate(changes):
        if place not in near:
            folded += 1
            continue
        if folded:
            rows.append({"kind": "folded", "number": folded})
            folded = 0
        rows.append(_row_of(change))
    if folded and rows:
        rows.append({"kind": "folded", "number": folded})
    return rows, counts


def _near_changes(changes):
    near = set()
    for place, change in enumerate(changes):
        if change.kind != SAME:
            near.update(range(place - NEIGHBOURS, place + NEIGHBOURS + 1))
    return near


def _row_of(change):
    text = change.after or change.before
    mark = HEADING.match(text)
    runs = change.runs
    if change.kind != CHANGED:
        runs = [(change.kind, text[mark.end() :] if mark else text)]
    words = format_html_join("", "{}", ((_run_of(*run),) for run in runs))
    css = "compare__words compare__words--heading" if mark else "compare__words"
    # Made here, not in the template: every space in it is a space of the text.
    return {"kind": change.kind, "html": format_html('<p class="{}">{}</p>', css, words)}


TAGS = {ADDED: "<ins>{}</ins>{}", REMOVED: "<del>{}</del>{}", SAME: "{}{}"}


def _run_of(kind, text):
    shown = _shortened(text) if kind == SAME else text
    words = shown.rstrip()
    return format_html(TAGS[kind], words, shown[len(words) :])


def _shortened(text):
    """A long stretch that stayed, by its ends."""
    words = text.rstrip().split(" ")
    if len(words) <= LONG_RUN:
        return text
    return " ".join([*words[:ENDS], "[…]", *words[-ENDS:], ""])
