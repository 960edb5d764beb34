"""Finds every trace of somebody, and knows how each is removed (docs/decisions/0012-erasure.md).

`traces_of(person)` reads by the registers of all applications (core.personal) and writes nothing; what it
answers with says how many rows it concerns and removes them when it is asked to. So the page that says
what will go, and the erasure, walk the same way.

Applications above register what the registers cannot say: `source(function)`, called with a Search, for
findings of their own, and `words_for(model, function)` for what stands in place of a name in texts that
are a part of a row of `model`.
"""

from functools import partial

from django.db import transaction
from django.db.models import Q

from core.personal import Erasure
from core.text import unique_slug
from stakeholders.imports.files import drop, file_of
from stakeholders.keeping.findings import SEARCHED_BY, Finding, links_cut, rows_change, rows_go
from stakeholders.keeping.outside import outside
from stakeholders.keeping.registers import (
    links_to,
    own_rows,
    registers,
    rows_in,
    texts_of,
    ways_to,
)
from stakeholders.keeping.search import Search
from stakeholders.models import Import, ImportRow, Merge, Person

AT_ONCE = 500
NAMED_AFTER = {"title", "name", "text"}  # of what addresses are made

_sources = []
_words = []


def source(function):
    """Register `function(search) -> iterable of Finding`; usable as a decorator."""
    if function not in _sources:
        _sources.append(function)
    return function


def words_for(model, function):
    """Register `function(person, row ids of model) -> {id: what stands for the name there}`."""
    if (model, function) not in _words:
        _words.append((model, function))


def traces_of(person):
    """Every finding of `person` but their entry itself, in the order in which they are removed.

    The number of queries depends on how many kinds of rows there are, not on how many rows.
    """
    search = Search(person)
    going, findings = {}, []
    for model, fields in registers():
        if model is Person or (own := own_rows(model, fields, person)) is None:
            continue
        going[model] = list(own.values_list("pk", flat=True))
    for model, fields in registers():
        findings += _unlinked(model, fields, person)
        findings += _in_texts(search, model, fields, going.setdefault(model, []))
    findings += _elsewhere(search)
    findings.append(_sheets(findings, going))
    findings += traces_elsewhere(search)
    findings += [rows_go(model, rows) for model, rows in going.items() if rows]
    return [finding for finding in findings if finding.number]


def traces_elsewhere(search):
    """Findings of the applications above."""
    return [finding for give in _sources for finding in give(search)]


def _unlinked(model, fields, person):
    for name in links_to(model, Person, fields, Erasure.UNLINK):
        yield links_cut(model._base_manager.filter(**{name: person.pk}), name)


# Texts ------------------------------------------------------------------------------------------
def _in_texts(search, model, fields, going):
    """What is found in the texts of rows of the programme; adds to `going` rows that are nobody's but
    name the person where a row says whose it is."""
    rows = rows_in(model, search.programme_id)
    kinds = (Erasure.NAMES, Erasure.BLANK, Erasure.ROW, Erasure.ADDRESS)
    names = texts_of(model, fields, *kinds)
    if model is Person:
        # What identifies other people is theirs.
        names = texts_of(model, fields, Erasure.NAMES)
        rows = rows.exclude(pk=search.person.pk)
    names = [name for name in names if name not in SEARCHED_BY]
    if rows is None or not names:
        return []
    place, wording = _places(model, search)
    owners = links_to(model, Person, fields, Erasure.ROW)
    change = _Change(search, model, fields)
    changes, own = {}, set(going)
    columns = rows.values("pk", *names, *owners, *place)
    for row in columns.iterator(chunk_size=AT_ONCE):
        if row["pk"] in own:
            continue
        is_nobodys = not any(row[name] for name in owners)
        if is_nobodys and _says_whose(search, model, fields, row):
            going.append(row["pk"])
        elif changed := change.of({name: row[name] for name in names}):
            changes[row["pk"]] = changed, next((row[way] for way in place if row[way]), None)
    spoken = wording({where for _changed, where in changes.values() if where})
    finished = {
        pk: change.finish(changed, spoken.get(where, search.neutral))
        for pk, (changed, where) in changes.items()
    }
    return [rows_change(model, finished)]


