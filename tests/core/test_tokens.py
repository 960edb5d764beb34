"""The colours keep their promises: readable in both schemes, told apart by everybody and in grey."""

import itertools
import math
import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

CSS = (settings.BASE_DIR / "static/css/tokens.css").read_text()
LIGHT, DARK = CSS.split("@media (prefers-color-scheme: dark)")
DARK = DARK.split("@media")[0]

# Machado, Oliveira and Fernandes (2009), severity 1.
SIGHTS = {
    "ordinary": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def colours(css):
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", css))


def linear(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour):
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def oklab(rgb):
    red, green, blue = rgb
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def seen(colour, sight):
    rgb = linear(colour)
    rows = SIGHTS[sight]
    return [min(1, max(0, sum(w * part for w, part in zip(row, rgb, strict=True)))) for row in rows]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_colour_is_readable_where_it_stands(scheme):
    role = colours(scheme)
    grounds = {
        "ink": ["paper", "recess", "accent-wash", "good-wash", "warn-wash", "bad-wash"],
        "quiet": ["paper", "recess"],
        "accent": ["paper", "recess", "accent-wash", "good-wash", "warn-wash", "bad-wash"],
        "accent-strong": ["paper", "accent-wash"],
        "on-accent": ["accent", "accent-strong"],
        "good": ["paper", "good-wash"],
        "warn": ["paper", "warn-wash"],
        "bad": ["paper", "recess", "bad-wash"],
        "bad-strong": ["paper", "bad-wash"],
        "paper": ["good", "bad"],
    }
    too_faint = {
        f"{text} on {ground}": round(contrast(role[text], role[ground]), 2)
        for text, where in grounds.items()
        for ground in where
        if contrast(role[text], role[ground]) < 4.5
    }
    assert too_faint == {}


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edges_of_controls_can_be_seen(scheme):
    role = colours(scheme)
    assert contrast(role["line-control"], role["paper"]) >= 3
    assert contrast(role["line-control"], role["recess"]) >= 3
    assert contrast(role["focus"], role["paper"]) >= 3


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_eight_categories_are_told_apart(scheme, sight):
    role = colours(scheme)
    places = [oklab(seen(role[f"cat-{number}"], sight)) for number in range(1, 9)]
    nearest = min(math.dist(one, other) for one, other in itertools.combinations(places, 2))
    assert nearest >= (0.12 if scheme is LIGHT else 0.09)


def test_eight_categories_are_told_apart_in_grey_print():
    role = colours(LIGHT)
    greys = sorted(oklab(linear(role[f"cat-{number}"]))[0] for number in range(1, 9))
    assert min(b - a for a, b in itertools.pairwise(greys)) >= 0.06
