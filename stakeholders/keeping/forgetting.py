"""What is forgotten by itself when its time is over (stakeholders.keeping.times says after how long).

Each function answers with how many rows it concerned, and is idempotent.
"""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q

from core.models import Mail, PersonalLink
from stakeholders.imports.files import drop
from stakeholders.keeping import ledger, times
from stakeholders.models import Disclosure, Import, ImportRow, Merge

OVER = (Import.State.DONE, Import.State.UNDONE, Import.State.GIVEN_UP)
LEFT = (Import.State.MATCHING, Import.State.PREVIEW, Import.State.FAILED)


def forget_sheets(*, now):
    """Clear what the cells of sheets held, and their files; one that nobody went on with is given up. What
    was written stays in the register, and cannot be undone any more."""
    old = Import.objects.filter(updated_at__lt=now - times.SHEETS)
    left = old.filter(state__in=LEFT).unheld(at=now)
    done = [each for each in left if _give_up(each, now)]
    done += [each for each in old.filter(state__in=OVER) if not each.counts.get("forgotten")]
    for each in done:
        _forget_sheet(each)
    return len(done)


def _give_up(import_, now):
    # Compare and set: somebody may have gone on with it in this moment.
    rows = Import.objects.filter(pk=import_.pk, updated_at=import_.updated_at, state__in=LEFT)
    return bool(rows.update(state=Import.State.GIVEN_UP, updated_at=now))


@transaction.atomic
def _forget_sheet(import_):
    rows = ImportRow.objects.filter(import_of=import_)
    rows.update(cells=[], values={}, marks=[], candidates=[], before=None, match=None)
    counts = import_.counts | {"forgotten": True}
    Import.objects.filter(pk=import_.pk).update(file_name="", headings=[], sample=[], counts=counts)
    transaction.on_commit(partial(drop, import_), robust=True)


def forget_logs(*, now):
    """Empty what old merges noted: there is no way back from them any more. Of a person's entry that went
    its sign stays, by which it is known again in a restored database (stakeholders.keeping.ledger)."""
    old = Merge.objects.filter(at__lt=now - times.WAY_BACK, log__0__has_key="do")
    for merge in old:
        signs = ledger.signs_of_merged([merge]) if merge.kind == Merge.Kind.PERSON else {}
        # Shaped like a step, of no model: who reads the log for names finds none.
        merge.log = [{"model": "", "sign": sign} for sign in signs.values()]
        merge.save(update_fields=["log"])
    return len(old)


def forget_mails(*, now):
    """Empty mails that were sent, or are not to be: that there was one, and when, stays."""
    words = {"to_email": "", "to_name": "", "subject": "", "body": ""}
    over = Mail.objects.exclude(state=Mail.State.WAITING)
    over = over.filter(updated_at__lt=now - times.MAILS).exclude(**words)
    return over.update(**words)


def forget_links(*, now):
    """Delete personal links that ended long ago; nothing waits in the outbox for any of them."""
    long_ago = now - times.LINKS
    over = PersonalLink.objects.filter(Q(expires_at__lt=long_ago) | Q(revoked_at__lt=long_ago))
    over = over.exclude(mails__state=Mail.State.WAITING)
    return over.delete()[1].get("core.PersonalLink", 0)


def forget_disclosures(*, now):
    """Delete who took out what so many years ago."""
    years_ago = times.months_after(now.date(), -12 * times.DISCLOSURES_YEARS)
    return Disclosure.objects.filter(
        at__lt=now - timedelta(days=(now.date() - years_ago).days)
    ).delete()[0]
