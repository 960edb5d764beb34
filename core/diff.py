"""What changed between two texts: first paragraph by paragraph, then word by word inside those that changed.

The longest common subsequence is found with one long number whose bits are the words of a text
(Hyyrö's way of computing it), which takes two papers of a hundred pages in a fraction of a second.
What is too large for that even so is first cut at words that stand once in both, then into pieces of
bounded size: the answer is always a true account of the change, though for such texts not always the
shortest one.
"""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
WORDS = re.compile(r"\S+\s*")
MOST_CELLS = 60_000_000  # of one table: some 8 MB for a moment
MOST_WORK = 2_000_000_000  # cells of all tables together
ALIKE = 0.4  # share of words that two paragraphs have in common to be one that was changed
MOST_RUNS = 400  # in one paragraph; beyond, it was written anew

SAME, REMOVED, ADDED, CHANGED = "same", "removed", "added", "changed"


@dataclass(frozen=True)
class Change:
    """A paragraph in two texts. `kind` is "same", "removed", "added" or "changed"; `runs` says how a
    changed one changed: pairs of "same", "removed" or "added" and the words, in reading order."""

    kind: str
    before: str = ""
    after: str = ""
    runs: tuple = ()


def compare(before, after):
    """What became of each paragraph of `before`, and what is new in `after`, as a list of Change."""
    old, new = paragraphs(before), paragraphs(after)
    changes = []
    for is_same, a, b in stretches(old, new):
        if is_same:
            changes += [Change(SAME, text, text) for text in b]
        else:
            changes += _rewritten(a, b)
    return changes


def paragraphs(text):
    """The paragraphs of a text, as they are parted by empty lines."""
    text = (text or "").replace("\r\n", "\n").strip()
    return [part for part in PARAGRAPHS.split(text) if part.strip()]


def _rewritten(old, new):
    """Changes of a stretch in which no paragraph stayed as it was."""
    partner = _partners(old, new) if old and new else {}
    changes, reached = [], 0
    for place, text in enumerate(old):
        if place not in partner:
            changes.append(Change(REMOVED, text, ""))
            continue
        changes += [Change(ADDED, "", added) for added in new[reached : partner[place]]]
        changed = new[partner[place]]
        changes.append(Change(CHANGED, text, changed, _runs(text, changed)))
        reached = partner[place] + 1
    return changes + [Change(ADDED, "", added) for added in new[reached:]]


def _partners(old, new):
    """Which of `new` each of `old` has become: {place: place}, in order on both sides."""
    words_old, home_old = _words_at_home(old)
    words_new, home_new = _words_at_home(new)
    shared = Counter((home_old[a], home_new[b]) for a, b in common(words_old, words_new))
    size_old, size_new = Counter(home_old), Counter(home_new)
    partner, reached = {}, -1
    best = {}
    for (a, b), number in shared.items():
        if number > best.get(a, (0, 0))[0]:
            best[a] = (number, b)
    for a in sorted(best):
        number, b = best[a]
        if b > reached and 2 * number >= ALIKE * (size_old[a] + size_new[b]):
            partner[a] = reached = b
    return partner


def _words_at_home(parts):
    words, home = [], []
    for place, text in enumerate(parts):
        found = text.split()
        words += found
        home += [place] * len(found)
    return words, home


# Word by word -----------------------------------------------------------------------------------
def _runs(before, after):
    """How one paragraph became the other, as runs of words that stayed, went and came."""
    a, b = WORDS.findall(before), WORDS.findall(after)
    runs = []
    parts = stretches([word.rstrip() for word in a], [word.rstrip() for word in b])
    i = j = 0
    for is_same, went, came in parts:
        removed, added = a[i : i + len(went)], b[j : j + len(came)]
        i, j = i + len(went), j + len(came)
        _add_run(runs, is_same, removed, added)
    if len(runs) > MOST_RUNS:
        runs = [(False, [before], [after])]
    return tuple(_spelled_out(runs))


def _add_run(runs, is_same, removed, added):
    """Take up what stayed or changed next. A word or two that stayed between longer changes is noise:
    it is read with them."""
    if not is_same and len(runs) > 1 and _is_noise(runs[-2:], removed, added):
        _same, _old, new = runs.pop()
        removed, added = [*new, *removed], [*new, *added]
    if runs and not is_same and not runs[-1][0]:
        runs[-1][1].extend(removed)
        runs[-1][2].extend(added)
    else:
        runs.append((is_same, removed, added))


def _is_noise(runs, removed, added):
    (_was_same, old, new), (is_same, _old, stayed) = runs
    around = min(max(len(old), len(new)), max(len(removed), len(added)))
    return is_same and len(stayed) <= 2 and around > 2 * len(stayed)


