"""The marks of a map: a group's colour and shape, the sign of a position, the outline of formality.

Everything is a literal attribute, so that a drawing looks the same in a page, in a PDF and on a slide.
"""

from functools import lru_cache

from django.utils.html import format_html

INK, QUIET, LINE, PAPER = "#1b2026", "#565e68", "#d6d9d4", "#ffffff"
NO_TONE = "#a7adb3"
# The palette of static/css/tokens.css in its light scheme, which is the one that is printed.
TONES = {
    0: NO_TONE,
    1: "#3c477a",
    2: "#9f8908",
    3: "#709df0",
    4: "#6a0d0e",
    5: "#e5a582",
    6: "#497d8c",
    7: "#8c4f09",
    8: "#83dcf9",
}
DARK_TONES = {1, 4, 6, 7}
# One shape for each pattern, around 0 0, in units of the mark's radius; each has room for a number.
SHAPES = {
    2: "-.88,-.88 .88,-.88 .88,.88 -.88,.88",
    3: "0,-1.2 1.2,0 0,1.2 -1.2,0",
    4: "-1.1,0 -.6,-.92 .6,-.92 1.1,0 .6,.92 -.6,.92",
    5: "0,-1.15 .9,-.45 .9,.9 -.9,.9 -.9,-.45",
    6: "-.9,-.9 .9,-.9 .9,.45 0,1.15 -.9,.45",
    7: "-.6,-1 .6,-1 .6,-.62 1.05,-.62 1.05,.62 .6,.62 .6,1 -.6,1 -.6,.62 -1.05,.62 -1.05,-.62 -.6,-.62",
    8: "-1.2,-.62 1.2,-.62 1.2,.62 -1.2,.62",
}
DASHES = {"informal": "4 2", "illegal": "1.5 2"}
POSITIONS = ("champion", "supportive", "neutral", "sceptical", "opposed")
# Strokes of the signs, in pixels around 0 0.
STROKES = {
    "champion": "M-2.4 0H2.4M0-2.4V2.4",
    "supportive": "M-2.4 0H2.4M0-2.4V2.4",
    "neutral": "M-2.2-1.3H2.2M-2.2 1.3H2.2",
    "sceptical": "M-2.4 0H2.4",
    "opposed": "M-2.4 0H2.4",
}
FULL = {"champion", "opposed"}
BADGE = 4.6


def number(value):
    """A length as SVG writes it: a tenth of a pixel is enough."""
    return f"{value:.1f}".removesuffix(".0")


@lru_cache(maxsize=1024)
def shape(weave, tone, formality, radius):
    """The body of a mark around 0 0."""
    dashes = ""
    if formality in DASHES:
        dashes = format_html(' stroke-dasharray="{}"', DASHES[formality])
    outline = format_html(
        'class="map-mark" fill="{}" stroke="{}" stroke-width="1.5"{}', TONES[tone], INK, dashes
    )
    corners = SHAPES.get(weave)
    if corners is None:
        return format_html('<circle r="{}" {}/>', number(radius), outline)
    pairs = (corner.split(",") for corner in corners.split())
    points = " ".join(f"{number(float(x) * radius)},{number(float(y) * radius)}" for x, y in pairs)
    return format_html('<polygon points="{}" stroke-linejoin="round" {}/>', points, outline)


def figure(text, tone, radius):
    """The number in a mark."""
    size = radius * (0.95 if len(text) < 3 else 0.86)
    return format_html(
        '<text y="{}" font-size="{}" font-weight="600" text-anchor="middle" fill="{}">{}</text>',
        number(size * 0.36),
        number(size),
        PAPER if tone in DARK_TONES else INK,
        text,
    )


@lru_cache(maxsize=256)
def sign(position, x=0, y=0):
    """The sign of a position, at the shoulder of its mark; nothing where it is not known."""
    if position not in STROKES:
        return ""
    back, front = (INK, PAPER) if position in FULL else (PAPER, INK)
    return format_html(
        '<g transform="translate({} {})"><circle class="map-sign" r="{}" fill="{}" stroke="{}"/>'
        '<path d="{}" stroke="{}" stroke-width="1.4" fill="none"/></g>',
        number(x),
        number(y),
        BADGE,
        back,
        INK,
        STROKES[position],
        front,
    )


def mark(point, radius):
    """A whole mark around 0 0: shape, number, sign."""
    return format_html(
        "{}{}{}",
        shape(point.weave, point.tone, point.formality, radius),
        figure(str(point.number), point.tone, radius),
        sign(point.position, radius * 0.82, -radius * 0.82),
    )


def small_mark(point):
    """The mark as it stands beside a name in a table: a drawing of its own."""
    return format_html(
        '<svg class="map-small" width="30" height="28" viewBox="-14 -15 30 28" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        mark(point, 10),
    )
