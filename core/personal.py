"""The vocabulary of the register of personal data: what erasing a person does to a field.

Each application's `personal.py` holds its part of the register, as `{model: {field: Erasure}}`. A test
reads every model and fails for a field that could hold personal data and is not in it.
"""

from enum import Enum


class Erasure(Enum):
    """What happens to a field's value when the person it tells of is erased."""

    ROW = "the row goes"
    BLANK = "the value is emptied"
    UNLINK = "the link to the person is removed, the row stays"
    NAMES = "free text: the person's name in it gives way to a pseudonym"
    SNAPSHOT = "the snapshot and its file are removed, to be printed again"
    NOTHING = "holds nothing personal"


def names(*fields):
    """Free texts that may name somebody."""
    return dict.fromkeys(fields, Erasure.NAMES)


def nothing(*fields):
    """Fields that hold nothing personal."""
    return dict.fromkeys(fields, Erasure.NOTHING)


def unlink(*fields):
    """Links to a person, of rows that stay when the person is erased."""
    return dict.fromkeys(fields, Erasure.UNLINK)


# The rows of core itself. A mail goes with the person it was sent to, a file with what it belongs to.
REGISTER = {
    "PersonalLink": nothing("purpose"),
    "LinkToken": nothing("digest"),
    "Mail": dict.fromkeys(("to_email", "to_name", "subject", "body"), Erasure.ROW)
    | nothing("key", "failure"),
    "Upload": names("name") | nothing("media_type", "sha256"),
}
