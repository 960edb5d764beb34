"""Draws a diagram as SVG for a page of 166 mm: boxes in columns, from left to right, in as many bands as it
takes, and the arrows between them."""

from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

WIDTH = 664  # units across, four to a millimetre
GAP, LANE = 34, 12  # between columns, and between boxes of a column
ACROSS = 4  # boxes beside each other where no columns are named
NAME, SMALL = 10.5, 9  # sizes of letters
LETTER = 0.53  # of its size a letter is wide, on average
PAD, LEADING = 8, 1.3
HEAD = 24  # room for the names of columns
BAND = 40  # between bands
FILLS = {"done": "#dfe8f4", "now": "#ffffff", "ahead": "#ffffff", "": "#f5f6f4"}
STROKES = {"done": 1, "now": 2.4, "ahead": 1, "": 1}


@dataclass
class Placed:
    """A box where it stands, its words cut into lines."""

    box: object
    band: int
    column: int
    width: float
    lines: list
    small: list
    x: float = 0
    y: float = 0
    height: float = 0
    texts: list = field(default_factory=list)

    @property
    def middle(self):
        return self.y + self.height / 2

    @property
    def center(self):
        return self.x + self.width / 2


def svg_of(diagram):
    """The drawing of a notation.Diagram as SVG (text); empty if there is nothing to draw."""
    if not diagram.boxes:
        return ""
    drawn = drawing_of(diagram)
    return render_to_string("reports/pdf/diagram.svg", drawn)


def drawing_of(diagram):
    """Where everything of a diagram stands: what the template of the drawing prints."""
    places, across = _places(diagram)
    width = (WIDTH - GAP * (across - 1)) / across
    boxes = {}
    for name, (band, column) in places.items():
        box = diagram.boxes[name]
        lines = cut(box.name, width - 2 * PAD, NAME)
        small = cut(box.words, width - 2 * PAD, SMALL)
        boxes[name] = Placed(box, band, column, width, lines, small)
    heads, height = _set_down(diagram, boxes, width)
    legend = _legend(diagram)
    return {
        "width": WIDTH,
        "height": round(height + (22 if legend else 4), 1),
        "heads": heads,
        "boxes": [_drawn(each) for each in boxes.values()],
        "arrows": [_path(arrow, boxes) for arrow in diagram.arrows],
        "legend": [
            {**row, "x": 2 + 130 * place, "text_x": 22 + 130 * place, "y": round(height + 8, 1)}
            for place, row in enumerate(legend)
        ],
    }


def cut(text, width, size):
    """`text` in lines of at most `width`, words that are longer broken."""
    most = max(4, int(width / (size * LETTER)))
    lines, line = [], ""
    for word in text.split():
        while len(word) > most:
            room = most - len(line) - 1 if line else most
            if room < 3:
                lines.append(line)
                line, room = "", most
            lines.append(f"{line} {word[: room - 1]}-".strip())
            line, word = "", word[room - 1 :]
        if line and len(line) + 1 + len(word) > most:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line] if line else lines


def _places(diagram):
    """For each box its band and column, and how many columns there are."""
    if diagram.columns:
        last = len(diagram.columns) - 1
        column = {name: place for place, name in enumerate(diagram.columns)}
        found = {name: (0, column.get(box.column, last)) for name, box in diagram.boxes.items()}
        return found, len(diagram.columns)
    steps = _steps(diagram)
    across = min(ACROSS, max(steps.values()) + 1)
    return {name: divmod(step, across) for name, step in steps.items()}, across


def _steps(diagram):
    """How many arrows lead to each box at most; an arrow back is not followed."""
    if not diagram.arrows:
        return {name: place for place, name in enumerate(diagram.boxes)}
    targets = {name: [] for name in diagram.boxes}
    for arrow in diagram.arrows:
        targets[arrow.source].append(arrow.target)
    order, seen = [], {}
    for root in diagram.boxes:
        waiting = [(root, iter(targets[root]))] if root not in seen else []
        seen.setdefault(root, "open")
        while waiting:
            name, rest = waiting[-1]
            following = next((each for each in rest if each not in seen), None)
            if following is None:
                seen[name] = "done"
                order.append(name)
                waiting.pop()
            else:
                seen[following] = "open"
                waiting.append((following, iter(targets[following])))
    rank = {name: place for place, name in enumerate(reversed(order))}
    steps = dict.fromkeys(diagram.boxes, 0)
    for name in reversed(order):
        for target in targets[name]:
            if rank[target] > rank[name]:
                steps[target] = max(steps[target], steps[name] + 1)
    return {name: steps[name] for name in diagram.boxes}


