"""Finding circles: an action that waits, by way of others, for itself, or is a part of itself."""


def circle_from(start, edges):
    """The shortest way from `start` back to itself along `edges` (`{pk: pks}`), as a list of pks that
    begins and ends with `start`; None if there is none."""
    came_from, frontier = {}, [start]
    while frontier:
        following = []
        for here in frontier:
            for there in edges.get(here, ()):
                if there == start:
                    return _way(start, here, came_from)
                if there not in came_from:
                    came_from[there] = here
                    following.append(there)
        frontier = following
    return None


def _way(start, last, came_from):
    way = [last]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return [*reversed(way), start]
