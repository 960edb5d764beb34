"""How large a name can be set so that it fits: by the widths of letters, without asking a font."""

import re
import unicodedata

WORD = re.compile(r"[^\s-]+-*|-+")  # a line may end after a hyphen too
NARROW, WIDE = frozenset("iljtfrI.,:;'’-|!() "), frozenset("mwMW@%")
MILLIMETRES = 25.4 / 72  # of a point


def width_of(text):
    """About how wide `text` is in a bold sans-serif, in ems; rather too wide than too narrow."""
    return sum(map(_width, text))


def _width(letter):
    if letter in NARROW:
        return 0.36
    if letter in WIDE:
        return 0.9
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return 0.67 if letter.isupper() else 0.58


def lines_of(text, ems):
    """How many lines of `ems` ems `text` takes; a word that is wider than a line is broken."""
    lines, used = 1, 0.0
    for found in WORD.finditer(text):
        width = width_of(found[0])
        gap = 0.3 if used and text[found.start() - 1].isspace() else 0
        if used + gap + width <= ems:
            used += gap + width
            continue
        whole, rest = divmod(width, ems)
        lines += int(whole) + bool(used) - (0 if used or whole else 1)
        used = rest if whole else width
    return lines


def has_long_word(text, ems):
    """True if a word of `text` does not fit a line of `ems` ems."""
    return any(width_of(word) > ems for word in WORD.findall(text))


def largest(text, sizes, *, width, height, leading=1.12):
    """The first of `sizes` (points, the largest first) at which `text` fits `width` by `height`
    millimetres without breaking a word; else the last one."""
    for size in sizes:
        em = size * MILLIMETRES
        fits = lines_of(text, width / em) * em * leading <= height
        if fits and not has_long_word(text, width / em):
            return size
    return sizes[-1]
