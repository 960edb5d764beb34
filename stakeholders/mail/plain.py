"""Markdown as the plain text of a mail: paragraphs and points stay, marks go, links name their address."""

from textwrap import indent

from core.markdown import SCHEMES, parse

POINT = "- "
DEEPER = "  "


def plain_text(text):
    """The words of a Markdown text, its paragraphs parted by empty lines, its points each on a line."""
    writer = _Writer()
    for token in parse(text or ""):
        step = getattr(writer, token.type, None)
        if step is not None:
            step(token)
    return "\n".join(writer.lines).strip("\n")


class _Writer:
    """Takes the parser's tokens one by one; each block becomes some lines."""

    def __init__(self):
        self.lines = []
        self.lists = []  # of each list that is open the number of its next point, None without numbers
        self.mark = ""
        self.cells = []

    def _put(self, text, *, tight=False):
        lead = DEEPER * max(0, len(self.lists) - 1)
        first = f"{lead}{self.mark}"
        rest = " " * len(first) if self.mark else DEEPER * len(self.lists)
        if not tight and self.lines and self.lines[-1]:
            self.lines.append("")
        head, *more = text.split("\n")
        self.lines.append(f"{first if self.mark else rest}{head}".rstrip())
        self.lines += indent("\n".join(more), rest).split("\n") if more else []
        self.mark = ""

    # Lists ------------------------------------------------------------------------------------
    def bullet_list_open(self, _token):
        self._open(None)

    def ordered_list_open(self, token):
        self._open(int(token.attrGet("start") or 1))

    def _open(self, number):
        if not self.lists and self.lines:
            self.lines.append("")
        self.lists.append(number)

    def bullet_list_close(self, _token):
        self.lists.pop()
        if not self.lists:
            self.lines.append("")

    ordered_list_close = bullet_list_close

    def list_item_open(self, _token):
        number = self.lists[-1]
        self.mark = POINT if number is None else f"{number}. "
        if number is not None:
            self.lists[-1] = number + 1

    # Blocks -----------------------------------------------------------------------------------
    def inline(self, token):
        words = _words(token.children or ())
        if self.cells:
            self.cells[-1].append(words)
        else:
            self._put(words, tight=bool(self.lists))

    def fence(self, token):
        self._put(token.content.rstrip("\n"))

    code_block = fence

    def tr_open(self, _token):
        self.cells.append([])

    def tr_close(self, _token):
        self._put(" | ".join(self.cells.pop()), tight=True)

    def table_close(self, _token):
        self.lines.append("")


def _words(children):
    """The words of one line of Markdown; the address of a link follows its words, unless it is they."""
    written, links = [], []
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            written.append("\n" if child.type == "hardbreak" else " ")
        elif child.type == "link_open":
            links.append((child.attrGet("href"), len(written)))
        elif child.type == "link_close":
            address, place = links.pop()
            if _leads_out(address) and address not in "".join(written[place:]):
                written.append(f" ({address})")
        else:
            written.append(child.content)
    return "".join(written)


def _leads_out(address):
    return str(address).partition(":")[0].lower() in SCHEMES
