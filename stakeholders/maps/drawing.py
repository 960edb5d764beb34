"""Draws a stakeholder map: influence upwards, interest to the right, as an SVG that needs nothing else.

`draw` asks nothing of the database and is the same for the page, the download and the print.
"""

from dataclasses import dataclass
from math import atan2, ceil, cos, hypot, sin

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stakeholders.maps.placing import Room, spread
from stakeholders.maps.shapes import (
    DASHES,
    INK,
    LINE,
    PAPER,
    POSITIONS,
    QUIET,
    figure,
    mark,
    number,
    shape,
    sign,
)
from stakeholders.models import Assessment

WIDTH = 1040
SMALL = 520  # narrower than this there is room for the marks alone
TYPE = 11
LETTER = 5.9  # pixels that a letter of that size takes, rather too much than too little
LONGEST_NAME = 28
FADED = "0.22"


def draw(facts, *, width=WIDTH, compared=None, links=True, group=None, name="map"):
    """The power/interest grid of `facts` (maps.reading.MapFacts) as the text of an SVG.

    `width` in pixels; narrower than 520 it is one of several small ones, without names and legend.
    `compared` are the facts of an earlier day: arrows lead from there to now. With `links` each mark
    leads to its entry and carries what static/js/map.js needs; without, the drawing has a heading of
    its own, for a slide. `group` is the key of a group that stands out while the others fade. `name`
    tells several drawings of one page apart.
    """
    return _Drawing(facts, width, compared, links, group, name).svg()


def quadrants():
    """What the quarters of the drawing are called: (right, upper, words)."""
    return (
        (False, True, _("Win their interest")),
        (True, True, _("Work with them closely")),
        (False, False, _("Stay in touch")),
        (True, False, _("Strengthen their voice")),
    )


def described(point):
    """A point in words, as a reader of the drawing hears it."""
    parts = [
        f"{point.number} {point.name}",
        point.group if point.kind != "group" else "",
        _("influence %(value)d") % {"value": point.influence}
        if point.influence is not None
        else "",
        _("interest %(value)d") % {"value": point.interest} if point.interest is not None else "",
        point.position_label,
        point.formality_label,
    ]
    return ", ".join(str(part) for part in parts if part)


@dataclass(frozen=True)
class Box:
    """The field between 0 and 100, in pixels."""

    left: float
    top: float
    width: float
    height: float

    def place(self, influence, interest):
        """Where these values are."""
        x = self.left + interest / 100 * self.width
        return x, self.top + (1 - influence / 100) * self.height

    def points(self, across, down):
        """A distance in pixels as points of the scale."""
        return hypot(across / self.width * 100, down / self.height * 100)