def _says_whose(search, model, fields, row):
    """True if a row that is linked to nobody is the person's: it names them where it says whose it is."""
    if model is ImportRow:
        return _is_of_them(search, row)
    if model is Person:
        return False
    texts = texts_of(model, fields, Erasure.ROW)
    return any(search.finds(row[name]) for name in texts)


def _is_of_them(search, row):
    values = row["values"] if isinstance(row["values"], dict) else {}
    named = {key: values[key] for key in ("name", "email", "phone") if values.get(key)}
    # A row that could not be made out has cells alone.
    return search.finds(named) if named else search.finds(row["cells"])


def _places(model, search):
    """The lookups that say of what a text is a part, and a function from ids to what stands for the name."""
    for target, function in _words:
        if ways := ways_to(model, target):
            return ways, partial(function, search.person)
    return (), lambda _ids: {}


class _Change:
    """How the texts of a row of `model` change, where they name the person."""

    def __init__(self, search, model, fields):
        self.search, self.model, self.fields = search, model, fields

    def of(self, row):
        """The fields that change, with a sign where the name stood; empty if there are none."""
        changed = {}
        for name, value in row.items():
            if self.fields[name] is Erasure.ADDRESS:
                continue
            if (clear := self.search.clear(value)) is not value:
                changed[name] = "" if self.fields[name] is Erasure.BLANK else clear
        for name in texts_of(self.model, self.fields, Erasure.ADDRESS):
            words = (row[name] or "").replace("-", " ").title()
            if self.search.is_address(words, in_text=not changed.keys().isdisjoint(NAMED_AFTER)):
                changed[name] = words
        return changed

    def finish(self, changed, word):
        """`changed` with `word` where the sign stood, as long as the column takes."""
        finished = {}
        for name, value in changed.items():
            if self.fields[name] is Erasure.ADDRESS:
                finished[name] = self._new_address(name, value)
                continue
            text = self.search.spoken(value, word)
            longest = getattr(self.model._meta.get_field(name), "max_length", None)
            finished[name] = text[:longest] if isinstance(text, str) else text
        return finished

    def _new_address(self, name, words):
        limit = self.model._meta.get_field(name).max_length
        rows = self.model._base_manager
        clear = self.search.clear(words)
        rest = self.search.spoken(clear if clear is not words else "", " ")
        return unique_slug(
            rest,
            lambda slug: rows.filter(**{name: slug}).exists(),
            fallback=self.model._meta.model_name,
            limit=limit,
        )


# What the registers cannot say of the register's own rows ------------------------------------------
def _elsewhere(search):
    yield from _candidates(search)
    ids = search.ids
    merges = Merge.objects.filter(kind=Merge.Kind.PERSON).exclude(log=[])
    merges = merges.filter(Q(kept__in=ids) | Q(gone__in=ids))
    rows = {pk: {"log": []} for pk in merges.values_list("pk", flat=True)}
    yield rows_change(Merge, rows, Erasure.BLANK)
    yield from outside(search)


def _sheets(findings, going):
    """Files of imports of which a row or a heading names the person; what was read of them stays as rows."""
    rows = list(going[ImportRow])
    imports = set()
    for finding in findings:
        if finding.model is ImportRow:
            rows += finding.rows
        elif finding.model is Import:
            imports.update(finding.rows)
    imports.update(ImportRow.objects.filter(pk__in=rows).values_list("import_of", flat=True))
    found = [each for each in Import.objects.filter(pk__in=imports) if file_of(each).exists()]
    return Finding(Import, Erasure.SNAPSHOT, len(found), partial(_drop_when_done, found))


def _drop_when_done(imports):
    for each in imports:
        transaction.on_commit(partial(drop, each), robust=True)


def _candidates(search):
    """Rows of imports that propose the person as somebody whom they may be."""
    rows = ImportRow.objects.filter(import_of__programme=search.programme_id).exclude(candidates=[])
    changes = {}
    for pk, candidates in rows.values_list("pk", "candidates").iterator(chunk_size=AT_ONCE):
        kept = [each for each in candidates if each.get("person") != search.person.pk]
        if len(kept) != len(candidates):
            changes[pk] = {"candidates": kept}
    yield rows_change(ImportRow, changes)
