"""What the worker is woken for. The rows say what is to be done; a lost message only delays."""

from celery import shared_task
from django.utils import timezone

from stakeholders import production
from stakeholders.keeping import erasure, forgetting, ledger


@shared_task
def bring_on_imports():
    """Read and write sheets that wait; wakes the next worker if there is more than one turn's worth."""
    if production.import_waiting():
        bring_on_imports.delay()


@shared_task
def sweep_imports():
    """Wake a worker if a sheet waits that nobody holds."""
    if production.something_waits():
        bring_on_imports.delay()


@shared_task
def retain():
    """Say whose time is nearly over, and erase those of whom it was said a month ago."""
    today = timezone.localdate()
    erasure.give_notice(today=today)
    erasure.erase_idle(today=today)


@shared_task
def forget():
    """Forget what its time is over for: sheets, ways back, mails, links, who took what out."""
    now = timezone.now()
    forgetting.forget_sheets(now=now)
    forgetting.forget_logs(now=now)
    forgetting.forget_mails(now=now)
    forgetting.forget_links(now=now)
    forgetting.forget_disclosures(now=now)


@shared_task
def mend_ledger():
    """Add to the ledger of erasures what a crash or a full disk left out."""
    ledger.mend()
