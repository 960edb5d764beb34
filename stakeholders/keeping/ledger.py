"""The ledger of erasures: a file beside the database, so that a restored database can be erased again.

A line holds ids, a day and a sign: nothing about whom. The sign is a slow, salted hash of the entry's key
and of the moment at which it was made, by which the same entry is known again; another entry under the
same id has another sign. The row of the erasure (ErasureRecord) is written in its transaction; the line
follows when that is through, and `mend()` adds what a crash in between left out.
"""

import contextlib
import fcntl
import hashlib
import hmac
import json
import logging
import os
import secrets
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.utils.dateparse import parse_datetime

from stakeholders.models import ErasureRecord, Person

logger = logging.getLogger(__name__)

ROUNDS = 100_000  # a key is made of a name, and a name could be guessed


def path():
    """Where the ledger lies."""
    return Path(settings.ERASURE_LEDGER)


def sign_of(person, salt=None):
    """What `person`'s entry is known by again, without a word of it: `salt$hash`."""
    salt = salt or secrets.token_hex(16)
    words = f"{person.pk}|{person.key}|{person.created_at.timestamp():.6f}"
    digest = hashlib.pbkdf2_hmac("sha256", words.encode(), salt.encode(), ROUNDS).hex()
    return f"{salt}${digest}"


def signs_of_merged(merges):
    """`{id: sign}` of the entries that became part of another by `merges`, as far as their logs tell."""
    signs = {}
    for merge in merges:
        for step in merge.log:
            if "sign" in step:
                signs[merge.gone] = step["sign"]
            elif step.get("model") == Person._meta.label_lower and step.get("row"):
                row = {name: step["row"].get(name) for name in ("id", "key", "created_at")}
                moment = parse_datetime(row["created_at"] or "")
                if row["id"] == merge.gone and moment is not None:
                    entry = SimpleNamespace(pk=row["id"], key=row["key"], created_at=moment)
                    signs[merge.gone] = sign_of(entry)
    return signs


def is_signed(person, sign):
    """True if `sign` was made of this very entry."""
    salt, _dollar, _digest = sign.partition("$")
    return bool(salt) and hmac.compare_digest(sign_of(person, salt), sign)


def line_of(record):
    """What the ledger says of an erasure."""
    return {
        "person": record.person_id,
        "programme": record.programme_id,
        "at": record.at.isoformat(),
        "cause": record.cause,
        "sign": record.sign,
    }


def append(*records):
    """Add lines for `records` at the end and see that they reach the disk. Raises OSError."""
    where = path()
    where.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(line_of(record)) + "\n" for record in records)
    with where.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # After a disk that was full, the last line may have no end.
        if file.tell() and not _ends_a_line(where):
            text = f"\n{text}"
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def _ends_a_line(where):
    with where.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def read(where=None):
    """The lines of the ledger as dictionaries, with `at` as a moment, and how many cannot be read."""
    lines, broken = [], 0
    try:
        text = Path(where or path()).read_text(errors="replace")
    except FileNotFoundError:
        return [], 0
    for line in filter(str.strip, text.splitlines()):
        entry = None
        with contextlib.suppress(ValueError, KeyError, TypeError):
            entry = json.loads(line)
            entry = {
                "person": int(entry["person"]),
                "at": datetime.fromisoformat(entry["at"]),
                "cause": ErasureRecord.Cause(entry["cause"]),
                "sign": str(entry["sign"]),
            }
        if entry is None or "sign" not in entry:
            broken += 1
        else:
            lines.append(entry)
    return lines, broken


def mend():
    """Add the erasures of the database that the ledger does not have; how many those were."""
    known = {line["sign"] for line in read()[0]}
    rows = ErasureRecord.objects.exclude(sign="").order_by("pk")
    missing = [record for record in rows.iterator() if record.sign not in known]
    if missing:
        append(*missing)
        logger.warning("%s erasures were missing in the ledger", len(missing))
    return len(missing)
