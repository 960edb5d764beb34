"""Reading a YAML or JSON file that anybody may have made: bounded in size, depth and time.

YAML is read as events, so that nothing is built before it is counted, each value knows its line, and a
key that is there twice is seen. Scalars are those of YAML 1.2's JSON schema: `NO`, `11:00` and
`2014-02-05` are text, whatever YAML 1.1 made of them.
"""

import json
import math
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from core.package.problems import UNPRINTABLE, PackageRefused, Problem, printable, shown

MAX_BYTES = 5 * 1024 * 1024
MAX_VALUES = 250_000
MAX_DEPTH = 100
MAX_DIGITS = 30
STDIN = "-"

Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

WORDS = {
    **dict.fromkeys(("", "~", "null"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
STRING_TAGS = {None, "!", "tag:yaml.org,2002:str"}
# A string that never ends is one token too: else each quotation mark in it would be tried to the end.
JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
BREAKS = re.compile(r"\r\n?")


@dataclass
class Source:
    """A file's plain data, the line of each path where it is known, and what is wrong with it so far."""

    name: str
    data: object = None
    lines: dict = field(default_factory=dict)
    found: dict = field(default_factory=dict)

    @property
    def problems(self):
        """What is wrong, from the top of the file down as far as lines are known."""
        return sorted(self.found, key=lambda problem: problem.line or 0)

    def wrong(self, path, message, line=None):
        """Note a problem at `path` (once)."""
        self.found[Problem(self.name, tuple(path), message, line or self.line(path))] = True

    def line(self, path):
        """The line of `path`, or of the nearest thing around it whose line is known."""
        path = tuple(path)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def read(name):
    """The Source of the file called `name` (`-` is standard input).

    What can be read in part is read, with its `problems`; raises PackageRefused where nothing can be.
    """
    source = Source(_("standard input") if name == STDIN else printable(str(name)))
    text = _text(source, _bytes(source, name))
    if not text.strip():
        raise _refused(source, _("is empty; a package starts with its “format”"))
    looks_like_json = text.lstrip().startswith("{")
    if str(name).lower().endswith(".json") or (looks_like_json and name == STDIN):
        data = _from_json(source, text)
    else:
        data = _Builder(source).build(text)
    if not isinstance(data, dict):
        message = _("holds %s; a package is a mapping that starts with its “format”")
        raise _refused(source, message % shown(data))
    source.data = _cleaned(source, data, ())
    return source


def _refused(source, message, line=None, path=()):
    return PackageRefused([*source.problems, Problem(source.name, path, message, line)])


def _bytes(source, name):
    """The file's bytes; its size is asked for first, and then not believed."""
    too_large = _("is larger than %d MB, the most that a package may have") % (MAX_BYTES >> 20)
    try:
        if name == STDIN:
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            path = Path(name)
            if path.is_dir():
                raise _refused(source, _("is a folder, not a file"))
            if path.stat().st_size > MAX_BYTES:
                raise _refused(source, too_large)
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(source, _("cannot be read (%s)") % reason) from error
    if len(content) > MAX_BYTES:
        raise _refused(source, too_large)
    return content


def _text(source, content):
    """The bytes as text; a byte order mark is dropped, anything but UTF-8 refused."""
    if b"\0" in content or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = _("is not a text file in UTF-8; save it as YAML or JSON in UTF-8")
        raise _refused(source, message)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(source, _("is not UTF-8; save it as UTF-8"), line) from error


def plain_value(text):
    """What an unquoted YAML scalar means: null, true, false, a decimal number, else itself."""
    if text in WORDS:
        return WORDS[text]
    if len(text) <= MAX_DIGITS and NUMBER.fullmatch(text):
        if INTEGER.fullmatch(text):
            return int(text)
        number = float(text)
        return number if math.isfinite(number) else text
    return text


@dataclass
class _Frame:
    """A mapping or list that is being read."""

    value: dict | list
    path: tuple
    anchor: str | None
    values_before: int
    letters_before: int
    deepest: int
    key: str | None = None


class _Builder:
    """Builds plain data from YAML's events with a stack of its own: no recursion, whatever the depth."""

    def __init__(self, source):
        self.source = source
        self.stack = []
        self.anchors = {}
        self.values = self.letters = self.documents = 0
        self.root = None

    def build(self, text):
        """The one document in `text`; raises PackageRefused where it is not YAML or too much."""
        try:
            for event in yaml.parse(text, Loader=Parser):
                self._take(event)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            reason = getattr(error, "problem", None) or getattr(error, "reason", None) or ""
            line = mark.line + 1 if mark else None
            raise _refused(self.source, _("is not YAML: %s") % reason, line) from error
        return self.root

    def _take(self, event):
        line = event.start_mark.line + 1
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise _refused(self.source, _("holds more than one document (“---”)"), line)
            case yaml.AliasEvent():
                self._alias(event.anchor, line)
            case yaml.ScalarEvent():
                self._scalar(event, line)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event, line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()

    def _path(self):
        """Where the next value goes."""
        if not self.stack:
            return ()
        frame = self.stack[-1]
        return (*frame.path, frame.key if isinstance(frame.value, dict) else len(frame.value))

    def _awaits_key(self):
        return self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def _scalar(self, event, line):
        self._count(1, len(event.value), line)
        if event.tag not in STRING_TAGS:
            self.source.wrong(
                self._path(), _("has a tag (%s); packages use none") % event.tag, line
            )
        if self._awaits_key():
            self._key(event.value, line)
            return
        plain = event.implicit[0] and not event.style
        value = plain_value(event.value) if plain else event.value
        if event.anchor:
            self.anchors[event.anchor] = (value, 1, len(event.value), 0)
        self._put(value, line)

    def _key(self, key, line):
        frame = self.stack[-1]
        path = (*frame.path, key)
        if key in frame.value:
            message = _("is there twice (first in line %d); keep one")
            self.source.wrong(path, message % self.source.lines[path], line)
        self.source.lines.setdefault(path, line)
        frame.key = key

    def _put(self, value, line):
        if not self.stack:
            self.root = value
            return
        frame = self.stack[-1]
        self.source.lines.setdefault(self._path(), line)
        if isinstance(frame.value, dict):
            frame.value.setdefault(frame.key, value)
            frame.key = None
        else:
            frame.value.append(value)

    def _open(self, event, line):
        if self._awaits_key():
            raise _refused(
                self.source, _("has a key that is not a word"), line, self.stack[-1].path
            )
        path = self._path()
        depth = len(self.stack) + 1
        self._check_depth(depth, path, line)
        self._count(1, 0, line)
        self.source.lines.setdefault(path, line)
        value = {} if isinstance(event, yaml.MappingStartEvent) else []
        frame = _Frame(value, path, event.anchor, self.values, self.letters, depth)
        self.stack.append(frame)

    def _close(self):
        frame = self.stack.pop()
        if frame.anchor:
            self.anchors[frame.anchor] = (
                frame.value,
                self.values - frame.values_before + 1,
                self.letters - frame.letters_before,
                frame.deepest - len(self.stack),
            )
        if self.stack:
            self.stack[-1].deepest = max(self.stack[-1].deepest, frame.deepest)
        self._put(frame.value, self.source.lines.get(frame.path))

    def _alias(self, anchor, line):
        if self._awaits_key():
            raise _refused(self.source, _("has an alias as a key"), line, self.stack[-1].path)
        if anchor not in self.anchors:
            message = _("refers to “*%s”, which is not defined before it") % anchor
            raise _refused(self.source, message, line, self._path())
        value, values, letters, height = self.anchors[anchor]
        self._count(values, letters, line)
        deepest = len(self.stack) + height
        self._check_depth(deepest, self._path(), line)
        if self.stack:
            self.stack[-1].deepest = max(self.stack[-1].deepest, deepest)
        self._put(value, line)

    def _count(self, values, letters, line):
        """Count as if every alias were written out, so that a small file cannot become a huge one."""
        self.values += values
        self.letters += letters
        if self.values > MAX_VALUES or self.letters > MAX_BYTES:
            message = _(
                "holds more than %(values)d values or %(size)d MB of text, aliases written out"
            )
            facts = {"values": MAX_VALUES, "size": MAX_BYTES >> 20}
            raise _refused(self.source, message % facts, line)

    def _check_depth(self, depth, path, line):
        if depth > MAX_DEPTH:
            raise _refused(self.source, _too_deep(), line, path[:4])


def _too_deep():
    return _("is nested more than %d levels deep, the most that a package may be") % MAX_DEPTH


class _Repeated(dict):
    """A JSON object in which keys are there twice."""

    repeated = ()


def _json_object(pairs):
    result = dict(pairs)
    if len(result) < len(pairs):
        times = Counter(key for key, _value in pairs)
        result = _Repeated(result)
        result.repeated = [key for key, number in times.items() if number > 1]
    return result


def _from_json(source, text):
    depth = 0
    for number, token in enumerate(JSON_TOKEN.finditer(text)):
        mark = token[0][0]
        depth += (mark in "[{") - (mark in "]}")
        if depth > MAX_DEPTH:
            raise _refused(source, _too_deep(), text.count("\n", 0, token.start()) + 1)
        if number > MAX_VALUES:
            raise _refused(source, _("holds more than %d values") % MAX_VALUES)
    try:
        return json.loads(
            text,
            object_pairs_hook=_json_object,
            parse_int=plain_value,
            parse_float=plain_value,
            parse_constant=str,
        )
    except ValueError as error:
        reason = getattr(error, "msg", str(error))
        raise _refused(
            source, _("is not JSON: %s") % reason, getattr(error, "lineno", None)
        ) from error


def _cleaned(source, value, path):
    """A copy with unified line ends, and 2.0 as 2; control characters and repeated JSON keys are noted."""
    if isinstance(value, dict):
        for key in getattr(value, "repeated", ()):
            source.wrong((*path, key), _("is there twice; keep one"))
        return {key: _cleaned(source, item, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(source, item, (*path, index)) for index, item in enumerate(value)]
    if isinstance(value, str):
        found = UNPRINTABLE.search(value)
        if found:
            message = _("has a control character (U+%04X); take it out")
            source.wrong(path, message % ord(found[0]))
        return BREAKS.sub("\n", value)
    return int(value) if isinstance(value, float) and value.is_integer() else value
