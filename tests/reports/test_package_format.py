"""The published schema, the documentation, the models and the code agree on the format."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import models
from jsonschema import Draft202012Validator

from core.package import Many
from dialogues.package import DIALOGUE, INITIATIVE
from reports.models import Report, ReportKind
from reports.package import REPORT, schema
from roadmaps.package import LEARNING_GROUP, ROADMAP
from stakeholders.package import PROGRAMME, REGISTER

pytestmark = pytest.mark.once

LISTS = {
    "groups": REGISTER["groups"],
    "organisations": REGISTER["organisations"],
    "people": REGISTER["people"],
    "programme": PROGRAMME,
    "initiative": INITIATIVE,
    "dialogue": DIALOGUE,
    "learning_group": LEARNING_GROUP,
    "roadmap": ROADMAP,
    "report": REPORT,
}
# Lists that are another list's rows, written in another way.
WRITTEN_OTHERWISE = {"presenters", "discussants"}


def resolved(node):
    if "$ref" in node:
        return schema()["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    return resolved(node["items"]) if "items" in node else node


def kinds():
    """Every kind of rows with the part of the schema that describes it."""
    found, waiting = {}, [(rows, schema()["properties"][name]) for name, rows in LISTS.items()]
    while waiting:
        rows, node = waiting.pop()
        node = resolved(node)
        found[rows.model.__name__, rows.parent] = (rows, node)
        waiting += [(many.rows, node["properties"][many.name]) for many in rows.many]
    return found.values()


def keys_of(rows):
    names = [name for key in rows.keys for name in key.names]
    return {*names, *(many.name for many in rows.many), *rows.tree[:1]}


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(("rows", "node"), list(kinds()))
def test_schema_and_code_know_the_same_keys(rows, node):
    if not rows.only:
        assert set(node["properties"]) - WRITTEN_OTHERWISE == keys_of(rows)


def columns():
    """Each key that is one column, with the column and the part of the schema that describes it."""
    for rows, node in kinds():
        for key in rows.keys:
            if not rows.only and key.stored and len(key.fields) == 1 and "__" not in key.fields[0]:
                part = node["properties"][key.names[0]]
                described = {**resolved(part), **part} if "$ref" in part else part
                yield key.names[0], rows.model._meta.get_field(key.fields[0]), described


@pytest.mark.parametrize(("name", "column", "part"), list(columns()))
def test_no_text_that_the_schema_allows_is_too_long_for_the_database(name, column, part):
    if isinstance(column, models.CharField) and "enum" not in part:
        fixed = len("GH") if name == "country" else None
        assert part.get("maxLength", fixed) <= column.max_length


@pytest.mark.parametrize(("name", "column", "part"), list(columns()))
def test_the_schema_lists_the_models_choices(name, column, part):
    if column is Report._meta.get_field("kind"):
        # A package carries a dialogue: what is printed of papers has no place in it.
        assert part["enum"] == [ReportKind.MEETING_REPORT]
    elif column.choices:
        assert sorted(part["enum"]) == sorted(value for value, _label in column.choices)


def test_every_key_is_described():
    nodes = [schema(), *schema()["$defs"].values()]
    for node in nodes:
        assert node["title"]
        for name, part in node.get("properties", {}).items():
            assert part.get("description") or resolved(part)["description"], name


def test_the_documentation_names_every_key():
    text = (Path(settings.BASE_DIR) / "docs" / "dialogue-package.md").read_text(encoding="utf-8")
    for node in [schema(), *schema()["$defs"].values()]:
        for name in node.get("properties", {}):
            assert f"`{name}`" in text, name


def test_all_rows_are_declared_with_keys():
    for rows, _node in kinds():
        assert all(isinstance(entry, Many) or entry.names for entry in rows.entries)
