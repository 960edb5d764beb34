"""Writes of what people agreed to."""

from django.db import transaction

from core.exceptions import Gone
from stakeholders.consents import take_back
from stakeholders.models import Consent, Person


@transaction.atomic
def record_answer(*, person, kinds, given, asked_on, wording="", asked_by=None, asked_by_text=""):
    """Keep what `person` answered for each of `kinds`; answers before it stay as history. Atomic.

    An answer older than the one that holds becomes history itself and changes nothing. A refusal that
    holds takes effect at once (stakeholders.consents). Raises Gone if the entry was deleted.
    """
    # Whoever records an answer of the same person at the same moment waits here.
    if Person.objects.select_for_update().filter(pk=person.pk).first() is None:
        raise Gone
    held = {row.kind: row for row in person.consents.filter(is_current=True, kind__in=kinds)}
    for kind in kinds:
        before = held.get(kind)
        holds = before is None or before.asked_on <= asked_on
        if holds and before is not None:
            Consent.objects.filter(pk=before.pk).update(is_current=False)
        Consent.objects.create(
            person=person,
            kind=kind,
            given=given,
            wording=wording,
            asked_by=asked_by,
            asked_by_text=asked_by_text,
            asked_on=asked_on,
            is_current=holds,
        )
        if holds and not given:
            take_back([person], kind)
