"""The table beside a map: which columns it has for whom, and in which order its rows stand."""

from django.utils.translation import gettext as _

from core.text import fold
from stakeholders.maps.shapes import small_mark

# Codes in the order in which people think of them, not in that of the alphabet.
GRADES = {
    code: place
    for place, code in enumerate(
        (
            *("champion", "supportive", "neutral", "sceptical", "opposed"),
            *("formal", "informal", "illegal"),
            *("none", "some", "strong"),
            *("inform", "consult", "involve", "partner"),
        )
    )
}
# What a table may be sorted by, and for whom: everybody, or those who run the register.
SORTS = {
    "number": lambda point: point.number,
    "name": lambda point: fold(point.name),
    "group": lambda point: fold(point.group) or None,
    "influence": lambda point: point.influence,
    "interest": lambda point: point.interest,
    "position": lambda point: GRADES.get(point.position),
    "formality": lambda point: GRADES.get(point.formality),
    "marginalisation": lambda point: GRADES.get(point.marginalisation),
    "reached": lambda point: fold(point.reached_by) or None,
    "engagement": lambda point: GRADES.get(point.engagement),
    "on": lambda point: point.assessed_on,
}
INSIDE = {"engagement"}


def _labels():
    return {
        "number": _("No."),
        "name": _("Stakeholder"),
        "group": _("Group"),
        "influence": _("Influence"),
        "interest": _("Interest"),
        "position": _("Position"),
        "formality": _("Formality"),
        "marginalisation": _("Marginalisation"),
        "reached": _("Reached by"),
        "engagement": _("Engagement"),
        "on": _("As of"),
    }


def _asked(request):
    """By what the table is sorted, and whether downwards: what is not on the list counts for nothing."""
    asked = request.GET.get("sort", "")
    name = asked.removeprefix("-")
    return (name, asked.startswith("-")) if name in SORTS else ("number", False)


def heads_of(request, *, tells_all):
    """The columns: key, label, address that sorts by it, and which way it is sorted now."""
    current, downwards = _asked(request)
    heads = []
    for name, label in _labels().items():
        if name in INSIDE and not tells_all:
            continue
        asked = request.GET.copy()
        asked["sort"] = f"-{name}" if name == current and not downwards else name
        way = ""
        if name == current:
            way = "descending" if downwards else "ascending"
        heads.append(
            {"key": name, "label": label, "url": f"?{asked.urlencode()}#table", "way": way}
        )
    return heads


def rows_of(request, facts, group=None):
    """Pairs of point and mark in the order that was asked for; what is not known comes last."""
    name, downwards = _asked(request)
    key = SORTS[name]
    points = [point for point in facts.points if group is None or point.group_key == group.key]
    known = [point for point in points if key(point) is not None]
    known.sort(key=key, reverse=downwards)
    unknown = [point for point in points if key(point) is None]
    return [(point, small_mark(point)) for point in (*known, *unknown)]
