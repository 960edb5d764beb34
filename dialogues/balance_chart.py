"""The balance as bars, for `dialogues/balance_chart.html`: places and lengths, from what is told alone.

Each line is a block: its name, then a bar for each measure with its word before it and its figure behind,
so that nothing hangs on a colour. A band is filled as far as is certain and pale as far as it may go.
"""

from dialogues.balance_counts import Dimension, Measure
from dialogues.balance_words import NAMES, in_figures

WIDTH = 320
WORDS, BARS = 62, 190  # where bars begin, and how long the longest is
HEAD, STEP, GAP, THICK = 19, 14, 14, 10
LETTER = 7  # about so wide is a digit
# The palette of static/css/tokens.css, which what is drawn for print and other readers needs by its values.
COLOURS = (
    *("#3c477a", "#9f8908", "#709df0", "#6a0d0e"),
    *("#e5a582", "#497d8c", "#8c4f09", "#83dcf9"),
)
WEAVES = (
    "",
    "M-1 1 L1 -1 M0 6 L6 0 M5 7 L7 5",
    "M2 2 h2 v2 h-2 z",
    "M0 3 H6",
    "M0 0 L6 6 M0 6 L6 0",
    "M3 0 V6",
    "M-1 5 L1 7 M0 0 L6 6 M5 -1 L7 1",
    "M0 3 H6 M3 0 V6",
)
NEUTRAL = 1


def charts_of(balance):
    """A chart for each section that has lines, all on one scale."""
    measures = balance.measures
    reach = max((_reach(line, measures) for line in balance.lines), default=0)
    unit = BARS / max(reach, 1)
    return {
        str(section.dimension): _chart(section, measures, unit)
        for section in balance.sections
        if section.lines
    }


def _reach(line, measures):
    """How far to the right a line is drawn."""
    ends = [_end(line.told[measure]) for measure in measures]
    return max(*ends, line.target or 0)


def _end(told):
    return told.least if told.most is None else told.most


def _chart(section, measures, unit):
    height = HEAD + STEP * len(measures) + GAP
    tall = STEP * len(measures)
    return {
        "key": str(section.dimension),
        "title": section.title,
        "width": WIDTH,
        "height": height * len(section.lines),
        "words": WORDS,
        "blocks": [
            _block(line, place * height, measures, unit, tall)
            for place, line in enumerate(section.lines)
        ],
        "patterns": _patterns(section),
    }


def _tone(line):
    return (line.group.tone, line.group.weave) if line.group else (NEUTRAL, NEUTRAL)


def _patterns(section):
    """The weaves that are used, once each."""
    pairs = dict.fromkeys(_tone(line) for line in section.lines)
    return [
        {
            "id": _pattern_id(section.dimension, tone, weave),
            "colour": COLOURS[tone - 1],
            "path": WEAVES[weave - 1],
            "is_dotted": weave == 3,
        }
        for tone, weave in pairs
    ]


def _pattern_id(dimension, tone, weave):
    return f"balance-{dimension}-{tone}-{weave}"


def _block(line, y, measures, unit, tall):
    tone, weave = _tone(line)
    dimension = Dimension.GROUP if line.group else Dimension(line.key.partition("-")[0])
    target = None
    if line.target:
        target = {
            "x": round(WORDS + line.target * unit, 1),
            "top": y + HEAD - 3,
            "bottom": y + HEAD + tall,
            "number": line.target,
        }
    return {
        "full_name": line.label,
        "name": _short(line.label, 30 if target else 38),
        "y": y + 13,
        "colour": COLOURS[tone - 1],
        "fill": f"url(#{_pattern_id(dimension, tone, weave)})",
        "target": target,
        "bars": [
            _bar(line, measure, y + HEAD + STEP * place, unit, target)
            for place, measure in enumerate(measures)
        ],
    }


def _bar(line, measure, y, unit, target):
    told = line.told[measure]
    figure = in_figures(told)
    sure, far = round(told.least * unit, 1), round(_end(told) * unit, 1)
    return {
        "word": NAMES[measure],
        "figure": figure,
        "y": y,
        "text_y": y + 9,
        "thick": THICK,
        "sure": sure,
        "doubt_x": round(WORDS + sure, 1),
        "doubt": round(far - sure, 1),
        "figure_x": _beside(target, round(WORDS + far + 5, 1), len(figure)),
        "is_hollow": measure == Measure.MAPPED,
        "is_pale": measure == Measure.INVITED,
        "is_woven": measure == Measure.ACCEPTED,
    }


def _beside(target, x, letters):
    """Where a figure begins that would stand at `x`: behind the target's mark, if that crossed it."""
    if target and x - 4 <= target["x"] <= x + letters * LETTER:
        return target["x"] + 4
    return x


def _short(text, most):
    return text if len(text) <= most else f"{text[: most - 1]}…"
