"""Address cards as vCard 4.0 (RFC 6350).

Written here because it is little: a line's name, its value escaped, folded at 75 bytes. Libraries for
vCard write version 3.0, those for calendars escape by the rules of calendars.
"""

from core.text import without_control

MEDIA_TYPE = "text/vcard; charset=utf-8"
LONGEST_LINE = 75  # bytes, RFC 6350 section 3.2
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
    return folded(f"{name}:{';'.join(escaped(part) for part in parts)}")


def escaped(text):
    """`text` as a value: its commas, semicolons, backslashes and line ends are no signs of the format."""
    text = without_control(str(text)).replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode().translate(ESCAPES)


def folded(line):
    """`line` with its end, broken so that none is longer than 75 bytes; letters stay whole."""
    pieces, piece, size = [], [], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            pieces.append("".join(piece))
            piece, size = [], 1  # the blank that a continued line begins with
        piece.append(letter)
        size += width
    pieces.append("".join(piece))
    return "\r\n ".join(pieces) + "\r\n"
