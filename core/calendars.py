"""iCalendar as lines (RFC 5545, 3.1): folded at 75 octets, and put together again.

What of a calendar is changed after it was written must be unfolded first: a name may lie across a fold.
"""

import re

LONGEST = 75  # octets of a line without its break
START = "BEGIN:VCALENDAR"
METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)


def fold(line):
    """One line as RFC 5545 asks for it, and RFC 6350 for address cards, its break included; no letter is cut
    in two."""
    if len(line) * 4 <= LONGEST or len(line.encode()) <= LONGEST:
        return f"{line}\r\n"
    pieces, begun, octets, most = [], 0, 0, LONGEST
    for place, letter in enumerate(line):
        width = len(letter.encode())
        if octets + width > most:
            pieces.append(line[begun:place])
            # The blank that a further line begins with counts as well.
            begun, octets, most = place, 0, LONGEST - 1
        octets += width
    pieces.append(line[begun:])
    return "\r\n ".join(pieces) + "\r\n"


def rewritten(text, change):
    """A calendar with every line put through `change(line)`, and folded anew."""
    lines = re.split(r"\r?\n", re.sub(r"\r?\n[ \t]", "", text))
    return "".join(fold(change(line)) for line in lines if line)


def each_calendar(text):
    """The calendars that stand one after the other in `text`, each with its METHOD (PUBLISH if it names
    none): a calendar has but one method, so what is new and what is cancelled are two."""
    for piece in text.split(START)[1:]:
        found = METHOD.search(piece)
        yield START + piece, found[1] if found else "PUBLISH"
