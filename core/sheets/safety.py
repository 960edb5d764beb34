"""The outside of a file: what it is, whatever it is called, and its parts as far as they may be read.

Nothing that the file claims about itself is trusted: what it claims too much of is refused unread,
and what is unpacked is counted while it is.
"""

import struct
import zipfile
import zlib
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from core.sheets import refusals

MOST_PARTS = 2000
MOST_DIRECTORY = 400_000  # bytes of a zip's table of contents
MOST_UNPACKED = 120 * 2**20  # bytes of all parts together, as claimed
MOST_ELEMENTS = 1_500_000  # of XML, in all parts that are read
MOST_DEPTH = 40  # elements in elements
CHUNK = 2**16
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How other files begin that are called .xlsx or .csv by mistake.
BEGINNINGS = (
    (b"%PDF", _("a PDF")),
    (b"\x89PNG", _("an image")),
    (b"\xff\xd8\xff", _("an image")),
    (b"GIF8", _("an image")),
    (b"RIFF", _("an image or a recording")),
    (b"{\\rtf", _("a text document")),
    (b"\x1f\x8b", _("a packed file")),
    (b"7z\xbc\xaf", _("a packed file")),
    (b"Rar!", _("a packed file")),
    (b"\x7fELF", _("a program")),
    (b"MZ", _("a program")),
)
MARKUP = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<!--")
# What a zip holds that is another document.
INSIDES = (
    ("word/", _("a text document of Word")),
    ("ppt/", _("a presentation")),
    ("xl/workbook.bin", _("a binary sheet (.xlsb)")),
    ("Index/", _("a document of Numbers or Pages")),
)


def kind_of(path):
    """ "xlsx" or "csv", by what the file holds; SheetRefused for what is neither."""
    with path.open("rb") as file:
        head = file.read(1024)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "xlsx"
    if head.startswith(OLD_OFFICE):
        raise _old_office(path)
    for beginning, what in BEGINNINGS:
        # Two letters may begin a name too.
        if head.startswith(beginning) and (len(beginning) > 2 or b"\0" in head):
            raise refusals.wrong_kind(what)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKUP):
        raise refusals.wrong_kind(_("a web page or XML"))
    return "csv"


def _old_office(path):
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return refusals.locked()
    return refusals.wrong_kind(_("a file of an older Office (.xls, .doc)"))


class Parts:
    """The parts of a zip, to be read piece by piece.

    Making it raises SheetRefused for a file that is not whole, claims too much, or is another kind of
    document; use it as a context.
    """

    def __init__(self, path):
        _check_end(path)
        self._elements = MOST_ELEMENTS
        try:
            self._zip = zipfile.ZipFile(path)
        # BadZipFile is not all that a broken table of contents raises: there are a name that is not UTF-8,
        # a version from the future and, in older Pythons, a place before the beginning of the file.
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as bad:
            raise refusals.damaged() from bad
        try:
            self._check()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._zip.close()

    @property
    def names(self):
        """Names of all parts."""
        return self._zip.NameToInfo.keys()

    def _check(self):
        infos = self._zip.infolist()
        if any(_is_strange(info.filename) for info in infos):
            raise refusals.strange_paths()
        if any(info.flag_bits & 1 for info in infos):
            raise refusals.locked()
        if sum(info.file_size for info in infos) > MOST_UNPACKED:
            raise refusals.unpacks_to_too_much()
        if "xl/workbook.xml" not in self.names:
            raise self._another_document()

    def _another_document(self):
        if "content.xml" in self.names:
            return refusals.wrong_kind(_("a document of LibreOffice (.ods, .odt)"))
        for begin, what in INSIDES:
            if any(name.startswith(begin) for name in self.names):
                return refusals.wrong_kind(what)
        return refusals.wrong_kind(_("a packed file without a sheet in it"))

    def pieces(self, name, most):
        """The bytes of the part `name`, unpacked piece by piece, `most` in all."""
        info = self._zip.getinfo(name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusals.damaged()
        size = 0
        try:
            with self._zip.open(info) as part:
                while piece := part.read(CHUNK):
                    size += len(piece)
                    if size > most:
                        raise refusals.unpacks_to_too_much()
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as bad:
            raise refusals.damaged() from bad

    def parse(self, pieces, start, end=None, data=None):
        """Read the XML in `pieces`, calling `start(name, attributes)`, `end(name)` and `data(text)`.

        Names come without their prefix. What declares a document type, and so entities, is refused, as
        is what is not well formed, nested without end, or of millions of elements in all parts. A
        handler stops the reading by raising StopReading.
        """
        self._elements = _parse(pieces, start, end, data, self._elements)


def _is_strange(name):
    parts = name.split("/")
    return name.startswith("/") or ".." in parts or "\\" in name or ":" in name or "\0" in name


def _check_end(path):
    """Look at a zip's last record before its table of contents is read: that may be endless too."""
    with path.open("rb") as file:
        file.seek(0, 2)
        size = file.tell()
        file.seek(max(size - 2**16 - 22, 0))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise refusals.damaged()
    entries, directory = struct.unpack_from("<HL", tail, at + 10)
    # 0xFFFF: the real figure stands in a record for files of gigabytes, which this cannot be.
    if entries > MOST_PARTS or directory > MOST_DIRECTORY:
        raise refusals.too_many_sheets(entries, MOST_PARTS)


def _parse(pieces, start, end, data, left):
    """What `Parts.parse` does with the bytes; answers how many of `left` elements are left."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def started(name, attributes):
        nonlocal depth, left
        depth += 1
        left -= 1
        if depth > MOST_DEPTH:
            raise refusals.damaged()
        if left < 0:
            raise refusals.too_many_cells()
        start(name if ":" not in name else name.rpartition(":")[2], attributes)

    def ended(name):
        nonlocal depth
        depth -= 1
        if end is not None:
            end(name if ":" not in name else name.rpartition(":")[2])

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.EntityDeclHandler = _refuse_declarations
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except StopReading:
        pass
    except (expat.ExpatError, ValueError, LookupError) as bad:
        raise refusals.damaged() from bad
    finally:
        # Handlers and parser hold each other.
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
    return left


class StopReading(Exception):
    """Raised by a handler of `Parts.parse` that has seen enough."""


def _refuse_declarations(*_declared):
    raise refusals.declares_entities()
