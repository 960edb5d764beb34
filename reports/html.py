"""The edition for the screen: one HTML file that weighs little, asks nobody for anything and runs nothing.

It is made of the very document that is printed as PDF, so the two say the same: its style sheet is another,
pictures are put into it, tables get a place of their own to scroll in, and the contents become links.
"""

import base64
import os
import re

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from lxml import html
from lxml.html import builder as made

from reports.contexts import in_language
from reports.exceptions import PrintFailed
from reports.house import HEX
from reports.pdf import PICTURE

# What the file may do, whoever serves it and wherever it lies.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
# What is of the printed page, or could ask for something or run.
DROPPED = (
    "style link script base iframe frame object embed template form input button audio video svg"
)
KEPT_ATTRIBUTES = {
    *("class", "id", "lang", "dir", "alt", "title", "scope", "colspan", "rowspan", "start"),
    *("name", "content", "charset", "aria-label", "aria-labelledby", "type", "reversed"),
}
# In which spaces between elements are nobody's.
OF_BLOCKS = "html head body header nav main section table thead tbody tr ul ol"
LEADS_TO = ("#", "https://", "http://", "mailto:", "tel:")
MANY_COLUMNS = 3  # from which a table may be wider than a phone
FEWEST_LISTED = 3
WHITE = re.compile(r"[ \t\r\n\f]+")


def write_page(document, target, pictures=None):
    """Write the HTML `document` of a report, with the `pictures` that it shows, to the file `target` (Path)
    as one that needs no other; it has no number of pages. The same document gives the same bytes.

    Raises OSError if the file cannot be written, and PrintFailed if the document shows a picture that did
    not come with it.
    """
    with open(target, "w", encoding="utf-8") as file:
        file.write(as_page(document, pictures))
        file.flush()
        os.fsync(file.fileno())


def as_page(document, pictures=None):
    """The text of the file that `write_page` writes."""
    page = html.document_fromstring(document)
    marks = [each.get("data-mark") for each in page.iter("h1") if each.get("data-mark")]
    _clean(page, pictures or {})
    with in_language(page.get("lang")):
        _mark(page, marks)
        _list_contents(page)
        _room_for_tables(page)
    _head(page)
    _order(page)
    _tighten(page)
    return html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>") + "\n"


# What may stay -------------------------------------------------------------------------------------
def _clean(page, pictures):
    for element in [*page.iter(*DROPPED.split(), html.etree.Comment)]:
        element.drop_tree()
    for element in [*page.iter("meta")]:
        if element.get("http-equiv"):
            element.drop_tree()
    for element in page.iter():
        link, source = element.get("href"), element.get("src")
        for name in list(element.attrib):
            if name not in KEPT_ATTRIBUTES:
                del element.attrib[name]
        if element.tag == "a" and link and link.startswith(LEADS_TO):
            element.set("href", link)
        if element.tag == "img":
            element.set("src", _embedded(source or "", pictures))


def _embedded(source, pictures):
    """The picture that a document names as `source`, as an address that holds it."""
    found = pictures.get(source.removeprefix(PICTURE)) if source.startswith(PICTURE) else None
    if found is None:
        raise PrintFailed(_("The report refers to something that it may not fetch."))
    media_type, content = found
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


# What a screen needs -------------------------------------------------------------------------------
def _head(page):
    head = page.find("head")
    head.insert(1, made.META(name="viewport", content="width=device-width, initial-scale=1"))
    head.insert(2, made.META({"http-equiv": "Content-Security-Policy", "content": POLICY}))
    head.insert(3, made.META(name="referrer", content="no-referrer"))
    head.append(made.STYLE(render_to_string("reports/html/page.css") + _of_the_house(head)))


def _of_the_house(head):
    """The colour of the programme that the document names as its theme, on a light page: on a dark one ours
    can be read, and nobody has tried theirs."""
    colour = next((each.get("content") for each in head.findall("meta[@name='theme-color']")), "")
    if not HEX.fullmatch(colour):
        return ""
    light = "@media (prefers-color-scheme: light) { :root { --deep: %s; --accent: %s; } }"
    return light % (colour, colour)


def _mark(page, marks):
    """What every printed page says of an edition that is not for everybody stands once, below the title."""
    if marks and not page.find_class("cover-internal"):
        title = page.find(".//h1")
        title.addnext(made.P(marks[0], made.CLASS("cover-internal")))


def _list_contents(page):
    """The list of contents, as navigation; one of the headings where the printed page has none."""
    found = page.find_class("contents")
    if found:
        found[0].tag = "nav"
        title = found[0].find("h2")
    else:
        headings = [each for each in page.iter("h2") if each.text_content().strip()]
        if len(headings) < FEWEST_LISTED:
            return
        title = made.H2(_("Contents"))
        listed = made.OL(
            *(made.LI(_link_to(each, at)) for at, each in enumerate(headings, start=1))
        )
        nav = made.E("nav", made.CLASS("contents"), title, listed)
        starts = page.findall(".//header") or page.find_class("cover")
        if starts:
            starts[0].addnext(nav)
        else:
            page.body.insert(0, nav)
    title.set("id", "contents")
    title.getparent().set("aria-labelledby", "contents")


def _link_to(heading, at):
    if not heading.get("id"):
        heading.set("id", f"part-{at}")
    return made.A(WHITE.sub(" ", heading.text_content()).strip(), href=f"#{heading.get('id')}")


def _room_for_tables(page):
    """Tables of many columns scroll by themselves, reached by the keyboard too, never the whole page."""
    heading = ""
    for element in [*page.iter("h1", "h2", "h3", "h4", "table")]:
        if element.tag != "table":
            heading = WHITE.sub(" ", element.text_content()).strip()
            continue
        columns = max((len(row) for row in element.iter("tr")), default=0)
        if columns < MANY_COLUMNS:
            continue
        room = made.DIV(made.CLASS("scroll"), role="region", tabindex="0")
        room.set("aria-label", _("Table: %(heading)s") % {"heading": heading})
        element.addprevious(room)
        room.tail, element.tail = element.tail, None
        room.append(element)


def _order(page):
    """Cover, contents, and all else as the main part."""
    body, main = page.find("body"), made.E("main")
    for element in [*body]:
        if "cover" in (element.get("class") or "").split():
            element.tag = "header"
        elif element.tag not in ("header", "nav"):
            main.append(element)
    body.append(main)


def _tighten(page):
    """Without the white space by which templates are laid out."""
    for element in page.iter():
        kept = element.tag in ("pre", "style") or any(
            True for _each in element.iterancestors("pre")
        )
        if element.text and not kept:
            element.text = WHITE.sub(" ", element.text)
        if element.tail and not any(True for _each in element.iterancestors("pre")):
            element.tail = WHITE.sub(" ", element.tail)
    for element in page.iter(*OF_BLOCKS.split()):
        element.text = (element.text or "").strip(" ")
        for child in element:
            child.tail = (child.tail or "").strip(" ")
