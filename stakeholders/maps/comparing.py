"""What changed between two days of a map: who moved, came, left, or takes another position. No database."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stakeholders.maps.reading import Point


@dataclass(frozen=True)
class Change:
    """Somebody of whom something is different: `kinds` are keys of `kinds_in_words`. `then` is None for
    whoever was not on the map."""

    now: Point
    then: Point | None
    kinds: tuple

    @property
    def in_words(self):
        words = kinds_in_words()
        return [words[kind] for kind in self.kinds]

    @property
    def influence_by(self):
        return _difference(self.then and self.then.influence, self.now.influence)

    @property
    def interest_by(self):
        return _difference(self.then and self.then.interest, self.now.interest)


def kinds_in_words():
    """What may be different, in words."""
    return {
        "came": _("new on the map"),
        "left": _("not placed any more"),
        "moved": _("moved"),
        "position": _("other position"),
        "formality": _("other formality"),
        "marginalisation": _("marginalised otherwise"),
    }


def compare(then, now):
    """The Changes from the facts `then` to the facts `now` (maps.reading.MapFacts), in the order of the
    map. Who stands on the map of neither day is left out."""
    changes = []
    for point in now.points:
        before = then.by_key.get(point.key)
        kinds = tuple(_kinds(before, point))
        if kinds:
            changes.append(Change(point, before, kinds))
    return changes


def _kinds(before, point):
    was_placed = before is not None and before.is_placed
    if point.is_placed and not was_placed:
        yield "came"
    elif was_placed and not point.is_placed:
        yield "left"
    elif was_placed and (before.influence, before.interest) != (point.influence, point.interest):
        yield "moved"
    if before is None or before.assessed_on is None:
        return
    for name in ("position", "formality", "marginalisation"):
        if getattr(before, name) != getattr(point, name):
            yield name


def _difference(before, now):
    """By how much a value rose or fell, signed; empty where one of them is not known or nothing changed."""
    if before is None or now is None or before == now:
        return ""
    return f"{now - before:+d}".replace("-", "−")
