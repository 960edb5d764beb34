"""Whatever the format allows comes back the same: packages made at random from the published schema."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.package import as_json, as_yaml, differences
from reports.package import dump, load, schema
from tests.reports.packages import write

pytestmark = pytest.mark.django_db

POOLS = {
    "groups": ["g1", "g2", "same"],
    "organisations": ["o1", "o2", "same"],
    "people": ["p1", "p2", "same"],
    "questions": ["q1", "q2"],
}
REFERS_TO = {
    "group": "groups",
    "organisation": "organisations",
    "host": "organisations",
    "convenors": "organisations",
    "person": "people",
    "chair": "people",
    "facilitator": "people",
    "rapporteur": "people",
    "by": "people",
    "authors": "people",
    "question": "questions",
}
# One entry for each of them, or for some, of a pool.
ONCE = {"days": "date", "positions": "group", "participants": "person", "members": "person"}
LETTERS = st.characters(
    exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\ufffe\uffff"
)
DEEPEST = 9
DATES = st.sampled_from(["2026-03-02", "2026-03-03"])
FIXED = {
    "date": DATES,
    "moment": DATES,
    "clock": st.sampled_from(["09:00", "09:00:01"]),
    "id": st.nothing(),
    "country": st.sampled_from(["GH", "NO"]),
    "language": st.sampled_from(["en", "no", "pt-BR"]),
    "currency": st.just("GBP"),
}
NAMED = {
    "email": st.sampled_from(["a@example.org", "B@example.org"]),
    "website": st.just("https://example.org/?a=b#c"),
    "url": st.just("http://example.org/ü"),
    "timezone": st.sampled_from(["UTC", "Africa/Accra"]),
    "starts": st.just("2026-03-02"),
    "ends": st.sampled_from(["2026-03-04", "2026-03-04T10:00"]),
    "start": st.just("08:00"),
    "day": st.sampled_from([1, 3, "2026-03-03"]),
    "done": st.sampled_from([True, False, "2026-03-03"]),
    "amount": st.integers(0, 10**11) | st.sampled_from([0.5, 12.25]),
    "synthesises": st.just(["Sum"]),
}


def text(node):
    least, most = node.get("minLength", 0), min(node.get("maxLength", 200), 60)
    words = st.text(LETTERS, min_size=least, max_size=most)
    words |= st.sampled_from(["NO", "12", "1e5", "null", "a: b", "- x", " a\n b", "#", "'", "\\"])
    return words.filter(str.strip) if least else words


def value(node, name="", *, depth):
    """A strategy for what the schema's `node` allows under the key `name`."""
    # Where it may be a person or a body, `party` leaves out the id that both have.
    if name in REFERS_TO and "items" not in node and node.get("type") != ["string", "object"]:
        return st.sampled_from(POOLS[REFERS_TO[name]])
    reference = node.get("$ref", "").rsplit("/", 1)[-1]
    if reference == "date":
        return st.just("2026-03-01") if name in {"start", "starts"} else DATES
    if name in NAMED:
        return NAMED[name]
    if reference in FIXED:
        return FIXED[reference]
    if reference:
        node = {**schema()["$defs"][reference], **node}
        if "properties" in node:
            return mapping(node, reference, depth=depth)
    if "enum" in node:
        return st.sampled_from(node["enum"])
    return of_type(node, name, depth=depth)


def of_type(node, name, *, depth):
    kinds = [node["type"]] if isinstance(node["type"], str) else node["type"]
    if "object" in kinds and "string" in kinds:
        return party(node)
    one = {
        "string": text(node),
        "integer": st.integers(node.get("minimum", 0), node.get("maximum", 100)),
        "number": st.integers(-1000, 10**12) | st.floats(-1e6, 1e6, width=32),
        "boolean": st.booleans(),
    }
    if "array" in kinds:
        return many(node["items"], name, depth=depth)
    if "object" in kinds:
        return mapping(node, name, depth=depth)
    return st.one_of([one[kind] for kind in kinds])


