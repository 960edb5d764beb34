"""Every job: each kind of report in each of its formats, each task of the worker, at one and at ten times the
demo's size. Run by `bin/bench`.

What prints is told as a ratio to the library alone: WeasyPrint on the same HTML, measured within the same
run; python-docx and openpyxl reading and writing the same file again; a bare view of as many rows for a
page. A task with nothing to do is told beside a bare view of one row.

The people of the measured world are called “Invented Person 1” and so on, and the word stands in its
texts: at ten times the size each text is searched for 130 protected people at once, which is what the
slowest of these spend their time on. Names of real people do not all look alike.
"""

from contextlib import contextmanager
from time import process_time
from types import SimpleNamespace

import pytest
import weasyprint
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import load_workbook

from config.celery import app
from reports import pdf
from reports.kinds import KINDS, offer_of
from reports.models import Edition
from tests import factories as make
from tests.benchmarks.ledger import JOBS, Cost, answer, note, rows
from tests.benchmarks.sizes import DEMO, nine_times
from tests.benchmarks.test_pages import bare_view, seconds
from tests.benchmarks.world import grow
from tests.reports.matrix import reports_of


@contextmanager
def inside(owner, name):
    """The processor seconds that are spent in `owner.name` meanwhile, as the only item of a list."""
    original, spent = getattr(owner, name), [0.0]

    def timed(*args, **values):
        begun = process_time()
        try:
            return original(*args, **values)
        finally:
            spent[0] += process_time() - begun

    setattr(owner, name, timed)
    try:
        yield spent
    finally:
        setattr(owner, name, original)


def again_in_word(path):
    """The file read and written by python-docx alone."""
    Document(path).save(path)


def again_in_excel(path):
    """The file read and written by openpyxl alone."""
    load_workbook(path).save(path)


# Tasks that ask more often of more rows, and why.
EXPLAINED = {
    "convening.tasks.end_offers": "; each dialogue ahead with a waiting list is locked and counted"
}
BESIDE = {
    "pdf": "WeasyPrint alone on the same HTML",
    "pdfa": "WeasyPrint alone on the same HTML",
    "docx": "python-docx reads and writes the same file",
    "xlsx": "openpyxl reads and writes the same file",
    "html": "a bare view of 100 rows",
    "png": "WeasyPrint alone on the same HTML",
}


def printed(report, file_format, path):
    """The Cost of a report in a format: its facts read, frozen words made pages, the file written."""
    offer = offer_of(report)
    begun = process_time()
    with (
        CaptureQueriesContext(connection) as caught,
        inside(pdf.HTML, "render") as laid_out,
        inside(weasyprint.Document, "write_pdf") as written,
    ):
        context = offer.read(report, Edition.INTERNAL)
        pictures = offer.pictures_of(context) if offer.pictures else {}
        offer.writer(file_format)(context, pictures, path)
    taken = process_time() - begun
    beside = {
        "docx": lambda: seconds(lambda: again_in_word(path)),
        "xlsx": lambda: seconds(lambda: again_in_excel(path)),
        "html": lambda: seconds(lambda: bare_view(RequestFactory().get("/"), 100)),
    }.get(file_format, lambda: laid_out[0] + written[0])()
    return Cost(len(caught), taken * 1000, taken / beside if beside else None)


def all_printed(reports, tmp_path):
    """`{(kind, format): Cost}`; everything once beforehand, so that no font is read while the clock runs."""
    found = {}
    for kind, report in reports.items():
        for file_format in offer_of(report).formats:
            path = tmp_path / f"{kind}.{file_format}"
            if file_format == "pdf":
                printed(report, file_format, path)
            found[kind, file_format] = printed(report, file_format, path)
    return found


@pytest.fixture
def reports(world, cast):
    """A report of each kind, all of the world's own dialogue or of what hangs on it."""
    person = make.PersonFactory(programme=world.programme, name="Prosper Presents")
    make.ParticipationFactory(dialogue=world.dialogue, person=person, status="attended")
    people = SimpleNamespace(presenter=person, chair=person)
    held = SimpleNamespace(
        dialogue=world.dialogue,
        programme=world.programme,
        people=people,
        miners=world.miners,
        body=world.ngo,
    )
    found = reports_of(held, "en")
    assert set(found) == set(KINDS)
    return found


def test_every_report_in_every_format(world, reports, tmp_path):
    grow(world, DEMO)
    once = all_printed(reports, tmp_path)
    grow(world, nine_times(DEMO))
    tenfold = all_printed(reports, tmp_path)
    for (kind, file_format), cost in tenfold.items():
        before = once[kind, file_format]
        grows = cost.queries > before.queries
        off = "asks more often of more rows" if grows else ""
        note(JOBS, f"print {kind} as {file_format}", before, cost, BESIDE[file_format], off)
    assert [row.what for row in rows if row.kind == JOBS and row.off] == []


def test_every_task_of_the_worker(world, cast):
    names = sorted(name for name in app.tasks if not name.startswith("celery."))
    assert names
    costs = []
    for size in (DEMO, nine_times(DEMO)):
        grow(world, size)
        costs.append({name: task_cost(name) for name in names})
    for name in names:
        beside = f"a bare view of one row{EXPLAINED.get(name, '')}"
        note(JOBS, f"task {name}", costs[0][name], costs[1][name], beside)
    answer("tasks of the worker in the table", "all", f"{len(names)}")


def task_cost(name):
    """A turn of the task in the world as it is: what waits is done, what does not costs a look."""
    app.tasks[name]()  # what waited is done now
    with CaptureQueriesContext(connection) as caught:
        begun = process_time()
        app.tasks[name]()
        taken = process_time() - begun
    bare = seconds(lambda: bare_view(RequestFactory().get("/"), 1))
    return Cost(len(caught), taken * 1000, taken / bare)
