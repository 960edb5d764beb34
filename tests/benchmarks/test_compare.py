"""How long it takes to compare two versions of a paper, and to make one, for usual and for hostile texts.

Run by `bin/bench -k compare`. The ratio is to the standard library's difflib, word by word, where that
comes to an end in good time; hostile texts are told against two passes over their words.
"""

import random
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import median
from time import process_time

from core.diff import compare
from dialogues.blocks import blocks_of
from dialogues.papers import Text

WORDS = 50_000  # of a paper of a hundred pages
PARAGRAPH = 100
TIMES = 3


class Author:
    """Writes papers in words as frequent as those of a language, the same in every run."""

    def __init__(self):
        self.choose = random.Random(2014)
        self.vocabulary = [f"word{number}" for number in range(8000)]
        self.weights = [1 / (number + 1) for number in range(8000)]

    def words(self, number):
        """So many words."""
        return self.choose.choices(self.vocabulary, self.weights, k=number)

    def paper(self, number=WORDS):
        """The paragraphs of a paper of so many words."""
        words = self.words(number)
        starts = range(0, number, PARAGRAPH)
        return [" ".join(words[start : start + PARAGRAPH]) for start in starts]

    def edited(self, paragraphs, share):
        """The same with this share of its words replaced."""
        return [
            " ".join(
                self.choose.choice(self.vocabulary) if self.choose.random() < share else word
                for word in text.split()
            )
            for text in paragraphs
        ]


def joined(paragraphs):
    return "\n\n".join(paragraphs)


def usual(author):
    """Pairs of versions as people make them."""
    paper = author.paper()
    some = [text if place % 20 else f"{text} and more" for place, text in enumerate(paper)]
    yield "nothing changed", joined(paper), joined(paper)
    yield "one paragraph in twenty", joined(paper), joined(some)
    yield "one word in fifty, everywhere", joined(paper), joined(author.edited(paper, 0.02))
    yield "one word in four", joined(paper), joined(author.edited(paper, 0.25))
    yield "a chapter put in", joined(paper), joined([*paper[:99], *author.paper(9000), *paper[99:]])
    yield "chapters moved", joined(paper), joined([*paper[250:], *paper[:250]])
    yield "another paper", joined(paper), joined(author.paper())


def hostile(author):
    """Pairs that a comparison could drown in."""
    paper = author.paper()
    letters = author.choose.choices
    yield "every word changed", joined(paper), joined(paper).replace("word", "other")
    yield "all paragraphs equal", joined(["so it is"] * 25_000), joined(["so it is"] * 24_000)
    yield (
        "20,000 lines of one word",
        joined(letters("ab", k=20_000)),
        joined(letters("ab", k=20_000)),
    )
    long = " ".join(author.words(150_000))
    yield "one paragraph of 1 MB", long, " ".join(author.edited([long], 0.3))
    words = " ".join(letters("ab", k=500_000))
    yield "1 MB of two letters", words, " ".join(letters("ab", k=500_000))


def seconds(action):
    """Processor seconds, the median of a few."""
    taken = []
    for _ in range(TIMES):
        begun = process_time()
        action()
        taken.append(process_time() - begun)
    return median(taken)


def by_difflib(before, after):
    """What the standard library does with the words of both."""
    SequenceMatcher(None, before.split(), after.split()).get_opcodes()


def twice_over(before, after):
    """The least that anybody has to do: read the words of both."""
    for text in (before, after):
        Counter(pairwise(text.split()))


def told(name, before, after, bare):
    ours, theirs = seconds(lambda: compare(before, after)), seconds(lambda: bare(before, after))
    kinds = Counter(change.kind for change in compare(before, after))
    size = (len(before) + len(after)) / 2000
    print(
        f"{name:30} {size:7.0f} kB {ours * 1000:9.0f} ms {theirs * 1000:9.0f} ms "
        f"x{ours / max(theirs, 1e-4):7.2f}  {dict(kinds)}"
    )


def test_compare_usual_versions():
    print("\nAgainst difflib:")
    for case in usual(Author()):
        told(*case, by_difflib)


def test_compare_hostile_versions():
    print("\nAgainst two passes over the words:")
    for case in hostile(Author()):
        told(*case, twice_over)


def test_read_a_paper_of_four_hundred_pages():
    author = Author()
    body = joined(
        part for chapter in range(60) for part in (f"# Chapter {chapter}", *author.paper(3400))
    )
    blocks = blocks_of(body)
    print(f"\nA paper of {len(body) / 1000:.0f} kB, {len(blocks)} paragraphs:")
    after = body.replace("word7 ", "word7 and ")
    figures = {
        "its paragraphs": lambda: blocks_of(body),
        "its paragraphs, known again": lambda: blocks_of(after, previous=blocks),
        "one page to read": lambda: Text(body, blocks).on_page(3),
    }
    for name, action in figures.items():
        print(f"{name:30} {seconds(action) * 1000:9.0f} ms")
