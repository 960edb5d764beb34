"""Packages for tests: a whole one, a small one, and one thing changed in a whole one."""

import copy
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.package import as_yaml, read

FULL = Path(__file__).parent.parent / "data" / "full.yaml"

SMALL = {
    "format": "dialogue-package/1",
    "dialogue": {"title": "A small dialogue", "starts": "2026-03-02"},
}


def full():
    """The data of the package that uses every key."""
    return read(FULL).data


def small(**dialogue):
    """The least package there can be, with more in its dialogue."""
    return {**SMALL, "dialogue": {**SMALL["dialogue"], **dialogue}}


def steps(path):
    """`a.b[0].c` as the steps of a path."""
    return [
        int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path) if step
    ]


def changed(data, path, value):
    """A copy of `data` in which `path` is `value`."""
    data = copy.deepcopy(data)
    *above, last = steps(path)
    inner = data
    for step in above:
        inner = inner[step]
    if isinstance(inner, list) and last == len(inner):
        inner.append(value)
    else:
        inner[last] = value
    return data


def without(data, path):
    """A copy of `data` that has nothing at `path`."""
    data = copy.deepcopy(data)
    *above, last = steps(path)
    inner = data
    for step in above:
        inner = inner[step]
    del inner[last]
    return data


def write(folder, data, name="package.yaml"):
    """The path of a file that holds `data`: a mapping as YAML, text or bytes as they are."""
    path = folder / name
    if isinstance(data, bytes):
        path.write_bytes(data)
    else:
        path.write_text(data if isinstance(data, str) else as_yaml(data), encoding="utf-8")
    return str(path)


def refusal(*paths, **options):
    """What `load_package` says when it refuses the files at `paths`."""
    with pytest.raises(CommandError) as refused:
        call_command("load_package", *paths, **options)
    assert refused.value.returncode == 1
    return str(refused.value)
