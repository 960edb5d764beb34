"""The one path from Markdown to HTML, the same in page, mail, PDF and merge screens (security.md).

CommonMark without raw HTML: what looks like a tag is printed as text. An image is printed as its
description, and links lead to the web or to an address, or are left as their text: nothing in a text can
make anybody fetch anything.
"""

from functools import lru_cache
from html import unescape

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = ("http", "https", "mailto")


# The parser looks from every bracket to the block's end for the one that closes it: what thousands of
# them in one block would take, in letters looked at, is more than any page may.
MOST_LOOKED_AT = 20_000_000


@lru_cache(maxsize=1)
def _parser():
    parser = MarkdownIt("js-default", {"linkify": False, "typographer": False})
    parser.core.ruler.at("inline", _parse_blocks)
    return parser


def _parse_blocks(state):
    """The parser's own step, but a block that would hold it for minutes is left as its text."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            if token.content.count("[") * len(token.content) > MOST_LOOKED_AT:
                token.children.append(Token("text", "", 0, content=token.content))
            else:
                state.md.inline.parse(token.content, state.md, state.env, token.children)


def render(text, *, heading_level=1):
    """Safe HTML of a Markdown text. Its largest headings become `heading_level` (1 to 6), and the others
    follow without a gap, whatever levels the author chose."""
    if not text:
        return ""
    parser = _parser()
    tokens = parser.parse(text)
    _set_levels(tokens, heading_level)
    for token in tokens:
        if token.children:
            token.children = _only_real_links(token.children)
    return _safe(parser.renderer.render(tokens, parser.options, {}))


def inline(text):
    """Safe HTML of a single line of Markdown, without a paragraph around it."""
    html = render(text).strip()
    if html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>"):
        html = html[3:-4]
    return mark_safe(html)


def plain(text):
    """The words of a Markdown text, without marks: for titles, lists and metadata."""
    return " ".join(unescape(nh3.clean(render(text), tags=set())).split())


def _safe(html):
    """The parser has let no tag through; this is the lock behind the lock."""
    return mark_safe(
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=set(SCHEMES),
            link_rel="noopener noreferrer nofollow",
        )
    )


def _set_levels(tokens, first):
    """Close ranks: headings of `##` and `####` become two levels that follow each other."""
    opened = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    ranks = {tag: place for place, tag in enumerate(sorted({token.tag for token in opened}))}
    for token in opened:
        token.tag = f"h{min(6, first + ranks[token.tag])}"


def _only_real_links(tokens):
    """Links that lead nowhere (`#`, relative, file paths) leave their text, images their description."""
    kept, dropped = [], []
    for token in tokens:
        if token.type == "image":
            kept.append(_text_of(token))
        elif token.type == "link_open":
            dropped.append(not _leads_out(token.attrGet("href")))
            if not dropped[-1]:
                kept.append(token)
        elif token.type == "link_close":
            if not dropped.pop():
                kept.append(token)
        else:
            kept.append(token)
    return kept


def _leads_out(address):
    return str(address).partition(":")[0].lower() in SCHEMES and ":" in str(address)


def _text_of(image):
    words = "".join(child.content for child in image.children or ())
    return Token("text", "", 0, content=words or str(image.attrGet("src")))
