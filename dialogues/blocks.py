"""The paragraphs of a paper's version, and which of them are those of the version before.

A comment holds on to a paragraph's id. The id is kept where the next version says the same, wherever it
stands there, and where it says recognisably the same: most words are common, or it stands between the
same neighbours and its words are part of the other's. Of two parts of a divided paragraph the larger keeps
it, of two that were joined the nearer gives it. No id stands for two paragraphs.
"""

import hashlib
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt

from core.markdown import plain

# So much of a paragraph is kept to be known by; what a comment quotes of it is shorter.
LONGEST_TEXT = 2000
LONGEST_QUOTE = 600
# The items of a list of more letters than this are paragraphs each: nobody comments on a page at once.
LONG_LIST = 1500
# Shares of common words from which two paragraphs are the same: in the same place, elsewhere, and for
# one that is part of the other.
ALIKE, ALIKE_ELSEWHERE, PART = 0.5, 0.6, 0.8
SMALLEST_PART = 0.25
# Fewer words than this, a heading's, tell nothing about where a paragraph has gone.
FEWEST_WORDS = 5
# How many others a paragraph is compared with at most: neighbours on each side, and those that share
# its rare pairs of words. A pair that more others have is not rare.
NEIGHBOURS, LOOKALIKES, RARE, PAIRS_ASKED = 6, 5, 12, 40

NEWLINE = re.compile(r"\r\n|\r|\n")
WORD = re.compile(r"\w+")
MARKS = re.compile(r"[*_`\[\]!\\<>&~]")


def blocks_of(body, previous=()):
    """The top-level blocks of the Markdown text `body` in order, as `[{"id", "line", "until", "text"}]`.

    `line` and `until` are line numbers from 0, the second one past the end; `text` is plain words, cut;
    headings have their `level` (1 to 6) too. `previous` are the blocks of the version before: whoever is
    recognisably one of them keeps its id. Takes time in proportion to the number of blocks.
    """
    blocks = list(_divided(body or ""))
    kept = _recognised([block["text"] for block in blocks], [old["text"] for old in previous])
    fresh = _NewIds({previous[place]["id"] for place in kept.values()})
    for place, block in enumerate(blocks):
        old = kept.get(place)
        block["id"] = fresh.of(block["text"]) if old is None else previous[old]["id"]
    return blocks


def lines_of(body):
    """The lines of `body`, numbered as `blocks_of` numbers them."""
    return NEWLINE.split(body or "")


