"""The vocabulary of the register of personal data: what erasing a person does to a field.

Each application's `personal.py` holds its part of the register, as `{model: {field: Erasure}}`. A test
reads every model and fails for a field that could hold personal data and is not in it. The register is
not only read by people: `stakeholders.keeping` erases by it, and reads by it what is kept about somebody.
"""

from enum import Enum


class Erasure(Enum):
    """What happens to a field's value when the person it tells of is erased."""

    # In a row that is somebody else's, the name in such a text gives way as in NAMES.
    ROW = "the row goes"
    BLANK = "the value is emptied where it is theirs"
    UNLINK = "the link to the person is removed, the row stays"
    NAMES = "free text: the person's name in it gives way to a pseudonym"
    ADDRESS = "made of a text: made anew where it spells out the person's name"
    SNAPSHOT = "the snapshot and its file are removed, to be printed again"
    NOTHING = "holds nothing personal"


def names(*fields):
    """Free texts that may name somebody."""
    return dict.fromkeys(fields, Erasure.NAMES)


def blank(*fields):
    """Ways to reach a body, which may be a person's own."""
    return dict.fromkeys(fields, Erasure.BLANK)


def addresses(*fields):
    """Keys and slugs, which are made of a title or a name."""
    return dict.fromkeys(fields, Erasure.ADDRESS)


def nothing(*fields):
    """Fields that hold nothing personal."""
    return dict.fromkeys(fields, Erasure.NOTHING)


def unlink(*fields):
    """Links to a person, of rows that stay when the person is erased."""
    return dict.fromkeys(fields, Erasure.UNLINK)


# The rows of core itself. A mail goes with the person it was sent to, and their personal links with it;
# a mail to somebody else that names them says so no more.
REGISTER = {
    "PersonalLink": nothing("purpose"),
    "LinkToken": nothing("digest"),
    "Mail": dict.fromkeys(("to_email", "to_name"), Erasure.ROW)
    | names("subject", "body", "calendar")
    | nothing("key", "failure", "unsubscribe"),
    "Upload": names("name") | nothing("media_type", "sha256"),
}
