"""Address cards as vCard 4.0 (RFC 6350).

Written here because it is little: a line's name and its value escaped, folded as calendars fold theirs
(RFC 6350, 3.2). Libraries for vCard write version 3.0, those for calendars escape by the rules of calendars.
"""

from core.calendars import fold
from core.text import without_control

MEDIA_TYPE = "text/vcard; charset=utf-8"
ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


def card(lines):
    """The bytes of a card. `lines` are pairs of a name, with its parameters, and a value: a text, or a
    list of texts for what has parts, such as ADR; empty ones are left out."""
    written = [("VERSION", "4.0"), *lines]
    content = "".join(_line(name, value) for name, value in written if _says(value))
    return f"BEGIN:VCARD\r\n{content}END:VCARD\r\n".encode()


def _says(value):
    return any(value) if isinstance(value, list) else bool(value)


def _line(name, value):
    parts = value if isinstance(value, list) else [value]
    return fold(f"{name}:{';'.join(escaped(part) for part in parts)}")


def escaped(text):
    """`text` as a value: its commas, semicolons, backslashes and line ends are no signs of the format."""
    text = without_control(str(text)).replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode().translate(ESCAPES)
