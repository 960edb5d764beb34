"""The register in a package: its programme, groups, organisations and people.

A package brings its own register; loading finds out who is there already. What the register knows is
kept and only its blanks are filled, so that a file can never overwrite what people maintain.
"""

from collections import Counter, defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _

from core.package import (
    Email,
    Flag,
    Node,
    Ref,
    Rows,
    Text,
    Url,
    Words,
    dotted,
    shown,
)
from core.services import free_slug, save_version
from core.text import fold, unique_slug
from stakeholders.finding import make_searchable
from stakeholders.models import Affiliation, Group, Organisation, Person, Programme

PROGRAMME = Rows(Programme, Text("title"), Text("summary"))
GROUP = Rows(Group, Text("id", "key"), Text("name"), Text("acronym"), unique="name")
ORGANISATION = Rows(
    Organisation,
    Text("id", "key"),
    Text("name"),
    Text("acronym"),
    Ref("group", to="groups"),
    Text("country"),
    Text("address"),
    Text("phone"),
    Text("fax"),
    Email("email"),
    Url("website"),
)
PERSON = Rows(
    Person,
    Text("id", "key"),
    Text("name"),
    Text("title"),
    Text("role"),
    Ref("organisation", to="organisations"),
    Ref("group", to="groups"),
    Text("country"),
    Email("email"),
    Text("phone"),
    Text("gender"),
    Words("languages"),
    Flag("protected"),
)
REGISTER = {"groups": GROUP, "organisations": ORGANISATION, "people": PERSON}

# Relations of a person that are part of the person, not a mention by some meeting.
OWN_RELATIONS = {"affiliations", "consents"}


def check_register(doc, place):
    """Note what is wrong in the file's register; let its ids be known to what refers to them."""
    for name in REGISTER:
        place.book.define(name, doc.get(name))
    for name, rows in REGISTER.items():
        rows.check_list(doc.get(name, []), place.at(name))
    PROGRAMME.check(doc.get("programme", {}), place.at("programme"))


def load_programme(doc):
    """The programme of that title, made if there is none; and what was kept of one that was there."""
    programme = Programme.objects.filter(title=doc["title"]).first()
    if programme is None:
        slug = free_slug(Programme, doc["title"], fallback="programme")
        return Programme.objects.create(slug=slug, **PROGRAMME.build(doc, None).values), []
    return programme, fill_versioned(programme, PROGRAMME, doc, None, ("programme",))


def fill_versioned(row, rows, doc, book, path):
    """Fill the blanks of a row that is there already; returns notes of what was kept instead."""
    changed, kept = _filled(row, rows, rows.build(doc, book), book)
    if changed:
        save_version(row, based_on=row.version, fields=changed)
    return [_note((*path, name), ours, theirs) for name, ours, theirs in kept]


def load_register(doc, programme, book):
    """Match the file's register with the programme's, add who is missing and enter all in `book`.

    Returns notes of what was kept where file and register differ, and how many of each list are new.
    """
    notes, new = [], Counter()
    for name, rows in REGISTER.items():
        nodes = [rows.build(entry, book) for entry in doc.get(name, [])]
        existing = list(rows.model.objects.filter(programme=programme).order_by("pk"))
        pairs = _paired(nodes, existing, PASSES[name])
        changed = defaultdict(list)
        for index, node in enumerate(nodes):
            if index in pairs:
                fields, kept = _filled(pairs[index], rows, node, book)
                changed[tuple(fields)].append(pairs[index])
                notes += [_note((name, index, key), ours, theirs) for key, ours, theirs in kept]
        _update(rows.model, changed)
        missing = [node for index, node in enumerate(nodes) if index not in pairs]
        made = _created(rows.model, missing, existing, programme)
        new[name] = len(made)
        made = iter(made)
        matched = [pairs.get(index) or next(made) for index in range(len(nodes))]
        book.enter(
            name,
            (
                (node.values["key"], row.pk, row.key)
                for node, row in zip(nodes, matched, strict=True)
            ),
        )
        if name == "people":
            _affiliate(matched)
            book.facts["group_of"] = {
                person.pk: node.values["group_id"] or person.group_id
                for node, person in zip(nodes, matched, strict=True)
            }
    return notes, new


def enter_register(programme, book):
    """Enter the whole register of `programme` in `book`, for a dump. Returns the nodes of each list."""
    register = {}
    for name, rows in REGISTER.items():
        nodes = rows.fetch("programme", programme)
        register[name] = [node for family in nodes.values() for node in family]
        pairs = ((node.values["key"], node.pk, node.values["key"]) for node in register[name])
        book.enter(name, pairs)
    book.facts["group_of"] = {node.pk: node.values["group_id"] for node in register["people"]}
    return register


def dump_register(register, programme, book):
    """The lists of a dump's register, once all else is dumped and `book` knows who was referred to.

    All groups; and those people and organisations that the dump refers to or that no dialogue of the
    programme refers to at all. Whoever a partner registered, and nobody has invited, stays at home.
    """
    mentioned = _mentioned(Person, programme)
    held = set(
        Person.objects.filter(programme=programme, held_by__isnull=False).values_list(
            "pk", flat=True
        )
    )
    used = book.used.get("people", set())
    people = [
        node for node in register["people"] if node.pk in used or node.pk not in mentioned | held
    ]
    listed = {"people": [PERSON.dump(node, book) for node in people]}

    affiliated = {
        node.values["organisation_id"] for node in register["people"] if node.pk in mentioned | held
    }
    mentioned = _mentioned(Organisation, programme) | affiliated
    used = book.used.get("organisations", set())
    bodies = [
        node for node in register["organisations"] if node.pk in used or node.pk not in mentioned
    ]
    listed["organisations"] = [ORGANISATION.dump(node, book) for node in bodies]
    listed["groups"] = [GROUP.dump(node, book) for node in register["groups"]]
    return {name: listed[name] for name in REGISTER if listed[name]}


