"""One key of a format and the field, or fields, of a row that it stands for: the same for both ways."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from core.package.problems import shown

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
SLUG_LIKE = re.compile(r"[a-z0-9][a-z0-9_-]*")

check_url = URLValidator(schemes=["http", "https"])


class Key:
    """A key called `name`, kept in the model's `field`. What equals `default` is not dumped, unless `always`.

    `stored` says whether `fields` are columns of the table, or paths to columns of another.

    A subclass gives `parse` (a value of the file as the field holds it; ValueError with a sentence if it
    is none) and `write` (the way back), or all of `check`, `load` and `dump`.
    """

    stored = True

    def __init__(self, name, field=None, *, default="", always=False):
        self.names = (name,)
        self.fields = (field or name,)
        self.default = default
        self.always = always

    def parse(self, value):
        return value

    def write(self, value):
        return value

    def check(self, doc, place):
        """Note at `place` what is wrong with this key of the mapping `doc`."""
        for name in self.names:
            if name in doc:
                try:
                    self.parse(doc[name])
                except ValueError as error:
                    place.at(name).wrong(str(error))

    def load(self, doc, _book):
        """The row's fields that the mapping `doc` gives."""
        name, field = self.names[0], self.fields[0]
        return {field: self.parse(doc[name]) if name in doc else self._blank()}

    def dump(self, values, _book):
        """The part of a mapping that the row's fields give."""
        value = values[self.fields[0]]
        if value == self._blank() and not self.always:
            return {}
        return {self.names[0]: self.write(value)}

    def store(self, values, _book):
        """The columns to write for the row's `values`."""
        return {field: values[field] for field in self.fields} if self.stored else {}

    def _blank(self):
        return list(self.default) if isinstance(self.default, list) else self.default


class Text(Key):
    """Words."""


class Choice(Key):
    """One of the model's choices, always written out: a reader should not have to know the default."""

    def __init__(self, name, field=None, *, default):
        super().__init__(name, field, default=default, always=True)


class Words(Key):
    """A list of words."""

    def __init__(self, name, field=None):
        super().__init__(name, field, default=[])


class Flag(Key):
    """True or false."""

    def __init__(self, name, field=None):
        super().__init__(name, field, default=False)


class Integer(Key):
    """A whole number, or none."""

    def __init__(self, name, field=None):
        super().__init__(name, field, default=None)


class Date(Key):
    """A calendar date, or none."""

    def __init__(self, name, field=None):
        super().__init__(name, field, default=None)

    def parse(self, value):
        return parse_date(value)

    def write(self, value):
        return value.isoformat()


class Url(Key):
    """A web address."""

    def parse(self, value):
        try:
            check_url(value or "http://example.org")
        except ValidationError as error:
            message = _("%s is not a web address such as https://example.org")
            raise ValueError(message % shown(value)) from error
        return value


class Email(Key):
    """An e-mail address."""

    def parse(self, value):
        try:
            validate_email(value or "nobody@example.org")
        except ValidationError as error:
            message = _("%s is not an e-mail address such as name@example.org")
            raise ValueError(message % shown(value)) from error
        return value


class Group(Key):
    """A key that holds a mapping whose keys are fields of the same row."""

    def __init__(self, name, *keys):
        self.names = (name,)
        self.keys = keys
        self.fields = tuple(field for key in keys for field in key.fields)

    def check(self, doc, place):
        for key in self.keys:
            key.check(doc.get(self.names[0], {}), place.at(self.names[0]))

    def load(self, doc, book):
        inner = doc.get(self.names[0], {})
        return {field: value for key in self.keys for field, value in key.load(inner, book).items()}

    def dump(self, values, book):
        inner = {}
        for key in self.keys:
            inner.update(key.dump(values, book))
        return {self.names[0]: inner} if inner else {}


