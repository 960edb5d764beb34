"""Takes the names of protected people out of free text (security.md).

A text may spell somebody out in many ways: in capitals, without accents, over a line's end, with
Markdown marks inside, surname first, with a title or initials. All of them are searched at once, in a
folded copy of the text, and what was found is replaced in the original by the pseudonym.

A surname or a first name alone is left: it may be anybody's, or a word.
"""

import re
import unicodedata
from functools import lru_cache
from html import unescape

# Titles that are nothing else, and those that are words as well and count only before a capital.
TITLES = "mr|mrs|ms|mx|dr|prof|mme|mlle|rev|sr|sra|srta|alhaj|alhaji|hajia|capt|col"
WORDS_USED_AS_TITLES = (
    "miss|professor|sir|madam|madame|monsieur|hon|honourable|chief|nana|reverend|pastor|imam|sheikh|"
    "shaykh|don|dona|senor|senora|bapak|pak|ibu|bwana|mama|mzee|eng|comrade|captain|colonel|major"
)
# Marks that Markdown takes out of a text when it prints it, wherever they stand in a name.
MARKS = "*_~`\\"
WORD_SCRIPTS = {"LATIN", "GREEK", "CYRILLIC"}
SHORTEST_NUMBER = 7


@lru_cache(maxsize=4096)
def _fold_letter(letter):
    if letter in MARKS:
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
    return "".join(part for part in decomposed if not unicodedata.combining(part)).casefold()


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

    `people` are (person, pseudonym) pairs; a person has `name`, `title`, `email` and `phone`. `others`
    are names of people who may be named: a title and a surname that one of them shares stand for the
    protected person only with the very title that is recorded.
    """

    def __init__(self, people, others=()):
        surnames = {_parts(name)[-1] for name in others if _parts(name)}
        self._found = []
        patterns = []
        for person, pseudonym in people:
            for pattern, is_word in _spellings(person, surnames):
                # A named group each: the one that matched says who was found.
                patterns.append(f"(?P<p{len(self._found)}>{pattern})")
                self._found.append((pseudonym, is_word))
        self._search = re.compile("|".join(patterns)) if patterns else None

    def __bool__(self):
        return self._search is not None

    def __call__(self, text):
        """`text` with pseudonyms in place of names; the very same object where there are none."""
        if self._search is None or not text:
            return text
        if not self._search.search(folded(text)):
            plain = unescape(text) if "&" in text else text
            if plain == text or not self._search.search(folded(plain)):
                return text
            # The name is spelt with character references, which print as letters.
            text = plain
        return self._replaced(text)

    def finds(self, text):
        """True if somebody is spelt out in `text`."""
        return self(text) is not text

    def _replaced(self, text):
        fold, places = _with_places(text)
        pieces, done = [], 0
        for match in self._search.finditer(fold):
            start, end = places[match.start()], places[match.end() - 1] + 1
            pseudonym, is_word = self._found[int(match.lastgroup[1:])]
            found = text[start:end]
            if is_word and found.split()[-1].lstrip(MARKS)[:1].islower():
                continue
            marks = "".join(letter for letter in found if letter in "*~`")
            pieces += [text[done:start], pseudonym, marks]
            done = end
        if not pieces:
            return text
        return "".join([*pieces, text[done:]])


def _parts(name):
    return folded(name).replace("-", " ").replace(".", " ").split()


def _bounded(pattern, parts):
    """`pattern` as words of their own; scripts that write without blanks have no such bounds."""
    before = r"(?<!\w)" if _has_words(parts[0][0]) else ""
    after = r"(?!\w)" if _has_words(parts[-1][-1]) else ""
    return f"{before}{pattern}{after}"


def _has_words(letter):
    return unicodedata.name(letter, "").split(" ")[0] in WORD_SCRIPTS or letter.isdigit()


def _spellings(person, shared_surnames):
    """Patterns, over folded text, of each way in which a person may be spelt out; with each, whether it
    may be a word and counts only where it is written with a capital."""
    parts = _parts(person.name)
    title = folded(person.title).strip(" .")
    if parts:
        titles = "|".join(filter(None, (TITLES, WORDS_USED_AS_TITLES, re.escape(title))))
        lead = rf"(?:(?:{titles})[\s.]+)*"
        for pattern in _whole_names(parts, lead):
            yield _bounded(pattern, parts), len(parts) == 1
    if len(parts) > 1:
        yield from _with_title(parts[-1], title, shared=parts[-1] in shared_surnames)
    if person.email:
        address = re.escape(folded(person.email).strip())
        yield rf"(?<![\w.+-]){address}(?![\w-])", False
    digits = re.sub(r"\D", "", person.phone)
    if len(digits) >= SHORTEST_NUMBER:
        yield r"(?<!\d)\+?" + r"[\s().\-/]*".join(digits) + r"(?!\d)", False


def _whole_names(parts, lead):
    """The name as registered, its middle names short or left out; surname first; with initials."""
    first, *middle, last = parts if len(parts) > 1 else (*parts, "")
    if not last:
        yield f"{lead}{re.escape(first)}"
        return
    gap = r"[\s.\-]+"
    between = "".join(rf"(?:(?:{re.escape(part)}|{re.escape(part[0])}){gap})?" for part in middle)
    yield f"{lead}{re.escape(first)}{gap}{between}{re.escape(last)}"
    after = "".join(
        rf"(?:{gap}(?:{re.escape(part)}|{re.escape(part[0])}\b\.?))?" for part in middle
    )
    yield rf"{re.escape(last)}\s*,\s*{lead}{re.escape(first)}{after}"
    initials = "".join(rf"(?:{re.escape(part[0])}[\s.\-]+)?" for part in middle)
    yield rf"{lead}{re.escape(first[0])}\.[\s\-]*{initials}{re.escape(last)}"


def _with_title(surname, title, *, shared):
    """A title and the surname; where somebody else has the same surname, the recorded title alone."""
    sure, unsure = TITLES, WORDS_USED_AS_TITLES
    if shared:
        sure, unsure = (title, "") if title in TITLES.split("|") else ("", title)
        sure, unsure = re.escape(sure), re.escape(unsure)
    elif title and title not in TITLES.split("|"):
        unsure = f"{unsure}|{re.escape(title)}"
    for titles, is_word in ((sure, False), (unsure, True)):
        if titles:
            yield _bounded(rf"(?:{titles})[\s.]+{re.escape(surname)}", ["a", surname]), is_word
