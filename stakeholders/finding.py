"""How entries of the register are found again, however their names were spelled.

Two columns serve it. `search` holds the words of a name without accents and capitals, `sounds` the
consonants that are heard in each of them: Mohamed and Muhammad, Kwame and Kouame share one. Whatever
may be meant is read from the database by plain LIKE, then looked at letter by letter here: so every
database finds the same.
"""

import re
import unicodedata
from functools import lru_cache

from django.db.models import Case, Q, Value, When
from rapidfuzz.distance import OSA

from core.text import fold

# With so many rows that hold the words as they were typed, nobody misses those that nearly do.
ENOUGH = 50
# More rows than these are not looked at letter by letter, and fewer of them are shown.
MOST_CANDIDATES = 4000
MOST_NEAR = 250
MOST_WORDS = 8
EXACT, NEAR, ALIKE = 0, 1, 2

# What Unicode does not take apart into a letter and an accent, and signs inside names.
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})
SIGNS = str.maketrans({**dict.fromkeys('-‐‑‒–—/,;()[]"“”«»', " "), **dict.fromkeys("'’‘ʼ`´", None)})
ACCENTS = re.compile("[\u0300-\u036f]+")
PAIRS = re.compile(r"[st]?ch(?![rl])|ch|sh|ph|dj|ou(?=[aeiou])")
HEARD = {"ph": "f", "dj": "j", "ou": "w", "sh": "s"}
SAME = str.maketrans({"c": "k", "q": "k", "z": "s", "x": "ks", "v": "f", "h": None})
DOUBLED = re.compile(r"(.)\1+")
UNHEARD = str.maketrans(dict.fromkeys("aeiouy", None))
STARTS = str.maketrans("eiouy", "aaaaj")


def make_searchable(row):
    """Fill what `row`, a person or an organisation, is searched by. For who writes rows in bulk: `save()`
    does it by itself."""
    words = words_of(row.name)
    more = row.email if hasattr(row, "role") else row.acronym
    also = [fold(more)] if more else []
    row.search = f" {' '.join((*words, *also))} "
    row.sounds = f" {' '.join(map(_heard, words))} "


def words_of(text):
    """The words of `text` as they are searched: without accents, capitals, hyphens and apostrophes. An
    e-mail address stays whole."""
    if not text.isascii():
        # Most names are Latin letters and accents, and these are quickly told apart.
        text = ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    text = text.lower() if text.isascii() else fold(text).translate(LETTERS)
    if "@" in text:
        return [part for word in text.split() for part in _parts(word)]
    return text.translate(SIGNS).split()


def _parts(word):
    return [word] if "@" in word else word.translate(SIGNS).split()


def sounds_of(text):
    """The consonants that are heard in each word of `text`, with blanks between the words."""
    return " ".join(map(_heard, words_of(text)))


@lru_cache(maxsize=65536)
def _heard(word):
    letters = PAIRS.sub(_pair, word).translate(SAME)
    letters = DOUBLED.sub(r"\1", letters)
    return letters[:1].translate(STARTS) + letters[1:].translate(UNHEARD)


def _pair(match):
    pair = match[0]
    if pair in HEARD:
        return HEARD[pair]
    # Christine as Kristine, Cheikh as Sheikh.
    return (
        "k" if pair == "ch" and match.string[match.end() : match.end() + 1] in ("r", "l") else "s"
    )


