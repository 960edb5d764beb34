"""Pages for those who may not know protected people: their names are taken out of free text too.

Whoever types a title or an introduction may spell out somebody protected. `dialogues.naming` sees to the
places where a person stands; this sees to the words between them, in the finished page.
"""

import json
import re
from html import escape, unescape
from urllib.parse import quote, unquote_plus

from stakeholders.redaction import INLINE_TAG

TAG = re.compile(r"(<[^>]*>)")
INLINE = re.compile(r"</?(?:a|b|code|em|i|mark|s|small|span|strong)\b")
OTHER_TAG = "\ue001"  # what no name goes across
# What is read out or shown of a tag itself; addresses and what fields hold are left as they are.
SPOKEN = re.compile(
    r"""(\s(?:alt|aria-description|aria-label|content|data-[a-z-]+|label|placeholder|title)=)"""
    r"""("[^"]*"|'[^']*')"""
)
# What an option of a list of suggestions holds is what it shows; one of a choice holds a row's id.
SUGGESTED = re.compile(r"""(\svalue=)("[^"]*"|'[^']*')""")
OPTION = re.compile(r"<option\b")
# What an address asks for was taken from a text; where it leads to is left as it is.
ASKED = re.compile(r"""(\s(?:href|hx-get)=)("[^"?]*\?[^"]*"|'[^'?]*\?[^']*')""")
# What somebody is writing is shown to them as it is: it would be stored as it is shown.
WRITTEN = re.compile(r"<textarea\b")
MARKS = re.compile(f"[{INLINE_TAG}{OTHER_TAG}]")


def veil_html(html, redact):
    """`html` with pseudonyms for those whom `redact` (a Redactor) knows, its tags untouched."""
    pieces = TAG.split(html)
    texts, tags = pieces[::2], [_veil_tag(tag, redact) for tag in pieces[1::2]]
    shown = [MARKS.sub("", unescape(text)) for text in texts]
    for place, tag in enumerate(tags):
        if WRITTEN.match(tag):
            shown[place + 1] = ""
    marks = [INLINE_TAG if INLINE.match(tag) else OTHER_TAG for tag in tags]
    line = "".join(part for pair in zip(shown, [*marks, ""], strict=True) for part in pair)
    veiled = redact(line)
    if veiled is line:
        same = all(before is after for before, after in zip(pieces[1::2], tags, strict=True))
        return html if same else _joined(texts, tags)
    changed = MARKS.split(veiled)
    if len(changed) != len(texts):
        # Never seen; but a page that cannot be put together again is not shown with names in it.
        return escape(MARKS.sub(" ", veiled))
    for place, (before, after) in enumerate(zip(shown, changed, strict=True)):
        if before != after:
            texts[place] = escape(after)
    return _joined(texts, tags)


def _joined(texts, tags):
    return "".join(part for pair in zip(texts, [*tags, ""], strict=True) for part in pair)


def _veil_tag(tag, redact):
    """`tag` with pseudonyms in what is said of it; the very same object where there are no names."""

    def veil(match):
        return match[1] + _veil_value(match[2], redact)

    is_option = OPTION.match(tag)
    if not is_option and not SPOKEN.search(tag) and not ASKED.search(tag):
        return tag
    veiled = SPOKEN.sub(veil, tag)
    veiled = ASKED.sub(lambda match: match[1] + _veil_query(match[2], redact), veiled)
    if is_option:
        veiled = SUGGESTED.sub(veil, veiled)
    return tag if veiled == tag else veiled


def _veil_query(quoted, redact):
    path, mark, query = unescape(quoted[1:-1]).partition("?")
    plain = unquote_plus(query)
    veiled = redact(plain)
    if veiled is plain:
        return quoted
    return f"{quoted[0]}{escape(path + mark + quote(veiled, safe='=&'))}{quoted[0]}"


def _veil_value(quoted, redact):
    value = unescape(quoted[1:-1])
    veiled = redact(value)
    return quoted if veiled is value else f"{quoted[0]}{escape(veiled)}{quoted[0]}"


def veil_json(text, redact):
    """JSON with pseudonyms for those whom `redact` knows in all that it says."""
    if not redact.finds(json.dumps(json.loads(text), ensure_ascii=False)):
        return text
    return json.dumps(_veiled_node(json.loads(text), redact), ensure_ascii=False)


def _veiled_node(node, redact):
    if isinstance(node, str):
        return redact(node)
    if isinstance(node, list):
        return [_veiled_node(each, redact) for each in node]
    if isinstance(node, dict):
        return {key: _veiled_node(value, redact) for key, value in node.items()}
    return node