def _spelled_out(runs):
    told = []
    for is_same, old, new in runs:
        if is_same:
            told.append((SAME, "".join(new)))
            continue
        if old:
            told.append((REMOVED, "".join(old)))
        if new:
            told.append((ADDED, "".join(new)))
    # The last word of a paragraph brings no space, and may now stand before others.
    for kind, words in told[:-1]:
        yield kind, words if words[-1].isspace() else f"{words} "
    yield from told[-1:]


# Sequences --------------------------------------------------------------------------------------
def stretches(old, new):
    """Two sequences side by side: (is it the same, part of `old`, part of `new`), turn and turn about."""
    s = t = i = j = 0
    for a, b in [*common(old, new), (len(old), len(new))]:
        if (a, b) == (i, j) and a < len(old) and b < len(new):
            i, j = i + 1, j + 1
            continue
        if i > s:
            yield True, old[s:i], new[t:j]
        if (a, b) != (i, j):
            yield False, old[i:a], new[j:b]
        s, t, i, j = a, b, a + 1, b + 1


def common(old, new):
    """Places of equal items in both sequences, [(place in old, place in new)], rising on both sides."""
    names = {}
    a = [names.setdefault(item, len(names)) for item in old]
    b = [names.setdefault(item, len(names)) for item in new]
    return _common(a, b, 0, 0)


def _common(a, b, at, bt):
    """`common` of two lists of numbers that begin at `at` and `bt` of the whole."""
    first = 0
    shorter = min(len(a), len(b))
    while first < shorter and a[first] == b[first]:
        first += 1
    last = 0
    while last < shorter - first and a[-1 - last] == b[-1 - last]:
        last += 1
    head = [(at + place, bt + place) for place in range(first)]
    tail = [(at + len(a) - last + place, bt + len(b) - last + place) for place in range(last)]
    a, b = a[first : len(a) - last], b[first : len(b) - last]
    return head + _middle(a, b, at + first, bt + first) + tail


def _middle(a, b, at, bt):
    if not a or not b:
        return []
    if len(a) * len(b) <= MOST_CELLS // 100:
        return _longest(a, b, at, bt)
    pairs = []
    i = j = 0
    for x, y in [*_landmarks(a, b), (len(a), len(b))]:
        pairs += _piecewise(a[i:x], b[j:y], at + i, bt + j)
        if x < len(a):
            pairs.append((at + x, bt + y))
        i, j = x + 1, y + 1
    return pairs


def _landmarks(a, b):
    """Places of items that stand once in each, as many as keep their order."""
    times_a, times_b = Counter(a), Counter(b)
    place = {item: y for y, item in enumerate(b) if times_b[item] == 1 == times_a[item]}
    pairs = [(x, place[item]) for x, item in enumerate(a) if item in place]
    ends, chain, before = [], [], []
    for index, (_x, y) in enumerate(pairs):
        spot = bisect_left(ends, y)
        ends[spot : spot + 1] = [y]
        chain[spot : spot + 1] = [index]
        before.append(chain[spot - 1] if spot else None)
    kept, index = [], chain[-1] if chain else None
    while index is not None:
        kept.append(pairs[index])
        index = before[index]
    return kept[::-1]


def _piecewise(a, b, at, bt):
    """`_longest` in pieces that are not too large for it."""
    number = max(1, len(a) * len(b) // MOST_WORK)
    while (len(a) // number + 1) * (len(b) // number + 1) > MOST_CELLS:
        number += 1
    pairs = []
    for piece in range(number):
        i, until_a = piece * len(a) // number, (piece + 1) * len(a) // number
        j, until_b = piece * len(b) // number, (piece + 1) * len(b) // number
        pairs += _longest(a[i:until_a], b[j:until_b], at + i, bt + j)
    return pairs


def _longest(a, b, at, bt):
    """A longest common subsequence. Bit y of a row is off where b[y] is part of one (Hyyrö 2004)."""
    found = {}
    for y, item in enumerate(b):
        found[item] = found.get(item, 0) | 1 << y
    full = (1 << len(b)) - 1
    row, rows = full, []
    for item in a:
        hit = row & found.get(item, 0)
        row = ((row + hit) | (row - hit)) & full
        rows.append(row)
    pairs = []
    x, y = len(a), len(b)
    while x and y:
        bit = 1 << (y - 1)
        if rows[x - 1] & bit:
            y -= 1
            continue
        x -= 1
        if x == 0 or rows[x - 1] & bit:
            y -= 1
            pairs.append((at + x, bt + y))
    return pairs[::-1]
