"""What the house style comes to on a page: safe colours, the licence and its address, how it is cited."""

import re
from urllib.parse import quote

from django.utils.translation import gettext as _

from reports.models import Edition
from reports.pdf import PICTURE

HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
CREATIVE = "https://creativecommons.org/licenses/{}/4.0/"
LICENCES = {
    **{
        key: (f"CC {key.upper()} 4.0", CREATIVE.format(key))
        for key in ("by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd")
    },
    "zero": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
DOI = "https://doi.org/"
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: headings are set in this colour on white


def colour_of(house):
    """The colour of a House, if it is one: nothing else gets into a style sheet."""
    return house.colour if house and HEX.fullmatch(house.colour) else ""


def contrast_on_white(colour):
    """The contrast of `#rrggbb` against white, 1 to 21 (WCAG 2.2, relative luminance)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def frame_of(house, pictures):
    """What the templates of a document ask of its House: colour and logo, as far as they are there."""
    has_logo = bool(house and house.logo in pictures)
    return {
        "house_colour": colour_of(house),
        "logo": {"src": f"{PICTURE}{house.logo}", "alternative": house.alternative}
        if has_logo
        else None,
    }


def licence_of(context):
    """(name, address) of the licence of a composed report; None where nothing is said of it, and in an
    edition that is not for circulation: nobody is told there that everybody may pass it on."""
    is_public = context.edition == Edition.PUBLIC
    return LICENCES.get(context.house.licence) if context.house and is_public else None


def citation_of(context):
    """How a composed report is to be cited: authors, year, title, series, place and publisher, DOI."""
    house = context.house
    names = "; ".join(author.name for author in context.authors)
    publisher = house.publisher if house else ""
    if not publisher and context.imprint:
        publisher = context.imprint.name
    title = ": ".join(filter(None, (context.title, context.subtitle)))
    where = ": ".join(filter(None, (house.place if house else "", publisher)))
    who = names or publisher
    parts = [
        f"{who} ({context.composed_at[:4]})" if who else f"({context.composed_at[:4]})",
        title,
        house.series if house else "",
        where if names or (house and house.place) else "",
        f"ISBN {context.isbn}" if context.isbn else "",
        doi_address(context.doi) if context.doi else "",
    ]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def doi_address(doi):
    """Where a DOI leads; old ones hold signs that an address may not (DOI Handbook, 2.5.2.4)."""
    return DOI + quote(doi, safe="/:;()-._")


def is_isbn(text):
    """True for an ISBN of 10 or 13 digits, however it is parted, whose last one is right (ISO 2108)."""
    digits = re.sub(r"[\s\-\u2010-\u2013]", "", text).upper()  # hyphens as programs set them, too
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum((10 - place) * value for place, value in enumerate(values)) % 11 == 0
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
    return False


def rights_of(context):
    """The lines of the last page that say under which name, number and licence a report goes out."""
    house = context.house
    rows = []
    if house and house.series:
        rows.append((_("Series"), house.series, ""))
    if context.isbn:
        rows.append((_("ISBN"), context.isbn, ""))
    if context.doi:
        rows.append((_("DOI"), context.doi, doi_address(context.doi)))
    if found := licence_of(context):
        rows.append((_("Licence"), *found))
    if house or context.isbn or context.doi:
        rows.append((_("How to cite"), citation_of(context), ""))
    return [{"label": label, "words": words, "url": url} for label, words, url in rows]