def _set_down(diagram, boxes, width):
    """Give each box its place; answers with the names above the columns, and the height of all."""
    heads = []
    for place, name in enumerate(diagram.columns):
        for number, line in enumerate(cut(name, width, NAME)[:2]):
            heads.append(
                {"x": round(place * (width + GAP), 1), "y": 11 + 12 * number, "text": line}
            )
    top = HEAD + 12 * any(head["y"] > 11 for head in heads) if diagram.columns else 2
    for band in range(max(each.band for each in boxes.values()) + 1):
        bottom = top
        filled = {}
        for each in boxes.values():
            if each.band != band:
                continue
            each.x = each.column * (width + GAP)
            each.y = filled.get(each.column, top)
            each.height = 2 * PAD + LEADING * (NAME * len(each.lines) + SMALL * len(each.small))
            filled[each.column] = each.y + each.height + LANE
            bottom = max(bottom, each.y + each.height)
        top = bottom + BAND
    return heads, top - BAND


def _drawn(each):
    y = each.y + PAD - 2.5
    texts = []
    for lines, size in ((each.lines, NAME), (each.small, SMALL)):
        for line in lines:
            y += LEADING * size
            texts.append({"y": round(y, 1), "text": line, "size": size, "is_name": size == NAME})
    state = each.box.state
    return {
        "x": round(each.x + 1, 1),
        "y": round(each.y, 1),
        "width": round(each.width - 2, 1),
        "height": round(each.height, 1),
        "text_x": round(each.x + PAD, 1),
        "texts": texts,
        "fill": FILLS[state],
        "stroke": STROKES[state],
        "is_ahead": state == "ahead",
    }


def _path(arrow, boxes):
    """The line of an arrow, the tip that it ends in, and its words with their place."""
    a, b = boxes[arrow.source], boxes[arrow.target]
    if a.band == b.band and b.column > a.column:
        x1, y1, x2, y2 = a.x + a.width - 1, a.middle, b.x + 1, b.middle
        bend = (x2 - x1) / 2
        line = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2 - 5:.1f} {y2:.1f}"
        tip = f"M{x2:.1f} {y2:.1f}l-6 -3.2v6.4z"
    elif a.band == b.band and b.column == a.column and b.y > a.y:
        x1, y1, x2, y2 = a.center, a.y + a.height, b.center, b.y
        line = f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2 - 5:.1f}"
        tip = f"M{x2:.1f} {y2:.1f}l-3.2 -6h6.4z"
    elif b.band > a.band:
        x1, y1, x2, y2 = a.center, a.y + a.height, b.center, b.y
        between = y2 - BAND / 2
        line = f"M{x1:.1f} {y1:.1f}V{between:.1f}H{x2:.1f}V{y2 - 5:.1f}"
        tip = f"M{x2:.1f} {y2:.1f}l-3.2 -6h6.4z"
    else:
        # Back to what came before: below both, and broken, as what is gone through again.
        x1, y1, x2, y2 = a.center, a.y + a.height, b.center, b.y + b.height
        low = max(y1, y2) + 9
        line = f"M{x1:.1f} {y1:.1f}V{low:.1f}H{x2:.1f}V{y2 + 5:.1f}"
        tip = f"M{x2:.1f} {y2:.1f}l-3.2 6h6.4z"
        return {"line": line, "tip": tip, "is_back": True, **_said(arrow, x1, low, x2, low)}
    return {"line": line, "tip": tip, "is_back": False, **_said(arrow, x1, y1, x2, y2)}


def _said(arrow, x1, y1, x2, y2):
    lines = cut(arrow.words, 110, SMALL)[:3]
    x, y = (x1 + x2) / 2, (y1 + y2) / 2 - LEADING * SMALL * (len(lines) - 1) / 2 - 3
    return {
        "words": [
            {"x": round(x, 1), "y": round(y + LEADING * SMALL * place, 1), "text": line}
            for place, line in enumerate(lines)
        ]
    }


def _legend(diagram):
    words = {"done": _("done"), "now": _("under way"), "ahead": _("ahead")}
    used = {box.state for box in diagram.boxes.values()}
    return [
        {
            "label": label,
            "fill": FILLS[state],
            "stroke": STROKES[state],
            "is_ahead": state == "ahead",
        }
        for state, label in words.items()
        if state in used
    ]
