"""How long a paper takes to print, as PDF against bare WeasyPrint on the same pages, and as Word.

Run by `bin/bench`. The table is what matters; the assertions only catch what has gone badly wrong.
"""

import statistics
import time

import pytest
from weasyprint import HTML

from dialogues.blocks import blocks_of
from reports import paper_pages, printers
from reports.contexts.comments import CommentsContext
from reports.contexts.papers import PaperContext
from reports.models import Report
from reports.outdated import tells_too_much
from reports.pdf import OwnAssets
from tests import factories as make

TEXT = (
    "The assembly holds a **register of pits** which few have read; the companies hold surveys that "
    "nobody else may see. Those who wash there said that *no* map shows where the boundary runs. "
)
POINTS = "- who keeps it\n    - and since when\n- who may read it\n\n"
TABLE = "| District | Pits |\n|---|---:|\n| Tarkwa | 120 |\n| Prestea | 60 |\n\n"
CHAPTERS = 13  # some hundred pages

pytestmark = pytest.mark.django_db


def seconds(action):
    """Processor seconds that `action()` takes; other work on the machine does not count."""
    started = time.process_time()
    action()
    return time.process_time() - started


def median(action, runs=3):
    return statistics.median(seconds(action) for _run in range(runs))


@pytest.fixture
def version():
    """A version of about a hundred pages, in a programme of 500 people of whom ten are protected."""
    section = f"{TEXT * 4}\n\n" * 5 + POINTS + TABLE
    body = "".join(
        f"# Chapter {chapter}\n\n"
        + "".join(f"## Section {chapter}.{number}\n\n{section}" for number in range(6))
        for chapter in range(CHAPTERS)
    )
    version = make.PaperVersionFactory(body=body, blocks=blocks_of(body))
    programme = version.paper.initiative.programme
    make.PersonFactory.create_batch(490, programme=programme)
    make.PersonFactory.create_batch(10, programme=programme, protected=True)
    return version


def test_printing_a_paper_costs_little_more_than_bare_weasyprint(version, tmp_path):
    report = Report(paper_version=version, kind="scoping-paper")
    context = PaperContext.of(report, "internal")
    html, pictures = paper_pages.compose(context, {})
    file = tmp_path / "paper.pdf"
    pages = printers.paper_pdf(context, {}, file)

    def bare():
        HTML(string=html, url_fetcher=OwnAssets(pictures)).write_pdf(file, pdf_variant="pdf/ua-1")

    def build():
        printers.paper_pdf(PaperContext.of(report, "internal"), {}, file)

    row = {
        "context": median(lambda: PaperContext.of(report, "internal")),
        "compose": median(lambda: paper_pages.compose(context, {})),
        "build": median(build, runs=1),
        "bare": median(bare, runs=1),
        "Word": median(lambda: printers.paper_docx(context, {}, tmp_path / "paper.docx")),
    }
    print(f"\n{pages} pages, {len(version.body):,} letters")
    print("".join(f"{name + ' s':>12}" for name in row) + f"{'build/bare':>12}")
    print("".join(f"{figure:12.3f}" for figure in row.values()), end="")
    print(f"{row['build'] / row['bare']:12.2f}")
    assert row["build"] <= 1.5 * row["bare"]
    assert row["Word"] <= row["bare"]


def test_a_table_of_five_hundred_comments(version, tmp_path):
    blocks = [block for block in version.blocks if not block.get("level")]
    for number in range(500):
        block = blocks[number % len(blocks)]
        make.CommentFactory(
            version_of=version,
            block=block["id"],
            quote=block["text"][:600],
            text=TEXT * 2,
            disposition="accepted",
            response=TEXT,
        )
    report = Report(paper_version=version, kind="comments")
    context = CommentsContext.of(report, "internal")
    row = {
        "context": median(lambda: CommentsContext.of(report, "internal")),
        "PDF": median(lambda: printers.comments_pdf(context, {}, tmp_path / "c.pdf"), runs=1),
        "Word": median(lambda: printers.comments_docx(context, {}, tmp_path / "c.docx"), runs=1),
    }
    pages = printers.comments_pdf(context, {}, tmp_path / "c.pdf")
    print(f"\n500 comments, {pages} pages")
    print("".join(f"{name + ' s':>12}" for name in row))
    print("".join(f"{figure:12.3f}" for figure in row.values()))
    assert row["Word"] <= row["PDF"]


def test_asking_whether_a_paper_may_still_be_said(version):
    report = Report.objects.create(paper_version=version, kind="scoping-paper")
    snapshot = PaperContext.of(report, "internal").to_snapshot()
    printing = make.PrintingFactory(
        report=report, edition="internal", state="ready", snapshot=snapshot
    )
    taken = median(lambda: tells_too_much(printing))
    print(f"\nwhether {len(version.body):,} letters may still be said: {taken:.3f} s")
    assert taken <= 2
