"""What happens to printed reports when somebody whom they name is erased."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.personal import Erasure
from reports.models import Printing
from reports.production import folder
from reports.services import wake_printers
from stakeholders.keeping.findings import Finding
from stakeholders.keeping.registers import rows_in

RUNNING = (Printing.State.COMPOSING, Printing.State.PRINTING)
AT_ONCE = 20  # snapshots are large


def printings_of(search):
    """Printings of the programme that name the person, and those that a worker is composing, which may.

    What is finished loses its snapshot and its file, and has failed with the reason: whoever sees it can
    have it printed again. If it was open it is withdrawn, so that who has its address is told so. What is
    under way is taken from its worker, whose next write is refused, and composed anew.
    """
    rows = rows_in(Printing, search.programme_id)
    running = list(rows.filter(state__in=RUNNING).values_list("pk", flat=True))
    naming = {}
    kept = rows.exclude(pk__in=running).filter(Q(snapshot__isnull=False) | ~Q(choices={}))
    found = kept.values_list(
        "pk", "file_name", "snapshot", "choices", "report__participation__person"
    )
    for pk, name, snapshot, choices, person in found.iterator(AT_ONCE):
        # A letter names somebody as their passport does, which the register may not.
        if person in search.ids or search.finds([snapshot, choices]):
            naming[pk] = name
    yield Finding(Printing, Erasure.SNAPSHOT, len(naming), lambda: _take_back(naming))
    # Not counted: nobody knows yet whether they name the person.
    yield Finding(Printing, Erasure.NOTHING, len(running), lambda: _begin_anew(running))


def _take_back(files):
    printings, now = Printing.objects.filter(pk__in=files), timezone.now()
    # What waits and was asked for with choices is given up too: those may hold the name.
    waits = Q(state=Printing.State.QUEUED, choices={})
    printings.filter(waits).update(snapshot=None)
    # Everybody may read the reason: that somebody was erased is not for them.
    reason = _("It said something that may not be said any more.")
    printings.filter(published_at__lte=now).update(
        published_at=None, withdrawn_at=now, withdrawal_reason=reason
    )
    printings.exclude(waits).update(
        state=Printing.State.FAILED,
        failure=_("Somebody whom it named has been erased from the register. Print it again."),
        snapshot=None,
        choices={},
        file_name="",
        sha256="",
        snapshot_sha256="",
        size=None,
        pages=None,
        published_at=None,
        published_by=None,
        lease_token=None,
        lease_until=None,
        updated_at=now,
    )
    transaction.on_commit(lambda: _delete_files(files), robust=True)


def _begin_anew(rows):
    Printing.objects.filter(pk__in=rows).update(
        snapshot=None, lease_token=None, lease_until=None, updated_at=timezone.now()
    )
    transaction.on_commit(lambda: _delete_files(dict.fromkeys(rows, "")), robust=True)
    wake_printers()


def _delete_files(files):
    for pk, name in files.items():
        # Its own file, and what another worker left of it.
        for path in {folder() / (name or f"{pk}-"), *folder().glob(f"{pk}-*")}:
            path.unlink(missing_ok=True)