class Ref(Key):
    """The id of something in the file's list called `to`."""

    def __init__(self, name, field=None, *, to):
        super().__init__(name, f"{field or name}_id", default=None)
        self.to = to

    def check(self, doc, place):
        if self.names[0] in doc:
            place.at(self.names[0]).refer(doc[self.names[0]], self.to)

    def load(self, doc, book):
        key = doc.get(self.names[0])
        return {self.fields[0]: None if key is None else book.pk(self.to, key)}

    def dump(self, values, book):
        pk = values[self.fields[0]]
        return {} if pk is None else {self.names[0]: book.id(self.to, pk)}


class LocalRef(Key):
    """The id of something that is loaded with the same row above, such as a question of this dialogue.

    A node holds the id itself, because there may be no row yet; it is looked up when the row is written.
    """

    def __init__(self, name, *, to, key="key"):
        super().__init__(name, f"{name}__{key}", default=None)
        self.to = to

    def check(self, doc, place):
        if self.names[0] in doc:
            place.at(self.names[0]).refer(doc[self.names[0]], self.to)

    def store(self, values, book):
        key = values[self.fields[0]]
        return {f"{self.names[0]}_id": None if key is None else book.pk(self.to, key)}


class Party(Key):
    """A key that names somebody or something of one of several lists by its id, or in words.

    `lists` gives for each list the word for one of it and the field, `words` the field for words, if words
    will do. What one string cannot say is a mapping: `{person: x}` where two lists have the id x,
    `{text: words-like-this}`, or more than one at once.
    """

    def __init__(self, name, *, words="", **lists):
        self.names = (name,)
        self.words = words
        self.lists = {to: (one, f"{field}_id") for to, (one, field) in lists.items()}
        self.fields = (*(field for _one, field in self.lists.values()), *([words] if words else []))

    def check(self, doc, place):
        name = self.names[0]
        if name not in doc:
            return
        value, place = doc[name], place.at(name)
        if isinstance(value, dict):
            for to, (one, _field) in self.lists.items():
                if one in value:
                    place.at(one).refer(value[one], to)
            return
        found = [to for to in self.lists if value in place.book.known.get(to, ())]
        if len(found) > 1:
            ways = _(" or ").join(f"{{{self.lists[to][0]}: {value}}}" for to in found)
            message = _("%(id)s is the id of more than one thing; write %(ways)s.")
            place.wrong(message % {"id": shown(value), "ways": ways})
        elif not found and not (self.words and not SLUG_LIKE.fullmatch(value)):
            place.refer(value, *self.lists)

    def load(self, doc, book):
        values = {field: None for _one, field in self.lists.values()}
        if self.words:
            values[self.words] = ""
        given = doc.get(self.names[0], {})
        if isinstance(given, str):
            given = self._spelt_out(given, book)
        for to, (one, field) in self.lists.items():
            if one in given:
                values[field] = book.pk(to, given[one])
        if self.words:
            values[self.words] = given.get("text", "")
        return values

    def _spelt_out(self, text, book):
        """The mapping that a single string stands for."""
        for to, (one, _field) in self.lists.items():
            if text in book.known.get(to, ()):
                return {one: text}
        return {"text": text}

    def dump(self, values, book):
        given = {
            one: book.id(to, values[field])
            for to, (one, field) in self.lists.items()
            if values[field] is not None
        }
        if self.words and values[self.words]:
            given["text"] = values[self.words]
        if len(given) == 1:
            ((one, text),) = given.items()
            given = text if self._is_clear(one, text, book) else given
        return {self.names[0]: given} if given else {}

    def _is_clear(self, one, text, book):
        """Would the bare `text` be read as what it is?"""
        others = [to for to, (word, _field) in self.lists.items() if word != one]
        is_id_of_another = any(text in book.ids.get(to, {}).values() for to in others)
        return not is_id_of_another and not (one == "text" and SLUG_LIKE.fullmatch(text))


def parse_date(text):
    """The date that `text` gives as year-month-day; ValueError with a sentence otherwise."""
    try:
        if not DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        message = _("%s is not a date; give year-month-day, for example 2026-02-28")
        raise ValueError(message % shown(text)) from error
