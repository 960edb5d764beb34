"""Divides a long Markdown text at its headings, so that they can be numbered, linked and listed."""

import re
from dataclasses import dataclass
from html import unescape

import nh3
from django.utils.safestring import SafeString

from core.markdown import parse, render

LISTED = 2  # levels of headings that the contents name
# Where a link's address stands apart from the text, it has to be found from every piece.
DEFINITION = re.compile(r"^ {0,3}\[([^\[\]]{1,200})\]:[ \t]*\S.*$", re.MULTILINE)


@dataclass
class Piece:
    """A heading with the text up to the next one. `level` counts from 1, without gaps; 0 for what stands
    before the first heading. `id` names the place."""

    level: int = 0
    heading: str = ""
    text: str = ""
    id: str = ""

    @property
    def heading_html(self):
        """The heading as safe HTML, without its tag."""
        # As a heading, because alone in its line “1. Pits” would be a list.
        html = render(f"# {self.heading}").strip()
        return SafeString(html.removeprefix("<h1>").removesuffix("</h1>"))

    @property
    def title(self):
        """The heading's words, without marks."""
        return " ".join(unescape(nh3.clean(self.heading_html, tags=set())).split())


def place_of(number):
    """The name of the place of a text's heading `number`, from 1."""
    return f"s_{number}"


def pieces_of(text):
    """The pieces of a Markdown text in their order, what is empty left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tokens = parse("\n".join(lines))
    ranks, starts = _headings(tokens)
    pieces = [Piece()]
    after = 0
    for place in starts:
        opening, words = tokens[place], tokens[place + 1]
        pieces[-1].text = "\n".join(lines[after : opening.map[0]])
        after = opening.map[1]
        level = min(ranks[opening.tag], pieces[-1].level + 1)
        pieces.append(Piece(level, " ".join(words.content.split()), id=place_of(len(pieces))))
    pieces[-1].text = "\n".join(lines[after:])
    _define_links(pieces, text)
    return [piece for piece in pieces if piece.heading.strip() or piece.text.strip()]


def _headings(tokens):
    """The rank of each level that is used, and where headings open at the top of the text."""
    starts = [
        place
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0
    ]
    tags = sorted({tokens[place].tag for place in starts})
    return {tag: rank for rank, tag in enumerate(tags, start=1)}, starts


def _define_links(pieces, text):
    definitions = {found[1].casefold(): found[0] for found in DEFINITION.finditer(text)}
    for piece in pieces if definitions else ():
        for name in ("heading", "text"):
            words = getattr(piece, name)
            used = [line for label, line in definitions.items() if f"[{label}]" in words.casefold()]
            setattr(piece, name, "\n\n".join([words, *used]) if words.strip() else words)


def listed(pieces):
    """The pieces whose headings stand in the contents: (piece, those below it)."""
    entries = []
    for piece in pieces:
        if piece.level == 1:
            entries.append((piece, []))
        elif piece.level == LISTED and entries:
            entries[-1][1].append(piece)
        elif piece.level == LISTED:
            entries.append((piece, []))
    return entries