class _Drawing:
    def __init__(self, facts, width, compared, links, group, name):
        self.facts, self.width, self.links = facts, width, links
        self.then = compared
        self.group, self.name = group, name
        self.is_small = width < SMALL
        self.points = facts.placed
        self.radius = 12 if len(self.points) <= 80 and not self.is_small else 10.5
        pad = self.radius + 6
        head = 0 if self.is_small or links else 46
        self.frame = (
            (30, 10, width - 4, 10 + 0.8 * width)
            if self.is_small
            else (54, head + 26, width - 8, head + 26 + 0.65 * width)
        )
        left, top, right, bottom = self.frame
        self.box = Box(left + pad, top + pad, right - left - 2 * pad, bottom - top - 2 * pad)
        self.shown = [point for point in self.points if self._stands_out(point)]
        self.places = self._spread(self.points if not self.is_small else self.shown)

    def _stands_out(self, point):
        return self.group is None or point.group_key == self.group

    def _spread(self, points):
        true = [self.box.place(point.influence, point.interest) for point in points]
        left, top, right, bottom = self.frame
        edge = self.radius * 1.2
        box = (left + edge, top + edge, right - edge, bottom - edge)
        found = spread(true, apart=2.1 * self.radius + 1, box=box)
        return {point.key: place for point, place in zip(points, found, strict=True)}

    # The parts, from back to front ---------------------------------------------------------------
    def svg(self):
        legend, bottom = ("", self.frame[3] + 24) if self.is_small else self._legend()
        body = [self._ground(), self._moves(), self._marks(), self._names(), legend]
        box = (self.box.left, self.box.top, self.box.width, self.box.height)
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}"'
            ' font-family="sans-serif" font-size="{size}" data-box="{box}"{role}'
            ' aria-labelledby="{name}-title {name}-text">'
            '<title id="{name}-title">{title}</title><desc id="{name}-text">{text}</desc>{body}</svg>',
            w=number(self.width),
            h=ceil(bottom),
            size=TYPE,
            box=" ".join(number(side) for side in box),
            role="" if self.links else format_html(' role="{}"', "img"),
            name=self.name,
            title=self._title(),
            text=self._text(),
            body=format_html_join("", "{}", ((part,) for part in body)),
        )

    def _title(self):
        for group in self.facts.groups if self.group is not None else ():
            if group.key == self.group:
                return f"{self.facts.title}: {group.name}"
        return self.facts.title

    def _text(self):
        count = len(self.shown)
        words = ngettext(
            "%(count)d stakeholder by influence, upwards, and interest, to the right.",
            "%(count)d stakeholders by influence, upwards, and interest, to the right.",
            count,
        ) % {"count": count}
        return f"{words} {_('The table has the same facts.')}"

    def _ground(self):
        left, top, right, bottom = self.frame
        middle_x, middle_y = self.box.place(50, 50)
        rule = '<path d="M{} {}H{}M{} {}V{}" stroke="{}" fill="none"/>'
        cross = format_html(
            rule,
            *(number(v) for v in (left, middle_y, right, middle_x, top, bottom)),
            "#7f8781",
        )
        frame = format_html(
            '<rect class="map-ground" x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="#7f8781"/>',
            *(number(v) for v in (left, top, right - left, bottom - top)),
            PAPER,
        )
        parts = [self._heading(), frame, self._scale(), cross, self._quarters(), self._axes()]
        return format_html_join("", "{}", ((part,) for part in parts))

    def _heading(self):
        if self.links or self.is_small:
            return ""
        day = date_format(self.facts.on, "DATE_FORMAT")
        words = _("Stakeholders by influence and interest, as of %(day)s") % {"day": day}
        if self.then is not None:
            words = _("Stakeholders by influence and interest, from %(then)s to %(now)s") % {
                "then": date_format(self.then.on, "DATE_FORMAT"),
                "now": day,
            }
        return format_html(
            '<rect width="{}" height="100%" fill="{}"/>{}{}',
            number(self.width),
            PAPER,
            self._words(10, 20, _cut(self._title(), 90), size=17, weight=600),
            self._words(10, 40, words, size=12, quiet=True),
        )

    def _scale(self):
        left, _top, right, bottom = self.frame
        lines, words = [], []
        for value in (0, 25, 50, 75, 100):
            x, y = self.box.place(value, value)
            lines.append(f"M{number(left)} {number(y)}H{number(right)}")
            lines.append(f"M{number(x)} {number(self.frame[1])}V{number(bottom)}")
            words.append(self._words(left - 5, y + 4, str(value), anchor="end", quiet=True))
            words.append(self._words(x, bottom + 14, str(value), anchor="middle", quiet=True))
        grid = format_html(
            '<path class="chart-line" d="{}" stroke="{}" fill="none"/>', "".join(lines), LINE
        )
        return format_html("{}{}", grid, format_html_join("", "{}", ((word,) for word in words)))

    def _quarters(self):
        if self.is_small:
            return ""
        left, top, right, bottom = self.frame
        return format_html_join(
            "",
            "{}",
            (
                (
                    self._words(
                        right if is_right else left,
                        top - 8 if is_upper else bottom + 32,
                        words,
                        anchor="end" if is_right else "start",
                        size=12,
                        weight=600,
                        quiet=True,
                    ),
                )
                for is_right, is_upper, words in quadrants()
            ),
        )

    def _axes(self):
        left, top, right, bottom = self.frame
        if self.is_small:
            return ""
        up = format_html(
            '<text class="chart-ink" transform="translate(16 {}) rotate(-90)" text-anchor="middle"'
            ' font-size="13" font-weight="600" fill="{}">{}</text>',
            number((top + bottom) / 2),
            INK,
            _("Influence →"),
        )
        along = self._words(
            (left + right) / 2, bottom + 32, _("Interest →"), anchor="middle", size=13, weight=600
        )
        return format_html("{}{}", up, along)

    def _moves(self):
        """Where those who moved came from, and where those stood who are not placed any more."""
        if self.then is None:
            return ""
        parts = []
        for before in self.then.placed:
            now = self.facts.by_key.get(before.key)
            if now is None or not self._stands_out(now):
                continue
            start = self.box.place(before.influence, before.interest)
            if not now.is_placed:
                parts.append(self._ghost(start, now))
            elif (before.influence, before.interest) != (now.influence, now.interest):
                parts.append(self._arrow(start, self.places[now.key]))
        return format_html_join("", "{}", ((part,) for part in parts))

    def _ghost(self, place, point):
        return format_html(
            '<g transform="translate({} {})" opacity="0.45">{}{}</g>',
            number(place[0]),
            number(place[1]),
            shape(point.weave, 0, "informal", self.radius),
            figure(str(point.number), 0, self.radius),
        )

    def _arrow(self, start, end):
        angle = atan2(end[1] - start[1], end[0] - start[0])
        length = hypot(end[0] - start[0], end[1] - start[1]) - self.radius * 1.15
        if length < 4:
            return ""
        tip = (start[0] + cos(angle) * length, start[1] + sin(angle) * length)
        head = [
            (tip[0] - cos(angle + turn) * 8, tip[1] - sin(angle + turn) * 8)
            for turn in (0.45, -0.45)
        ]
        points = " ".join(f"{number(x)},{number(y)}" for x, y in (tip, *head))
        return format_html(
            '<path class="map-move" d="M{} {}L{} {}" stroke="{ink}" stroke-width="1.4"/>'
            '<circle class="map-move" cx="{}" cy="{}" r="3" fill="{paper}" stroke="{ink}"/>'
            '<polygon class="chart-ink" points="{}" fill="{ink}"/>',
            *(number(value) for value in (*start, *tip, *start)),
            points,
            ink=INK,
            paper=PAPER,
        )

    def _marks(self):
        if not self.is_small:
            # Those who fade lie beneath.
            order = sorted(self.points, key=self._stands_out)
            return format_html_join("", "{}", ((self._mark(point),) for point in order))
        dots = "".join(
            "M{} {}h0".format(*map(number, self.box.place(point.influence, point.interest)))
            for point in self.points
            if not self._stands_out(point)
        )
        others = format_html(
            '<path d="{}" stroke="#a7adb3" stroke-width="4" stroke-linecap="round"/>', dots
        )
        marks = format_html_join("", "{}", ((self._mark(point),) for point in self.shown))
        return format_html("{}{}", others, marks)

    def _mark(self, point):
        x, y = self.places[point.key]
        stands_out = self._stands_out(point)
        inner = format_html(
            '<title>{}</title><g transform="translate({} {})"{}>{}{}</g>',
            described(point),
            number(x),
            number(y),
            "" if stands_out else format_html(' opacity="{}"', FADED),
            self._ring(point),
            mark(point, self.radius),
        )
        if not (self.links and point.url):
            return format_html("<g>{}</g>", inner)
        return format_html(
            '<a class="map-point" href="{}" data-key="{}" data-version="{}" data-at="{} {}">{}</a>',
            point.url,
            point.key,
            point.version,
            point.influence,
            point.interest,
            inner,
        )

    def _ring(self, point):
        """Around those who came onto the map since the day that is compared."""
        if self.then is None:
            return ""
        before = self.then.by_key.get(point.key)
        if before is not None and before.is_placed:
            return ""
        return format_html(
            '<circle class="map-move" r="{}" fill="none" stroke="{}" stroke-width="1.6"/>',
            number(self.radius * 1.2 + 3),
            INK,
        )

    # Names where there is room -------------------------------------------------------------------
    def _names(self):
        if self.is_small:
            return ""
        room = Room(self.frame)
        reach = self.radius * 1.15
        for x, y in self.places.values():
            room.cover(x - reach, y - reach - 3, x + reach + 3, y + reach)
        # Those with most at stake and most to say first.
        order = sorted(self.shown, key=lambda p: (-(p.influence + p.interest), p.number))
        return format_html_join("", "{}", ((self._name(point, room),) for point in order))

    def _name(self, point, room):
        words = _cut(point.short, LONGEST_NAME)
        x, y = self.places[point.key]
        length, gap = len(words) * LETTER, self.radius * 1.15 + 5
        for anchor, at, base in (
            ("start", x + gap, y + 4),
            ("end", x - gap, y + 4),
            ("middle", x, y + gap + 9),
            ("middle", x, y - gap - 3),
        ):
            start = {"start": at, "end": at - length, "middle": at - length / 2}[anchor]
            if room.take(start, base - 10, start + length, base + 3):
                drawn = self._words(at, base, words, anchor=anchor)
                if self.then is not None:
                    return self._on_paper(start, base, length, drawn)
                # So that it goes along when its mark is moved.
                return (
                    format_html('<g data-of="{}">{}</g>', point.key, drawn) if point.url else drawn
                )
        return ""

    @staticmethod
    def _on_paper(x, y, length, drawn):
        """A name that arrows run under stays legible."""
        return format_html(
            '<rect class="map-paper" x="{}" y="{}" width="{}" height="14" fill="{}" opacity="0.8"/>{}',
            number(x - 1),
            number(y - 10.5),
            number(length + 2),
            PAPER,
            drawn,
        )

    def _words(self, x, y, words, *, anchor="start", size=TYPE, weight=400, quiet=False):
        return format_html(
            '<text class="{}" x="{}" y="{}"{}{}{} fill="{}">{}</text>',
            "chart-quiet" if quiet else "chart-ink",
            number(x),
            number(y),
            "" if anchor == "start" else format_html(' text-anchor="{}"', anchor),
            "" if size == TYPE else format_html(' font-size="{}"', size),
            "" if weight == 400 else format_html(' font-weight="{}"', weight),
            QUIET if quiet else INK,
            words,
        )

    # What the marks mean -------------------------------------------------------------------------
    def _legend(self):
        """The legend, and where it ends."""
        items = [
            *self._group_items(),
            *(
                (sign(code), str(Assessment.Position(code).label))
                for code in POSITIONS
                if any(point.position == code for point in self.points)
            ),
            *(
                (shape(1, 0, code, 7), str(Assessment.Formality(code).label))
                for code in DASHES
                if any(point.formality == code for point in self.points)
            ),
        ]
        left, right = self.frame[0], self.frame[2]
        x, y, parts = left + 8, self.frame[3] + 60, []
        for drawn, words in items:
            length = 42 + len(words) * 6.8
            if x + length > right and x > left + 8:
                x, y = left + 8, y + 24
            at = format_html('<g transform="translate({} {})">{}</g>', number(x), number(y), drawn)
            parts.append(format_html("{}{}", at, self._words(x + 14, y + 4, words, size=12)))
            x += length
        for line in self._notes():
            y += 24
            parts.append(self._words(left, y, line, size=12, quiet=True))
        return format_html_join("", "{}", ((part,) for part in parts)), y + 14

    def _group_items(self):
        present = {point.group_key for point in self.points}
        return [
            (shape(group.weave, group.tone, "", 8), _cut(group.short, 40))
            for group in self.facts.groups
            if group.key in present
        ]

    def _notes(self):
        notes = []
        moved = ceil(self._farthest())
        if moved:
            notes.append(
                ngettext(
                    "Marks that would hide one another stand apart, by up to %(points)d point; "
                    "the table has their values.",
                    "Marks that would hide one another stand apart, by up to %(points)d points; "
                    "the table has their values.",
                    moved,
                )
                % {"points": moved}
            )
        missing = len(self.facts.points) - len(self.points)
        if missing:
            notes.append(
                ngettext(
                    "%(count)d stakeholder is not drawn: influence or interest is not known yet.",
                    "%(count)d stakeholders are not drawn: influence or interest is not known yet.",
                    missing,
                )
                % {"count": missing}
            )
        if self.then is not None:
            notes.append(
                _(
                    "Arrows lead from then to now; a ring is around those who are new; "
                    "dashed and pale: not placed any more."
                )
            )
        return notes

    def _farthest(self):
        """By how many points of the scale a mark was moved at the most."""
        farthest = 0
        for point in self.points:
            x, y = self.box.place(point.influence, point.interest)
            to_x, to_y = self.places[point.key]
            farthest = max(farthest, self.box.points(to_x - x, to_y - y))
        return farthest if farthest > 0.5 else 0


def _cut(words, longest):
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
