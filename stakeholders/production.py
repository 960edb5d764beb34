"""What the worker does: take an import by lease, read its sheet or write its rows, and say how it ended.

Every write is fenced by the lease's token. Rows that were read, and people that are written, come into
the database in one transaction each: a worker that is killed leaves nothing half done, and the next one
begins anew.
"""

import logging
from time import monotonic

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.sheets import SheetRefused, read_apart
from stakeholders.exceptions import ImportStopped
from stakeholders.imports import files, following
from stakeholders.imports.reading import Reading
from stakeholders.imports.writing import BATCH, RegisterMoved, Writing
from stakeholders.models import Affiliation, Consent, Import, ImportRow

logger = logging.getLogger(__name__)

State = Import.State
LEASE_SECONDS = 90
MOST_ATTEMPTS = 5
MOST_TRIES = 3  # at writing, while others change the same people
TURN = 5
STEP = 250  # rows between two looks at the clock
RENEW_AFTER = 0.5  # seconds between two reports of progress


class LeaseLost(Exception):
    """Somebody else holds the import now: stop, and write nothing."""


def something_waits():
    """True if an import waits to be read or written that no worker holds."""
    return Import.objects.waiting().unheld().exists()


def import_waiting():
    """Bring on what waits, the oldest first, up to a turn's worth; True if more is left."""
    for _turn in range(TURN):
        waiting = Import.objects.waiting().unheld().order_by("created_at")
        if not any(bring_on(pk) for pk in list(waiting.values_list("pk", flat=True)[:5])):
            break
    return something_waits()


def bring_on(pk):
    """Take import `pk` and read or write it; False if it was not to be had."""
    token = Import.objects.waiting().claim(pk, seconds=LEASE_SECONDS, done_count=0)
    if token is None:
        return False
    try:
        _bring_on(Import.objects.select_related("by", "held_by").get(pk=pk), token)
    except LeaseLost:
        logger.warning("import %s was taken over", pk)
    except (ImportStopped, SheetRefused) as refusal:
        logger.warning("import %s failed: %s", pk, type(refusal).__name__)
        _end(pk, token, state=State.FAILED, failure=str(refusal))
    except Exception:
        logger.exception("import %s failed", pk)
        reason = _("Something went wrong that nobody foresaw. It has been noted in the log.")
        _end(pk, token, state=State.FAILED, failure=reason)
    return True


def _bring_on(import_, token):
    language = getattr(import_.by, "language", "") or settings.LANGUAGE_CODE
    with translation.override(language):
        if import_.attempts > MOST_ATTEMPTS:
            raise ImportStopped(
                _("The worker stopped %(times)d times over this sheet.") % {"times": MOST_ATTEMPTS}
            )
        if not may_still(import_):
            raise ImportStopped(
                _("Whoever brought this sheet may not add to the register any more.")
            )
        if import_.state == State.READING:
            _read(import_, token, language)
        else:
            _write(import_, token)


def may_still(import_):
    """True if whoever asked for it may still add people to where they would go."""
    user = import_.by
    if user is None or not user.is_active:
        return False
    may_add = user.has_perm("stakeholders.add_import") and user.has_perm(
        "stakeholders.view_import", import_
    )
    return may_add and following.may_follow(
        import_.follow,
        user=user,
        programme_id=import_.programme_id,
        held_by_id=import_.held_by_id,
    )


class _Progress:
    """Says how far a worker is, twice a second at most, and holds on to the lease by it."""

    def __init__(self, pk, token):
        self.pk, self.token, self.said = pk, token, monotonic()

    def at(self, done, **changes):
        """Say that `done` rows are done. Raises LeaseLost."""
        if changes or (done % STEP == 0 and monotonic() - self.said > RENEW_AFTER):
            self.said = monotonic()
            if not Import.objects.renew(self.pk, self.token, seconds=LEASE_SECONDS):
                raise LeaseLost
            Import.objects.held(self.pk, self.token).update(done_count=done, **changes)


def _read(import_, token, language):
    path = files.file_of(import_)
    if not path.exists():
        raise ImportStopped(_("The file is not here any more. Bring it again."))
    progress = _Progress(import_.pk, token)
    sheet = read_apart(path, import_.file_name)
    progress.at(0, row_count=len(sheet.rows))
    reading = Reading(import_, language=language.partition("-")[0])
    rows = []
    for row in reading.rows(sheet):
        rows.append(row)
        progress.at(len(rows))
    if not rows:
        raise ImportStopped(_("There are no rows below the headings."))
    with transaction.atomic():
        _end(
            import_.pk,
            token,
            state=State.PREVIEW,
            sheet=sheet.title[:200],
            row_count=len(rows),
            done_count=0,
            attempts=0,
            failure="",
            counts=_counts_of(rows) | {"hidden": sheet.hidden},
        )
        import_.rows.all().delete()
        ImportRow.objects.bulk_create(rows, batch_size=BATCH)


def _counts_of(rows):
    counts = dict.fromkeys(ImportRow.State.values, 0)
    for row in rows:
        counts[row.state] += 1
    return counts


def _write(import_, token):
    progress = _Progress(import_.pk, token)
    for _try in range(MOST_TRIES):
        writing = Writing(import_)
        for done in writing.prepare():
            progress.at(done)
        try:
            _save(import_, token, writing)
        except (RegisterMoved, IntegrityError):
            logger.info("import %s: the register changed meanwhile", import_.pk)
        else:
            files.drop(import_)
            return
    raise ImportStopped(_("Others changed the same people at the same time. Try again."))


def _save(import_, token, writing):
    with transaction.atomic():
        now = timezone.now()
        state = {"state": State.DONE, "done_count": len(writing.rows), "finished_at": now}
        # The fence comes first: whoever has lost the import writes nothing.
        _end(import_.pk, token, failure="", attempts=0, **state)
        following.begin(import_)
        writing.save()
        done = following.act(import_, writing.people())
        last = {
            "last_affiliation": Affiliation.objects.aggregate(last=Max("pk"))["last"] or 0,
            "last_consent": Consent.objects.aggregate(last=Max("pk"))["last"] or 0,
        }
        counts = import_.counts | writing.counts() | last | done
        Import.objects.filter(pk=import_.pk).update(counts=counts)


def _end(pk, token, **changes):
    held = Import.objects.held(pk, token)
    now = timezone.now()
    if not held.update(lease_token=None, lease_until=None, updated_at=now, **changes):
        raise LeaseLost


def percent_of(import_):
    """How far the worker is, in words."""
    done, count = import_.done_count, import_.row_count or 0
    if not count:
        return _("The file is being opened.")
    return ngettext("%(done)d of %(count)d row", "%(done)d of %(count)d rows", count) % {
        "done": done,
        "count": count,
    }
