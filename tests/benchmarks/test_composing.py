"""Composed reports: the preview of a part against WeasyPrint alone, long reports as PDF and Word.

Run by `bin/bench -k composing`, with COMPOSED_PAGES=400 for the size that it must bear. It prints figures and
judges ratios alone.
"""

import os
import resource
import statistics
from functools import partial
from time import perf_counter

import pytest
from django.urls import reverse
from weasyprint import HTML

from reports.apart import write_apart
from reports.composer import services
from reports.composer.desk import Desk
from reports.composer.previewing import preview
from reports.contexts import ReportContext
from reports.pages import compose
from reports.pdf import OwnAssets
from reports.printers import meeting_docx, meeting_pdf
from reports.services import report_of
from tests.benchmarks import ledger
from tests.reports.meetings import meeting

PAGES = int(os.environ.get("COMPOSED_PAGES", "40"))
PARAGRAPH = (
    "The boundary was walked by both sides together, and turned out narrower than either map "
    "showed; the villages came as witnesses, and the bell at the pit head was rung at the end. "
) * 3
A_PAGE = "\n\n".join(PARAGRAPH for _number in range(5))


@pytest.fixture
def report(db):
    made = report_of(meeting().dialogue)
    services.begin(made)
    return made


def median(action, runs=5):
    times = []
    for _run in range(runs):
        started = perf_counter()
        action()
        times.append(perf_counter() - started)
    return statistics.median(times)


def test_the_preview_of_a_part_costs_little_more_than_its_pages(
    report, convenor, sign_in, django_assert_max_num_queries
):
    part = services.add_part(report, "written")
    part.text = A_PAGE
    services.change_part(part, based_on=1, fields=["text"])
    context = Desk(report).preview_of(part, "public")
    html = compose(context, alone=True)
    shown = median(lambda: preview(context, {}))
    bare = median(lambda: HTML(string=html, url_fetcher=OwnAssets()).write_pdf())
    programme = report.dialogue.initiative.programme
    convenor.appointments.update(programme=programme)
    client = sign_in(convenor)
    page = reverse("reports:part_preview", args=[report.dialogue.slug, report.kind, part.pk])
    with django_assert_max_num_queries(40):
        assert client.post(page, {"text": A_PAGE}).status_code == 200
    whole = median(lambda: client.post(page, {"text": A_PAGE}))
    print(
        f"\npreview of a page: {shown * 1000:.0f} ms, WeasyPrint alone {bare * 1000:.0f} ms, "
        f"the request {whole * 1000:.0f} ms"
    )
    asked = "1 s for a changed part"
    ledger.answer(
        "preview of a page, the whole request", asked, f"{whole * 1000:.0f} ms", holds=whole < 1
    )
    assert shown <= 3 * bare + 0.5


def test_a_long_report_is_printed_and_written_as_word(report, tmp_path):
    for number in range(PAGES // 20):
        part = services.add_part(report, "written")
        part.heading = f"Part {number + 1}"
        part.text = "\n\n".join([A_PAGE] * 16)
        services.change_part(part, based_on=1, fields=["heading", "text"])
    context = ReportContext.of(report, "internal")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    started = perf_counter()
    pages = write_apart(
        partial(meeting_pdf, context, {}), tmp_path / "r.pdf", seconds=300, megabytes=4096
    )
    printed = perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    started = perf_counter()
    meeting_docx(context, {}, tmp_path / "r.docx")
    word = perf_counter() - started
    size = (tmp_path / "r.pdf").stat().st_size / 1e6
    print(
        f"\n{pages} pages: PDF in {printed:.1f} s, {size:.1f} MB, a process of at most {memory:.0f} MB; "
        f"Word in {word * 1000:.0f} ms"
    )
    # What children took that ran before is the least that can be told of this one.
    holds = printed < 60 and (memory < 1024 or memory == before)
    ledger.answer(
        f"PDF of {pages} pages",
        "400 pages: 60 s, 1 GB",
        f"{printed:.1f} s, {memory:.0f} MB",
        holds=holds,
    )
    ledger.answer(f"Word of {pages} pages", "100 pages: 5 s", f"{word:.2f} s", holds=word < 5)
    assert pages >= PAGES // 2
