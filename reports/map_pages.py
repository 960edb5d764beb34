"""Composes the pages of a stakeholder map: a StakeholderMapContext in, one HTML document out."""

import re

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.contexts import in_language
from reports.models import ReportKind
from reports.pages import RUNNING_TITLE, direction_of, mark_of
from reports.pdf import PICTURE
from reports.wording import day, shortened
from stakeholders.maps.drawing import draw
from stakeholders.maps.shapes import shape

DRAWING = "drawing"  # the key of the drawing, which is made here and no upload
MANY = 60  # drawn stakeholders from which the drawing takes a page twice the size
WIDTH, WIDTH_OF_FEW = 1040, 860  # pixels: on one page, letters of a narrower drawing are larger
SIZE = re.compile(r'<svg\b[^>]*?\swidth="(\d+)"\sheight="(\d+)"')
FONT = 'font-family="sans-serif"'
OWN_FONT = 'font-family="Baraza Sans, DejaVu Sans, sans-serif"'


def compose(context):
    """The HTML document of a StakeholderMapContext and the pictures that it shows: its drawing, and the
    shape of each group."""
    with in_language(context.language):
        facts = context.facts()
        is_large = len(facts.placed) > MANY
        groups = groups_of(context)
        pictures = {f"group-{group['key']}": _svg(group["sign"]) for group in groups}
        if facts.placed:
            drawing = _drawn(facts, WIDTH if is_large else WIDTH_OF_FEW)
            pictures[DRAWING] = ("image/svg+xml", drawing.encode())
        html = render_to_string(
            "reports/pdf/map.html",
            {
                "context": context,
                "direction": direction_of(context.language),
                "label": str(ReportKind.STAKEHOLDER_MAP.label),
                "running_title": shortened(context.title, RUNNING_TITLE),
                "mark": mark_of(context.edition),
                "on": _as_of(context),
                "drawing": f"{PICTURE}{DRAWING}" if facts.placed else "",
                "alternative": alternative(context, facts),
                "is_large": is_large,
                "groups": groups,
            },
        )
    return html, pictures


def compose_slide(context):
    """The HTML document of the drawing alone, on a page of its size, and the picture that it shows."""
    with in_language(context.language):
        facts = context.facts()
        drawing = _drawn(facts, WIDTH, with_heading=True)
        width, height = SIZE.search(drawing).groups()
        html = render_to_string(
            "reports/pdf/map_slide.html",
            {
                "context": context,
                "direction": direction_of(context.language),
                "drawing": f"{PICTURE}{DRAWING}",
                "alternative": alternative(context, facts),
                "width": width,
                "height": height,
            },
        )
    return html, {DRAWING: ("image/svg+xml", drawing.encode())}


def _drawn(facts, width, *, with_heading=False):
    # A drawing with links has no heading of its own; that of a file has no links, as nobody in it has an
    # address.
    return draw(facts, width=width, links=not with_heading).replace(FONT, OWN_FONT)


def _svg(drawn):
    document = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -10 20 20">{drawn}</svg>'
    return ("image/svg+xml", document.encode())


def _as_of(context):
    """“As of 5 February 2026”."""
    return _("As of %(day)s") % {"day": day(context.on)}


def alternative(context, facts):
    """The drawing in words."""
    count = len(facts.placed)
    words = ngettext(
        "%(count)d stakeholder of “%(title)s” by influence, upwards, and interest, to the right. "
        "The table that follows says the same.",
        "%(count)d stakeholders of “%(title)s” by influence, upwards, and interest, to the right. "
        "The table that follows says the same.",
        count,
    )
    return words % {"count": count, "title": context.title}


def groups_of(context):
    """The table: each group that is on the map, with its shape and its entries in the order of their
    numbers."""
    groups = []
    for group in context.groups:
        rows = [entry for entry in context.entries if entry.group_key == group.key]
        if rows:
            groups.append(
                {
                    "key": group.key,
                    "name": group.name,
                    "number": len(rows),
                    "sign": shape(group.weave, group.tone, "", 8),
                    "picture": f"{PICTURE}group-{group.key}",
                    "rows": rows,
                }
            )
    return groups
