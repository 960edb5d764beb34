"""The one path from Markdown to HTML, the same in page, mail, PDF and merge screens (security.md).

CommonMark without raw HTML: what looks like a tag is printed as text. An image is printed as its
description, and links lead to the web or to an address, or are left as their text: nothing in a text can
make anybody fetch anything. The one exception are the figures of a paper, which its text shows by their key,
`![…](figure:KEY)`: what is fetched is said by whoever calls `render`, never by the text.
"""

from functools import lru_cache
from html import unescape

import nh3
from django.utils.html import format_html
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
FIGURE = "figure:"  # what the address of a figure begins with
FIGURE_TAGS = {"figure", "figcaption", "img"}


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


def parse(text):
    """The tokens of a Markdown text: what `render` makes HTML of, for whoever writes another format."""
    return _parser().parse(text)


def render(text, *, heading_level=1, figures=None):
    """Safe HTML of a Markdown text. Its largest headings become `heading_level` (1 to 6), and the others
    follow without a gap, whatever levels the author chose.

    `figures` are those that the text may show: `{key: (src, alternative, caption)}`, the caption may be
    left out. `src` is an address of the application's own. Alone in its paragraph a figure stands with its
    caption; amid words it stands without.
    """
    if not text:
        return ""
    figures = figures or {}
    parser = _parser()
    tokens = parser.parse(text)
    _set_levels(tokens, heading_level)
    for token in tokens:
        if token.children:
            token.children = _only_real_links(token.children, figures)
    if figures:
        _set_figures(tokens)
    return _safe(parser.renderer.render(tokens, parser.options, {}), figures)


def inline(text):
    """Safe HTML of a single line of Markdown, without a paragraph around it."""
    html = render(text).strip()
    if html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>"):
        html = html[3:-4]
    return mark_safe(html)


def plain(text):
    """The words of a Markdown text, without marks: for titles, lists and metadata."""
    return " ".join(unescape(nh3.clean(render(text), tags=set())).split())


def _safe(html, figures):
    """The parser has let no tag through; this is the lock behind the lock."""
    options = {"tags": TAGS, "attributes": ATTRIBUTES, "url_schemes": set(SCHEMES)}
    if figures:
        sources = {str(figure[0]) for figure in figures.values()}
        own = {source.partition(":")[0] for source in sources if ":" in source}
        options = {
            "url_schemes": set(SCHEMES) | own,
            "tags": TAGS | FIGURE_TAGS,
            "attributes": ATTRIBUTES | {"img": {"src", "alt"}},
            "attribute_filter": lambda tag, name, value: (
                value if (tag, name) != ("img", "src") or value in sources else None
            ),
        }
    cleaned = nh3.clean(html, link_rel="noopener noreferrer nofollow", **options)
    # The empty corner of a table is read out as a heading of nothing.
    return mark_safe(cleaned.replace("<th></th>", "<td></td>"))


def _set_levels(tokens, first):
    """Close ranks: headings of `##` and `####` become two levels that follow each other."""
    opened = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    ranks = {tag: place for place, tag in enumerate(sorted({token.tag for token in opened}))}
    for token in opened:
        token.tag = f"h{min(6, first + ranks[token.tag])}"


def _only_real_links(tokens, figures):
    """Links that lead nowhere (`#`, relative, file paths) leave their text, images their description."""
    kept, dropped = [], []
    for token in tokens:
        if token.type == "image":
            kept.append(_figure_of(token, figures) or _text_of(token))
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


# Figures ----------------------------------------------------------------------------------------
def _figure_of(image, figures):
    """What shows the figure that an image names; None if it names none of them."""
    address = str(image.attrGet("src"))
    figure = figures.get(address.removeprefix(FIGURE)) if address.startswith(FIGURE) else None
    if figure is None:
        return None
    src, alternative, *caption = figure
    shown = format_html('<img src="{}" alt="{}">', src, alternative)
    return Token("html_inline", "", 0, content=shown, meta={"caption": "".join(caption)})


def _set_figures(tokens):
    """A paragraph that is one figure and nothing else becomes a figure with its caption."""
    for place, token in enumerate(tokens):
        children = token.children or ()
        if len(children) != 1 or "caption" not in children[0].meta:
            continue
        before, after = tokens[place - 1], tokens[place + 1]
        if before.type != "paragraph_open" or before.hidden:
            continue
        caption = children[0].meta["caption"]
        before.type = after.type = "html_block"
        before.content = "<figure>\n"
        after.content = (
            format_html("\n<figcaption>{}</figcaption>\n</figure>\n", caption)
            if caption
            else "\n</figure>\n"
        )
