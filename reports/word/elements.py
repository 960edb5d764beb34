"""WordprocessingML as elements: the few that python-docx has no quick way to make."""

import re

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# What XML cannot hold, though Python's text can.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SPACE = qn("xml:space")


def clean(text):
    """`text` without letters that XML cannot hold."""
    return UNWRITABLE.sub("", str(text))


def made(tag, **attributes):
    """An element, such as `w:p`, with attributes of its own prefix."""
    element = OxmlElement(tag)
    prefix = tag.partition(":")[0]
    for name, value in attributes.items():
        element.set(qn(f"{prefix}:{name}"), str(value))
    return element


def below(parent, tag, **attributes):
    """The same, as the last child of `parent`."""
    element = made(tag, **attributes)
    parent.append(element)
    return element


def write_text(run, text):
    """Put `text` into a run; a line's end becomes a break."""
    for number, line in enumerate(clean(text).split("\n")):
        if number:
            below(run, "w:br")
        if line:
            words = below(run, "w:t")
            words.text = line
            words.set(SPACE, "preserve")


def write_field(paragraph, instruction, shown=""):
    """A field that the reader's program works out, such as the page's number."""
    for kind in ("begin", "separate", "end"):
        if kind == "end" and shown:
            write_text(below(paragraph, "w:r"), shown)
        below(below(paragraph, "w:r"), "w:fldChar", fldCharType=kind)
        if kind == "begin":
            words = below(below(paragraph, "w:r"), "w:instrText")
            words.text = instruction
            words.set(SPACE, "preserve")
