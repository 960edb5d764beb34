"""How long a report takes against bare WeasyPrint on the same pages, and how that grows.

Run by `bin/bench`. The table is what matters; the assertions only catch what has gone badly wrong.
"""

import io
import statistics
import time
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from weasyprint import HTML

from dialogues.models import Contribution, Dialogue
from reports.apart import write_apart
from reports.contexts import ReportContext
from reports.models import Report
from reports.pages import compose
from reports.pdf import OwnAssets, write_pdf
from tests import factories as make
from tests.benchmarks import ledger

DEMO = Path(__file__).parents[2] / "reports" / "demo"
SIZES = (250, 500, 1000, 2000)
KINDS = ("narrative", "point", "lesson", "obstacle", "quote")
TEXT = (
    "The table asked who keeps the **register of pits** and who may read it. Those who wash said that "
    "they have never seen it; the assembly answered that it lies open on the first Monday of a month."
)

pytestmark = pytest.mark.django_db


def seconds(action):
    """Processor seconds that `action()` takes; other work on the machine does not count."""
    started = time.process_time()
    action()
    return time.process_time() - started


def median(action, runs=3):
    return statistics.median(seconds(action) for _run in range(runs))


def report_of(dialogue):
    return Report.objects.filter(dialogue=dialogue).first() or Report(dialogue=dialogue)


@pytest.fixture
def large():
    """Makes a dialogue with so many contributions, a third of them below others, in sessions of fifty."""

    def made(number):
        dialogue = make.DialogueFactory()
        sessions = [make.SessionFactory(dialogue=dialogue) for _fifty in range(-(-number // 50))]
        group = make.GroupFactory(programme=dialogue.initiative.programme)
        rows = Contribution.objects.bulk_create(
            Contribution(
                session=sessions[place // 50],
                kind=KINDS[place % len(KINDS)],
                text=f"{place}: {TEXT}",
                group=group,
                position=place,
            )
            for place in range(number)
        )
        for place in range(2, number, 3):
            if rows[place].session_id == rows[place - 1].session_id:
                rows[place].parent = rows[place - 1]
        Contribution.objects.bulk_update(rows, ["parent"], batch_size=200)
        return dialogue

    return made


def measured(dialogue, tmp_path, runs):
    report = report_of(dialogue)
    with CaptureQueriesContext(connection) as queries:
        context = ReportContext.of(report, "internal")
    html = compose(context)
    file = tmp_path / "report.pdf"
    pages = write_pdf(html, file)

    def build():
        write_pdf(compose(ReportContext.of(report, "internal")), file)

    def bare():
        HTML(string=html, url_fetcher=OwnAssets()).write_pdf(file, pdf_variant="pdf/ua-1")

    return {
        "pages": pages,
        "queries": len(queries),
        "context": median(lambda: ReportContext.of(report, "internal"), runs),
        "compose": median(lambda: compose(context), runs),
        "build": median(build, runs),
        "bare": median(bare, runs),
    }


LONG = 15  # pages: what a ratio can be held to; below, our fonts and templates weigh more
HEADINGS = ("pages", "queries", "context s", "compose s", "build s", "bare s", "build/bare")


def print_table(rows):
    print()
    print(f"{'report':34}" + "".join(f"{heading:>12}" for heading in HEADINGS))
    for name, row in rows.items():
        figures = [f"{row[key]:.3f}" for key in ("context", "compose", "build", "bare")]
        cells = [row["pages"], row["queries"], *figures, f"{row['build'] / row['bare']:.2f}"]
        print(f"{name[:33]:34}" + "".join(f"{cell:>12}" for cell in cells))


def test_building_a_report_costs_little_more_than_bare_weasyprint(tmp_path):
    packages = sorted(DEMO.glob("*.yaml"))
    call_command("load_package", *map(str, packages), stdout=io.StringIO())
    rows = {
        dialogue.title: measured(dialogue, tmp_path, runs=3) for dialogue in Dialogue.objects.all()
    }
    print_table(rows)
    assert all(row["queries"] <= 20 for row in rows.values())
    for name, row in rows.items():
        ratio = row["build"] / row["bare"]
        is_long = row["pages"] >= LONG
        asked = "1.3 × bare WeasyPrint" if is_long else "told: under 15 pages"
        told = f"{ratio:.2f} × of {row['pages']} pages, {row['queries']} queries"
        ledger.answer(f"report “{name[:44]}”", asked, told, holds=ratio <= 1.3 or not is_long)
        assert ratio <= (1.5 if is_long else 2.5), name


def test_building_a_report_grows_in_line_with_what_was_said(large, tmp_path):
    rows = {
        f"{number} contributions": measured(large(number), tmp_path, runs=1) for number in SIZES
    }
    print_table(rows)
    assert len({row["queries"] for row in rows.values()}) == 1
    small, big = (rows[f"{number} contributions"] for number in (SIZES[0], SIZES[-1]))
    growth = SIZES[-1] / SIZES[0]
    for part in ("context", "compose", "build"):
        assert big[part] <= 2 * growth * small[part], part


def test_a_process_apart_costs_little(large, tmp_path):
    html = compose(ReportContext.of(report_of(large(250)), "internal"))
    file = tmp_path / "report.pdf"

    def clocked(action):
        started = time.perf_counter()
        action()
        return time.perf_counter() - started

    here = statistics.median(clocked(lambda: write_pdf(html, file)) for _run in range(3))
    limits = {"seconds": 120, "megabytes": 2048}
    apart = statistics.median(
        clocked(lambda: write_apart(partial(write_pdf, html), file, **limits)) for _run in range(3)
    )
    print(f"\n250 contributions: {here:.2f} s in the process, {apart:.2f} s in a process apart")
    assert apart <= 2 * here + 1
