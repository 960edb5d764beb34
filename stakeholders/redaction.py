"""Takes the names of protected people out of free text (security.md).

A text may spell somebody out in many ways: in capitals, without accents, over a line's end, with
Markdown marks, links or table cells between, surname first, with a title, a nickname or initials, two
names of three, run together in an address. All of them are searched at once, in a folded copy of the
text, and what was found is replaced in the original by the pseudonym.

A surname or a first name alone is left: it may be anybody's, or a word.

Whoever writes notes can write a text of any length, so no pattern may take more than linear time: what
repeats is bounded, and a text is searched only for the people of whose names it holds some part.
"""

import heapq
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import pairwise

# Titles that are nothing else, and those that are words as well and count only before a capital.
TITLES = "mr|mrs|ms|mx|dr|prof|mme|mlle|rev|sr|sra|srta|alhaj|alhaji|hajia|capt|col"
WORDS_USED_AS_TITLES = (
    "miss|professor|sir|madam|madame|monsieur|hon|honourable|chief|nana|reverend|pastor|imam|sheikh|"
    "shaykh|don|dona|senor|senora|bapak|pak|ibu|bwana|mama|mzee|eng|comrade|captain|colonel|major"
)
ANY_TITLE = re.compile(rf"(?:{TITLES}|{WORDS_USED_AS_TITLES})[\s.]")
AFTER_NAMES = {"jr", "snr", "jnr", "ii", "iii", "iv", "phd", "md", "mp", "esq", "msc", "mba", "ba"}
PARTICLES = {"de", "del", "da", "do", "dos", "das", "du", "la", "le", "van", "von", "der", "den"}
PARTICLES |= {"bin", "binti", "ibn", "ben", "bint", "al", "el", "ould", "y", "e", "and"}
# Marks that Markdown takes out of a text when it prints it, wherever they stand in a name.
MARKS = "*_~`\\"
# What `reports.veil` puts for a tag inside a line; like marks, it may stand in a name and is kept.
INLINE_TAG = "\ue000"
KEPT = f"*~`{INLINE_TAG}"
# Letters that are not made of another and a mark, as people without them on the keyboard write them.
PLAIN = dict(zip("øłđðɖħıŧɓɗɛǝɔŋɲƙƴɣ", "oldddhitbdeeonnkyg", strict=True))
PLAIN |= {"æ": "ae", "œ": "oe", "þ": "th"}
WORD_SCRIPTS = {"LATIN", "GREEK", "CYRILLIC"}
SHORTEST_NUMBER = 7
ENOUGH_DIGITS = 8  # of the end of a number: what stands before them is written in several ways
SOME_NUMBER = re.compile(rf"\d{{{SHORTEST_NUMBER}}}")
SHORT_TEXT = 200  # letters
MOST_SEEN = 10_000
START = 3  # letters by which the signs of many people are told apart
SHORTEST_RUN = 7  # letters of a first name and a surname that are one name when run together

# What prints as nothing much between two names: blanks, a table's or a quotation's bar, a link's end.
BETWEEN = r"(?:[\s.\-/|>·+!\[\]<]|%20|br\b|\([^()]{0,200}\)|[\"“”«»'][^\"“”«»'\n]{1,30}[\"“”«»'])"
GAP = f"{BETWEEN}+"
DOTS = r"[\s.\-]{0,3}"
BETWEEN_DIGITS = r"[\s().\-/]"


@lru_cache(maxsize=4096)
def _fold_letter(letter):
    if letter in MARKS or letter == INLINE_TAG:
        return ""
    if letter.isspace():
        return " "
    if letter in "’‘ʼ`´′":
        return "'"
    if unicodedata.category(letter) == "Pd":
        return "-"
    if unicodedata.category(letter) == "Cf":
        return ""
    decomposed = unicodedata.normalize("NFKD", letter)
    plain = "".join(part for part in decomposed if not unicodedata.combining(part)).casefold()
    return PLAIN.get(plain, plain)


