"""Erasing somebody, whoever asks for it: a convenor, a replayed ledger, or the time that is over.

Beside the services, since what the clock wakes (stakeholders.tasks) erases too.
"""

import logging
from functools import partial

from django.db import transaction
from django.utils import timezone

from stakeholders.exceptions import AlreadyErased
from stakeholders.keeping import ledger
from stakeholders.keeping.erasing import traces_of
from stakeholders.keeping.findings import counts_of, rows_go
from stakeholders.keeping.idle import BATCH, candidates, idle_among, in_batches
from stakeholders.keeping.search import merges_into
from stakeholders.keeping.times import NOTICE
from stakeholders.models import ErasureRecord, Person

logger = logging.getLogger(__name__)

TURN = 50  # people whom one task erases; the next one takes the rest


def erase_person(person, *, cause, by=None, at=None, sign=""):
    """Erase `person`: their entry, what hangs on it, and their name wherever it is spelt out.

    One transaction; files go when it is through, and a line is added to the ledger. Of two at once, and
    when it is done again, the second raises AlreadyErased. `sign` is that of a line of the ledger which
    is replayed. Answers with the record: ids and counts, nothing about whom.
    """
    with transaction.atomic():
        locked = Person.objects.select_for_update(of=("self",)).filter(pk=person.pk).first()
        if locked is None:
            raise AlreadyErased
        merges = merges_into(locked.pk, locked.programme_id)
        findings = traces_of(locked)
        findings.append(rows_go(Person, [locked.pk]))
        for finding in findings:
            finding.remove()
        record = ErasureRecord.objects.create(
            programme_id=locked.programme_id,
            person_id=locked.pk,
            at=at or timezone.now(),
            by=by,
            cause=cause,
            counts=counts_of(findings),
            sign=sign or ledger.sign_of(locked),
        )
        # In an older backup the entries that became a part of theirs still stand by themselves.
        merged = [
            ErasureRecord.objects.create(
                programme_id=locked.programme_id,
                person_id=pk,
                at=record.at,
                by=by,
                cause=cause,
                sign=its,
            )
            for pk, its in ledger.signs_of_merged(merges).items()
        ]
        if not sign:
            # The erasure stands even if the file cannot be written now: `ledger.mend` adds the line.
            transaction.on_commit(partial(ledger.append, record, *merged), robust=True)
    logger.info("person %s erased (%s)", record.person_id, cause)
    return record


# Retention --------------------------------------------------------------------------------------
def give_notice(*, today):
    """Note who is about to be erased because their time is over, and take the note back from whoever is not
    any more; how many are noted now. Idempotent; a constant number of queries for each batch."""
    idle = set()
    for batch in in_batches(candidates(today)):
        idle.update(each.person.pk for each in idle_among(batch, today))
    noted = set(Person.objects.exclude(noticed_on=None).values_list("pk", flat=True))
    for rows, day in ((sorted(idle - noted), today), (sorted(noted - idle), None)):
        for start in range(0, len(rows), BATCH):
            some = Person.objects.filter(pk__in=rows[start : start + BATCH])
            some.update(noticed_on=day)
    return len(idle)


def erase_idle(*, today):
    """Erase people whose time is over and of whom that was said 30 days ago: how many. A turn's worth at
    most; whoever has taken part in something since stays, and so does who is kept longer."""
    rows = Person.objects.filter(noticed_on__lte=today - NOTICE).select_related("programme")
    erased = 0
    for person in rows.order_by("noticed_on", "pk")[:TURN]:
        erased += _erase_if_idle(person, today)
    return erased


def _erase_if_idle(person, today):
    # Asked anew: the list may be hours old by the time it is their turn.
    idle = idle_among([person], today)
    if not idle or idle[0].due > today:
        return False
    try:
        erase_person(person, cause=ErasureRecord.Cause.RETENTION)
    except AlreadyErased:
        return False
    return True
