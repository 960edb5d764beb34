"""Writes a file in a process apart, with limits on time and memory: a document may be larger, or odder,
than anybody thought."""

import errno
import json
import logging
import os
import select
import signal
import time
from pathlib import Path

from django.utils.translation import gettext as _

from core.apart import confine, fork
from reports.exceptions import PrintFailed

logger = logging.getLogger(__name__)

HEARTBEAT = 2  # seconds between two calls of `while_waiting`
NEAR_THE_LIMIT = 0.8  # a crash with this much of the memory taken is put down to the memory
NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


def write_apart(write, target, *, seconds, megabytes, while_waiting=None):
    """Call `write(path)` in a child process that may take `seconds` (of the clock and of the processor)
    and `megabytes` of memory beyond what this process has; answers with what it answers: the number of
    pages, or None. It must not touch the database.

    Calls `while_waiting()` about every two seconds; if that raises, the child is stopped and the
    exception goes on. The file appears under its name when it is whole and on the disk, or not at all,
    and an earlier one stays as it was until then. Raises PrintFailed with the reason.
    """
    target = Path(target)
    part = target.with_name(f".{target.name}.part")
    reading, writing = os.pipe()
    parent = os.getpid()
    try:
        child = fork()
    except OSError as error:
        os.close(reading)
        os.close(writing)
        raise PrintFailed(_("The printer could not be started.")) from error
    if child == 0:
        _work(write, part, writing, parent, seconds, megabytes)
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


def _work(write, part, writing, parent, seconds, megabytes):
    """What the child does, and all that it does: it never returns and never touches the database."""
    try:
        told = _told(write, part, parent, seconds, megabytes)
        os.write(writing, json.dumps(told).encode())
    finally:
        # Not sys.exit: what the parent has open (connections, buffers) is not ours to close.
        os._exit(0)


def _told(write, part, parent, seconds, megabytes):
    try:
        confine(parent, seconds, megabytes)
        return {"pages": write(part)}
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


def _sync_folder(folder):
    """Make sure that the new name is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