def quote_of(text, longest=LONGEST_QUOTE):
    """As much of a paragraph's text as a comment quotes, cut between two words."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0] + "…"


# Dividing ---------------------------------------------------------------------------------------
@lru_cache(maxsize=1)
def _parser():
    parser = MarkdownIt("js-default", {"linkify": False, "typographer": False})
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


def _divided(body):
    lines = lines_of(body)
    tokens = _parser().parse(body)
    for first, last in _stretches(tokens, lines):
        opening = tokens[first]
        line, until = opening.map
        block = {"id": "", "line": line, "until": _trimmed(lines, line, until)}
        block["text"] = _words_of(tokens[first : last + 1])
        if opening.type == "heading_open":
            block["level"] = int(opening.tag[1])
        yield block


def _stretches(tokens, lines):
    """First and last token of each block: what stands at the top, and the items of long lists."""
    for first, last in _spans(tokens, 0, len(tokens), level=0):
        opening = tokens[first]
        is_list = opening.type in {"bullet_list_open", "ordered_list_open"}
        if is_list and sum(map(len, lines[slice(*opening.map)])) > LONG_LIST:
            yield from _spans(tokens, first + 1, last, level=1)
        else:
            yield first, last


def _spans(tokens, start, end, *, level):
    first = start
    for place in range(start, end):
        token = tokens[place]
        if token.level != level:
            continue
        if token.nesting >= 0:
            first = place
        if token.nesting <= 0 and tokens[first].map:
            yield first, place


def _trimmed(lines, line, until):
    while until > line + 1 and not lines[until - 1].strip():
        until -= 1
    return until


def _words_of(tokens):
    parts, length = [], 0
    for token in tokens:
        if length > LONGEST_TEXT:
            break
        if token.content and token.type in {"inline", "fence", "code_block"}:
            content = token.content[:LONGEST_TEXT]
            if token.type == "inline" and MARKS.search(content):
                # A picture without a description still is something.
                content = plain(content) or content
            parts.append(content)
            length += len(content) + 1
    return quote_of(" ".join(" ".join(parts).split()), LONGEST_TEXT)


class _NewIds:
    """Ids made of the words, so that a paragraph that was dropped and comes back is known again."""

    def __init__(self, taken):
        self.taken = taken
        self.numbers = Counter()

    def of(self, text):
        """An id for `text` that no other block of the version has."""
        while True:
            number = self.numbers[text]
            self.numbers[text] += 1
            digest = hashlib.sha256(f"{number} {text}".encode()).hexdigest()[:10]
            if digest not in self.taken:
                self.taken.add(digest)
                return digest


# Recognising ------------------------------------------------------------------------------------
def _recognised(texts, olds):
    """`{place in texts: place in olds}`, each place once."""
    if not olds or not texts:
        return {}
    match = _Match(texts, olds)
    match.keep_the_same()
    match.keep_the_similar()
    return match.old_of


class _Match:
    """Which of `texts` is which of `olds`."""

    def __init__(self, texts, olds):
        self.texts, self.olds = texts, olds
        self.old_of, self.new_of = {}, {}

    def pair(self, new, old):
        self.old_of[new] = old
        self.new_of[old] = new

    def pair_if_same(self, new, old):
        """Pair two that are free and the same; False if they are not."""
        inside = 0 <= new < len(self.texts) and 0 <= old < len(self.olds)
        if not inside or new in self.old_of or old in self.new_of:
            return False
        if self.texts[new] != self.olds[old]:
            return False
        self.pair(new, old)
        return True

    def keep_the_same(self):
        """Texts that occur once on both sides first; then, of those that repeat, such as the headings of
        chapters, the neighbours of kept ones; then what is left, in order."""
        places = defaultdict(list)
        for place, text in enumerate(self.olds):
            places[text].append(place)
        counts = Counter(self.texts)
        for place, text in enumerate(self.texts):
            if counts[text] == 1 and len(places[text]) == 1:
                self.pair(place, places[text][0])
        # Upwards first: a heading belongs to what follows it.
        self._spread(-1, edge=None)
        self._spread(1, edge=None)
        self._spread(1, edge=(-1, -1))
        self._spread(-1, edge=(len(self.texts), len(self.olds)))
        left = {
            text: iter([place for place in found if place not in self.new_of])
            for text, found in places.items()
        }
        for place, text in enumerate(self.texts):
            old = next(left[text], None) if text in left and place not in self.old_of else None
            if old is not None:
                self.pair(place, old)

    def _spread(self, step, *, edge):
        """From each kept one (from the `edge`, if given) on to its neighbours for as long as they are the
        same."""
        starts = sorted(self.old_of.items()) if edge is None else [edge]
        for new, old in starts:
            while self.pair_if_same(new + step, old + step):
                new, old = new + step, old + step

    def keep_the_similar(self):
        free = [place for place in range(len(self.texts)) if place not in self.old_of]
        free_olds = [place for place in range(len(self.olds)) if place not in self.new_of]
        if not free or not free_olds:
            return
        words = {place: _words(self.texts[place]) for place in free}
        old_words = {place: _words(self.olds[place]) for place in free_olds}
        index = _index({place: _pairs(self.olds[place]) for place in free_olds})
        pairs = []
        for new, near in self._neighbours(free, free_olds):
            for old in {*near, *_lookalikes(_pairs(self.texts[new]), index)}:
                score = _score(words[new], old_words[old], nearby=old in near)
                if score:
                    pairs.append((-score, abs(near.get(old, len(self.olds))), new, old))
        for _score_of, _distance, new, old in sorted(pairs):
            if new not in self.old_of and old not in self.new_of:
                self.pair(new, old)

    def _neighbours(self, free, free_olds):
        """Each free place with `{old: distance}` of the free olds between the same kept neighbours, those
        that stand about as far along."""
        kept = sorted(self.old_of)
        runs = defaultdict(list)
        for place in free:
            runs[bisect_left(kept, place)].append(place)
        for gap, run in runs.items():
            before = self.old_of[kept[gap - 1]] if gap else -1
            after = self.old_of[kept[gap]] if gap < len(kept) else len(self.olds)
            start, end = bisect_left(free_olds, before), bisect_left(free_olds, after)
            if end <= start:
                # What stood beside it has moved: look around either neighbour.
                start, end = _around(free_olds, before, after)
            for number, place in enumerate(run):
                here = start + number * (end - start) // len(run)
                window = range(max(start, here - NEIGHBOURS), min(end, here + NEIGHBOURS + 1))
                yield place, {free_olds[at]: at - here for at in window}


def _around(free_olds, before, after):
    place = bisect_left(free_olds, before if before >= 0 else after)
    return max(0, place - 1), min(len(free_olds), place + 1)


def _words(text):
    return frozenset(WORD.findall(text.casefold()))


def _pairs(text):
    """Words with the one that follows: far fewer paragraphs share these than share words."""
    return frozenset(pairwise(WORD.findall(text.casefold())))


def _index(pairs_of):
    """`{pair of words: places}` of the pairs that few have."""
    index = defaultdict(list)
    for place, pairs in pairs_of.items():
        for pair in pairs:
            if len(index[pair]) <= RARE:
                index[pair].append(place)
    return {pair: places for pair, places in index.items() if len(places) <= RARE}


def _lookalikes(pairs, index):
    """The places that share the most of the rare pairs of words."""
    asked = sorted((len(index[pair]), pair) for pair in pairs if pair in index)
    votes = Counter(place for _many, pair in asked[:PAIRS_ASKED] for place in index[pair])
    return [place for place, _votes in votes.most_common(LOOKALIKES)]


def _score(words, others, *, nearby):
    """How much alike two sets of words are, from 0 (not the same paragraph) to 1."""
    if not words or not others:
        return 0
    common, larger = len(words & others), max(len(words), len(others))
    score = common / larger
    if nearby:
        part = common / min(len(words), len(others)) >= PART and len(words) >= FEWEST_WORDS
        return score if score >= ALIKE or (part and score >= SMALLEST_PART) else 0
    enough = min(len(words), len(others)) >= FEWEST_WORDS
    return score if enough and score >= ALIKE_ELSEWHERE else 0
