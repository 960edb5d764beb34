"""The lines of a logical framework in the order in which they are read, each below what it contributes to."""

from collections import defaultdict

DEEPEST = 3  # an activity below an output, an outcome and an impact


def in_tree(rows):
    """(line, depth) of `rows`, each below its parent; what hangs on nothing here, or in a circle, stands
    by itself."""
    here, below = {row.pk for row in rows}, defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in here else None].append(row)
    found, seen = [], set()

    def put(start):
        stack = [(start, 0)]
        while stack:
            row, depth = stack.pop()
            if row.pk not in seen:
                seen.add(row.pk)
                found.append((row, min(depth, DEEPEST)))
                stack.extend((child, depth + 1) for child in reversed(below[row.pk]))

    for row in (*below[None], *rows):
        put(row)
    return found
