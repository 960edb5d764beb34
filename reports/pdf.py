"""HTML to PDF: the only place that knows WeasyPrint.

Nothing is fetched but the application's own fonts: no network, no file, no attachment. As a document
may still be larger than anybody thought, `print_apart` prints in a process of its own, with limits.
"""

import ctypes
import errno
import gc
import json
import logging
import os
import resource
import select
import signal
import time
import warnings
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from django.utils.translation import gettext as _
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.exceptions import PrintFailed

logger = logging.getLogger(__name__)

# What a style sheet may ask for by `url("asset:NAME")`.
ASSETS = {
    "asset:serif": ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf"),
    "asset:serif-italic": ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf"),
    "asset:sans": ("fontpkg_source_sans_3", "SourceSans3[wght].ttf"),
    "asset:sans-italic": ("fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf"),
}
HEARTBEAT = 2  # seconds between two calls of `while_waiting`
PR_SET_PDEATHSIG = 1  # prctl(2): the signal to get when the parent dies
NEAR_THE_LIMIT = 0.8  # a crash with this much of the memory taken is put down to the memory
SOURCE_DATE = "SOURCE_DATE_EPOCH"  # read by fontTools, as by many tools that make files
PRINTED = 4  # the Print flag of a PDF annotation
NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


class OwnAssets(URLFetcher):
    """Answers for the application's own fonts and refuses everything else, which stops the printing."""

    def __init__(self):
        super().__init__(allowed_protocols={"asset"}, allow_redirects=False, fail_on_errors=True)

    def fetch(self, url, headers=None):
        if url not in ASSETS:
            raise ValueError(f"not one of the application's own assets: {url}")
        package, name = ASSETS[url]
        body = (files(package) / "files" / name).read_bytes()
        return URLFetcherResponse(url, body, {"Content-Type": "font/ttf"})


def write_pdf(html, target):
    """Print the document `html` to the file `target` (Path) as tagged PDF/UA-1; answers with its pages.

    The same document gives the same bytes. Raises OSError if the file cannot be written, and PrintFailed
    if the document asks for anything to be fetched.
    """
    fonts = FontConfiguration()
    try:
        document = HTML(string=html, url_fetcher=OwnAssets()).render(font_config=fonts)
        with open(target, "wb") as file, _fonts_of_one_date():
            document.write_pdf(file, pdf_variant="pdf/ua-1", finisher=_finish)
            file.flush()
            os.fsync(file.fileno())
    except FatalURLFetchingError as error:
        raise PrintFailed(_("The report refers to something that it may not fetch.")) from error
    return len(document.pages)


@contextmanager
def _fonts_of_one_date():
    """Embedded fonts carry the time they were made at, unless the environment names one."""
    before = os.environ.get(SOURCE_DATE)
    os.environ[SOURCE_DATE] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[SOURCE_DATE]
        else:
            os.environ[SOURCE_DATE] = before


def _finish(_document, pdf):
    """Links carry the flag that says they belong to the printed page too (ISO 14289-1, 7.18.1)."""
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("Subtype") == "/Link":
            thing["F"] = PRINTED


def print_apart(html, target, *, seconds, megabytes, while_waiting=None):
    """`write_pdf` in a child process that may take `seconds` (of the clock and of the processor) and
    `megabytes` of memory beyond what this process has; answers with the number of pages.

    Calls `while_waiting()` about every two seconds; if that raises, the child is stopped and the
    exception goes on. The file appears under its name when it is whole and on the disk, or not at all,
    and an earlier one stays as it was until then. Raises PrintFailed with the reason.
    """
    target = Path(target)
    part = target.with_name(f".{target.name}.part")
    reading, writing = os.pipe()
    parent = os.getpid()
    try:
        with warnings.catch_warnings():
            # Python warns of forking beside threads. The child only prints and calls no thread's lock.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
    except OSError as error:
        os.close(reading)
        os.close(writing)
        raise PrintFailed(_("The printer could not be started.")) from error
    if child == 0:
        _work(html, part, writing, parent, seconds, megabytes)
    os.close(writing)
    try:
        answer = _await(reading, seconds, while_waiting)
        _pid, status, usage = os.wait4(child, 0)
        child = None
        pages = _pages(answer, status, usage, megabytes)
        part.replace(target)
        _sync_folder(target.parent)
        return pages
    finally:
        os.close(reading)
        if child is not None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        part.unlink(missing_ok=True)


def _await(reading, seconds, while_waiting):
    """What the child says at its end (bytes, empty if it died); PrintFailed when its time is over."""
    deadline = time.monotonic() + seconds
    answer = b""
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise PrintFailed(_took_too_long())
        ready, _writable, _failed = select.select([reading], [], [], min(HEARTBEAT, left))
        if ready:
            piece = os.read(reading, 65536)
            if not piece:
                return answer
            answer += piece
        elif while_waiting is not None:
            while_waiting()


def _pages(answer, status, usage, megabytes):
    """The number of pages, or PrintFailed in the words that fit how the child ended."""
    told = json.loads(answer or b"{}")
    if "pages" in told:
        return told["pages"]
    if "reason" in told:
        raise PrintFailed(told["reason"])
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number == signal.SIGXCPU:
        raise PrintFailed(_took_too_long())
    # `ru_maxrss` is in kilobytes. C libraries that get no memory raise odd errors or end the process.
    if number != signal.SIGKILL and usage.ru_maxrss / 1024 > NEAR_THE_LIMIT * megabytes:
        raise PrintFailed(_took_too_much())
    if number:
        reason = _("The printer was stopped unexpectedly (signal %(number)d).")
        raise PrintFailed(reason % {"number": number})
    reason = _("The report could not be set in type (%(error)s).")
    raise PrintFailed(reason % {"error": told.get("error", "?")})


def _took_too_long():
    return _("The report took too long to print and was stopped.")


def _took_too_much():
    return _("The report took more memory than it may have.")


def _work(html, part, writing, parent, seconds, megabytes):
    """What the child does, and all that it does: it never returns and never touches the database."""
    try:
        told = _told(html, part, parent, seconds, megabytes)
        os.write(writing, json.dumps(told).encode())
    finally:
        # Not sys.exit: what the parent has open (connections, buffers) is not ours to close.
        os._exit(0)


def _told(html, part, parent, seconds, megabytes):
    try:
        _confine(parent, seconds, megabytes)
        return {"pages": write_pdf(html, part)}
    except MemoryError:
        return {"reason": _took_too_much()}
    except PrintFailed as failure:
        return {"reason": str(failure)}
    except OSError as error:
        if error.errno in NO_SPACE:
            return {"reason": _("There is no space left on the disk for the report.")}
        logger.exception("printing failed")
        return {
            "reason": _("The report could not be written: %(error)s.") % {"error": error.strerror}
        }
    except Exception as error:
        logger.exception("printing failed")
        return {"error": type(error).__name__}


def _confine(parent, seconds, megabytes):
    """Limits for this process, and its end with the parent's: nobody would wait for it any more."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(number, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    # What the parent left unreachable stays so: collecting it here might close its connections.
    gc.freeze()
    memory = _address_space() + megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space():
    """Bytes of address space that this process has already."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _sync_folder(folder):
    """Make sure that the new name is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