def _mentioned(model, programme):
    """The pks of all people (or organisations) of `programme` that anything but the register refers to."""
    queries = [
        relation.related_model.objects.filter(
            **{f"{relation.field.name}__programme": programme}
        ).values_list(f"{relation.field.name}_id", flat=True)
        for relation in model._meta.related_objects
        if relation.related_model is not Person
        and relation.name not in OWN_RELATIONS
        and not relation.many_to_many
    ]
    first, *others = queries
    return set(first.order_by().union(*(query.order_by() for query in others)))


# Who is who: pairs of an identity, the same for file and register, and whether it must be unambiguous.


def _by_key(*names):
    def identity(values):
        given = tuple(
            fold(value) if isinstance(value, str) else value for value in map(values.get, names)
        )
        return given if given[-1] else None

    return identity


def _email(values):
    return values["email"].casefold() or None


def _email_and_name(values):
    return values["email"] and (values["email"].casefold(), fold(values["name"]))


PASSES = {
    "groups": ((_by_key("name"), False), (_by_key("key"), False)),
    "organisations": (
        (_by_key("key", "country", "name"), False),
        (_by_key("country", "name"), False),
        (_by_key("name"), False),
    ),
    "people": (
        (_email_and_name, False),
        (_email, True),
        (_by_key("key", "organisation_id", "name"), False),
        (_by_key("organisation_id", "name"), False),
    ),
}
# What two entries of one name must not both have, and differently, if they are to be one.
TELLS_APART = {Organisation: "country", Person: "email"}


def _paired(nodes, existing, passes):
    """Which row each node is, by its index: one to one, by the surest identity first."""
    pairs, taken = {}, set()
    for identity, alone in passes:
        waiting = defaultdict(list)
        for row in existing:
            if row.pk not in taken:
                waiting[identity(vars(row))].append(row)
        asking = Counter(
            identity(node.values) for index, node in enumerate(nodes) if index not in pairs
        )
        for index, node in enumerate(nodes):
            sign = identity(node.values)
            if index in pairs or not sign:
                continue
            if alone and (asking[sign] > 1 or len(waiting[sign]) > 1):
                continue
            row = next((row for row in waiting[sign] if not _differ(row, node)), None)
            if row:
                waiting[sign].remove(row)
                pairs[index] = row
                taken.add(row.pk)
    return pairs


def _differ(row, node):
    name = TELLS_APART.get(type(row))
    if not name:
        return False
    ours, theirs = fold(getattr(row, name)), fold(node.values[name])
    return bool(ours and theirs and ours != theirs)


def _filled(row, rows, node, book):
    """Fill blank fields of `row` from `node`; returns the fields changed and what was kept instead."""
    ours = rows.dump(
        Node({name: getattr(row, name) for name in rows.columns}, dict(node.children)), book
    )
    theirs = rows.dump(node, book)
    changed, kept = [], []
    for key in rows.keys:
        name = key.names[0]
        if name == "id" or name not in theirs:
            continue
        if name not in ours:
            for field in key.fields:
                setattr(row, field, node.values[field])
                changed.append(field)
        elif ours[name] != theirs[name]:
            kept.append((name, ours[name], theirs[name]))
    return changed, kept


def _note(path, ours, theirs):
    message = _("%(path)s: kept %(ours)s (the file says %(theirs)s)")
    return message % {"path": dotted(path), "ours": shown(ours), "theirs": shown(theirs)}


def _update(model, changed):
    """Save what was filled: one statement for each set of fields, and a new date of change."""
    now = timezone.now()
    for fields, rows in changed.items():
        if not fields:
            continue
        extra = [name for name in ("search", "sounds", "updated_at") if hasattr(rows[0], name)]
        for row in rows:
            row.updated_at = now
            _make_searchable(row)
        model.objects.bulk_update(rows, [*fields, *extra])


def _make_searchable(row):
    if isinstance(row, (Organisation, Person)):
        make_searchable(row)


def _created(model, nodes, existing, programme):
    """Add rows for `nodes`, each under the file's id where it is free."""
    taken = {row.key for row in existing}
    position = max((row.position for row in existing if model is Group), default=-1)
    rows = []
    for node in nodes:
        key = node.values["key"]
        if key in taken:
            key = unique_slug(key, taken.__contains__, fallback="entry")
        taken.add(key)
        row = model(programme=programme, **{**node.values, "key": key})
        if model is Group:
            position += 1
            row.position = position
            row.colour = row.pattern = row.tone
        _make_searchable(row)
        rows.append(row)
    return model.objects.bulk_create(rows)


def _affiliate(people):
    """See that each of `people` who has an organisation has a present affiliation with it."""
    pks = [person.pk for person in people if person.organisation_id]
    if not pks:
        return
    programme = people[0].programme_id
    present = set(
        Affiliation.objects.filter(person__programme=programme, until__isnull=True).values_list(
            "person_id", flat=True
        )
    )
    Affiliation.objects.bulk_create(
        Affiliation(person=person, organisation_id=person.organisation_id, role=person.role)
        for person in people
        if person.organisation_id and person.pk not in present
    )