def folded(text):
    """`text` as it is searched: no case, no accents, no marks, every blank a space."""
    return "".join(map(_fold_letter, text))


def _with_places(text):
    """The folded text, and for each of its letters the place in `text` that it came from."""
    letters, places = [], []
    for place, letter in enumerate(text):
        fold = _fold_letter(letter)
        letters.append(fold)
        places.extend([place] * len(fold))
    return "".join(letters), places


class Redactor:
    """Replaces every spelling of some people's names, e-mail addresses and telephone numbers.

    `people` are (person, pseudonym) pairs; a person has `name`, `title`, `email` and `phone`. One whose
    pseudonym is None is left as they stand, and nobody else is found inside their name. `others` are
    names of people who may be named: a title and a surname that one of them shares stand for the
    protected person only with the very title that is recorded.
    """

    kept = KEPT  # what of a name that is replaced stays where it stood

    def __init__(self, people, others=()):
        others = [parts for parts in map(_parts, others) if parts]
        surnames, names = {parts[-1] for parts in others}, {tuple(parts) for parts in others}
        self._people = []
        # Somebody's longer name is tried before a shorter one that is a part of it.
        for person, pseudonym in sorted(people, key=lambda pair: -len(_parts(pair[0].name))):
            if _parts(person.name) or person.email or person.phone:
                self._people.append(_Sought(person, pseudonym, surnames, names))
        self._known = _Known([sought.signs for sought in self._people])
        # What is short comes again and again in a document: names, places, labels.
        self._seen = {}

    def __bool__(self):
        return bool(self._people)

    def __call__(self, text):
        """`text` with pseudonyms in place of names; the very same object where there are none."""
        if not self._people or not text:
            return text
        if len(text) > SHORT_TEXT:
            changed = self._changed(text)
        elif text in self._seen:
            changed = self._seen[text]
        else:
            changed = self._changed(text)
            if len(self._seen) < MOST_SEEN:
                self._seen[text] = changed
        return text if changed is None else changed

    def _changed(self, text):
        """What becomes of `text`; None if it stays."""
        changed = self._replaced(text)
        if "&" in changed:
            # A name may be spelt with character references, which print as letters.
            plain = unescape(changed)
            again = self._replaced(plain)
            changed = changed if again is plain else again
        return None if changed is text else changed

    def may_concern(self, words):
        """True if one of `words` is a part of a name, an address or a number of somebody: who looks for it
        may be guessing."""
        typed = [folded(word) for word in words.split()]
        numbers = [re.sub(r"\D", "", word) for word in typed]
        for sought in self._people:
            known = (*sought.signs.sure, *sought.signs.parts)
            if any(word in sign for word in typed for sign in known):
                return True
            if any(number and number in sought.signs.number for number in numbers):
                return True
        return False

    def finds(self, text):
        """True if somebody is spelt out in `text`."""
        return self(text) is not text

    def _replaced(self, text):
        fold = folded(text)
        searches = self._searches_in(fold)
        if not any(search.pattern.search(fold) for search in searches):
            return text
        fold, places = _with_places(text)
        pieces, done = [], 0
        for match, search in _from_left_to_right(searches, fold):
            start, end = places[match.start()], places[match.end() - 1] + 1
            found, is_word = text[start:end], search.is_word[match.lastindex - 1]
            if search.pseudonym is None or (is_word and not is_word(found)):
                continue
            marks = "".join(letter for letter in found if letter in self.kept)
            pieces += [text[done:start], search.pseudonym, marks]
            done = end
        if not pieces:
            return text
        return "".join([*pieces, text[done:]])

    def _searches_in(self, fold):
        """What to look for in `fold`: the spellings of those people of whom it holds a sign."""
        numbers, is_cut = re.sub(BETWEEN_DIGITS, "", fold), "..." in fold
        concerned = [
            sought
            for place in self._known.may_stand_in(fold, numbers)
            if (sought := self._people[place]).signs.stand_in(fold, numbers, is_cut)
        ]
        has_titles = bool(concerned and ANY_TITLE.search(fold))
        return [
            search for sought in concerned for search in sought.searches(fold, has_titles, is_cut)
        ]


