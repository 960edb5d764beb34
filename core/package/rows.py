"""The rows that a list or mapping of a format stands for, declared once and used to check, load and dump."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.models import Ordered
from core.package.problems import dotted, shown
from core.package.reading import BREAKS


@dataclass
class Node:
    """A row as plain values of its fields, with the nodes under it by the key of their list."""

    values: dict
    children: dict = field(default_factory=dict)
    pk: object = None


class Many:
    """A key that holds a list: a row of another kind for each entry, under this one."""

    def __init__(self, name, rows):
        self.name = name
        self.rows = rows


class Rows:
    """A kind of rows: its model, and its keys in the order of the format.

    `parent` is the foreign key to the row above; `only` says that an entry is the bare value of that key;
    `tree` is (key, foreign key) of entries under an entry of the same kind; `unique` a key that two
    entries of a list may not share; `says` are keys of which one at least must say something. `rules` are
    further checks, called with a mapping and its place. `given(book)` are fields that the format does not
    have. `before` and `after` rewrite a mapping on its way in and out; `fetched(nodes, lookup, root)` and
    `created(rows, nodes, book)` add what is no column.
    """

    def __init__(
        self,
        model,
        *entries,
        parent="",
        only="",
        tree=(),
        unique="",
        says=(),
        rules=(),
        given=None,
        before=None,
        after=None,
        fetched=None,
        created=None,
    ):
        self.model = model
        self.entries = entries
        self.keys = [entry for entry in entries if not isinstance(entry, Many)]
        self.many = [entry for entry in entries if isinstance(entry, Many)]
        self.parent = parent
        self.only = only
        self.tree = tree
        self.unique = unique
        self.says = says
        self.rules = rules
        self.given = given
        self.before = before
        self.after = after
        self.fetched = fetched
        self.created = created
        self.columns = [name for key in self.keys if key.stored for name in key.fields]
        self.order = ["position", "pk"] if issubclass(model, Ordered) else ["pk"]

    # Checking

    def check_list(self, docs, place):
        """Note what is wrong in a list of entries; what has the wrong shape was taken out before."""
        first = {}
        for index, doc in enumerate(docs):
            if doc is None:
                continue
            doc = {self.only: doc} if self.only else doc
            inner = place.at(index)
            self._check_twice(doc, inner, first)
            if self.only:
                self._check_only(doc, inner)
            else:
                self.check(doc, inner)

    def check(self, doc, place):
        """Note what is wrong in one mapping and all that it holds."""
        for key in self.keys:
            key.check(doc, place)
        for many in self.many:
            many.rows.check_list(doc.get(many.name, []), place.at(many.name))
        if self.tree:
            self.check_list(doc.get(self.tree[0], []), place.at(self.tree[0]))
        if doc and self.says and not any(doc.get(name, "").strip() for name in self.says):
            message = _("says nothing; give %s.")
            place.wrong(message % _(" or ").join(f"“{name}”" for name in self.says))
        for rule in self.rules:
            rule(doc, place)

    def _check_only(self, doc, place):
        outer = _Unnamed(place)
        for key in self.keys:
            key.check(doc, outer)

    def _check_twice(self, doc, place, first):
        for name in {"id", self.unique}:
            value = doc.get(name)
            if value is None or not isinstance(value, str):
                continue
            if (name, value) in first:
                message = _("%(value)s is already in %(path)s; each may be there once.")
                facts = {"value": shown(value), "path": dotted(first[name, value])}
                (place if self.only else place.at(name)).wrong(message % facts)
            first.setdefault((name, value), place.path)

    # Loading

    def build(self, doc, book):
        """The Node that a checked entry gives."""
        doc = {self.only: doc} if self.only else doc
        if self.before:
            doc = self.before(doc)
        node = Node({})
        for key in self.keys:
            node.values.update(key.load(doc, book))
        for many in self.many:
            node.children[many.name] = [many.rows.build(d, book) for d in doc.get(many.name, [])]
        if self.tree:
            below = doc.get(self.tree[0], [])
            node.children[self.tree[0]] = [self.build(inner, book) for inner in below]
        return node

    def create(self, families, book):
        """Write the rows of `families`, pairs of the fields that lead upward and the nodes.

        One statement (or as few as the database takes) for each kind of row and each level of a tree.
        """
        made = [
            (self._row(above, position, node, book), above, node)
            for above, nodes in families
            for position, node in enumerate(nodes)
        ]
        if not made:
            return []
        rows = self.model.objects.bulk_create([row for row, _above, _node in made])
        for many in self.many:
            name, parent = many.name, many.rows.parent
            below = [({parent: row}, node.children[name]) for row, _above, node in made]
            many.rows.create(below, book)
        if self.tree:
            name, parent = self.tree
            self.create(
                [({**above, parent: row}, node.children[name]) for row, above, node in made], book
            )
        if self.created:
            self.created(rows, [node for _row, _above, node in made], book)
        return rows

    def replace(self, row, node, book):
        """Give `row` the values of `node`, and rebuild all that stands under it."""
        for key in self.keys:
            for name, value in key.store(node.values, book).items():
                setattr(row, name, value)
        if hasattr(row, "version"):
            row.version += 1
        row.save()
        for many in self.many:
            many.rows.model.objects.filter(**{many.rows.parent: row}).delete()
            many.rows.create([({many.rows.parent: row}, node.children[many.name])], book)

    def _row(self, above, position, node, book):
        values = {}
        for key in self.keys:
            values.update(key.store(node.values, book))
        if issubclass(self.model, Ordered):
            values["position"] = position
        if self.given:
            values.update(self.given(book))
        return self.model(**above, **values)

    # Dumping

    def fetch(self, lookup, root):
        """The nodes of all rows whose `lookup` is `root`, by the pk of the row above.

        One query for each kind of row, however many there are.
        """
        above = [f"{self.parent}_id"] if self.parent else []
        above += [f"{self.tree[1]}_id"] if self.tree else []
        rows = self.model.objects.filter(**{lookup: root}).order_by(*self.order)
        nodes, families, branches = {}, {}, {}
        for row in rows.values("pk", *above, *self.columns):
            node = Node({name: _plain(row[name]) for name in self.columns}, pk=row["pk"])
            nodes[node.pk] = node
            branch = row[f"{self.tree[1]}_id"] if self.tree else None
            owner = row[above[0]] if self.parent else None
            (families if branch is None else branches).setdefault(branch or owner, []).append(node)
        for many in self.many:
            below = many.rows.fetch(f"{many.rows.parent}__{lookup}", root)
            for node in nodes.values():
                node.children[many.name] = below.get(node.pk, [])
        if self.tree:
            for node in nodes.values():
                node.children[self.tree[0]] = branches.get(node.pk, [])
        if self.fetched:
            self.fetched(nodes, lookup, root)
        return families

    def fetch_one(self, lookup, root):
        """The first row whose `lookup` is `root`, as a Node; None where there is none."""
        nodes = self.fetch(lookup, root).values()
        return next((node for family in nodes for node in family), None)

    def dump(self, node, book):
        """The entry of a file that `node` gives."""
        doc = {}
        for entry in self.entries:
            if isinstance(entry, Many):
                docs = [entry.rows.dump(below, book) for below in node.children[entry.name]]
                doc.update({entry.name: docs} if docs else {})
            else:
                doc.update(entry.dump(node.values, book))
        if self.tree and node.children[self.tree[0]]:
            doc[self.tree[0]] = [self.dump(below, book) for below in node.children[self.tree[0]]]
        if self.after:
            doc = self.after(doc)
        return doc[self.only] if self.only else doc


class _Unnamed:
    """The place of a bare value: the name of its key is not part of the path."""

    def __init__(self, place):
        self.place = place

    def at(self, _name):
        return self.place


def _plain(value):
    return BREAKS.sub("\n", value) if isinstance(value, str) else value
