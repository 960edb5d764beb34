"""What a file's ids stand for, while it is checked, loaded or dumped."""

from django.utils.translation import gettext as _

from core.exceptions import Refusal
from core.package.problems import MOST_GUESSES, MOST_TO_GUESS_FROM, shown, suggestion


class Book:
    """The ids of one file, by the list that defines them, and facts that several keys need.

    `known` holds the ids that the file defines, `pks` the row of each once there is one, `ids` the way
    back; `used` collects which rows a dump referred to.
    """

    def __init__(self, **facts):
        self.known = {}
        self.pks = {}
        self.ids = {}
        self.used = {}
        self.facts = facts

    def define(self, name, docs):
        """Let the ids of `docs`, the file's list called `name`, be known."""
        docs = docs if isinstance(docs, list) else []
        ids = (doc.get("id") for doc in docs if isinstance(doc, dict))
        self.known[name] = {key for key in ids if isinstance(key, str)}

    def enter(self, name, pairs):
        """Let each (id, row's pk, id in a dump) of `pairs` be found both ways."""
        pks, ids = self.pks.setdefault(name, {}), self.ids.setdefault(name, {})
        for key, pk, dumped in pairs:
            pks[key] = pk
            ids[pk] = dumped

    def pk(self, name, key):
        """The row that the file's id `key` stands for."""
        return self.pks[name][key]

    def id(self, name, pk):
        """The id under which a dump refers to the row; it is noted as used."""
        if pk not in self.ids.get(name, {}):
            message = _("Something refers to a row of “%s” outside this programme’s register.")
            raise Refusal(message % name)
        self.used.setdefault(name, set()).add(pk)
        return self.ids[name][pk]


class Place:
    """A path in a file that is being checked."""

    def __init__(self, source, book, path=()):
        self.source = source
        self.book = book
        self.path = path

    def at(self, *steps):
        """The place `steps` further down."""
        return Place(self.source, self.book, (*self.path, *steps))

    def wrong(self, message):
        """Note that something is wrong here."""
        self.source.wrong(self.path, message)

    def refer(self, key, *names):
        """Check that one of the lists called `names` defines the id `key`; True if so."""
        if any(key in self.book.known.get(name, ()) for name in names):
            return True
        lists = _(" or ").join(f"“{name}”" for name in names)
        message = _("%(id)s is not the id of anything in %(lists)s.")
        known = [self.book.known.get(name, ()) for name in names]
        self.wrong(message % {"id": shown(key), "lists": lists} + self.hint(key, *known))
        return False

    def hint(self, word, *known):
        """A guess which word of the `known` collections was meant; none once the file has many mistakes."""
        if len(self.source.found) >= MOST_GUESSES or sum(map(len, known)) > MOST_TO_GUESS_FROM:
            return ""
        return suggestion(word, sorted(set().union(*known)))
