"""Who may be entered twice: the same e-mail address or telephone, or a near name at a near organisation.

Works on what it is given, in memory, and only compares those who share an address, a number, or what is
heard in two words of their names; so ten thousand rows against fifty thousand people take seconds. Give
it nobody whom the reader of its answers may not know of.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz

from core.text import fold
from stakeholders.finding import sounds_of, words_of

NEAR, NEARLY_EQUAL = 88, 97  # of 100, rapidfuzz's likeness of two names, words in any order
HEARD_ALIKE = 70  # enough where the same consonants are heard
NEAR_BODY = 90
MOST = 5  # proposed for one
FEWEST_DIGITS = 7
# More people than these share a key: it tells nobody apart.
MOST_OF_A_KEY = 400
NO_BODY = ("", "")
NO_DIGITS = re.compile(r"\D+")


def body(name, acronym=""):
    """An organisation as it is compared."""
    return (fold(name), fold(acronym))


@dataclass(frozen=True, slots=True)
class Somebody:
    """What people are told apart by. `key` is whatever the caller knows them by; `body` is from body()."""

    key: object
    name: str
    email: str = ""
    phone: str = ""
    body: tuple = NO_BODY
    sounds: str = ""  # as kept in the register; else heard anew


@dataclass
class Likeness:
    """Whom somebody may be, why, and whether that is beyond doubt."""

    key: object
    why: list = field(default_factory=list)
    sure: bool = False
    score: float = 0


class People:
    """Those whom somebody may be. `add()` them, then ask `like()`. `narrow`: only those who surely are the
    same person are looked for."""

    def __init__(self, people=(), *, narrow=False):
        self.keys_of = _narrow_keys if narrow else _keys
        self.rows, self.digits = [], []
        self.by_email = defaultdict(list)
        self.by_phone = defaultdict(list)
        self.by_name = defaultdict(list)
        for somebody in people:
            self.add(somebody)

    def add(self, somebody):
        """Take `somebody` into account from now on."""
        place = len(self.rows)
        self.rows.append(somebody)
        if somebody.email:
            self.by_email[somebody.email.casefold()].append(place)
        digits = _digits(somebody.phone)
        self.digits.append(digits)
        if digits:
            self.by_phone[digits].append(place)
        for key in self.keys_of(somebody):
            self.by_name[key].append(place)

    def like(self, somebody):
        """Those who may be `somebody`, the likeliest first; at most five."""
        places = set(self.by_email.get(somebody.email.casefold(), ())) if somebody.email else set()
        digits = _digits(somebody.phone)
        if digits:
            places.update(self.by_phone.get(digits, ()))
        for key in self.keys_of(somebody):
            found = self.by_name.get(key, ())
            if len(found) <= MOST_OF_A_KEY:
                places.update(found)
        found = []
        for place in places:
            same_phone = digits is not None and self.digits[place] == digits
            likeness = _compare(somebody, self.rows[place], same_phone)
            if likeness is not None:
                found.append(likeness)
        found.sort(key=lambda likeness: (not likeness.sure, -likeness.score, str(likeness.key)))
        if len(found) > 1 and found[1].sure:
            # Two who both surely are: so neither surely is.
            for likeness in found:
                likeness.sure = False
        return found[:MOST]


def _digits(phone):
    digits = NO_DIGITS.sub("", phone)
    return digits[-9:] if len(digits) >= FEWEST_DIGITS else None


def _keys(somebody):
    heard = sorted(set((somebody.sounds or sounds_of(somebody.name)).split()))[:6]
    if len(heard) == 1:
        yield heard[0]
    yield from combinations(heard, 2)
    if somebody.body != NO_BODY:
        # A slip may change what is heard in one of the words.
        for sound in heard:
            for called in somebody.body:
                if called:
                    yield (sound, called, "")


def _narrow_keys(somebody):
    return (_folded(somebody.name)[0],)


def _compare(one, other, same_phone):
    """The Likeness of two, or None if they are not alike enough to be mentioned."""
    score = _name_score(one.name, other.name)
    near = score >= NEAR
    same_email = bool(one.email) and one.email.casefold() == other.email.casefold()
    if not (near or same_email or same_phone):
        return None
    likeness = Likeness(other.key)
    bodies = _bodies(one.body, other.body)
    if same_email:
        likeness.why.append("email")
    if same_phone and (near or _share_a_word(one.name, other.name)):
        likeness.why.append("phone")
    if near and (bodies == "near" or likeness.why):
        likeness.why += ["name", "organisation"] if bodies == "near" else ["name"]
    elif score >= NEARLY_EQUAL and bodies == "unknown":
        likeness.why.append("name")
    if not likeness.why:
        return None
    other_email = bool(one.email and other.email) and not same_email
    # Brothers and sisters at one mine have near names too.
    equal = score >= NEARLY_EQUAL and bodies == "near" and not other_email
    likeness.sure = (near and same_email) or equal
    likeness.score = score + 50 * same_email + 20 * same_phone + 20 * (bodies == "near")
    return likeness


@lru_cache(maxsize=65536)
def _folded(name):
    words = sorted(words_of(name))
    return " ".join(words), sorted(sounds_of(name).split()), frozenset(words)


def _name_score(one, other):
    """How alike two names are, of 100: 100 too where one has a middle name that the other leaves out."""
    name, heard, words = _folded(one)
    other_name, other_heard, other_words = _folded(other)
    score = fuzz.ratio(name, other_name, score_cutoff=HEARD_ALIKE)
    if score and heard == other_heard:
        return max(score, NEAR)
    if (words <= other_words or other_words <= words) and min(len(words), len(other_words)) >= 2:
        return max(score, NEAR)
    return score


def _share_a_word(one, other):
    return bool(set(sounds_of(one).split()) & set(sounds_of(other).split()))


def _bodies(one, other):
    """“near” if two organisations may be one, “unknown” if one is not known, else “apart”."""
    if NO_BODY in (one, other):
        return "unknown"
    return "near" if one == other or _near_bodies(one, other) else "apart"


@lru_cache(maxsize=65536)
def _near_bodies(one, other):
    called, also = {part for part in one if part}, {part for part in other if part}
    return bool(called & also) or fuzz.token_sort_ratio(one[0], other[0]) >= NEAR_BODY
