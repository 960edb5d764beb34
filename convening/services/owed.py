"""Mails that are owed to somebody for a change of their place: noted with the change, under the lock of the
places, and written once that is free again, so that nobody waits for the wording of somebody else's mail.

The note is a row. Whoever dies between the two leaves it, and the clock has it written.
"""

from functools import partial

from django.db import transaction

from convening.calendars import calendar_of_days
from convening.models import MailKind, OwedMail
from convening.services.messages import tell
from dialogues.survey_languages import in_language_of

AT_ONCE = 100  # notes that one call of the clock's writes


def owe(participation, kind, *, key):
    """Note that a mail of `kind` is owed to one person, and have it written after the transaction. `key`
    makes it once. To be called inside a transaction."""
    row = OwedMail.objects.create(participation=participation, kind=kind, key=key)
    transaction.on_commit(partial(_write, row.pk), robust=True)


def write_owed():
    """Write what is owed still; how many mails that was. The first to be noted is written first."""
    keys = OwedMail.objects.order_by("pk").values_list("pk", flat=True)
    return sum(_write(key) for key in list(keys[:AT_ONCE]))


@transaction.atomic
def _write(key):
    """Write one mail that is owed; False if somebody else does, or has done so."""
    rows = OwedMail.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "participation__person",
        "participation__registration__link",
        "participation__dialogue__plan",
        "participation__dialogue__initiative__programme",
    )
    row = rows.filter(pk=key).first()
    if row is None:
        return False
    participation = row.participation
    with in_language_of(participation.person):
        comes = row.kind == MailKind.CONFIRMED
        calendar = calendar_of_days(participation.dialogue) if comes else ""
    tell(participation, row.kind, key=row.key, calendar=calendar)
    row.delete()
    return True
