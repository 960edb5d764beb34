"""What the worker does: take a printing by lease, compose it, print it, and say how it ended.

Every write is fenced by the lease's token, and the file is named after it, so that of two workers who
believe they hold the same printing only one can finish it.
"""

import hashlib
import logging
import time
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.apart import write_apart
from reports.exceptions import PrintFailed
from reports.kinds import may_print, offer_of
from reports.models import Format, Printing
from reports.outdated import tells_too_much
from roadmaps.versions import checksum_of

logger = logging.getLogger(__name__)

TURN = 10  # printings that a worker does before it lets others have a turn
# A printing that has brought this many workers down is not tried again by itself.
MOST_ATTEMPTS = 10
LEFTOVER_SECONDS = 3600


class LeaseLost(Exception):
    """Somebody else holds the printing now: stop, and write nothing."""


def folder():
    """Where printed files are kept."""
    path = Path(settings.MEDIA_ROOT) / "reports"
    path.mkdir(parents=True, exist_ok=True)
    return path


def something_waits():
    """True if a printing waits that no worker holds."""
    return Printing.objects.asleep().exists()


def print_waiting():
    """Print what waits, the oldest first, up to a turn's worth; True if more is left."""
    for _turn in range(TURN):
        waiting = Printing.objects.asleep().order_by("created_at").values_list("pk", flat=True)[:5]
        if not any(produce(pk) for pk in list(waiting)):
            break
    return something_waits()


def produce(pk):
    """Take printing `pk` and bring it to ready or failed; False if it was not to be had."""
    lease = settings.PRINT_LEASE_SECONDS
    state = Printing.State.COMPOSING
    token = Printing.objects.under_way().claim(pk, seconds=lease, state=state)
    if token is None:
        return False
    try:
        compose_and_print(Printing.objects.with_their_report().get(pk=pk), token)
    except LeaseLost:
        logger.warning("printing %s was taken over", pk)
    except PrintFailed as failure:
        _finish(pk, token, state=Printing.State.FAILED, failure=str(failure))
        logger.warning("printing %s failed: %s", pk, type(failure).__name__)
    except Exception:
        logger.exception("printing %s failed", pk)
        reason = _("Something went wrong that nobody foresaw. It has been noted in the log.")
        _finish(pk, token, state=Printing.State.FAILED, failure=reason)
    return True


def compose_and_print(printing, token):
    """Bring a printing held by `token` to ready. Raises LeaseLost or PrintFailed."""
    if printing.attempts > MOST_ATTEMPTS:
        raise PrintFailed(
            _("The worker stopped %(times)d times while it printed this report.")
            % {"times": MOST_ATTEMPTS}
        )
    _still_allowed(printing)
    offer = offer_of(printing.report)
    if printing.snapshot is None or tells_too_much(printing):
        context = offer.read(
            printing.report, printing.edition, as_of=printing.as_of, choices=printing.choices
        )
        snapshot = context.to_snapshot()
        _write(printing.pk, token, snapshot=snapshot, snapshot_sha256=checksum_of(snapshot))
    else:
        # A worker before us was stopped after it had composed: its facts stand.
        context = offer.thaw(printing.snapshot)
    write = partial(offer.writer(printing.format), context, offer.pictures_of(context))
    _hold_on(printing.pk, token)
    _write(printing.pk, token, state=Printing.State.PRINTING)
    target = folder() / f"{printing.pk}-{token}.{Format(printing.format).ending}"
    try:
        pages = write_apart(
            write,
            target,
            seconds=settings.PRINT_SECONDS,
            megabytes=settings.PRINT_MEGABYTES,
            while_waiting=partial(_hold_on, printing.pk, token),
        )
        content = target.read_bytes()
        _finish(
            printing.pk,
            token,
            state=Printing.State.READY,
            failure="",
            file_name=target.name,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            pages=pages,
        )
    except LeaseLost:
        target.unlink(missing_ok=True)
        raise


def _still_allowed(printing):
    """Whoever asked may have lost their part in it since."""
    askers = list(printing.awaited_by.all())
    if askers and not any(may_print(user, printing.report) for user in askers):
        raise PrintFailed(_("Whoever asked for this report may not have it any more."))


def _hold_on(pk, token):
    if not Printing.objects.renew(pk, token, seconds=settings.PRINT_LEASE_SECONDS):
        raise LeaseLost


def _write(pk, token, **changes):
    if not Printing.objects.held(pk, token).update(updated_at=timezone.now(), **changes):
        raise LeaseLost


def _finish(pk, token, **changes):
    now = timezone.now()
    _write(pk, token, lease_token=None, lease_until=None, finished_at=now, **changes)


def clear_leftovers():
    """Remove files that a killed worker left: older than an hour and no printing's."""
    long_ago = time.time() - LEFTOVER_SECONDS
    old = {path.name: path for path in folder().iterdir() if path.stat().st_mtime < long_ago}
    if old:
        kept = Printing.objects.filter(file_name__in=old).values_list("file_name", flat=True)
        for name in old.keys() - set(kept):
            old[name].unlink(missing_ok=True)
