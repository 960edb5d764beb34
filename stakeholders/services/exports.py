"""Files that leave the register are written down: who took what, and how much."""

from django.db import transaction
from django.utils import timezone

from stakeholders.models import Disclosure


@transaction.atomic
def record_disclosure(*, by, what, form, numbers, filters):
    """Write down that `by` takes entries of `what` (Disclosure.What) out in a file of the format `form`.

    `numbers` says how many of each programme, by its id: there is a row for each, because each has
    convenors of its own; one without a programme when the file is empty. `filters` are names of
    those that were set, never what they were set to. Atomic.
    """
    now = timezone.now()
    rows = [
        Disclosure(
            programme_id=programme,
            by=by,
            at=now,
            what=what,
            format=form,
            number=number,
            filters=sorted(filters),
        )
        for programme, number in (numbers or {None: 0}).items()
    ]
    return Disclosure.objects.bulk_create(rows)
