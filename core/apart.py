"""Work in a process apart, with limits on time and memory: what comes from outside may be larger, or
odder, than anybody thought.

`answer_apart` is for work that answers with something; what writes a file has its own way of ending
(reports.apart).
"""

import ctypes
import gc
import json
import os
import resource
import select
import signal
import time
import warnings
from pathlib import Path

PR_SET_PDEATHSIG = 1  # prctl(2): the signal to get when the parent dies
MOST_ANSWERED = 128 * 2**20  # bytes


class Died(Exception):
    """The process apart was over before it had answered: it took too long, or too much memory."""


def answer_apart(work, *, seconds, megabytes):
    """What `work()` answers in a child process, anything that JSON can say.

    It may take `seconds` (of the clock and of the processor) and `megabytes` of memory beyond what
    this process has, and must not touch the database. Raises Died when it did not come to an end.
    """
    reading, writing = os.pipe()
    parent = os.getpid()
    try:
        child = fork()
    except OSError as error:
        os.close(reading)
        os.close(writing)
        raise Died from error
    if child == 0:
        _work(work, writing, parent, seconds, megabytes)
    os.close(writing)
    try:
        answer = _await(reading, seconds)
    except Died:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.close(reading)
        os.waitpid(child, 0)
    if not answer:
        raise Died
    return json.loads(answer)


def fork():
    """As os.fork. Python warns of forking beside threads: the child must call no thread's lock."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def confine(parent, seconds, megabytes):
    """Limits for this process, a child of `parent`, and its end with the parent's: nobody would wait for
    it any more. `seconds` of the processor, `megabytes` of memory beyond what it has now."""
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


def _work(work, writing, parent, seconds, megabytes):
    """What the child does, and all that it does: it never returns and never touches the database."""
    try:
        confine(parent, seconds, megabytes)
        # No collecting of rubbish while many small things are made: it would look at all of them.
        gc.disable()
        said = json.dumps(work(), ensure_ascii=False, check_circular=False).encode()
        with os.fdopen(writing, "wb", closefd=False) as pipe:
            pipe.write(said)
    finally:
        # Not sys.exit: what the parent has open (connections, buffers) is not ours to close.
        os._exit(0)


def _await(reading, seconds):
    """All that the child says, empty if it died; Died when its time is over."""
    deadline = time.monotonic() + seconds
    pieces, size = [], 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or size > MOST_ANSWERED:
            raise Died
        ready, _writable, _failed = select.select([reading], [], [], left)
        if ready:
            piece = os.read(reading, 2**20)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
            size += len(piece)
