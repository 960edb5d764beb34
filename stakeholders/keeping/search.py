"""How somebody who is to be erased is found in texts, under every name that the register knew them by."""

from itertools import combinations
from types import SimpleNamespace

from django.db.models import Q
from django.utils.translation import gettext

from core.text import fold
from stakeholders.models import ImportRow, Merge, Person
from stakeholders.redaction import KEPT, Redactor

SIGN = "\ue002"  # where a name stood, until it is known what stands there instead
KNOWN_BY = ("name", "email", "phone")


class _Eraser(Redactor):
    """A Redactor that keeps the ends of lines: paragraphs of papers are known by their numbers."""

    kept = KEPT + "\r\n"


class Search:
    """Finds one person in texts and in JSON of their programme.

    `ids` are those of their entry and of the entries that were merged into it. An address or a number
    that another entry has too is not theirs alone, and left. `neutral` stands for the name in texts in
    which nobody has a pseudonym.
    """

    def __init__(self, person):
        self.person, self.programme_id = person, person.programme_id
        merges = merges_into(person.pk, self.programme_id)
        self.ids = [person.pk, *(merge.gone for merge in merges)]
        self.neutral = gettext("[name removed]")
        identities = list(self._identities(merges))
        others = self._others(identities)
        shared = _shared(person, identities)
        for identity in identities:
            for name in ("email", "phone"):
                if fold(getattr(identity, name)) in shared:
                    setattr(identity, name, "")
        self.identities = identities
        self.emails = {each.email.strip().lower() for each in identities if each.email}
        # Most texts name nobody of the kind: whom to leave as they stand is asked only of those that do.
        self._names_them = Redactor([(each, SIGN) for each in identities], others)
        known = [(_named(name), None) for name in others if self._names_them.finds(name)]
        self._redact = _Eraser([*((each, SIGN) for each in identities), *known], others)

    def _identities(self, merges):
        person = self.person
        yield _identity(vars(person))
        seen = {(person.name, person.email, person.phone)}
        rows = ImportRow.objects.filter(person=person.pk).values_list("values", "before")
        kept = [values for pair in rows for values in pair if values]
        kept += [values for merge in merges for values in _entries_in(merge.log)]
        for values in kept:
            identity = _identity({"name": person.name} | _texts(values))
            key = (identity.name, identity.email, identity.phone)
            if key not in seen:
                seen.add(key)
                yield identity

    def _others(self, identities):
        """Names of people of the programme that share a part with one of theirs."""
        alike = Q(pk__in=())
        for each in identities:
            parts = [part for part in fold(each.name).split() if len(part) > 1]
            # Whoever shares a single part is nobody's namesake, but for a surname after a title.
            alike |= Q(search__contains=parts[-1]) if parts else Q(pk__in=())
            for one, other in combinations(parts[:6], 2):
                alike |= Q(search__contains=one) & Q(search__contains=other)
        rows = Person.objects.filter(alike, programme=self.programme_id).exclude(pk__in=self.ids)
        return list(rows.order_by("pk").values_list("name", flat=True))

    def finds(self, value):
        """True if they are spelt out in `value`, a text or JSON."""
        return self.clear(value) is not value

    def clear(self, value):
        """`value` with a sign where they were spelt out; the very same object where they are not."""
        return each_text(value, self._clear_text)

    def _clear_text(self, text):
        if not self._names_them.finds(text):
            return text
        cleared = self._redact(text)
        return cleared if SIGN in cleared else text

    def spoken(self, value, word):
        """`value`, a text or JSON, with `word` where a sign stands."""
        return each_text(value, lambda text: text.replace(SIGN, word) if SIGN in text else text)

    def is_address(self, words, *, in_text):
        """True if `words`, an address written as words, spells them out. A single name may be any word: it
        counts where the title of the row holds it too."""
        alone = all(len(fold(each.name).split()) < 2 for each in self.identities)
        return self.finds(words) and (in_text or not alone)


def each_text(value, change):
    """`value`, text or JSON, with `change` done to each text; the very same object where none changes."""
    if isinstance(value, str):
        return change(value) if value else value
    if isinstance(value, list):
        new = [each_text(each, change) for each in value]
        return value if all(a is b for a, b in zip(new, value, strict=True)) else new
    if isinstance(value, dict):
        new = {key: each_text(each, change) for key, each in value.items()}
        return value if all(new[key] is value[key] for key in value) else new
    return value


def merges_into(pk, programme_id):
    """Merges by which other entries became part of entry `pk`, by way of others too."""
    rows = Merge.objects.filter(
        programme=programme_id, kind=Merge.Kind.PERSON, undone_at__isnull=True
    )
    pairs = list(rows.values_list("pk", "kept", "gone"))
    found, ids = set(), {pk}
    while new := [row for row in pairs if row[1] in ids and row[0] not in found]:
        found.update(row[0] for row in new)
        ids.update(row[2] for row in new)
    return list(Merge.objects.filter(pk__in=found)) if found else []


def _entries_in(node):
    """Every entry of a person that the log of a merge holds, and every name and way to reach them that
    the kept entry gave up for it."""
    if isinstance(node, list):
        for each in node:
            yield from _entries_in(each)
    elif isinstance(node, dict):
        if "name" in node and ("email" in node or "phone" in node):
            yield node
        if node.get("field") in KNOWN_BY and node.get("model") == Person._meta.label_lower:
            yield {node["field"]: node.get("before")}
        for each in node.values():
            yield from _entries_in(each)


def _texts(values):
    return {name: values[name] for name in KNOWN_BY if isinstance(values.get(name), str)}


def _identity(values):
    return SimpleNamespace(
        name=values["name"],
        title=values.get("title") or "",
        email=values.get("email") or "",
        phone=values.get("phone") or "",
    )


def _named(name):
    return SimpleNamespace(name=name, title="", email="", phone="")


def _shared(person, identities):
    """Addresses and numbers, folded, that another entry of the programme has too."""
    emails = [each.email for each in identities if each.email]
    phones = [each.phone for each in identities if each.phone]
    if not emails and not phones:
        return set()
    same = Q(phone__in=phones)
    for email in emails:
        same |= Q(email__iexact=email)
    rows = Person.objects.filter(same, programme=person.programme_id).exclude(pk=person.pk)
    return {fold(value) for pair in rows.values_list("email", "phone") for value in pair if value}
