"""Text as people search it, as the system names it, and as it comes from outside."""

import re
import unicodedata

from django.utils.text import slugify

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―/", "-"))
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def fold(*parts):
    """`É` and `é` and `e` alike: the form in which names are stored for searching."""
    text = " ".join(part for part in parts if part)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(text.casefold().split())


def unique_slug(text, taken, *, fallback, limit=80):
    """A readable slug of `text` for which `taken(slug)` is false; `fallback` when nothing is left of it."""
    # A dash between two words parts them in an address too.
    words = fold(text).translate(DASHES)
    base = slugify(words)[:limit].strip("-") or fallback
    slug, number = base, 2
    while taken(slug):
        slug = f"{base[: limit - 5]}-{number}"
        number += 1
    return slug


def one_line(text):
    """`text` as a name is kept: without control characters, one blank between its words."""
    return " ".join(without_control(text).split())


def several_lines(text):
    """`text` as one of several lines is kept: without control characters, one character at a line's end
    (browsers send two), nothing around it."""
    return without_control(text.replace("\r\n", "\n")).strip()


def as_key(value):
    """The row's id that `value`, from a form or an address, stands for; None if it is none."""
    digits = str(value or "")
    return int(digits) if digits.isdecimal() and len(digits) <= 18 else None


def without_control(text):
    """`text` without control characters, which neither PDF, XML nor mail headers may carry."""
    return CONTROL.sub("", text)
