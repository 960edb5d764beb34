"""Erasing people, keeping them longer, giving them what is kept about them."""

from django.utils import timezone

from stakeholders.exceptions import AlreadyErased, NotAboutToBeErased
from stakeholders.keeping import ledger
from stakeholders.keeping.erasure import erase_person
from stakeholders.keeping.times import a_year_after
from stakeholders.models import Disclosure, Person

__all__ = ["disclose_own_data", "erase_person", "keep_longer", "replay"]


def replay(lines):
    """Erase again whoever of `lines` (of `ledger.read()`) is in the database, after a backup was restored.

    Safe to repeat. An entry is erased only if the sign says that it is the same one. Answers with
    ids: (erased, of somebody else under the same id).
    """
    erased, others = [], []
    for line in lines:
        person = Person.objects.filter(pk=line["person"]).first()
        if person is None:
            continue
        if not ledger.is_signed(person, line["sign"]):
            others.append(person.pk)
            continue
        try:
            erase_person(person, cause=line["cause"], at=line["at"], sign=line["sign"])
        except AlreadyErased:
            continue
        erased.append(person.pk)
    return erased, [pk for pk in others if pk not in erased]


def keep_longer(person, *, reason, today=None):
    """Keep `person`, who is about to be erased, a year longer for `reason`. Atomic compare-and-set; raises
    NotAboutToBeErased if no notice stands, because somebody was quicker or they took part since."""
    until = a_year_after(today or timezone.localdate())
    rows = Person.objects.filter(pk=person.pk, noticed_on__isnull=False)
    if not rows.update(keep_until=until, keep_reason=reason, noticed_on=None):
        raise NotAboutToBeErased
    return until


def disclose_own_data(person, *, by, file_format, at=None):
    """Note that `by` took out what is kept about a person: when and in which format, not whose."""
    return Disclosure.objects.create(
        programme_id=person.programme_id,
        by=by,
        at=at or timezone.now(),
        what=Disclosure.What.OWN_DATA,
        format=file_format,
        number=1,
    )
