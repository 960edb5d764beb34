"""Where marks and names stand in the drawing of a map, so that none hides another. Numbers only.

Everything is decided in a fixed order, without chance: the same map is drawn alike each time.
"""

from functools import lru_cache
from math import hypot

STEP = 2  # pixels; a place in the drawing is a cell of this size
ROW = 1 << 14  # cells in a row, as they are counted: wider than any drawing
FARTHEST = 260  # pixels that a mark may be moved


@lru_cache(maxsize=16)
def _disc(radius):
    """Offsets of the cells within `radius` pixels."""
    reach = int(radius / STEP)
    return [
        y * ROW + x
        for x in range(-reach, reach + 1)
        for y in range(-reach, reach + 1)
        if hypot(x, y) * STEP < radius
    ]


@lru_cache(maxsize=1)
def _outward():
    """Offsets of cells from near to far, the same as steps in a row of all cells."""
    reach = FARTHEST // STEP
    cells = [(x, y) for x in range(-reach, reach + 1, 3) for y in range(-reach, reach + 1, 3)]
    cells.sort(key=lambda cell: (cell[0] ** 2 + cell[1] ** 2, cell))
    return cells, [y * ROW + x for x, y in cells]


def spread(places, *, apart, box):
    """Where marks with true `places` (pairs in pixels) may stand so that no two are nearer than `apart`.

    The first who wants a place has it, the others move to the nearest that is free inside `box`
    (left, top, right, bottom). Returns pairs; a mark for which nothing is free stays where it is.
    """
    disc = _disc(apart)
    cells, steps = _outward()
    edges = tuple(int(side / STEP) for side in box)
    taken, tried, found = set(), {}, []
    for x, y in places:
        column, row = round(x / STEP), round(y / STEP)
        middle = row * ROW + column
        # Who wants the very same place need not try again what was not free before.
        index = _free(middle, steps, taken, tried.get(middle, 0), (column, row), cells, edges)
        tried[middle] = index
        if 0 < index < len(cells):
            middle += steps[index]
            across, down = cells[index]
            found.append(((column + across) * STEP, (row + down) * STEP))
        else:
            found.append((x, y))
        taken.update([middle + offset for offset in disc])
    return found


def _free(middle, steps, taken, start, place, cells, edges):
    """The first step from `start` on that leads to a free cell inside the edges."""
    left, top, right, bottom = edges
    column, row = place
    for index in range(start, len(steps)):
        if middle + steps[index] not in taken:
            across, down = cells[index]
            if left <= column + across <= right and top <= row + down <= bottom:
                return index
    return len(steps)


class Room:
    """What is covered in the drawing, in squares of four pixels: finds a place for names."""

    square = 4

    def __init__(self, box):
        self.box = box
        self.covered = set()

    def _squares(self, left, top, right, bottom):
        size = self.square
        return {
            (x, y)
            for x in range(int(left // size), int(right // size) + 1)
            for y in range(int(top // size), int(bottom // size) + 1)
        }

    def cover(self, left, top, right, bottom):
        """Nothing else may stand here."""
        self.covered |= self._squares(left, top, right, bottom)

    def take(self, left, top, right, bottom):
        """Cover it if it is free and inside the box; True if it was."""
        inside = left >= self.box[0] and right <= self.box[2]
        if not inside or top < self.box[1] or bottom > self.box[3]:
            return False
        squares = self._squares(left, top, right, bottom)
        if not self.covered.isdisjoint(squares):
            return False
        self.covered |= squares
        return True