@dataclass(frozen=True)
class _Search:
    """Some spellings of one person as one pattern; `is_word` says of each, in the order of the groups that
    end them, how it is told from a word."""

    pattern: re.Pattern
    pseudonym: str | None
    is_word: tuple

    @classmethod
    def of(cls, pseudonym, spellings):
        # An empty group at the end of each says which one matched, and leaves it to begin with a letter.
        pattern = re.compile("|".join(f"{spelling}()" for spelling, _is_word in spellings))
        return cls(pattern, pseudonym, tuple(is_word for _spelling, is_word in spellings))


class _Sought:
    """Somebody who is looked for. Their patterns are made when a text first holds a sign of them; most
    texts hold no title, and without one a name is found many times as fast."""

    def __init__(self, person, pseudonym, surnames, names):
        self.signs = _signs(person)
        self._person, self._pseudonym, self._others = person, pseudonym, (surnames, names)
        self._title = folded(person.title).strip(" .")
        self._made = {}

    def searches(self, fold, has_titles, is_cut):
        """The searches for this person in `fold`, in the order in which they are tried."""
        with_titles = has_titles or bool(self._title and self._title in fold)
        wanted = ("titled" if with_titles else "plain", *(["cut"] if is_cut else []), "reached")
        return [search for part in wanted for search in self._made_of(part)]

    def _made_of(self, part):
        if part not in self._made:
            spellings = {
                "titled": lambda: _names(self._person, self._title, *self._others, titles=True),
                "plain": lambda: _names(self._person, self._title, *self._others, titles=False),
                "cut": lambda: _cut_off(_parts(self._person.name)),
                "reached": lambda: _reached(self._person),
            }[part]
            groups = [list(spellings())]
            self._made[part] = [_Search.of(self._pseudonym, group) for group in groups if group]
        return self._made[part]


def _from_left_to_right(searches, fold):
    """(match, search) of all that is found in `fold`, none overlapping: the one that begins first, and of
    those that begin together that of the first search."""
    ahead = []

    def look(order, place):
        if match := searches[order].pattern.search(fold, place):
            heapq.heappush(ahead, (match.start(), order, match))

    for order in range(len(searches)):
        look(order, 0)
    done = 0
    while ahead:
        start, order, match = heapq.heappop(ahead)
        if start >= done:
            yield match, searches[order]
            done = match.end()
        look(order, done)


def _words_of(found):
    return [word for word in re.split(r"[\W\d_]+", found) if word]


def _ends_as_a_name(found):
    """True if the last word of `found` is written with a capital, or in a script that has none."""
    return not _words_of(found)[-1][0].islower()


def _is_all_names(found):
    """True if every word but a particle is written with a capital."""
    return not any(
        word[0].islower() and word not in PARTICLES - {"and"} for word in _words_of(found)
    )


def _parts(name):
    """The names of a person, first names first, without titles, nicknames and what stands behind."""
    text = re.sub(r"\([^()]*\)|[\"“«][^\"”»]*[\"”»]", " ", folded(name))
    head, comma, tail = text.partition(",")
    # “QUILL, Zed” is Zed Quill; “Zed Quill, PhD” has no first name behind the comma.
    if comma and set(_split(tail)) - AFTER_NAMES:
        text = f"{tail} {head}"
    elif comma:
        text = head
    parts = _split(text)
    while len(parts) > 2 and parts[-1] in AFTER_NAMES:
        parts.pop()
    while len(parts) > 1 and parts[0] in TITLES.split("|"):
        parts.pop(0)
    return parts


def _split(text):
    return re.sub(r"[-.,/|]", " ", text).split()


