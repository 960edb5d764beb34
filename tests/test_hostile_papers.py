"""Papers and comments of which somebody hopes that they hold a page up, or run in the reader's browser."""

import time

import pytest
from django.urls import reverse

from dialogues import models as m
from dialogues.services.papers import change_paper, make_version
from reports import production
from reports.models import Printing
from reports.services import report_of_version, request_printing
from tests import factories as make

SOON = 8  # seconds of the processor for one page; what grows with the square takes minutes
BOMBS = {
    "brackets": "[" * 10_000,
    "pictures": "![" * 10_000,
    "lists": "\n".join(" " * 2 * depth + "- x" for depth in range(700)),
    "lists in a line": "- " * 5_000 + "x",
    "quotations": "> " * 5_000 + "x",
    "marks": "*a_" * 10_000,
    "entities": "&amp;" * 20_000,
    "table": "|".join("a" * 300)
    + "\n"
    + "|".join(["-"] * 300)
    + "\n"
    + ("|".join("b" * 300) + "\n") * 20,
    "one word": "x" * 200_000,
    "references": "".join(f"[{n}]: /{n}\n" for n in range(3_000)) + "[1]" * 3_000,
}
SCRIPTS = (
    "<script>alert(1)</script> [a](javascript:alert(1)) ![b](data:text/html,x) "
    "<img src=x onerror=alert(1)> <svg onload=alert(1)> [c]: javascript:alert(1)\n\n"
    "```html\n<script>alert(2)</script>\n```\n\n# <script>alert(3)</script>\n"
)


@pytest.fixture
def paper(world, convenor):
    """A scoping paper with a version that says nothing special."""
    made = make.PaperFactory(initiative=world.initiative, sections={"body": "Harmless."})
    make_version(made, by=convenor)
    return made


def write(paper, text, by):
    """A further version of `paper` that says `text`, with comments that say it too."""
    paper.refresh_from_db()
    paper.sections = {"body": text}
    change_paper(paper, based_on=paper.version, fields=["sections"])
    paper.refresh_from_db()
    version = make_version(paper, by=by, note=text[:500])
    block = version.blocks[0]["id"] if version.blocks else ""
    make.ReviewRoundFactory(version=version, message=text[:5000])
    words = {"version_of": version, "block": block, "text": text[:20_000], "author_user": by}
    make.CommentFactory(**words, quote=text[:300])
    make.CommentFactory(**words, disposition="declined", response=text[:20_000])
    return version


def pages_of(version):
    of_paper = (version.paper.initiative.slug, version.paper.kind)
    for name in ("paper", "paper_edit", "paper_reviews", "comment_list", "comment_table"):
        yield reverse(f"dialogues:{name}", args=of_paper)
    before = version.number - 1
    yield reverse("dialogues:paper_compare", args=of_paper) + f"?from={before}&to={version.number}"
    for name in ("paper_version", "paper_review"):
        yield reverse(f"dialogues:{name}", args=[*of_paper, version.number])


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_paper_holds_a_page_up(paper, convenor, adviser, sign_in, bomb):
    # Somebody protected, so that names are looked for in the page too.
    make.PersonFactory(
        programme=paper.initiative.programme, name="Zebedia Quillonsense", protected=True
    )
    started = time.process_time()
    version = write(paper, BOMBS[bomb], convenor)
    taken = {"write": time.process_time() - started}
    client = sign_in(adviser)
    for url in pages_of(version):
        started = time.process_time()
        assert client.get(url).status_code in (200, 403), url
        taken[url] = time.process_time() - started
    assert {url: seconds for url, seconds in taken.items() if seconds > SOON} == {}


def test_no_script_of_a_paper_or_a_comment_runs(paper, convenor, sign_in):
    version = write(paper, SCRIPTS, convenor)
    client = sign_in(convenor)
    pages = {url: client.get(url).content.decode() for url in pages_of(version)}
    assert sum("alert(1)" in page for page in pages.values()) > 5
    for url, page in pages.items():
        for harm in (
            "<script>alert",
            "<img src=x",
            "<svg onload",
            'href="javascript',
            'src="data:text',
        ):
            assert harm not in page.casefold(), (url, harm)


def test_what_is_printed_of_such_a_paper_is_printed_or_refused(paper, convenor):
    text = "\n\n".join([BOMBS["lists in a line"], BOMBS["quotations"], BOMBS["brackets"], SCRIPTS])
    version = write(paper, text, convenor)
    for kind, file_format in ((paper.kind, "pdf"), (paper.kind, "docx"), ("comments", "pdf")):
        printing = request_printing(
            report_of_version(version, kind),
            edition="internal",
            by=convenor,
            file_format=file_format,
        )
        production.produce(printing.pk)
        printing.refresh_from_db()
        assert printing.state == Printing.State.READY, (kind, file_format, printing.failure)


def test_a_comment_can_be_as_long_as_it_may_and_no_longer(paper, convenor, sign_in):
    version = write(paper, "Harmless still.", convenor)
    url = reverse(
        "dialogues:paper_comment", args=[paper.initiative.slug, paper.kind, version.number]
    )
    client, before = sign_in(convenor), m.Comment.objects.count()
    assert client.post(url, {"text": "x" * 20_001}).status_code == 200
    assert m.Comment.objects.count() == before
    assert client.post(url, {"text": "[" * 20_000}).status_code == 302
    assert m.Comment.objects.count() == before + 1
