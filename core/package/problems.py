"""What is wrong with a file, and where."""

import difflib
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.exceptions import Refusal
from core.text import CONTROL

LONGEST_QUOTE = 60
# Comparing a word with every other one takes long: a file with more mistakes, or words, gets no guesses.
MOST_GUESSES, MOST_TO_GUESS_FROM = 200, 1000
# Beside the control characters: those of the second block, half characters and what is no character.
UNPRINTABLE = re.compile(CONTROL.pattern + "|[\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file: the path to it, a sentence, and the line where that is known."""

    file: str
    path: tuple
    message: str
    line: int | None = None

    def __str__(self):
        parts = [self.file, dotted(self.path), self.message]
        text = ": ".join(part for part in parts if part)
        return f"{text} ({_('line %d') % self.line})" if self.line else text


class PackageRefused(Refusal):
    """A package was not loaded; `problems` are all that is wrong, in every file."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def dotted(path):
    """The path as people write it: `dialogue.agenda[0].items[3].start`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{shorten(step)}" if text else shorten(step)
    return text


def printable(text):
    """`text` without what a terminal would obey or a file could not hold."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def shorten(text):
    """At most a short line of `text`, safe to print on a terminal."""
    text = " ".join(printable(text).split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


def shown(value):
    """A value as a message quotes it."""
    if isinstance(value, str):
        return f"“{shorten(value)}”"
    if isinstance(value, dict | list):
        return _("a list") if isinstance(value, list) else _("a mapping")
    if value is None or isinstance(value, bool):
        return str(value).lower().replace("none", "null")
    return shorten(str(value))


def suggestion(word, known):
    """“ Did you mean …?” if one of the `known` words is near and they are not too many, else nothing."""
    if len(known) > MOST_TO_GUESS_FROM:
        return ""
    close = difflib.get_close_matches(word[:LONGEST_QUOTE], known, n=1, cutoff=0.6)
    return " " + _("Did you mean “%s”?") % close[0] if close else ""


def differences(one, other, path=()):
    """The paths at which two plain values differ, deepest first known, in the order of the keys."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in [*one, *(key for key in other if key not in one)]:
            if key not in one or key not in other:
                yield (*path, key)
            else:
                yield from differences(one[key], other[key], (*path, key))
    elif isinstance(one, list) and isinstance(other, list):
        for index in range(max(len(one), len(other))):
            if index >= min(len(one), len(other)):
                yield (*path, index)
            else:
                yield from differences(one[index], other[index], (*path, index))
    elif type(one) is not type(other) or one != other:
        yield path
