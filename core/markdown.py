"""The one path from Markdown to HTML, the same in page, mail, PDF and merge screens (security.md).

CommonMark without raw HTML: what looks like a tag is printed as text. Images are not part of it,
and links lead to the web or to an address, or are left as their text.
"""

from functools import lru_cache
from html import unescape

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}


@lru_cache(maxsize=1)
def _parser():
    # "image" is off, so `![alt](address)` prints as what was typed and nothing is ever fetched.
    return MarkdownIt("js-default", {"linkify": False, "typographer": False}).disable("image")


def _only_real_links(tag, attribute, value):
    """Links that lead nowhere (`#`, relative, file paths) lose their address and stay as text."""
    if tag == "a" and attribute == "href":
        scheme = value.partition(":")[0].strip().lower()
        return value if scheme in SCHEMES else None
    return value


def render(text, *, heading_level=1):
    """Safe HTML of a Markdown text. `heading_level` is the level that `#` becomes (1 to 6)."""
    if not text:
        return ""
    tokens = _parser().parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            level = min(6, int(token.tag[1]) + heading_level - 1)
            token.tag = f"h{level}"
    html = _parser().renderer.render(tokens, _parser().options, {})
    html = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=_only_real_links,
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(html)


def inline(text):
    """Safe HTML of a single line of Markdown, without a paragraph around it."""
    html = render(text).strip()
    if html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>"):
        html = html[3:-4]
    return mark_safe(html)


def plain(text):
    """The words of a Markdown text, without marks: for titles, lists and metadata."""
    return " ".join(unescape(nh3.clean(render(text), tags=set())).split())