def find(rows, words):
    """`rows`, a queryset of people or organisations, narrowed to those that `words` may mean.

    Each word, in any order, must stand in the name (part of a word is enough), sound like one of its
    words, or differ from it by a letter (two from eight letters on): missing, extra, wrong, swapped.
    Annotated with `nearness` and in its order: what holds the words as typed comes first. Reads
    once from the database before the rows themselves. Give rows whose names the viewer may know.
    """
    typed = words_of(words)[:MOST_WORDS]
    rows = rows.order_by()
    if not typed:
        return rows.none().annotate(nearness=Value(EXACT))
    graded, were_all = _graded(rows, typed)
    exact = [pk for pk, grade in graded.items() if grade == EXACT]
    if len(exact) >= ENOUGH:
        held = rows.filter(holding(typed))
        return held.annotate(nearness=Value(EXACT)).order_by("name", "pk")
    others = [pk for pk, grade in graded.items() if grade != EXACT]
    others = sorted(others, key=graded.get)[:MOST_NEAR]
    found = Q(pk__in=[*exact, *others])
    as_typed = Q(pk__in=exact)
    if not were_all:
        # Among those that were not looked at some may hold the words as they are.
        as_typed = holding(typed)
        found |= as_typed
    alike = [pk for pk in others if graded[pk] == ALIKE]
    nearness = Case(
        When(as_typed, then=Value(EXACT)),
        When(pk__in=alike, then=Value(ALIKE)),
        default=Value(NEAR),
    )
    return rows.filter(found).annotate(nearness=nearness).order_by("nearness", "name", "pk")


def holding(typed):
    """The condition that each of the words `typed` stands in the name as it is."""
    condition = Q()
    for word in typed:
        condition &= Q(search__contains=word)
    return condition


def _graded(rows, typed):
    """How near each row that may be meant is, by primary key; and whether all of these were looked at."""
    condition = Q()
    for word in typed:
        condition &= _candidates(word)
    looked_at = list(rows.filter(condition).values_list("pk", "search")[:MOST_CANDIDATES])
    wanted = [(word, _heard(word)) for word in typed]
    graded = {}
    for pk, search in looked_at:
        if all(word in search for word in typed):
            graded[pk] = EXACT
            continue
        nearness = _nearness(wanted, [word for word in search.split() if "@" not in word])
        if nearness is not None:
            graded[pk] = nearness
    return graded, len(looked_at) < MOST_CANDIDATES


def _candidates(word):
    """A condition that holds for every row with a word near `word`, and for few others.

    A single slip leaves all letters before it and all after it in place; two slips leave one of three
    thirds (nearly always).
    """
    condition = Q(search__contains=word)
    heard = _heard(word)
    if len(heard) > 1:
        condition |= Q(sounds__contains=f" {heard}" if len(heard) > 2 else f" {heard} ")
    length = len(word)
    if length >= 8:
        middle = length // 2 - 1
        condition |= Q(search__contains=f" {word[:3]}") | Q(search__contains=f"{word[-3:]} ")
        condition |= Q(search__contains=word[middle : middle + 3])
    elif length >= 4:
        for place in range(length - 1):
            before, after = word[:place], word[place + 2 :]
            # The first two letters may both be wrong for what is still being typed, no more than that.
            slip = Q(search__contains=f" {before}") if before else Q()
            slip &= Q(search__contains=f"{after} ") if after else Q()
            condition |= slip
    return condition


def _nearness(wanted, names):
    """How near `names`, words of a row, are to all of the words that are `wanted`; None if one is not."""
    worst = EXACT
    for word, heard in wanted:
        best = min((_grade(word, heard, name) for name in names), default=None)
        if best is None or best > ALIKE:
            return None
        worst = max(worst, best)
    return max(worst, NEAR)


def _grade(word, heard, name):
    if word in name:
        return EXACT
    slips = 2 if len(word) >= 8 else 1 if len(word) >= 4 else 0
    if slips and OSA.distance(word, name, score_cutoff=slips) <= slips:
        return NEAR
    if len(heard) > 1:
        sound = _heard(name)
        most = max(2, len(word) // 2)
        if sound == heard and OSA.distance(word, name, score_cutoff=most) <= most:
            return NEAR
        begun = name[: len(word)]
        if len(heard) > 2 and sound.startswith(heard) and OSA.distance(word, begun) <= 2:
            return ALIKE
    return ALIKE + 1
