"""What is missing on a stakeholder map: plain values in, sentences out. No database.

The questions are those that a convenor asks before inviting: which group has nobody who can move
things, where no woman stands for a group, who works outside the law and is not there, whom nobody
reaches, and what has not been judged yet.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

HIGH = 50  # from this value on influence counts as high: the upper half of the drawing
OUTSIDE_THE_LAW = ("informal", "illegal")


@dataclass(frozen=True)
class Gap:
    """One kind of gap. `kind` is a key, `title` the sentence, `names` the groups or stakeholders that it is
    about, none where the sentence is about the whole map."""

    kind: str
    title: str
    names: tuple = ()


def gaps_of(points, groups):
    """The gaps of a map with `points` (maps.reading.Point) in a programme with `groups`
    (maps.reading.MapGroup), in the order in which they are to be mended."""
    if not points:
        return ()
    by_group = {group.key: [] for group in groups}
    for point in points:
        by_group.setdefault(point.group_key, []).append(point)
    found = [
        _groups("absent", absent_groups(by_group), groups),
        _groups("influence", without_high_influence(by_group), groups),
        *_women(points, by_group, groups),
        *_outside_the_law(points),
        _groups("unreached-groups", unreached_groups(by_group), groups),
        _points("unreached", [point for point in points if not point.reached]),
        _points("unassessed", [point for point in points if not point.is_placed]),
    ]
    return tuple(gap for gap in found if gap is not None)


def absent_groups(by_group):
    """Keys of groups of whom nobody is on the map."""
    return {key for key, points in by_group.items() if not points}


def without_high_influence(by_group):
    """Keys of groups that are on the map, and none of whom was judged to have high influence. A group of
    whom nobody is judged yet is not among them: that is another gap."""
    return {
        key
        for key, points in by_group.items()
        if any(point.influence is not None for point in points)
        and not any((point.influence or 0) >= HIGH for point in points)
    }


def unreached_groups(by_group):
    """Keys of groups that are on the map, and of whom nobody is known to be reached."""
    return {
        key
        for key, points in by_group.items()
        if points and not any(point.reached for point in points)
    }


def without_women(by_group):
    """Keys of groups of whom people are on the map, and no woman among them. A group with somebody of
    whom the gender is not told here is left out: what was said of it would say who they are."""
    found = set()
    for key, points in by_group.items():
        women = [point.is_woman for point in points if point.kind == "person"]
        if women and None not in women and not any(women):
            found.add(key)
    return found


def _women(points, by_group, groups):
    people = [point for point in points if point.kind == "person"]
    if people and all(point.is_woman is False for point in people):
        return [Gap("women", _("No woman is among those mapped"))]
    return [_groups("women", without_women(by_group), groups)]


def _outside_the_law(points):
    judged = [point.formality for point in points if point.formality]
    if any(formality in OUTSIDE_THE_LAW for formality in judged):
        return []
    return [Gap("informal", _("Nobody who works informally or illegally is on the map"))]


def _titles():
    return {
        "absent": _("Groups not on the map at all"),
        "influence": _("Groups with nobody of high influence"),
        "women": _("Groups with no woman among those mapped"),
        "unreached-groups": _("Groups of whom nobody is reached"),
        "unreached": _("Nobody is known to reach them"),
        "unassessed": _("Not judged yet by influence and interest"),
    }


def _groups(kind, keys, groups):
    names = tuple(group.name for group in groups if group.key in keys)
    return Gap(kind, _titles()[kind], names) if names else None


def _points(kind, points):
    names = tuple(f"{point.number} {point.name}" for point in points)
    return Gap(kind, _titles()[kind], names) if names else None
