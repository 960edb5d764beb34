"""Moving rows in and out of files: what every part of a package format shares, and no domain word.

`reading` turns a file into plain data without trusting it, `structure` checks the data against a JSON
Schema, `keys` and `rows` say once which key of the file stands for which field and both load and dump by
it, `writing` makes the text of a file, and `problems` says where something is wrong.
"""

from core.package.book import Book, Place
from core.package.keys import (
    Choice,
    Date,
    Email,
    Flag,
    Group,
    Integer,
    Key,
    LocalRef,
    Party,
    Ref,
    Text,
    Url,
    Words,
    parse_date,
)
from core.package.problems import PackageRefused, Problem, differences, dotted, shown, suggestion
from core.package.reading import Source, read
from core.package.rows import Many, Node, Rows
from core.package.structure import check_structure
from core.package.writing import as_json, as_yaml

__all__ = [
    "Book",
    "Choice",
    "Date",
    "Email",
    "Flag",
    "Group",
    "Integer",
    "Key",
    "LocalRef",
    "Many",
    "Node",
    "PackageRefused",
    "Party",
    "Place",
    "Problem",
    "Ref",
    "Rows",
    "Source",
    "Text",
    "Url",
    "Words",
    "as_json",
    "as_yaml",
    "check_structure",
    "differences",
    "dotted",
    "parse_date",
    "read",
    "shown",
    "suggestion",
]