def party(node):
    lists = {"person": "people", "organisation": "organisations", "group": "groups"}
    ways = [st.sampled_from(POOLS[lists[one]][:2]) for one in node["properties"] if one in lists]
    if "person" in node["properties"]:
        ways += [st.sampled_from([{"person": "same"}, {"organisation": "same"}])]
    if "text" in node["properties"]:
        ways += [st.just("Two words"), st.just({"text": "like-an-id"}), st.just({"text": "p1"})]
    return st.one_of(ways)


def many(items, name, *, depth):
    if name in REFERS_TO:
        return st.lists(st.sampled_from(POOLS[REFERS_TO[name]]), unique=True)
    if name == "supporting":
        return st.just(["p1", "o2"])
    if depth > DEEPEST:
        return st.just([])
    unique = (lambda entry: entry[ONCE[name]]) if name in ONCE else None
    return st.lists(value(items, depth=depth + 1), max_size=2, unique_by=unique)


def mapping(node, name, *, depth):
    properties = {
        key: value(part, key, depth=depth + 1)
        for key, part in node["properties"].items()
        if key != "id"
    }
    required = {key: properties.pop(key) for key in node.get("required", []) if key in properties}
    if name == "appearance":
        person, guest = properties.pop("person"), properties.pop("name")
        guest = guest.filter(str.strip)
        some = [st.fixed_dictionaries({"person": person}), st.fixed_dictionaries({"name": guest})]
        rest = st.fixed_dictionaries({}, optional=properties)
        return st.tuples(st.one_of(some), rest).map(lambda both: {**both[0], **both[1]})
    made = st.fixed_dictionaries(required, optional=properties)
    return made.filter(says_something) if "minProperties" in node else made


def says_something(entry):
    names = ("title", "text", "heading", "body", "from", "to")
    return any(entry.get(name, "").strip() for name in names)


def numbered(entries, key="title"):
    """Entries whose titles tell them apart, as other keys refer to them."""
    return [{**entry, key: f"{number} {entry[key]}"[:300]} for number, entry in enumerate(entries)]


def entries(name, pool):
    node = schema()["$defs"][name]
    one = mapping(node, name, depth=0)
    return st.tuples(*(one for _id in pool)).map(
        lambda made: [{"id": key, **entry} for key, entry in zip(pool, made, strict=True)]
    )


@st.composite
def packages(draw):
    document = {"format": "dialogue-package/1"}
    document["groups"] = numbered(draw(entries("group", POOLS["groups"])), "name")
    document["organisations"] = numbered(
        draw(entries("organisation", POOLS["organisations"])), "name"
    )
    document["people"] = numbered(draw(entries("person", POOLS["people"])), "name")
    for name in ("programme", "initiative", "dialogue", "learning_group", "roadmap", "report"):
        node = schema()["$defs"][name]
        if name == "dialogue" or draw(st.booleans()):
            document[name] = draw(mapping(node, name, depth=0))
    document["dialogue"]["questions"] = draw(entries("question", POOLS["questions"]))
    last = {"title": "Sum"}
    document["dialogue"]["sessions"] = [
        {**session, "synthesises": ["Sum"]} if number else without_links(session)
        for number, session in enumerate(numbered(document["dialogue"].get("sessions", [])))
    ] + [last]
    return document


def without_links(session):
    return {key: part for key, part in session.items() if key != "synthesises"}


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)
@given(package=packages())
def test_any_package_comes_back_the_same(tmp_path, package):
    def through_an_empty_database(data, name):
        path = write(tmp_path, data, name)
        with transaction.atomic():
            (loaded,) = load([path])
            document = dump(loaded.dialogue)
            assert load([path])[0].outcome == "unchanged"
            transaction.set_rollback(True)
        return document

    first = through_an_empty_database(package, "package.yaml")
    again = through_an_empty_database(first, "dump.yaml")
    assert as_yaml(again) == as_yaml(first)
    other = through_an_empty_database(as_json(first), "dump.json")
    assert list(differences(first, other)) == []
    if package["dialogue"].get("attribution") != "chatham-house":
        said = [session.get("contributions", []) for session in package["dialogue"]["sessions"]]
        kept = [session.get("contributions", []) for session in first["dialogue"]["sessions"]]
        assert [len(points) for points in said] == [len(points) for points in kept]