def _bounded(pattern, parts):
    """`pattern` as words of their own; scripts that write without blanks have no such bounds."""
    bounded = _not_after(r"\w", pattern) if _has_words(parts[0][0]) else pattern
    after = r"(?!\w)" if _has_words(parts[-1][-1]) else ""
    return f"{bounded}{after}"


def _not_after(kind, pattern):
    """`pattern`, where no letter of `kind` stands before it. A pattern that begins with a letter still does:
    the search for it skips everything else."""
    if pattern.startswith("("):
        return f"(?<!{kind}){pattern}"
    letter = re.match(r"\\?.", pattern, re.DOTALL)[0]
    return f"{letter}(?<!{kind}{letter}){pattern[len(letter) :]}"


def _has_words(letter):
    return unicodedata.name(letter, "").split(" ")[0] in WORD_SCRIPTS or letter.isdigit()


@dataclass(frozen=True)
class _Signs:
    """What of a person must stand in a folded text in which they are spelt out: searching it for a
    hundred people of whom it holds a first name takes seconds."""

    sure: tuple  # the surname, the only name, the address
    parts: tuple
    number: str

    def stand_in(self, fold, numbers, is_cut):
        """True unless it is certain that nobody is spelt out there; `numbers` is `fold` without what may
        stand between digits, `is_cut` says that some word in it may have lost its end."""
        if any(sign in fold for sign in self.sure) or (self.number and self.number in numbers):
            return True
        # Without the surname it takes two of three names, or the first one before a cut.
        return sum(part in fold for part in self.parts) > (0 if is_cut else 1)


class _Known:
    """The signs of many people by how they begin: most texts hold none, which is seen without asking for each
    of them."""

    def __init__(self, everybody):
        self._by_start, self._short, self._numbered = {}, {}, []
        for place, signs in enumerate(everybody):
            for sign in {*signs.sure, *signs.parts}:
                is_short = len(sign) < START
                key, where = (
                    (sign, self._short) if is_short else (tuple(sign[:START]), self._by_start)
                )
                where.setdefault(key, set()).add(place)
            if signs.number:
                self._numbered.append(place)

    def may_stand_in(self, fold, numbers):
        """The places of those of whom a sign may be in `fold`, first to last; `numbers` as in `stand_in`."""
        found = set(self._numbered if SOME_NUMBER.search(numbers) else ())
        for start in self._by_start.keys() & set(zip(fold, fold[1:], fold[2:], strict=False)):
            found |= self._by_start[start]
        for sign, places in self._short.items():
            if sign in fold:
                found |= places
        return sorted(found)


def _signs(person):
    parts = _parts(person.name)
    digits = re.sub(r"\D", "", person.phone)
    return _Signs(
        sure=tuple({*parts[-1:], folded(person.email).strip()} - {""}),
        parts=tuple(parts),
        number=digits[-ENOUGH_DIGITS:] if len(digits) >= SHORTEST_NUMBER else "",
    )


def _names(person, title, shared_surnames, other_names, *, titles):
    """Patterns, over folded text, of each way in which a name may be spelt out; with each, a function
    that says of what was found whether it is a name, if it may be a word; else None. Without `titles`
    those alone that need no title."""
    parts = _parts(person.name)
    if not parts:
        return
    known = "|".join(filter(None, (TITLES, WORDS_USED_AS_TITLES, re.escape(title))))
    lead = rf"(?:(?:{known})[\s.]{{1,3}}){{0,4}}" if titles else ""
    for pattern, is_word in _whole_names(parts, lead):
        yield _bounded(pattern, parts), is_word
    yield from _two_of(parts, other_names)
    if titles and len(parts) > 1:
        yield from _with_title(parts[-1], title, shared=parts[-1] in shared_surnames)


