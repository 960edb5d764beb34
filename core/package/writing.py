"""The text of a file: the same data always gives the same bytes, readable by people."""

import json
import re

import yaml

from core.package.reading import NUMBER

# Characters that YAML counts as line ends or drops: only an escape keeps them.
FRAGILE = re.compile("[\x85\u2028\u2029\ufeff]")
WIDTH = 100


class _Dumper(yaml.SafeDumper):
    """Writes several lines as a literal block, and quotes what `reading` would take for a number."""

    def ignore_aliases(self, data):
        return True


def _represent_text(dumper, text):
    style = None
    if FRAGILE.search(text):
        style = '"'
    elif "\n" in text:
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(f"^(?:{NUMBER.pattern})$"), list("-0123456789")
)


def as_yaml(data):
    """`data` as YAML, keys in their order."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


def as_json(data):
    """`data` as JSON, keys in their order."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
