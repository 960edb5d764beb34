"""Checks an activity file against the schema and the code lists of the IATI Standard 2.03, off line."""

from functools import cache

from django.utils.translation import gettext as _
from lxml import etree

from reports.iati.codes import STANDARD, standard


def problems_of(content):
    """What is wrong with `content`, the bytes of an activity file, in words; empty if it is valid."""
    try:
        tree = etree.fromstring(content, _parser()).getroottree()
    except etree.XMLSyntaxError as error:
        return [_("This is not XML: %(error)s") % {"error": error}]
    if tree.docinfo.doctype:
        return [_("An activity file has no document type.")]
    schema = _schema()
    if not schema.validate(tree):
        return [
            _("Line %(line)d: %(error)s") % {"line": each.line, "error": each.message}
            for each in schema.error_log
        ]
    return list(_wrong_codes(tree))


def _wrong_codes(tree):
    places, lists = standard()
    for path, condition, name in places:
        element, _slash, attribute = path.rpartition("/@")
        for found in tree.xpath(f"{element}[{condition}]" if condition else element):
            code = found.get(attribute.replace("xml:", "{http://www.w3.org/XML/1998/namespace}"))
            if code is not None and code not in lists[name]:
                yield _("%(place)s: “%(code)s” is no code of %(list)s.") % {
                    "place": tree.getpath(found),
                    "code": code,
                    "list": name,
                }


def _parser():
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


@cache
def _schema():
    # Its own files alone are read: they stand beside it.
    path = STANDARD / "iati-activities-schema.xsd"
    return etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))