def _reached(person):
    """Patterns of a person's address and number, as `_names` gives those of names."""
    if person.email:
        address = re.escape(folded(person.email).strip())
        yield _not_after(r"[\w.+-]", address) + r"(?![\w-])", None
    digits = re.sub(r"\D", "", person.phone)
    if len(digits) >= SHORTEST_NUMBER:
        # With the country's code, with a zero in its place, or neither.
        core = (BETWEEN_DIGITS + "{0,5}").join(digits[-ENOUGH_DIGITS:])
        yield rf"(?<!\d)(?:\+?\d[\d\s().\-/]{{0,9}})?{core}(?!\d)", None


def _cut_off(parts):
    """The first name and the beginning of the surname, where a text that is too long was cut."""
    if len(parts) < 2:
        return
    first, last = parts[0], parts[-1]
    beginning = ""
    for letter in reversed(last[1:40]):
        beginning = f"(?:{re.escape(letter)}{beginning})?"
    pattern = rf"{re.escape(first)}{GAP}{re.escape(last[0])}{beginning}\s?\.\.\."
    yield (_not_after(r"\w", pattern) if _has_words(first[0]) else pattern), None


def _whole_names(parts, lead):
    """The name as registered, its middle names short or left out; surname first; with initials."""
    first, *middle, last = parts if len(parts) > 1 else (*parts, "")
    if not last:
        yield f"{lead}{re.escape(first)}", _ends_as_a_name
        return
    between = "".join(rf"(?:(?:{re.escape(part)}|{re.escape(part[0])}){GAP})?" for part in middle)
    yield f"{lead}{re.escape(first)}{GAP}{between}{re.escape(last)}", None
    # A middle name that the register does not know.
    unknown = rf"(?:\w{{1,20}}{GAP}){{1,2}}"
    yield f"{lead}{re.escape(first)}{GAP}{unknown}{re.escape(last)}", _is_all_names
    after = "".join(
        rf"(?:{GAP}(?:{re.escape(part)}|{re.escape(part[0])}\b\.?))?" for part in middle
    )
    yield rf"{re.escape(last)}\s*,\s*{lead}{re.escape(first)}{after}", None
    yield f"{re.escape(last)}{GAP}{lead}{re.escape(first)}{after}", _is_all_names
    initials = "".join(rf"(?:{re.escape(part[0])}{DOTS})?" for part in middle)
    yield rf"{lead}{re.escape(first[0])}\.{DOTS}{initials}{re.escape(last)}", None
    yield rf"{lead}{re.escape(first[0])}{DOTS}{initials}\s{re.escape(last)}", _is_all_names
    if len(first) + len(last) >= SHORTEST_RUN and _has_words(first[0]):
        together = f"{re.escape(first)}(?:{''.join(map(re.escape, middle))})?{re.escape(last)}"
        yield together, None
    elif not _has_words(first[0]):
        yield "".join(map(re.escape, parts)), None


def _two_of(parts, other_names):
    """Two names of three or more, unless somebody else is called just so."""
    whole = [part for part in parts if part not in PARTICLES and len(part) > 2]
    if len(whole) < 3:
        return
    particles = "|".join(sorted(PARTICLES))
    for one, other in pairwise(whole):
        if (one, other) not in other_names:
            pattern = f"{re.escape(one)}{GAP}(?:(?:{particles}){GAP}){{0,3}}{re.escape(other)}"
            yield _bounded(pattern, [one, other]), _is_all_names


def _with_title(surname, title, *, shared):
    """A title and the surname; where somebody else has the same surname, the recorded title alone."""
    sure, unsure = TITLES, WORDS_USED_AS_TITLES
    if shared:
        sure, unsure = (title, "") if title in TITLES.split("|") else ("", title)
        sure, unsure = re.escape(sure), re.escape(unsure)
    elif title and title not in TITLES.split("|"):
        unsure = f"{unsure}|{re.escape(title)}"
    for titles, is_word in ((sure, None), (unsure, _ends_as_a_name)):
        if titles:
            yield (
                _bounded(rf"(?:{titles})[\s.]{{1,9}}{re.escape(surname)}", ["a", surname]),
                is_word,
            )
